"""Search by meaning."""

from django.apps import AppConfig


class SearchMeaningConfig(AppConfig):
    """Search by meaning."""

    name = "search.meaning"
    label = "search_meaning"
