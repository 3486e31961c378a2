"""Asking people to review, and their answer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.members.models import User
from practices.members.selectors import today
from practices.review import facts, notices, policy
from practices.review.errors import AlreadyInvited, BadLink, ConflictOfInterest, ReasonNeeded, RoundClosed
from practices.review.models import ConflictWaiver, Review, ReviewAssignment, ReviewRound, Submission
from practices.review.models.rounds import digest
from practices.review.policy import Action
from practices.review.transitions import lock, record, require
from practices.vocabulary.models import Country

REVIEW_DAYS = 21
"""Days that a reviewer has from the invitation, unless the round closes before."""


def conflicts_of(
    submission: Submission, *, person: User | None, email: str = "", country: str = "", declared: bool = False
) -> list[policy.Conflict]:
    """The conflicts of interest that a possible reviewer has with a submission, hard ones first.

    One that they declared in an earlier round counts as long as the submission lives.
    """
    own = Q(person=person) if person else Q(email__iexact=email)
    asked = ReviewAssignment.objects.filter(own, round__submission=submission, conflict_declared=True)
    who = facts.candidate(person=person, email=email, country=country, declared=declared or asked.exists())
    return policy.conflicts(who, facts.practice(submission), today())


@transaction.atomic
def invite_reviewer(
    *,
    round: ReviewRound,
    by: User,
    person: User | None = None,
    email: str = "",
    name: str = "",
    organisation: str = "",
    country: Country | None = None,
    language: str = "en",
    due_on: datetime.date | None = None,
    waivers: Mapping[str, str] | None = None,
) -> ReviewAssignment:
    """Ask a person with an account, or an address, to review the round; the mail carries a one-time link.

    `waivers` gives the reason for each soft conflict that is let pass. Raises ConflictOfInterest (hard ones, or soft
    ones without a reason), AlreadyInvited, RoundClosed, ValidationError for an address, NotAllowed, WrongStage.
    """
    submission = lock(round.submission)
    require(by, Action.INVITE_REVIEWER, submission)
    round = ReviewRound.objects.select_for_update().get(pk=round.pk)
    if not round.is_open:
        raise RoundClosed
    if person is None:
        email = email.strip().lower()
        validate_email(email)
        person = User.objects.filter(email__iexact=email, is_active=True).first()
    found = conflicts_of(submission, person=person, email=email, country=country.pk if country else "")
    refuse_conflicts(found, waivers or {})
    assignment = ReviewAssignment(
        round=round,
        person=person,
        email=person.email.lower() if person else email,
        name=str(person) if person else name,
        organisation=organisation,
        country=country,
        language=person.language if person else language,
        invited_by=by,
        due_on=due_on or min(today() + datetime.timedelta(days=REVIEW_DAYS), round.closes_on),
    )
    token = assignment.renew_token()
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError as error:
        raise AlreadyInvited(_("This person was invited to this round already.")) from error
    waive(submission, found, waivers or {}, by=by, assignment=assignment)
    record(submission, "invite-reviewer", by=by, seen_by_city=False)
    notices.tell_reviewer("reviewer_invited", assignment, key="invited", token=token)
    return assignment


def refuse_conflicts(found: list[policy.Conflict], waivers: Mapping[str, str]) -> None:
    """Raises ConflictOfInterest for hard conflicts, and for soft ones that nobody gave a reason for."""
    open_ones = policy.hard(found) or policy.to_waive(found, [code for code, why in waivers.items() if why.strip()])
    if open_ones:
        raise ConflictOfInterest(open_ones)


def waive(
    submission: Submission,
    found: list[policy.Conflict],
    waivers: Mapping[str, str],
    *,
    by: User,
    assignment: ReviewAssignment | None = None,
    person: User | None = None,
) -> None:
    """Write down each soft conflict that was let pass, with its reason."""
    for conflict in found:
        if not conflict.hard and waivers.get(conflict.code, "").strip():
            ConflictWaiver.objects.create(
                submission=submission,
                assignment=assignment,
                person=person or (assignment.person if assignment else None),
                conflict=conflict.code,
                reason=waivers[conflict.code].strip(),
                by=by,
            )


def waived(assignment: ReviewAssignment) -> list[str]:
    """Codes of the conflicts that were let pass for this reviewer."""
    return list(assignment.waivers.values_list("conflict", flat=True))  # type: ignore[attr-defined]


def check_conflicts(assignment: ReviewAssignment, *, declared: bool = False) -> None:
    """Raises ConflictOfInterest when the reviewer has one now that is hard or was not waived."""
    found = conflicts_of(
        assignment.round.submission,
        person=assignment.person,
        email=assignment.email,
        country=assignment.country_id or "",
        declared=declared or bool(assignment.conflict_declared),
    )
    open_ones = policy.hard(found) or policy.to_waive(found, waived(assignment))
    if open_ones:
        raise ConflictOfInterest(open_ones)


def assignment_of(token: str) -> ReviewAssignment | None:
    """The assignment that a link was made for last, even when it opens nothing any more; None: no such link."""
    known = ReviewAssignment.objects.select_related("person", "round__submission__city__country")
    return known.filter(token_digest=digest(token)).first()


def find_by_token(token: str) -> ReviewAssignment:
    """The assignment that a one-time token opens. Raises BadLink: unknown, used or expired."""
    found = assignment_of(token)
    if found is None or (found.removed_at and not found.accepted):
        raise BadLink("unknown")
    if found.token_used_at:
        raise BadLink("used")
    if found.token_expires_at is None or found.token_expires_at < timezone.now():
        raise BadLink("expired")
    return found


@transaction.atomic
def use_token(token: str) -> ReviewAssignment:
    """Open the assignment by its link, once. Raises BadLink."""
    found = find_by_token(token)
    used = ReviewAssignment.objects.filter(pk=found.pk, token_used_at=None).update(token_used_at=timezone.now())
    if not used:
        raise BadLink("used")
    return found


@transaction.atomic
def renew_link(*, assignment: ReviewAssignment) -> None:
    """Mail a new one-time link to the address that was invited, whoever asks for it.

    Who said yes keeps a way to their own text, also after the review was sent in, the round closed, or they were
    replaced.
    """
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    if not assignment.accepted and assignment.status != ReviewAssignment.Status.INVITED:
        return
    token = assignment.renew_token()
    assignment.save()
    notices.tell_reviewer("reviewer_link", assignment, key=assignment.token_digest or "", token=token)


@transaction.atomic
def respond(
    *,
    assignment: ReviewAssignment,
    accept: bool,
    conflict: bool = False,
    conflict_words: str = "",
    reason: str = "",
) -> ReviewAssignment:
    """Accept or decline; a declared conflict declines whatever else was said.

    Asking twice changes nothing. Raises RoundClosed, ConflictOfInterest (found now, at acceptance), ReasonNeeded.
    """
    submission = lock(assignment.round.submission)
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.accepted is not None:
        return assignment
    if assignment.status != ReviewAssignment.Status.INVITED:
        raise RoundClosed
    if accept and not conflict:
        check_conflicts(assignment)
    elif not reason.strip() and not conflict:
        raise ReasonNeeded
    assignment.responded_at = timezone.now()
    assignment.accepted = accept and not conflict
    assignment.conflict_declared, assignment.conflict_words = conflict, conflict_words.strip()
    assignment.decline_reason = reason.strip()
    assignment.save()
    action = "reviewer-accepts" if assignment.accepted else "reviewer-declines"
    event = record(submission, action, by=assignment.person, words=reason or conflict_words, seen_by_city=False)
    if assignment.accepted:
        Review.objects.get_or_create(assignment=assignment)
        notices.tell_reviewer("reviewer_accepted", assignment, key="accepted")
    else:
        people = notices.responsible(submission)
        notices.tell("reviewer_declined", people, event=event, name="review_submission", assignment=assignment)
    return assignment


@transaction.atomic
def step_back(
    *, assignment: ReviewAssignment, reason: str = "", conflict: bool = False, conflict_words: str = ""
) -> ReviewAssignment:
    """Give a review back that was accepted and not sent in, also for a conflict seen late; the text is kept.

    Raises RoundClosed, ReasonNeeded.
    """
    submission = lock(assignment.round.submission)
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.status != ReviewAssignment.Status.ACCEPTED:
        raise RoundClosed
    if not reason.strip() and not conflict:
        raise ReasonNeeded
    assignment.accepted, assignment.decline_reason = False, reason.strip()
    assignment.conflict_declared, assignment.conflict_words = conflict, conflict_words.strip()
    assignment.save()
    words = reason or conflict_words
    event = record(submission, "reviewer-steps-back", by=assignment.person, words=words, seen_by_city=False)
    people = notices.responsible(submission)
    notices.tell("reviewer_declined", people, event=event, name="review_submission", assignment=assignment)
    return assignment


@transaction.atomic
def remove_reviewer(*, assignment: ReviewAssignment, by: User, reason: str) -> ReviewAssignment:
    """Replace a reviewer who is late or should not judge; what they wrote is kept.

    Raises NotAllowed, WrongStage, ReasonNeeded, ValidationError when the review was sent in already.
    """
    submission = lock(assignment.round.submission)
    require(by, Action.MANAGE_ROUND, submission)
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.submitted_at:
        raise ValidationError(_("This review was sent in; it cannot be taken back."))
    if not reason.strip():
        raise ReasonNeeded
    if assignment.removed_at is None:
        assignment.removed_at, assignment.removal_reason = timezone.now(), reason.strip()
        assignment.save()
        record(submission, "remove-reviewer", by=by, words=reason, seen_by_city=False)
        notices.tell_reviewer("reviewer_removed", assignment, key="removed")
    return assignment
