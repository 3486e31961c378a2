"""The texts of an entry that a submission knows: those that were sent in, and the one that readers see."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from wagtail.models import Revision, TaskState

from practices.review.models import EditorialDecision, ReviewRound, Submission
from practices.review.stages import ENDED


@dataclass(frozen=True, slots=True)
class Text:
    """One text: the revision, when it was written last, the rounds that read it, and whether readers see it."""

    revision: Revision
    at: datetime.datetime
    rounds: tuple[int, ...]
    is_live: bool
    is_current: bool
    """Whether it is the one that was sent in last."""


def texts_of(submission: Submission) -> list[Text]:
    """Every text that was sent in, and the live one, the oldest first. Five queries."""
    rounds = list(ReviewRound.objects.filter(submission=submission).values_list("revision_id", "number"))
    decided = EditorialDecision.objects.filter(submission=submission).values_list("revision_id", flat=True)
    live = submission.entry.live_revision_id if submission.entry and submission.entry.live else None
    known = {submission.submitted_revision_id, live, *(pk for pk, _ in rounds), *decided, *_at_stations(submission)}
    found = Revision.objects.filter(pk__in=[pk for pk in known if pk]).order_by("created_at", "pk")
    return [
        Text(
            revision=revision,
            at=revision.created_at,
            rounds=tuple(sorted(number for pk, number in rounds if pk == revision.pk)),
            is_live=revision.pk == live,
            is_current=revision.pk == submission.submitted_revision_id,
        )
        for revision in found
    ]


def _at_stations(submission: Submission) -> list[int]:
    """Texts that reached a station of the workflow while the submission was open, as one that was sent back at once."""
    if submission.entry_id is None:
        return []
    passed = TaskState.objects.filter(
        workflow_state__object_id=str(submission.entry_id), started_at__gte=submission.created_at
    )
    if submission.stage in ENDED:
        passed = passed.filter(started_at__lte=submission.stage_since)
    return [pk for pk in passed.values_list("revision_id", flat=True) if pk]
