"""Keeps the index right."""

from django.apps import AppConfig


class SearchIndexingConfig(AppConfig):
    """Keeps the index right."""

    name = "search.indexing"
    label = "search_indexing"
