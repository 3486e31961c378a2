"""What anybody may read."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Page, PageViewRestriction

from practices.models import EntryPage

P = TypeVar("P", bound=Page)


def public(pages: QuerySet[P]) -> QuerySet[P]:
    """Pages that anybody may read: live, and neither they nor a page above them is restricted."""
    restricted = PageViewRestriction.objects.annotate(
        entry_path=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    )
    restricted = restricted.filter(entry_path__startswith=F("page__path"))
    return pages.filter(live=True).exclude(Exists(restricted))


def public_entries() -> QuerySet[EntryPage]:
    """Entries of every kind and language that anybody may read."""
    return public(EntryPage.objects.all())
