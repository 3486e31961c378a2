"""Entries and submissions of a city that may be about the same thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.urls import reverse

from practices.querysets import public_entries
from practices.review.models import Submission
from practices.review.stages import ENDED
from practices.submissions.overview import titled
from practices.vocabulary.choosing import fold

LIKENESS = 0.6
"""Two titles are alike from this share of common letters on (`difflib.SequenceMatcher.ratio`)."""
WORD = 5
"""They are alike, too, when half of the words of that many letters or more of one stand in the other."""


@dataclass(frozen=True, slots=True)
class Similar:
    """Something of the same city with a like title. `listed` tells that the city may take it over."""

    title: str
    url: str
    slug: str = ""
    listed: bool = False


def alike(one: str, other: str) -> bool:
    """Whether two titles may name the same practice."""
    one, other = fold(one), fold(other)
    if not one.strip() or not other.strip():
        return False
    words, others = ({word for word in title.split() if len(word) >= WORD} for title in (one, other))
    shared = len(words & others)
    return (shared > 0 and 2 * shared >= min(len(words), len(others))) or SequenceMatcher(
        None, one, other
    ).ratio() >= LIKENESS


def similar_in_city(submission: Submission, title: str) -> list[Similar]:
    """Public entries and open submissions of the submission's city whose titles are like this one."""
    city_names = {fold(name) for name in submission.city.all_names()}
    wanted = _without(title, city_names)
    entries = public_entries().filter(city=submission.city_id).exclude(pk=submission.entry_id).order_by("pk")
    found = {
        entry.slug: Similar(
            entry.title, reverse("entry", args=[entry.slug]), entry.slug, entry.review_level == "listed"
        )
        for entry in entries
        if alike(_without(entry.title, city_names), wanted)
    }
    open_ones = Submission.objects.filter(city=submission.city_id).exclude(pk=submission.pk).exclude(stage__in=ENDED)
    others: Iterable[Any] = titled(open_ones)
    return list(found.values()) + [
        Similar(other.shown_title, reverse("desk_submission", args=[other.pk]))
        for other in others
        if alike(_without(other.shown_title, city_names), wanted)
    ]


def _without(title: str, names: set[str]) -> str:
    """The title without the city's own name, which every title of the city may hold."""
    return " ".join(word for word in title.split() if fold(word).strip(",.:;()’'s") not in names)
