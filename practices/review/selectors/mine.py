"""A reviewer's own assignments."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from practices.members.models import User
from practices.members.roles import EDITORS, Group
from practices.members.selectors import today
from practices.review.models import ReviewAssignment
from practices.review.notices import title_of

Status = ReviewAssignment.Status
WAITING = (Status.INVITED, Status.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Assigned:
    """One assignment as the reviewer's list shows it; nothing of what others wrote."""

    pk: int
    title: str
    city: str
    country: str
    round: int
    status: str
    status_label: str
    due_on: datetime.date
    is_late: bool


def has_review_desk(person: User) -> bool:
    """Whether the review desk has something for the person: editors, auditors, administrators, reviewers."""
    groups = EDITORS | {Group.AUDITORS, Group.REVIEWERS}
    return (
        person.is_superuser
        or person.groups.filter(name__in=groups).exists()
        or ReviewAssignment.objects.filter(person=person).exists()
    )


def assignments_of(person: User) -> list[Assigned]:
    """What the person was asked to review: what waits for them first, by due date, then the rest, newest first."""
    found = ReviewAssignment.objects.filter(person=person).select_related(
        "round__submission__city__country",
        "round__submission__entry",
        "round__submission__submitted_revision",
        "round__revision",
    )
    rows = [_assigned(assignment) for assignment in found.order_by("-invited_at")]
    waiting = sorted((row for row in rows if row.status in WAITING), key=lambda row: row.due_on)
    return waiting + [row for row in rows if row.status not in WAITING]


def _assigned(assignment: ReviewAssignment) -> Assigned:
    submission = assignment.round.submission
    revision = assignment.round.revision
    return Assigned(
        pk=assignment.pk,
        title=str(revision.content.get("title") or "") if revision else title_of(submission),
        city=submission.city.name(),
        country=submission.city.country.name(),
        round=assignment.round.number,
        status=assignment.status,
        status_label=str(Status(assignment.status).label),
        due_on=assignment.due_on,
        is_late=assignment.is_late(today()),
    )
