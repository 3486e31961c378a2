"""What happened to a submission, as editors and auditors read it: with names, and with what the city does not see."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.review.models import Event

WORDS = {
    "begin": gettext_lazy("Begun"),
    "propose": gettext_lazy("Proposed"),
    "write": gettext_lazy("Written on"),
    "invite": gettext_lazy("Invited to be written"),
    "turn-down": gettext_lazy("Turned down"),
    "merge": gettext_lazy("Merged with an entry"),
    "submit": gettext_lazy("Sent in"),
    "refuse-mandate": gettext_lazy("Given back to its writers by the city's lead"),
    "confirm-mandate": gettext_lazy("Mandate of the city confirmed"),
    "pass-screening": gettext_lazy("Passed on to review"),
    "send-back": gettext_lazy("Sent back to be completed"),
    "decline-screening": gettext_lazy("Declined at the screening"),
    "check-correction": gettext_lazy("Correction accepted"),
    "screen-again": gettext_lazy("Completed and sent in again"),
    "review-again": gettext_lazy("Revised and sent in again"),
    "decide-accept": gettext_lazy("Decided: accepted"),
    "decide-revise": gettext_lazy("Decided: to be revised"),
    "decide-decline": gettext_lazy("Decided: declined"),
    "correct-decision": gettext_lazy("Words of a decision corrected"),
    "schedule": gettext_lazy("Scheduled"),
    "unschedule": gettext_lazy("Date taken back"),
    "publish": gettext_lazy("Published"),
    "override": gettext_lazy("Published without the review"),
    "withdraw": gettext_lazy("Withdrawn"),
    "assign-editor": gettext_lazy("Editor assigned"),
    "invite-reviewer": gettext_lazy("Reviewer invited"),
    "reviewer-accepts": gettext_lazy("Reviewer accepted"),
    "reviewer-declines": gettext_lazy("Reviewer declined"),
    "reviewer-steps-back": gettext_lazy("Reviewer gave the review back"),
    "remove-reviewer": gettext_lazy("Reviewer replaced"),
    "remind-reviewer": gettext_lazy("Reviewer reminded"),
    "change-due-date": gettext_lazy("Due date changed"),
    "review-submitted": gettext_lazy("Review sent in"),
    "handed-over": gettext_lazy("Unfinished review handed over to the editor"),
}
WORDLESS = frozenset({"handed-over"})
"""Their words are an id."""


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the timeline."""

    at: datetime.datetime
    what: str
    who: str
    words: str
    city_sees_it: bool


def timeline(events: Iterable[Event]) -> list[Happened]:
    """The events in the order of their time."""
    return [
        Happened(
            at=event.at,
            what=str(WORDS.get(event.action, event.action)),
            who=str(event.by) if event.by else _("by link, or by itself"),
            words="" if event.action in WORDLESS else event.words,
            city_sees_it=event.seen_by_city,
        )
        for event in events
    ]
