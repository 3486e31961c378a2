"""From an accepted text to readers, and what happens to it afterwards."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Revision, WorkflowState

from practices import publication
from practices.members.models import User
from practices.members.roles import EDITORS, Group
from practices.members.selectors import today
from practices.models import EntryPage, PublicationPermit
from practices.review import facts, levels, notices
from practices.review.errors import CannotDecide, NotAllowed, ReasonNeeded, WrongStage
from practices.review.models import Attestation, Confirmation, EditorialDecision, PublicNote, Submission
from practices.review.policy import Action
from practices.review.refusals import refusal
from practices.review.services.decisions import refuse_near_editor, reviews_of, scores_of
from practices.review.services.proposals import require_team
from practices.review.services.screening import end_workflow
from practices.review.services.sending import station_of
from practices.review.stages import ENDED, Stage
from practices.review.transitions import advance, lock, require
from search.indexing.api import enqueue

VERIFIED_FROM = 3
"""Every reviewer's score of the results, from which an evaluated practice counts as verified."""
RESULTS = "results"


@transaction.atomic
def sign_off(*, submission: Submission, by: User, at: datetime.datetime | None = None) -> Submission:
    """Publish exactly the accepted revision, now or at a time to come. Raises NotAllowed, WrongStage."""
    submission = lock(submission)
    require(by, Action.SIGN_OFF, submission)
    if submission.stage != Stage.SIGN_OFF:
        raise WrongStage(submission.stage)
    refuse_near_editor(submission, by)
    decision = accepted_decision(submission)
    submission.publish_at = at if at and at > timezone.now() else None
    event = advance(submission, "schedule" if submission.publish_at else "publish", by=by)
    if submission.entry.workflow_states.active().exists():  # type: ignore[union-attr]
        station_of(submission).approve(user=by)  # ends the workflow, which calls `publish_accepted`
    else:  # it ended when a date was set that was taken back
        _publish(submission, decision, by)
    if submission.publish_at:
        notices.tell("scheduled", notices.city_people(submission), event=event)
    else:
        _after_publication(submission, decision, event)
    return submission


def publish_accepted(state: WorkflowState, user: Any = None) -> None:
    """What Wagtail calls at the end of the workflow: publish the accepted revision, never simply the latest."""
    submission = Submission.objects.get(entry_id=state.object_id, stage__in=[Stage.PUBLISHED, Stage.SCHEDULED],
                                        submitted_revision__in=state.revisions())  # fmt: skip
    _publish(submission, accepted_decision(submission), user)


def _publish(submission: Submission, decision: EditorialDecision, by: User | None) -> None:
    correction = submission.kind == Submission.Kind.CORRECTION
    kind = PublicationPermit.Kind.CORRECTION if correction else PublicationPermit.Kind.ACCEPTED
    publication.publish(revision=decision.revision, kind=kind, by=by, at=submission.publish_at)


def accepted_decision(submission: Submission) -> EditorialDecision:
    """The decision that accepted the text sent in. Raises CannotDecide when there is none."""
    found = submission.decisions.filter(  # type: ignore[attr-defined]
        revision=submission.submitted_revision, outcome__in=["accept", "lessons"]
    ).last()
    if found is None:
        raise CannotDecide(_("No decision has accepted this text."))
    decision: EditorialDecision = found
    return decision


@transaction.atomic
def publication_happened(entry: EntryPage, revision: Revision) -> None:
    """A scheduled revision went out: the submission follows. Anything else changes nothing here."""
    waiting = Submission.objects.select_for_update().filter(
        entry_id=entry.pk, stage=Stage.SCHEDULED, submitted_revision=revision
    )
    submission = waiting.first()
    if submission is None:
        return
    decision = accepted_decision(submission)
    event = advance(submission, "publish", by=None, system=True)
    _after_publication(submission, decision, event)


def _after_publication(submission: Submission, decision: EditorialDecision, event: Any) -> None:
    """Attest, set the level, leave the note to readers, tell the city."""
    previous = attestation_before(decision)
    if submission.kind == Submission.Kind.CORRECTION:
        _attest_correction(decision, previous)
    elif not decision.listed_only:
        _attest(decision)
    if submission.public_note.strip() and submission.kind != Submission.Kind.TAKEOVER:
        PublicNote.objects.create(
            entry_id=submission.entry_id,
            kind=PublicNote.Kind.CORRECTION
            if submission.kind == Submission.Kind.CORRECTION
            else PublicNote.Kind.UPDATE,
            text=submission.public_note.strip(),
            by=event.by,
        )
    set_level(submission.entry)  # type: ignore[arg-type]
    notices.tell("published", notices.city_people(submission), event=event)


def _attest(decision: EditorialDecision) -> Attestation:
    round = decision.round
    assert round is not None
    reviews = reviews_of(round)
    entry: Any = decision.revision.as_object()
    scores = [scores_of(review).values.get(RESULTS) for review in reviews]
    verified = entry.evidence_level in {"evaluated", "replicated"} and all((s or 0) >= VERIFIED_FROM for s in scores)
    kind = Attestation.Kind.RESULTS_VERIFIED if verified else Attestation.Kind.REVIEWED
    return Attestation.objects.create(
        entry_id=decision.submission.entry_id,
        revision=decision.revision,
        decision=decision,
        kind=Attestation.Kind.LESSONS if decision.outcome == EditorialDecision.Outcome.LESSONS else kind,
        rubric=round.rubric,
        reviewers=len(reviews),
        granted_on=today(),
        expires_on=levels.expires_on(today()),
    )


def attestation_before(decision: EditorialDecision) -> Attestation | None:
    """The newest attestation of the entry that does not come from this decision."""
    entry = decision.submission.entry_id
    return Attestation.objects.filter(entry_id=entry).exclude(decision=decision).first()


def _attest_correction(decision: EditorialDecision, previous: Attestation | None) -> None:
    """A correction keeps what the review had attested, with its dates: it is not a new review."""
    if previous is not None:
        Attestation.objects.create(
            entry_id=previous.entry_id,
            revision=decision.revision,
            decision=decision,
            kind=previous.kind,
            rubric=previous.rubric,
            reviewers=previous.reviewers,
            granted_on=previous.granted_on,
            expires_on=previous.expires_on,
        )


def attestation_of(entry: EntryPage) -> Attestation | None:
    """The attestation of the very revision that readers see, or None."""
    return Attestation.objects.filter(entry_id=entry.pk, revision_id=entry.live_revision_id).first()


def level_of(entry: EntryPage, on: datetime.date | None = None) -> str:
    """The review level on a day (default: today), computed from the attestation and the confirmations."""
    confirmed = Confirmation.objects.filter(entry_id=entry.pk).values_list("on", flat=True)
    return levels.level(attestation_of(entry), confirmed, on or today())


def set_level(entry: EntryPage, on: datetime.date | None = None) -> bool:
    """Write the level of a day (default: today), and of the last confirmation, where readers and the search see them.

    Returns whether something changed; the search is told.
    """
    entry = EntryPage.objects.get(pk=entry.pk)
    last = Confirmation.objects.filter(entry_id=entry.pk).values_list("on", flat=True).first()
    attested = attestation_of(entry)
    confirmed = max(filter(None, [last, attested.granted_on if attested else None]), default=None)
    before = (entry.review_level, entry.last_confirmed_on)
    after = (level_of(entry, on), confirmed)
    if before != after:
        EntryPage.objects.filter(pk=entry.pk).update(review_level=after[0], last_confirmed_on=after[1])
        enqueue([str(entry.translation_key)])
    return before != after


@transaction.atomic
def confirm_yearly(*, entry: EntryPage, by: User, words: str = "") -> Confirmation:
    """The city says that its entry is still true. Twice on one day is one. Raises NotAllowed, WrongStage."""
    entry = EntryPage.objects.select_for_update().get(pk=entry.pk)
    if entry.city is None or not entry.live:
        raise WrongStage
    require_team(by, entry.city)
    confirmation, _made = Confirmation.objects.get_or_create(
        entry=entry, on=today(), defaults={"by": by, "words": words.strip()[:400]}
    )
    set_level(entry)
    return confirmation


@transaction.atomic
def withdraw(*, submission: Submission, by: User, words: str) -> Submission:
    """Stop what is under way; a text that was never published simply ends. Raises as `advance` does."""
    submission = lock(submission)
    event = advance(submission, "withdraw", by=by, words=words)
    if submission.entry is not None:
        publication.cancel_schedule(entry=submission.entry, by=by)
        end_workflow(submission, by=by)
    notices.tell("withdrawn", notices.city_people(submission), event=event)
    return submission


@transaction.atomic
def withdraw_entry(*, entry: EntryPage, by: User, words: str) -> PublicNote:
    """Take a published entry away from readers; its address keeps a note that says why.

    City leads of its city, and chief editors without a stake. Raises NotAllowed, WrongStage, ReasonNeeded.
    """
    entry = EntryPage.objects.select_for_update().get(pk=entry.pk)
    if not entry.live:
        raise WrongStage
    if not words.strip():
        raise ReasonNeeded
    if not may_withdraw(entry, by):
        raise NotAllowed(refusal(Action.WITHDRAW))
    for under_way in Submission.objects.filter(entry=entry).exclude(stage__in=ENDED):
        withdraw(submission=under_way, by=by, words=words)
    UnpublishPageAction(entry.specific, user=by).execute(skip_permission_checks=True)
    return PublicNote.objects.create(entry=entry, kind=PublicNote.Kind.WITHDRAWAL, text=words.strip(), by=by)


def may_withdraw(entry: EntryPage, by: User) -> bool:
    """Whether the person may take the published entry away."""
    who = facts.actor(by)
    if entry.city_id in who.leads:
        return True
    return Group.CHIEF_EDITORS in who.groups and entry.city_id not in who.cities | who.recent_cities


@transaction.atomic
def override(*, submission: Submission, by: User, reason: str) -> Submission:
    """Publish the text without, or against, the review, as *Listed*: logged, said to readers, mailed to the editors.

    Raises NotAllowed without the permission, ReasonNeeded, WrongStage.
    """
    submission = lock(submission)
    require(by, Action.OVERRIDE, submission)
    revision = submission.submitted_revision or submission.working_revision
    if revision is None:
        raise WrongStage(submission.stage)
    event = advance(submission, "override", by=by, words=reason)
    end_workflow(submission, by=by)
    publication.publish(revision=revision, kind=PublicationPermit.Kind.OVERRIDE, by=by, reason=reason)
    PublicNote.objects.create(entry_id=submission.entry_id, kind=PublicNote.Kind.OVERRIDE, text=reason.strip(), by=by)
    set_level(submission.entry)  # type: ignore[arg-type]
    others = [person for person in notices.editors(*EDITORS) if person.pk != by.pk]
    notices.tell("override", others, event=event, name="review_submission")
    return submission


@transaction.atomic
def unschedule(*, submission: Submission, by: User, words: str) -> Submission:
    """Take the date back; the text waits for its sign-off again, outside Wagtail's workflow, which has ended."""
    submission = lock(submission)
    require(by, Action.SIGN_OFF, submission)
    if publication.cancel_schedule(entry=submission.entry, by=by) is None:  # type: ignore[arg-type]
        raise WrongStage(submission.stage)
    submission.publish_at = None
    advance(submission, "unschedule", by=by, words=words)
    return submission
