"""Formats in and out."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Formats in and out."""

    name = "practices.exchange"
    label = "exchange"
