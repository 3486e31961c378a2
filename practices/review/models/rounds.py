"""Who was asked to review, and what became of it."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.review.models.submission import AppendOnly, Submission
from practices.review.models.workflow import ReviewRound
from practices.vocabulary.models import Country

LINK_DAYS = 30
"""Days that a one-time link can be opened."""


def digest(token: str) -> str:
    """What is stored of a one-time token: its SHA-256, which does not lead back to it."""
    return hashlib.sha256(token.encode()).hexdigest()


class ReviewAssignment(models.Model):
    """One person asked to review one round, with an account or by e-mail. The status is computed, never stored."""

    class Status(models.TextChoices):
        """What a person sees of it."""

        INVITED = "invited", _("invited")
        DECLINED = "declined", _("declined")
        ACCEPTED = "accepted", _("accepted")
        SUBMITTED = "submitted", _("review sent in")
        REMOVED = "removed", _("replaced")
        CLOSED = "closed", _("round closed")

    round = models.ForeignKey(ReviewRound, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="review_assignments")
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    language = models.CharField(_("language of mails"), max_length=2, default="en")
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("due on"))
    token_digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001
    token_expires_at = models.DateTimeField(null=True, editable=False)
    token_used_at = models.DateTimeField(null=True, editable=False)
    responded_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(_("accepted"), null=True)
    decline_reason = models.TextField(_("why not"), blank=True)
    conflict_declared = models.BooleanField(_("a conflict of interest was declared"), null=True)
    conflict_words = models.TextField(_("the conflict, in words"), blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.TextField(blank=True)
    reminders = models.PositiveSmallIntegerField(default=0, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["invited_at", "pk"]
        verbose_name = _("assignment of a reviewer")
        verbose_name_plural = _("assignments of reviewers")
        constraints = [
            models.UniqueConstraint(
                models.F("round"),
                models.functions.Lower("email"),
                condition=Q(removed_at=None),
                name="one_assignment_a_reviewer",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def status(self) -> str:
        """Computed from the dates and answers."""
        if self.submitted_at:
            return self.Status.SUBMITTED
        if self.removed_at:
            return self.Status.REMOVED
        if self.accepted is False:
            return self.Status.DECLINED
        if not self.round.is_open:
            return self.Status.CLOSED
        return self.Status.ACCEPTED if self.accepted else self.Status.INVITED

    def is_late(self, today: datetime.date) -> bool:
        """Whether the review or the answer is still open after the due date."""
        return self.status in {self.Status.INVITED, self.Status.ACCEPTED} and self.due_on < today

    def renew_token(self) -> str:
        """A new one-time token, to be mailed and never stored; the caller saves the row."""
        token = secrets.token_urlsafe(32)
        self.token_digest = digest(token)
        self.token_expires_at = timezone.now() + datetime.timedelta(days=LINK_DAYS)
        self.token_used_at = None
        return token


class ConflictWaiver(AppendOnly):
    """A soft conflict that an editor saw and let pass, with the reason; auditors read it."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="waivers")
    assignment = models.ForeignKey(ReviewAssignment, on_delete=models.PROTECT, null=True, related_name="waivers")
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    conflict = models.CharField(max_length=60)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]
        verbose_name = _("waiver of a conflict")
        verbose_name_plural = _("waivers of conflicts")
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_waiver_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.conflict} · {self.at:%Y-%m-%d}"
