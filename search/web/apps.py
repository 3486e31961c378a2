"""The search page."""

from django.apps import AppConfig


class SearchWebConfig(AppConfig):
    """The search page."""

    name = "search.web"
    label = "search_web"
