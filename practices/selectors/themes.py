"""Entries of a theme and of a goal."""

from __future__ import annotations

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from practices.models import EntryPage, EntryTheme
from practices.querysets import public_entries
from practices.vocabulary.models import Theme


def find_theme(slug: str) -> Theme | None:
    """The theme of that slug, merged ones too; None when there is none. One query."""
    return Theme.objects.select_related("parent", "merged_into").filter(slug=slug).first()


def entries_of_theme(theme: Theme) -> QuerySet[EntryPage]:
    """Public entries of a theme and of the themes below it."""
    links = EntryTheme.objects.filter(Q(theme=theme) | Q(theme__parent=theme)).order_by()
    return public_entries().filter(pk__in=links.values("entry"))


def entries_of_goal(number: int) -> QuerySet[EntryPage]:
    """Public entries that name a goal."""
    text = Cast("goals", TextField())
    return public_entries().annotate(goals_text=text).filter(goals_text__contains=f'"goal": "{number:d}"')
