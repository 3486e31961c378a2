"""The words of the queue: what is to be done next, and how many wait at each stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _

from practices.review.models import Submission
from practices.review.scoring import REVIEWS_NEEDED
from practices.review.selectors.queue import Row
from practices.review.stages import Stage


def next_step(row: Row) -> str:
    """What is to be done next, and by whom when it is not the editors."""
    if row.stage == Stage.SCREENING and row.kind == Submission.Kind.CORRECTION:
        return _("Compare the correction with the published text")
    if row.stage == Stage.IN_REVIEW and row.round is not None:
        return _next_in_round(row)
    return {
        Stage.PROPOSED: _("Answer the proposal"),
        Stage.WRITING: _("The city writes"),
        Stage.SUBMITTED: _("The city's lead confirms the mandate"),
        Stage.SCREENING: _("Screen the text"),
        Stage.REVISING: _("The city revises"),
        Stage.SIGN_OFF: _("Publish, or set a date"),
        Stage.SCHEDULED: _("It will be published by itself"),
    }.get(row.stage, "")  # type: ignore[call-overload]


def _next_in_round(row: Row) -> str:
    assert row.round is not None
    if row.round.sent >= REVIEWS_NEEDED and row.round.accepted == row.round.sent:
        return _("Decide: %(n)d reviews are in") % {"n": row.round.sent}
    if row.round.asked < REVIEWS_NEEDED:
        return _("Invite reviewers: %(n)d of %(needed)d") % {"n": row.round.asked, "needed": REVIEWS_NEEDED}
    return _("Reviews: %(sent)d in, %(accepted)d accepted, %(asked)d asked") % {
        "sent": row.round.sent,
        "accepted": row.round.accepted,
        "asked": row.round.asked,
    }


def counts_by_stage(rows: Iterable[Row]) -> list[dict[str, object]]:
    """Stages that have any, in their order, with how many and how many of them are late."""
    rows = list(rows)
    every, late = Counter(row.stage for row in rows), Counter(row.stage for row in rows if row.is_late)
    return [
        {"stage": stage.value, "label": stage.label, "number": every[stage], "late": late[stage]}
        for stage in Stage
        if every[stage]
    ]
