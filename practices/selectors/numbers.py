"""Live counts of the library; each entry counts once, whatever its languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from practices.memo import for_a_minute
from practices.models import EntryPage, EntryTheme
from practices.querysets import public_entries

ENTRIES = Count("translation_key", distinct=True)


@dataclass(frozen=True, slots=True)
class LibraryNumbers:
    """How much there is, counted now."""

    practices: int
    case_studies: int
    toolkits: int
    cities: int
    countries: int

    @property
    def entries(self) -> int:
        """Entries of every type."""
        return self.practices + self.case_studies + self.toolkits

    @property
    def stories(self) -> int:
        """Practices and case studies: what cities did."""
        return self.practices + self.case_studies


@for_a_minute
def library_numbers() -> LibraryNumbers:
    """Entries by type, cities that lead one, their countries. Two queries, kept a minute."""
    by_model = dict(public_entries().order_by().values_list("content_type__model").annotate(n=ENTRIES))
    places = public_entries().aggregate(
        cities=Count("city", distinct=True), countries=Count("city__country", distinct=True)
    )
    return LibraryNumbers(
        practices=by_model.get("practice", 0),
        case_studies=by_model.get("casestudy", 0),
        toolkits=by_model.get("toolkit", 0),
        **places,
    )


def count(entries: QuerySet[EntryPage]) -> int:
    """How many entries, each once whatever its languages. One query."""
    return entries.order_by().aggregate(n=ENTRIES)["n"]


def cities_of(entries: QuerySet[EntryPage]) -> frozenset[int]:
    """Keys of the cities that lead one of the entries. One query."""
    return frozenset(entries.order_by().exclude(city=None).values_list("city_id", flat=True).distinct())


@for_a_minute
def theme_counts() -> Mapping[str, int]:
    """Entries by first-level theme, those that name only a theme below it too. One query, kept a minute."""
    found = (
        EntryTheme.objects.filter(entry__in=public_entries().order_by().values("pk"))
        .annotate(first_level=Coalesce("theme__parent__slug", "theme__slug"))
        .order_by()
        .values_list("first_level")
        .annotate(n=Count("entry__translation_key", distinct=True))
    )
    return dict(found)


@for_a_minute
def topic_counts() -> Mapping[str, int]:
    """Entries by theme as it was chosen, of either level. One query, kept a minute."""
    found = (
        EntryTheme.objects.filter(entry__in=public_entries().order_by().values("pk"))
        .order_by()
        .values_list("theme__slug")
        .annotate(n=Count("entry__translation_key", distinct=True))
    )
    return dict(found)
