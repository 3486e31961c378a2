"""What an invited person is told before they answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from practices.review import notices, policy
from practices.review.models import ReviewAssignment, ReviewRound
from practices.review.services import inviting

MINUTES = 90
"""What a review takes; said before somebody accepts."""


def masked(email: str) -> str:
    """An address that its owner recognises and nobody else can read: `a…@city.example`."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}"


def what_is_asked(assignment: ReviewAssignment) -> dict[str, Any]:
    """Title, city, due date, minutes, and who learns whose name."""
    submission = assignment.round.submission
    return {
        "title": notices.title_of(submission),
        "city": submission.city.name(get_language() or "en"),
        "written_in": submission.get_language_display(),
        "due_on": assignment.due_on,
        "minutes": MINUTES,
        "round": assignment.round,
        "is_open_round": assignment.round.anonymity == ReviewRound.Anonymity.OPEN,
    }


def conflict_words(code: str) -> str:
    """A conflict of interest, said to the person who has it."""
    words = {
        "same-city": _("You are in the team of a city of this practice, or were within the last two years."),
        "took-part": _("You wrote, sent in or confirmed this text."),
        "handled-it": _("You screened this text or decided on it."),
        "declared": _("You declared a conflict of interest."),
        "same-country": _("You are from the same country as a city of this practice."),
        "same-domain": _("Your e-mail address is of the same organisation as that of a writer."),
        "same-city-often": _("You reviewed this city twice within a year already."),
        "reviewed-each-other": _("A writer of this text reviewed a text of yours within a year."),
    }
    return words[code]


def conflicts_shown(assignment: ReviewAssignment) -> dict[str, list[str]]:
    """What USE itself finds: `bars` keeps the person from reviewing, `let_pass` was seen by an editor."""
    found = inviting.conflicts_of(
        assignment.round.submission,
        person=assignment.person,
        email=assignment.email,
        country=assignment.country_id or "",
    )
    waived = inviting.waived(assignment)
    bars = [*policy.hard(found), *policy.to_waive(found, waived)]
    return {
        "bars": [conflict_words(conflict.code) for conflict in bars],
        "let_pass": [conflict_words(conflict.code) for conflict in found if conflict not in bars],
    }
