"""What an editor can do with a submission from its page: one row a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.models import PublicationRefused
from practices.review.errors import CannotDecide, ConflictOfInterest, ReasonNeeded, WrongStage
from practices.review.forms import steps as forms
from practices.review.models import Submission
from practices.review.policy import Action, Actor, Matter, may
from practices.review.presenters.conflicts import in_words
from practices.review.services import decisions, proposals, publishing, screening, sending
from practices.review.stages import ENDED, Stage
from practices.review.transitions import require


@dataclass(frozen=True, slots=True)
class Step:
    """A step: who may take it and when (by its action), its words, its form, and the service behind it."""

    slug: str
    action: Action
    heading: Any
    button: Any
    run: Callable[..., Any]
    form: type[forms.StepForm] = forms.StepForm
    help: Any = ""
    fits: Callable[[Submission], bool] = lambda submission: True
    rare: bool = False
    """Shown apart, below what is usual."""


def _is_correction(submission: Submission) -> bool:
    return submission.kind == Submission.Kind.CORRECTION


def _take(*, submission: Submission, by: Any) -> Submission:
    return sending.assign_editor(submission=submission, editor=by, by=by)


STEPS: dict[str, Step] = {
    step.slug: step
    for step in (
        Step("take", Action.ASSIGN_EDITOR, _("Handle it yourself"), _("Take it"), _take, rare=True),
        Step("assign", Action.ASSIGN_EDITOR, _("Give it to an editor"), _("Assign"), sending.assign_editor,
             forms.ChooseEditor, rare=True),
        Step("invite", Action.ANSWER_PROPOSAL, _("Invite the city to write it"), _("Invite"), proposals.invite,
             forms.MayAddWords, _("A draft is made for the city, and you become its editor.")),
        Step("merge", Action.ANSWER_PROPOSAL, _("Merge it with an entry"), _("Merge"), proposals.merge,
             forms.MergeInto, _("There is an entry on this already, which the city can take over or update.")),
        Step("turn-down", Action.ANSWER_PROPOSAL, _("Turn it down"), _("Turn down"), proposals.turn_down,
             forms.OutOfScope, _("The reasons are a public list. The city can propose again.")),
        Step("pass", Action.SCREEN, _("Pass it on to review"), _("Open the review"), screening.pass_screening,
             forms.MayAddWords, _("Round 1 begins on this text."), lambda submission: not _is_correction(submission)),
        Step("check-correction", Action.CHECK_CORRECTION, _("Accept the correction"), _("Accept"),
             decisions.check_correction, forms.CheckedCorrection,
             _("A correction is compared with the published text and has no reviewers."), _is_correction),
        Step("send-back", Action.SCREEN, _("Send it back to be completed"), _("Send back"), screening.send_back,
             forms.WordsToCity),
        Step("decline", Action.SCREEN, _("Decline it"), _("Decline"), screening.decline_at_screening,
             forms.WordsToCity, _("It is out of scope after all. This ends the submission.")),
        Step("sign-off", Action.SIGN_OFF, _("Publish it"), _("Publish"), publishing.sign_off, forms.When,
             _("Exactly the accepted text is published, whatever was written since."),
             lambda submission: submission.stage == Stage.SIGN_OFF),
        Step("unschedule", Action.SIGN_OFF, _("Take the date back"), _("Take back"), publishing.unschedule,
             forms.ReasonInWords, fits=lambda submission: submission.stage == Stage.SCHEDULED),
        Step("withdraw", Action.WITHDRAW, _("Withdraw it"), _("Withdraw"), publishing.withdraw, forms.ReasonInWords,
             _("This ends the submission. An entry that readers see stays as it is."),
             lambda submission: submission.stage not in ENDED, rare=True),
        Step("override", Action.OVERRIDE, _("Publish without the review"), _("Publish as Listed"), publishing.override,
             forms.OverrideReason, _("Readers are told that nobody reviewed it. The other editors get a mail."),
             lambda submission: submission.entry_id is not None, rare=True),
    )
}  # fmt: skip
"""Everything that is done from the page of a submission. Reviewers and decisions have pages of their own."""


def offered(submission: Submission, actor: Actor, matter: Matter, bound: forms.StepForm | None = None) -> list[Any]:
    """The steps that the person may take now, each with its form; `bound` takes the place of its own."""
    fitting = [step for step in STEPS.values() if may(actor, step.action, matter) and step.fits(submission)]
    if submission.handling_editor_id == actor.pk:
        fitting = [step for step in fitting if step.slug != "take"]
    return [
        {
            "step": step,
            "form": bound if bound is not None and bound.auto_id == _ids(step) else form_of(step, submission),
        }
        for step in fitting
    ]


def _ids(step: Step) -> str:
    return f"{step.slug}_%s"


def form_of(step: Step, submission: Submission, posted: QueryDict | None = None) -> forms.StepForm:
    """The form of a step, empty or as it was posted."""
    return step.form(posted, submission=submission, auto_id=_ids(step))


def take(step: Step, form: forms.StepForm, *, by: User) -> bool:
    """Take the step with what the form says. Returns whether it was taken; if not, the form says why.

    Raises NotAllowed, and WrongStage before it looks at the form.
    """
    submission = form.submission
    require(by, step.action, submission)
    if not step.fits(submission):
        raise WrongStage(submission.stage)
    if not form.is_valid():
        return False
    try:
        step.run(submission=submission, by=by, **form.cleaned_data)
    except ReasonNeeded as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    except ConflictOfInterest as error:
        form.add_error(None, f"{error} {in_words(error.conflicts)}")
    except (CannotDecide, PublicationRefused) as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    return form.is_valid()
