"""The table of all steps from one stage to another. Whoever looks for how a submission moves reads `TRANSITIONS`."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from practices.members.models import User
from practices.review import facts
from practices.review.errors import ReasonNeeded, WrongStage
from practices.review.models import Event, Submission
from practices.review.policy import RULES, Action, NotAllowed, may_at_all
from practices.review.refusals import refusal
from practices.review.stages import ENDED, Stage


@dataclass(frozen=True, slots=True)
class Transition:
    """One step: who (by the action's rule), from where, to where, and whether it needs words."""

    name: str
    action: Action
    sources: frozenset[Stage]
    target: Stage
    needs_words: bool = False
    seen_by_city: bool = True


def _step(name: str, action: Action, sources: Stage | frozenset[Stage], target: Stage, **more: bool) -> Transition:
    return Transition(name, action, sources if isinstance(sources, frozenset) else frozenset({sources}), target, **more)


WITHDRAWABLE = frozenset(Stage) - {Stage.NOT_PURSUED, Stage.DECLINED, Stage.WITHDRAWN, Stage.PUBLISHED}
TRANSITIONS: dict[str, Transition] = {
    step.name: step
    for step in (
        _step("propose", Action.PROPOSE, Stage.DRAFT, Stage.PROPOSED),
        _step("invite", Action.ANSWER_PROPOSAL, Stage.PROPOSED, Stage.WRITING),
        _step("turn-down", Action.ANSWER_PROPOSAL, Stage.PROPOSED, Stage.NOT_PURSUED, needs_words=True),
        _step("merge", Action.ANSWER_PROPOSAL, Stage.PROPOSED, Stage.NOT_PURSUED, needs_words=True),
        _step("submit", Action.SUBMIT, Stage.WRITING, Stage.SUBMITTED),
        _step("refuse-mandate", Action.REFUSE_MANDATE, Stage.SUBMITTED, Stage.WRITING, needs_words=True),
        _step("confirm-mandate", Action.CONFIRM_MANDATE, Stage.SUBMITTED, Stage.SCREENING),
        _step("pass-screening", Action.SCREEN, Stage.SCREENING, Stage.IN_REVIEW),
        _step("send-back", Action.SCREEN, Stage.SCREENING, Stage.REVISING, needs_words=True),
        _step("decline-screening", Action.SCREEN, Stage.SCREENING, Stage.DECLINED, needs_words=True),
        _step("check-correction", Action.CHECK_CORRECTION, Stage.SCREENING, Stage.SIGN_OFF, needs_words=True),
        _step("screen-again", Action.RESUBMIT, Stage.REVISING, Stage.SCREENING),
        _step("review-again", Action.RESUBMIT, Stage.REVISING, Stage.IN_REVIEW),
        _step("decide-accept", Action.DECIDE, Stage.IN_REVIEW, Stage.SIGN_OFF, needs_words=True),
        _step("decide-revise", Action.DECIDE, Stage.IN_REVIEW, Stage.REVISING, needs_words=True),
        _step("decide-decline", Action.DECIDE, Stage.IN_REVIEW, Stage.DECLINED, needs_words=True),
        _step("schedule", Action.SIGN_OFF, Stage.SIGN_OFF, Stage.SCHEDULED),
        _step("unschedule", Action.SIGN_OFF, Stage.SCHEDULED, Stage.SIGN_OFF, needs_words=True),
        _step("publish", Action.SIGN_OFF, frozenset({Stage.SIGN_OFF, Stage.SCHEDULED}), Stage.PUBLISHED),
        _step("override", Action.OVERRIDE, frozenset(Stage) - ENDED - {Stage.DRAFT, Stage.PROPOSED}, Stage.PUBLISHED,
              needs_words=True),
        _step("withdraw", Action.WITHDRAW, WITHDRAWABLE, Stage.WITHDRAWN, needs_words=True),
    )
}  # fmt: skip


def lock(submission: Submission) -> Submission:
    """The submission as it is now, locked until the transaction ends."""
    return Submission.objects.select_for_update().get(pk=submission.pk)


def require(by: User | None, action: Action, submission: Submission) -> None:
    """Raises NotAllowed (never for this person) or WrongStage (not now)."""
    who, what = facts.actor(by), facts.matter(submission)
    if not may_at_all(who, action, what):
        raise NotAllowed(refusal(action))
    if submission.stage not in RULES[action][1]:
        raise WrongStage(submission.stage)


@transaction.atomic
def advance(submission: Submission, name: str, *, by: User | None, words: str = "", system: bool = False) -> Event:
    """Take one step; the caller holds the submission by `lock`. Returns the step's one event.

    `system` is for steps that nobody presses (a scheduled publication). Raises NotAllowed, WrongStage, ReasonNeeded.
    """
    step = TRANSITIONS[name]
    if not system:
        require(by, step.action, submission)
    if submission.stage not in step.sources:
        raise WrongStage(submission.stage)
    if step.needs_words and not words.strip():
        raise ReasonNeeded
    source, submission.stage = submission.stage, step.target
    submission.stage_since = timezone.now()
    submission.save()
    return record(
        submission, name, by=by, source=source, target=step.target, words=words, seen_by_city=step.seen_by_city
    )


def record(
    submission: Submission,
    action: str,
    *,
    by: User | None,
    source: str = "",
    target: str = "",
    words: str = "",
    seen_by_city: bool = True,
) -> Event:
    """Write down that something happened: in the submission's own history and, once it has a page, in Wagtail's log."""
    event = Event.objects.create(
        submission=submission,
        action=action,
        source=source,
        target=target,
        by=by,
        words=words.strip(),
        seen_by_city=seen_by_city,
    )
    if submission.entry_id:
        data = {"action": action, "source": source, "target": target, "reference": submission.reference or ""}
        log(instance=submission.entry, action="review.step", user=by, data=data)
    return event
