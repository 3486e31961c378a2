"""What the editor decided on a round, and what the city answered."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from practices.members.models import User
from practices.review.models.submission import AppendOnly, Submission
from practices.review.models.workflow import ReviewRound


class EditorialDecision(AppendOnly):
    """A decision with its reasons; never changed. A later one may correct it (`corrects`)."""

    class Outcome(models.TextChoices):
        """What was decided. The lessons track is for what has ended: judged on its evidence, not on success."""

        ACCEPT = "accept", _("accepted")
        MINOR = "minor", _("small changes")
        MAJOR = "major", _("large changes")
        DECLINE = "decline", _("declined")
        LESSONS = "lessons", _("accepted on the lessons track")

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="decisions")
    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, null=True, related_name="decisions")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reasons = models.TextField(_("reasons"))
    letter = models.TextField(_("letter to the city"))
    listed_only = models.BooleanField(
        _("published as Listed only"),
        default=False,
        help_text=_("Evidence or lessons were scored below 2: the entry is published, and not called reviewed."),
    )
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="a_decision_has_reasons"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(corrects=None, round__isnull=False), name="one_decision_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} · {self.outcome}"

    @property
    def accepts(self) -> bool:
        """Whether the text may be published."""
        return self.outcome in ACCEPTING


ACCEPTING = frozenset({EditorialDecision.Outcome.ACCEPT, EditorialDecision.Outcome.LESSONS})
REVISING = frozenset({EditorialDecision.Outcome.MINOR, EditorialDecision.Outcome.MAJOR})


class DecisionPoint(models.Model):
    """One point of the letter that the city answers."""

    decision = models.ForeignKey(EditorialDecision, on_delete=models.PROTECT, related_name="points")
    number = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    answer = models.TextField(_("your answer"), blank=True, validators=[MaxLengthValidator(2000)])
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("point of a letter")
        verbose_name_plural = _("points of a letter")
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="one_point_a_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:60]}"
