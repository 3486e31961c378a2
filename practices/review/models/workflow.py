"""The three stations of Wagtail's workflow, and the round that each visit to the second one is.

Nobody acts on them from the admin: `get_actions` is empty, the page is locked while one is open, and decisions have
their own forms and services.
"""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import Task, TaskState, WorkflowState

from practices.review.models.rubric import RubricVersion
from practices.review.models.submission import Submission
from practices.review.stages import ENDED

ROUND_DAYS = 28
"""Days that reviewers have; the editor may change the date of a round."""


class ReviewLock(WorkflowLock):
    """Nobody edits a text that is under review."""

    def for_user(self, user: Any) -> bool:
        """Holds for everybody, administrators too."""
        return True

    def get_message(self, user: Any) -> Any:
        """Why the page cannot be edited, and where the work goes on."""
        return _(
            "This text is under review and cannot be changed. What is decided about it is decided at the review desk."
        )


def submission_under_way(state: WorkflowState) -> Submission:
    """The open submission of the page that a workflow runs on."""
    return Submission.objects.exclude(stage__in=ENDED).get(entry_id=state.object_id)


class Station:
    """What the three stations share."""

    lock_class = ReviewLock

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Open the station on the text that was sent in, whatever was written since."""
        state: TaskState = super().start(workflow_state, user=user)  # type: ignore[misc]
        state.revision = submission_under_way(workflow_state).submitted_revision
        state.save(update_fields=["revision"])
        return state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Always."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """None: see `practices.review.services`."""
        return []


class ScreeningTask(Station, Task):
    """Complete, in scope, the city confirmed."""

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")


class ReviewRound(TaskState):
    """One round: reviewers read `revision` and score it by `rubric`."""

    class Anonymity(models.TextChoices):
        """Who knows whom."""

        SINGLE = "single", _("the city does not know the reviewers")
        OPEN = "open", _("the city knows the reviewers")

    number = models.PositiveSmallIntegerField(_("round"), default=1)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="rounds")
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="rounds")
    closes_on = models.DateField(_("closes on"))
    anonymity = models.CharField(_("anonymity"), max_length=10, choices=Anonymity.choices, default=Anonymity.SINGLE)

    exclude_fields_in_copy: ClassVar[list[str]] = []

    class Meta:
        ordering = ["number"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [models.UniqueConstraint(fields=["submission", "number"], name="one_round_a_number")]

    def __str__(self) -> str:
        return f"{self.submission} · {self.number}"

    @property
    def is_open(self) -> bool:
        """Whether reviews can still come in."""
        return self.status == TaskState.STATUS_IN_PROGRESS


class PeerReviewTask(Station, Task):
    """Reviewers, rubric, decision."""

    task_state_class = ReviewRound

    class Meta:
        verbose_name = _("peer review")
        verbose_name_plural = _("peer reviews")

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Open the next round on the text that was sent in; a correction is checked by an editor and has none."""
        submission = submission_under_way(workflow_state)
        if submission.kind == Submission.Kind.CORRECTION:
            return TaskState.objects.create(
                workflow_state=workflow_state,
                status=TaskState.STATUS_SKIPPED,
                revision=submission.submitted_revision,
                task=self,
            )
        state = ReviewRound(
            workflow_state=workflow_state,
            status=TaskState.STATUS_IN_PROGRESS,
            revision=submission.submitted_revision,
            task=self,
            submission=submission,
            number=submission.rounds.count() + 1,  # type: ignore[attr-defined]
            rubric=RubricVersion.objects.first(),
            closes_on=timezone.localdate() + datetime.timedelta(days=ROUND_DAYS),
        )
        state.save()
        return state


class FinalSignOffTask(Station, Task):
    """Publish or schedule."""

    class Meta:
        verbose_name = _("final sign-off")
        verbose_name_plural = _("final sign-offs")
