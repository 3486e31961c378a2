"""Short lists of entries as cards."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from practices.memo import for_a_minute
from practices.models import EntryPage
from practices.presenters import card
from practices.querysets import public_entries

EVIDENCE_ORDER = ("replicated", "evaluated", "monitored", "described")
BY_EVIDENCE = Case(
    *(When(evidence_level=slug, then=Value(rank)) for rank, slug in enumerate(EVIDENCE_ORDER)),
    default=Value(len(EVIDENCE_ORDER)),
    output_field=IntegerField(),
)
Cards = list[dict[str, Any]]


def one_version_each(entries: QuerySet[EntryPage], language: str) -> QuerySet[EntryPage]:
    """Of every entry the version in that language, else its original."""
    others = public_entries().filter(translation_key=OuterRef("translation_key")).exclude(pk=OuterRef("pk"))
    is_original = ~Exists(others.filter(pk__lt=OuterRef("pk")))
    in_language = others.filter(locale__language_code=language)
    return entries.filter(Q(locale__language_code=language) | (is_original & ~Exists(in_language)))


def cards(entries: QuerySet[EntryPage]) -> Cards:
    """Entries as cards, in their order. Two queries."""
    return [card(entry) for entry in entries.select_related("city", "locale").prefetch_related("theme_links__theme")]


def best_evidence(entries: QuerySet[EntryPage], language: str, limit: int = 6) -> Cards:
    """The entries whose results are best known, the fuller first among equals. Two queries."""
    return cards(one_version_each(entries, language).order_by(BY_EVIDENCE, "-completeness", "slug")[:limit])


def toolkits(entries: QuerySet[EntryPage], language: str, limit: int = 4) -> Cards:
    """The toolkits among the entries, fullest first. Two queries."""
    found = one_version_each(entries, language).filter(content_type__model="toolkit")
    return cards(found.order_by("-completeness", "slug")[:limit])


@for_a_minute
def fullest(language: str, limit: int = 3) -> Cards:
    """The entries that say most. Two queries, kept a minute."""
    found = one_version_each(public_entries(), language).exclude(content_type__model="toolkit")
    return cards(found.order_by("-completeness", BY_EVIDENCE, "slug")[:limit])


@for_a_minute
def newly_reviewed(language: str, limit: int = 3) -> Cards:
    """The latest entries that peers reviewed; empty as long as there are none. Two queries, kept a minute."""
    found = one_version_each(public_entries(), language).filter(review_level__in=("reviewed", "results-verified"))
    return cards(found.order_by("-last_published_at", "slug")[:limit])


@for_a_minute
def failures_of_the_day(language: str, day: date, limit: int = 3) -> list[dict[str, Any]]:
    """Entries that were stopped and say why: others each day, the same for everybody on one day. Three queries.

    Each is a card with `lesson`, the text of what did not work.
    """
    stopped = one_version_each(public_entries(), language).filter(status="discontinued").exclude(did_not_work="")
    slugs = list(stopped.order_by("slug").values_list("slug", flat=True))
    if not slugs:
        return []
    step = max(1, len(slugs) // limit)
    chosen = [slugs[(day.toordinal() + n * step) % len(slugs)] for n in range(min(limit, len(slugs)))]
    found = stopped.filter(slug__in=chosen).order_by("slug")
    lessons = dict(found.values_list("slug", "did_not_work"))
    return [{**shown, "lesson": lessons[shown["slug"]]} for shown in cards(found)]
