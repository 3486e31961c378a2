"""Filters of the reviewers' pages."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from practices.members.models import User
from practices.review import facts
from practices.review.models import Criterion
from practices.review.selectors.mine import has_review_desk

register = template.Library()
register.filter("has_review_desk", has_review_desk)


@register.filter
def has_city_desk(person: User) -> bool:
    """Whether the person is in the team of a city now."""
    return bool(facts.actor(person).cities)


@register.filter
def of(mapping: Mapping[str, str] | None, key: str) -> str:
    """The value of a key; "" when there is none."""
    return (mapping or {}).get(key, "")


@register.filter
def anchored(criterion: Criterion, value: str) -> str:
    """What a score of the criterion means; "" for the scores between, and for “not enough information”."""
    return criterion.anchor(int(value)) if value.isdigit() else ""
