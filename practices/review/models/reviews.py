"""What a reviewer found: a snapshot that no later change of the rubric touches."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from practices.review.models.rounds import ReviewAssignment
from practices.review.models.rubric import Criterion

TEXT = 6000


class Review(models.Model):
    """One reviewer's judgement of one round; a draft until its assignment says that it was sent in."""

    class Recommendation(models.TextChoices):
        """What the reviewer would do."""

        ACCEPT = "accept", _("accept")
        MINOR = "minor", _("accept after small changes")
        MAJOR = "major", _("review again after large changes")
        DECLINE = "decline", _("decline")

    assignment = models.OneToOneField(ReviewAssignment, on_delete=models.PROTECT, related_name="review")
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Recommendation.choices, blank=True)
    to_city = models.TextField(_("to the city"), blank=True, validators=[MaxLengthValidator(TEXT)])
    to_editor = models.TextField(_("to the editor only"), blank=True, validators=[MaxLengthValidator(TEXT)])
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.assignment}"


class CriterionScore(models.Model):
    """An answer to one criterion, with copies of its name and weight as they were.

    A gate has `passed`; a score has 0 to 4, or "not enough information", which is not 0.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    weight = models.PositiveSmallIntegerField()
    passed = models.BooleanField(null=True)
    score = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(4)])
    not_enough_information = models.BooleanField(default=False)
    sentence = models.TextField(blank=True, validators=[MaxLengthValidator(1500)])

    class Meta:
        ordering = ["criterion__order"]
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="one_score_a_criterion"),
            models.CheckConstraint(condition=Q(score=None) | Q(score__lte=4), name="a_score_is_at_most_4"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(not_enough_information=False), name="a_score_or_not_enough_information"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.score if self.kind == 'score' else self.passed}"


class Comment(models.Model):
    """A remark on one field of the text; the quotation keeps it understandable after the text changed."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(max_length=60)
    quotation = models.TextField(blank=True, validators=[MaxLengthValidator(500)])
    text = models.TextField(validators=[MaxLengthValidator(2000)])

    class Meta:
        ordering = ["pk"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return f"{self.field}: {self.text[:40]}"
