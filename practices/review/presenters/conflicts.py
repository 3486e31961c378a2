"""Conflicts of interest in words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from practices.review.policy import Conflict

WORDS = {
    "same-city": _("Works for a city of this entry, or did in the last two years."),
    "took-part": _("Took part in it or wrote about it."),
    "handled-it": _("Screened it or decided on it."),
    "declared": _("Declared a conflict of interest."),
    "same-country": _("From the same country."),
    "same-domain": _("Has an address of the same organisation as the people who wrote it."),
    "same-city-often": _("Has reviewed this city twice in the last year."),
    "reviewed-each-other": _("Had a text of their own reviewed by its writers in the last year."),
}


def conflict_words(conflict: Conflict | str) -> str:
    """The sentence of a conflict, or of its code."""
    code = conflict.code if isinstance(conflict, Conflict) else conflict
    return str(WORDS.get(code, code))


def in_words(found: Iterable[Conflict]) -> str:
    """All of them as one text."""
    return " ".join(conflict_words(conflict) for conflict in found)
