"""Measures how well search answers."""

from django.apps import AppConfig


class SearchEvaluationConfig(AppConfig):
    """Judgements and metrics."""

    name = "search.evaluation"
    label = "search_evaluation"
