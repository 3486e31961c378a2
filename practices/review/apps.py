"""Peer review."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Peer review."""

    name = "practices.review"
    label = "review"
