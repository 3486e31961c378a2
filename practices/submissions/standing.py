"""Where a submission stands, for the people of its city: who holds it, what comes next, and by when."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.review.facts import CITY_ACTIONS
from practices.review.models import Event, Submission
from practices.review.stages import ENDED, EXPECTED_DAYS, Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person of the city wants to know. `url` and `action` are empty when it is not their turn."""

    holder: str
    todo: str
    url: str = ""
    action: str = ""
    expected_on: datetime.date | None = None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Happened:
    """One step that was taken."""

    on: datetime.date
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Ahead:
    """One stage still to come, and the days that it should take."""

    what: str
    days: int | None


def standing(submission: Submission, *, leads: bool, today: datetime.date) -> Standing:
    """Where it stands; `leads` says whether the reader leads the city's team."""
    holder, todo, name, action = _turn(submission, leads)
    days = EXPECTED_DAYS.get(submission.stage)
    expected = timezone.localdate(submission.stage_since) + datetime.timedelta(days=days) if days else None
    if submission.stage == Stage.SCHEDULED and submission.publish_at:
        expected = timezone.localdate(submission.publish_at)
    return Standing(
        holder=holder,
        todo=todo,
        url=reverse(name, args=[submission.pk]) if name else "",
        action=action,
        expected_on=expected,
        days_late=max((today - expected).days, 0) if expected else 0,
    )


def _turn(submission: Submission, leads: bool) -> tuple[str, str, str, str]:
    """Who holds it, what is to be done, and the name and label of the link for the reader, if it is their turn."""
    city, editors = _("your city"), _("the editors")
    lead_reads = (
        (_("Read the whole text and confirm it in the city’s name."), "desk_mandate", _("Read and confirm"))
        if leads
        else (_("A lead of your team reads the text and confirms it in the city’s name."), "", "")
    )
    turns: dict[str, tuple[str, str, str, str]] = {
        Stage.DRAFT: (city, _("Finish the proposal and send it."), "desk_proposal", _("Go on with the proposal")),
        Stage.PROPOSED: (editors, _("An editor answers within five working days."), "", ""),
        Stage.NOT_PURSUED: ("", _("It was not pursued. The reason is below."), "", ""),
        Stage.WRITING: (city, _("Write the text, topic by topic, then send it in."), "desk_submission",
                        _("Go on writing")),
        Stage.SUBMITTED: (_("the lead of your team"), *lead_reads),
        Stage.SCREENING: (editors, _("An editor checks that the text is complete and in scope."), "", ""),
        Stage.IN_REVIEW: (_("the reviewers"), _("Reviewers from other cities read it; an editor decides."), "", ""),
        Stage.REVISING: (city, _("Answer the letter, change the text, and send it again."), "desk_letter",
                         _("Read and answer the letter")),
        Stage.SIGN_OFF: (editors, _("It is accepted. An editor publishes it."), "", ""),
        Stage.SCHEDULED: (editors, _("It is accepted and has a date of publication."), "", ""),
        Stage.PUBLISHED: ("", _("It is published."), "", ""),
        Stage.DECLINED: ("", _("It was declined. The letter gives the reasons."), "desk_letter", _("Read the letter")),
        Stage.WITHDRAWN: ("", _("It was withdrawn."), "", ""),
    }  # fmt: skip
    return turns[submission.stage]


TO_CITY = frozenset(
    {"invite", "turn-down", "merge", "send-back", "decline-screening", "refuse-mandate", "unschedule", "override",
     "withdraw"}
)  # fmt: skip
"""Steps whose words are written to the city. After a decision the letter speaks, not the notes beside it."""


def _sentence(event: Event) -> str:
    """What happened. Only people of the city are named: a name of an editor or reviewer never comes this way."""
    who = str(event.by) if event.by and event.action in CITY_ACTIONS else ""
    sentences = {
        "begin": _("Begun by %(who)s"),
        "propose": _("Proposal sent by %(who)s"),
        "invite": _("Invited to write the full text"),
        "turn-down": _("Not pursued"),
        "merge": _("An entry on this exists already"),
        "submit": _("Text sent to the lead of the team by %(who)s"),
        "refuse-mandate": _("Given back by %(who)s"),
        "confirm-mandate": _("Confirmed in the city’s name by %(who)s"),
        "pass-screening": _("Screening passed, the review began"),
        "send-back": _("Sent back by the editors"),
        "decline-screening": _("Declined by the editors"),
        "check-correction": _("Correction checked and accepted"),
        "screen-again": _("Text sent again by %(who)s"),
        "review-again": _("Text and answers sent again by %(who)s"),
        "decide-accept": _("Accepted"),
        "decide-revise": _("Changes asked for"),
        "decide-decline": _("Declined after the review"),
        "correct-decision": _("The editors corrected their letter"),
        "schedule": _("Date of publication set"),
        "unschedule": _("Date of publication taken back"),
        "publish": _("Published"),
        "override": _("Published without a review"),
        "withdraw": _("Withdrawn"),
    }
    return sentences[event.action] % {"who": who} if event.action in sentences else ""


def happened(events: Iterable[Event]) -> list[Happened]:
    """The steps that the city may see, in their order."""
    steps = []
    for event in events:
        what = _sentence(event)
        if event.seen_by_city and what:
            steps.append(Happened(timezone.localdate(event.at), what, event.words if event.action in TO_CITY else ""))
    return steps


WAY = (Stage.DRAFT, Stage.PROPOSED, Stage.WRITING, Stage.SUBMITTED, Stage.SCREENING, Stage.IN_REVIEW, Stage.SIGN_OFF,
       Stage.PUBLISHED)  # fmt: skip


def ahead(submission: Submission, *, was_decided: bool) -> list[Ahead]:
    """The stages still to come if all goes well; `was_decided`: a decision on a round asked for the changes."""
    stage = submission.stage
    if stage in ENDED:
        return []
    way = [s for s in WAY if submission.kind != Submission.Kind.CORRECTION or s != Stage.IN_REVIEW]
    if stage == Stage.REVISING:
        rest = way[way.index(Stage.IN_REVIEW if was_decided else Stage.SCREENING) :]
    elif stage == Stage.SCHEDULED:
        rest = [Stage.PUBLISHED]
    else:
        rest = way[way.index(Stage(stage)) + 1 :]
    names = {
        Stage.PROPOSED: _("The editors answer the proposal"),
        Stage.WRITING: _("Your city writes the full text"),
        Stage.SUBMITTED: _("The lead of your team confirms it"),
        Stage.SCREENING: _("The editors check that it is complete"),
        Stage.IN_REVIEW: _("Reviewers from other cities read it"),
        Stage.SIGN_OFF: _("The editors prepare the publication"),
        Stage.PUBLISHED: _("Published"),
    }
    return [Ahead(names[s], EXPECTED_DAYS.get(s)) for s in rest]
