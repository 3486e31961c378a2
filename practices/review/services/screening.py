"""The first station: complete, in scope, the city confirmed."""

from __future__ import annotations

from django.db import transaction

from practices.members.models import User
from practices.review import notices
from practices.review.errors import WrongStage
from practices.review.models import Submission
from practices.review.policy import Action
from practices.review.services.sending import station_of, workflow_of
from practices.review.transitions import advance, lock, require


@transaction.atomic
def pass_screening(*, submission: Submission, by: User, words: str = "") -> Submission:
    """Open the first round. Raises NotAllowed, WrongStage; a correction goes `decisions.check_correction`'s way."""
    submission = lock(submission)
    require(by, Action.SCREEN, submission)
    if submission.kind == Submission.Kind.CORRECTION:
        raise WrongStage(submission.stage)
    event = advance(submission, "pass-screening", by=by, words=words)
    station_of(submission).approve(user=by, comment=words)
    notices.tell("review_begins", notices.city_people(submission), event=event)
    return submission


@transaction.atomic
def send_back(*, submission: Submission, by: User, words: str) -> Submission:
    """Ask the city to complete it first. Raises NotAllowed, WrongStage, ReasonNeeded."""
    submission = lock(submission)
    event = advance(submission, "send-back", by=by, words=words)
    station_of(submission).reject(user=by, comment=words)
    notices.tell("sent_back", notices.city_people(submission), event=event)
    return submission


@transaction.atomic
def decline_at_screening(*, submission: Submission, by: User, words: str) -> Submission:
    """Out of scope after all. Raises NotAllowed, WrongStage, ReasonNeeded."""
    submission = lock(submission)
    event = advance(submission, "decline-screening", by=by, words=words)
    end_workflow(submission, by=by)
    notices.tell("declined", notices.city_people(submission), event=event)
    return submission


def end_workflow(submission: Submission, *, by: User | None) -> None:
    """Cancel what still runs on the page, if anything does."""
    if submission.entry_id and submission.entry.workflow_states.active().exists():  # type: ignore[union-attr]
        workflow_of(submission).cancel(user=by)
