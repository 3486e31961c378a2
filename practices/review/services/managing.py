"""What the editor changes in an open round besides its reviewers: dates, and a word to who is late."""

from __future__ import annotations

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.members.models import User
from practices.members.selectors import today
from practices.review import notices
from practices.review.errors import RoundClosed
from practices.review.models import ReviewAssignment
from practices.review.policy import Action
from practices.review.transitions import lock, record, require

OPEN = frozenset({ReviewAssignment.Status.INVITED, ReviewAssignment.Status.ACCEPTED})


def _open_assignment(assignment: ReviewAssignment, by: User) -> ReviewAssignment:
    """The assignment as it is now, locked. Raises NotAllowed, WrongStage, RoundClosed when nothing is awaited of it."""
    submission = lock(assignment.round.submission)
    require(by, Action.MANAGE_ROUND, submission)
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.status not in OPEN:
        raise RoundClosed
    return assignment


@transaction.atomic
def change_due_date(*, assignment: ReviewAssignment, due_on: datetime.date, by: User) -> ReviewAssignment:
    """Give a reviewer another day; a round that closed before it stays open until then.

    Raises ValidationError for a day that is over, NotAllowed, WrongStage, RoundClosed.
    """
    assignment = _open_assignment(assignment, by)
    if due_on < today():
        raise ValidationError(_("Choose a day that is still to come."))
    if due_on == assignment.due_on:
        return assignment
    assignment.due_on = due_on
    assignment.save(update_fields=["due_on"])
    round = assignment.round
    if round.closes_on < due_on:
        round.closes_on = due_on
        round.save(update_fields=["closes_on"])
    record(round.submission, "change-due-date", by=by, words=f"{assignment}: {due_on}", seen_by_city=False)
    return assignment


@transaction.atomic
def remind_now(*, assignment: ReviewAssignment, by: User) -> bool:
    """Remind a reviewer by mail, at most once a day. Returns whether a mail goes out.

    Who has no account gets a new one-time link with it. Raises NotAllowed, WrongStage, RoundClosed.
    """
    assignment = _open_assignment(assignment, by)
    if assignment.reminded_at and timezone.localdate(assignment.reminded_at) == today():
        return False
    token = assignment.renew_token() if assignment.person is None else ""
    assignment.reminders += 1
    assignment.reminded_at = timezone.now()
    assignment.save()
    record(assignment.round.submission, "remind-reviewer", by=by, words=str(assignment), seen_by_city=False)
    template = "reviewer_late" if assignment.is_late(today()) else "reviewer_reminder"
    notices.tell_reviewer(template, assignment, key=f"by-editor-{today()}", token=token)
    return True
