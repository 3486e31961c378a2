"""From the city's text to the editors: sent in, confirmed, sent again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState, Workflow, WorkflowState

from practices.members.models import User
from practices.members.selectors import leads_of
from practices.models import EntryPage
from practices.policy import Missing, missing_for_submission
from practices.review import notices
from practices.review.errors import Incomplete
from practices.review.models import DecisionPoint, ScreeningTask, Submission
from practices.review.policy import Action
from practices.review.services.proposals import give_reference
from practices.review.services.writing import draft_of
from practices.review.transitions import advance, lock, record, require

WORKFLOW = "Practice peer review"


def missing(submission: Submission) -> list[Missing]:
    """Everything that keeps the text from being sent in: of the entry, then of what the city declares."""
    found = missing_for_submission(draft_of(submission))
    declaration = submission.declaration
    needed = ("rights_confirmed", "interests", "machine_help", "contact_office", "contact_email", "licence")
    found += [Missing(name, _("This is needed.")) for name in needed if not getattr(declaration, name)]
    if submission.kind == Submission.Kind.CORRECTION or submission.kind == Submission.Kind.UPDATE:
        found += [] if submission.public_note.strip() else [Missing("public_note", _("Tell readers what changes."))]
    return found


def unanswered(submission: Submission) -> list[DecisionPoint]:
    """Points of the last letter that the city has not answered."""
    last = submission.decisions.order_by("-at", "-pk").first()  # type: ignore[attr-defined]
    return list(last.points.filter(answer="")) if last else []


@transaction.atomic
def submit(*, submission: Submission, by: User) -> Submission:
    """Send the text in; from now on this very revision counts. Raises Incomplete, NotAllowed, WrongStage."""
    submission = lock(submission)
    require(by, Action.SUBMIT, submission)
    lacking = missing(submission)
    if lacking:
        raise Incomplete(lacking)
    give_reference(submission)
    _fix_text(submission, by)
    event = advance(submission, "submit", by=by)
    notices.tell("submitted", notices.city_people(submission), event=event)
    leads = [member.person for member in leads_of(submission.city)]
    notices.tell("mandate_asked", leads, event=event, name="desk_mandate")
    return submission


def _fix_text(submission: Submission, by: User) -> None:
    """Make the working text the one that was sent in."""
    revision = submission.working_revision
    if revision is None:
        revision = draft_of(submission).save_revision(user=by, clean=False, log_action=False)
    submission.working_revision = submission.submitted_revision = revision
    submission.save(update_fields=["working_revision", "submitted_revision"])


@transaction.atomic
def refuse_mandate(*, submission: Submission, by: User, words: str) -> Submission:
    """The lead gives the text back to its writers. Raises NotAllowed, WrongStage, ReasonNeeded."""
    submission = lock(submission)
    event = advance(submission, "refuse-mandate", by=by, words=words)
    notices.tell("mandate_refused", notices.city_people(submission), event=event)
    return submission


@transaction.atomic
def confirm_mandate(*, submission: Submission, by: User) -> Submission:
    """The lead says that the city stands behind it: the workflow begins. Raises NotAllowed, WrongStage."""
    submission = lock(submission)
    require(by, Action.CONFIRM_MANDATE, submission)
    submission.mandate_by, submission.mandate_at = by, timezone.now()
    event = advance(submission, "confirm-mandate", by=by)
    # Started and owned by nobody: Wagtail lets both cancel a workflow from the edit view.
    EntryPage.objects.filter(pk=submission.entry_id).update(owner=None)
    Workflow.objects.get(name=WORKFLOW).start(submission.entry.specific, None)  # type: ignore[union-attr]
    notices.tell("mandate_confirmed", notices.city_people(submission), event=event)
    notices.tell("to_screen", notices.responsible(submission), event=event, name="review_submission")
    return submission


@transaction.atomic
def answer_point(*, point: DecisionPoint, answer: str, by: User) -> DecisionPoint:
    """Keep the city's answer to one point of the letter. Raises NotAllowed, WrongStage."""
    submission = lock(point.decision.submission)
    require(by, Action.ANSWER_POINTS, submission)
    point = DecisionPoint.objects.select_for_update().get(pk=point.pk)
    if point.answer != answer.strip():
        point.answer, point.answered_by, point.answered_at = answer.strip(), by, timezone.now()
        point.full_clean(exclude=["decision"])
        point.save()
    return point


@transaction.atomic
def resubmit(*, submission: Submission, by: User) -> Submission:
    """Send the revised text: to the station that sent it back. Raises Incomplete, NotAllowed, WrongStage."""
    submission = lock(submission)
    require(by, Action.RESUBMIT, submission)
    lacking = missing(submission)
    lacking += [Missing(f"point-{point.pk}", _("Answer point %(n)d of the letter.") % {"n": point.number})
                for point in unanswered(submission)]  # fmt: skip
    if lacking:
        raise Incomplete(lacking)
    _fix_text(submission, by)
    state = workflow_of(submission)
    screening = ScreeningTask.objects.filter(pk=state.current_task_state.task_id).exists()  # type: ignore[union-attr]
    event = advance(submission, "screen-again" if screening else "review-again", by=by)
    state.resume(user=None)
    notices.tell("resubmitted", notices.city_people(submission), event=event)
    notices.tell("revised_arrived", notices.responsible(submission), event=event, name="review_submission")
    return submission


def workflow_of(submission: Submission) -> WorkflowState:
    """The workflow that runs on the submission's page, as it is now."""
    return WorkflowState.objects.active().for_instance(submission.entry).get()


def station_of(submission: Submission) -> TaskState:
    """The open station of the workflow, in its own class."""
    state = workflow_of(submission).current_task_state
    assert state is not None
    found: TaskState = state.specific
    return found


@transaction.atomic
def assign_editor(*, submission: Submission, editor: User | None, by: User) -> Submission:
    """Say who handles it. Raises NotAllowed, also when the editor has a stake."""
    submission = lock(submission)
    require(by, Action.ASSIGN_EDITOR, submission)
    if editor is not None:
        require(editor, Action.ASSIGN_EDITOR, submission)
    submission.handling_editor = editor
    submission.save(update_fields=["handling_editor"])
    record(submission, "assign-editor", by=by, words=str(editor or ""), seen_by_city=False)
    return submission
