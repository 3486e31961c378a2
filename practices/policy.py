"""What an entry must have before it is submitted for review. A draft may lack all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

SHORTEST_FAILURE = 150
"""Characters that “what did not work, and why” needs."""
PILOTING, ENDED = "piloting", frozenset({"completed", "discontinued"})


@dataclass(frozen=True, slots=True)
class Missing:
    """A field of the entry that is not ready, and why, in the reader's language."""

    field: str
    reason: str


Rule = Callable[[Any], Missing | None]


def missing_for_submission(entry: Any) -> list[Missing]:
    """Everything that keeps the entry from being submitted, in the order of the form. Empty: it may be submitted.

    Source: data-model.md, the fields marked (R), and the rules of the submission form.
    """
    return [missing for rule in RULES[entry.kind] if (missing := rule(entry)) is not None]


def present(field: str) -> Rule:
    """The field holds something."""

    def rule(entry: Any) -> Missing | None:
        value = getattr(entry, field)
        empty = not value.strip() if isinstance(value, str) else value is None or len_or_one(value) == 0
        return Missing(field, _("This is needed.")) if empty else None

    return rule


def at_least(field: str, count: int) -> Rule:
    """The field holds at least so many rows."""

    def rule(entry: Any) -> Missing | None:
        if len(getattr(entry, field)) >= count:
            return None
        reason = ngettext("At least %(n)d is needed.", "At least %(n)d are needed.", count) % {"n": count}
        return Missing(field, reason)

    return rule


def len_or_one(value: Any) -> int:
    """How many rows a value has; 1 for what has no length, as a number or a city."""
    return len(value) if hasattr(value, "__len__") else 1


def themes_ranked(entry: Any) -> Missing | None:
    """One to three themes of the first level lead."""
    count = entry.theme_links.count()
    return None if count else Missing("theme_links", _("Choose at least one theme."))


def languages_known(entry: Any) -> Missing | None:
    """The original language is that of the tree the entry is in."""
    return None if entry.locale_id else Missing("locale", _("Choose the original language."))


def end_of_what_ended(entry: Any) -> Missing | None:
    """What is over says when it ended."""
    if entry.status in ENDED and not entry.end_year:
        return Missing("end_year", _("Say when it ended, because it is no longer running."))
    return None


def costs_or_not_known(entry: Any) -> Missing | None:
    """“Not known” is an answer, and readers are told so."""
    if entry.costs or entry.costs_unknown:
        return None
    return Missing("costs", _("Give set-up and yearly cost, or say that they are not known."))


def results_or_too_early(entry: Any) -> Missing | None:
    """Results may wait only while piloting."""
    if entry.results:
        return None
    if entry.too_early and entry.status == PILOTING:
        return None
    if entry.status == PILOTING:
        return Missing("results", _("Give at least one result, or say that it is too early."))
    return Missing("results", _("Give at least one result."))


def failure_told(entry: Any) -> Missing | None:
    """What did not work is told at some length."""
    length = len(entry.did_not_work.strip())
    if length >= SHORTEST_FAILURE:
        return None
    reason = _("At least %(n)d characters are needed; there are %(length)d.")
    return Missing("did_not_work", reason % {"n": SHORTEST_FAILURE, "length": length})


def sections_or_description(entry: Any) -> Missing | None:
    """A case study tells its story in sections, or in one description."""
    if entry.sections or entry.description.strip():
        return None
    return Missing("sections", _("Tell the story, in sections or in the description."))


def goals_with_reason(entry: Any) -> Missing | None:
    """No goal without a sentence on how."""
    rows = [block.value for block in entry.goals]
    if not rows:
        return Missing("goals", _("Choose at least one goal."))
    if any(not (row.get("how") or "").strip() for row in rows):
        return Missing("goals", _("Say of each goal how it is served."))
    return None


def _identity() -> Iterator[Rule]:
    yield from map(present, ("title", "city", "summary", "scale", "status", "start_year"))
    yield end_of_what_ended
    yield languages_known


def _of_practice(description: Rule) -> Iterator[Rule]:
    yield from _identity()
    yield from map(present, ("problem", "objectives"))
    yield themes_ranked
    yield goals_with_reason
    yield present("target_groups")
    yield description
    yield at_least("steps", 3)
    yield at_least("components", 1)
    yield from map(present, ("instruments", "novelty", "actors", "participation", "gender_inclusion"))
    yield costs_or_not_known
    yield at_least("funding", 1)
    yield present("durability")
    yield results_or_too_early
    yield from map(present, ("unintended_effects", "worked"))
    yield failure_told
    yield present("differently")
    yield at_least("conditions", 2)
    yield from map(present, ("where_not", "offers"))
    yield at_least("sources", 1)
    yield at_least("pictures", 1)


def _of_toolkit() -> Iterator[Rule]:
    yield from map(present, ("title", "summary", "strategy", "for_whom"))
    yield languages_known
    yield themes_ranked
    yield goals_with_reason
    yield present("instruments")
    yield at_least("toolkit_steps", 3)
    yield from map(present, ("success_signs", "does_not_work_when", "costs_and_staff"))
    yield at_least("sources", 1)


RULES: dict[str, tuple[Rule, ...]] = {
    "practice": tuple(_of_practice(present("description"))),
    "case-study": tuple(_of_practice(sections_or_description)),
    "toolkit": tuple(_of_toolkit()),
}
"""By kind of entry."""
