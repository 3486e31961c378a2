"""Who fits a text best as its reviewer: a pure order over what is known of people. The editor chooses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from practices.review.policy import Conflict, hard

AGAIN, THEME, LANGUAGE, REGION, SOFT = 5, 3, 3, 2, -2
"""Points: reviewed an earlier round, each theme in common, reads the language, another region, a soft conflict."""
MOST_THEMES = 2
"""Themes in common that count; who knows everything is not three times as good."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The text: ids of its themes and of those above them, its language, its region of the world."""

    themes: frozenset[int]
    language: str
    region: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A possible reviewer. `open_reviews` are those that they are to write now, of `most_at_once`."""

    pk: int
    name: str
    themes: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    region: str = ""
    open_reviews: int = 0
    most_at_once: int = 2
    reviewed_before: bool = False
    conflicts: Sequence[Conflict] = ()

    @property
    def is_full(self) -> bool:
        """Whether they have as many reviews as they take at a time."""
        return self.open_reviews >= self.most_at_once

    @property
    def is_barred(self) -> bool:
        """Whether a conflict that nobody can waive keeps them from it."""
        return bool(hard(self.conflicts))


def points(prospect: Prospect, wanted: Wanted) -> int:
    """How well they fit: more is better."""
    shared = min(len(prospect.themes & wanted.themes), MOST_THEMES)
    return (
        THEME * shared
        + LANGUAGE * (wanted.language in prospect.languages)
        + REGION * is_from_elsewhere(prospect, wanted)
        + AGAIN * prospect.reviewed_before
        + SOFT * len(prospect.conflicts)
    )


def is_from_elsewhere(prospect: Prospect, wanted: Wanted) -> bool:
    """Whether they are known to be from another region of the world than the text."""
    return prospect.region not in {"", wanted.region}


def ranked(prospects: Iterable[Prospect], wanted: Wanted) -> list[Prospect]:
    """The best first; then who is full, last who is barred; the less burdened and then the name settle a tie."""
    return sorted(
        prospects,
        key=lambda one: (one.is_barred, one.is_full, -points(one, wanted), one.open_reviews, one.name.casefold()),
    )
