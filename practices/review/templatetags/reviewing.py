"""Filters of the reviewers' pages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from practices.review.models import Criterion

register = template.Library()


@register.filter
def of(mapping: Mapping[str, str] | None, key: str) -> str:
    """The value of a key; "" when there is none."""
    return (mapping or {}).get(key, "")


@register.filter
def anchored(criterion: Criterion, value: str) -> str:
    """What a score of the criterion means; "" for the scores between, and for “not enough information”."""
    return criterion.anchor(int(value)) if value.isdigit() else ""
