"""What the published text can show for itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from practices.members.models import User
from practices.models import EntryPage
from practices.review.models.decisions import EditorialDecision
from practices.review.models.rubric import RubricVersion
from practices.review.models.submission import AppendOnly


class Attestation(AppendOnly):
    """That this very revision was reviewed: by which rubric, when, and until when that holds."""

    class Kind(models.TextChoices):
        """What was attested."""

        REVIEWED = "reviewed", _("peer-reviewed")
        RESULTS_VERIFIED = "results-verified", _("peer-reviewed, results verified")
        LESSONS = "lessons", _("peer-reviewed on the lessons track")

    entry = models.ForeignKey(EntryPage, on_delete=models.CASCADE, related_name="attestations")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    decision = models.OneToOneField(EditorialDecision, on_delete=models.PROTECT, related_name="attestation")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    rubric = models.ForeignKey(RubricVersion, on_delete=models.PROTECT, related_name="+")
    reviewers = models.PositiveSmallIntegerField(default=0)
    granted_on = models.DateField()
    expires_on = models.DateField()

    class Meta:
        ordering = ["-granted_on", "-pk"]
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.kind} · {self.granted_on}"


class Confirmation(AppendOnly):
    """The city said that its entry is still true."""

    entry = models.ForeignKey(EntryPage, on_delete=models.CASCADE, related_name="confirmations")
    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("yearly confirmation")
        verbose_name_plural = _("yearly confirmations")
        constraints = [models.UniqueConstraint(fields=["entry", "on"], name="one_confirmation_a_day")]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.on}"


class PublicNote(AppendOnly):
    """What readers of an entry should know: it was corrected, updated, withdrawn, or published without review."""

    class Kind(models.TextChoices):
        """What happened."""

        CORRECTION = "correction", _("correction")
        UPDATE = "update", _("update")
        WITHDRAWAL = "withdrawal", _("withdrawal")
        OVERRIDE = "override", _("published without review")

    entry = models.ForeignKey(EntryPage, on_delete=models.CASCADE, related_name="public_notes")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = models.TextField()
    on = models.DateField(auto_now_add=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("note to readers")
        verbose_name_plural = _("notes to readers")
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_note_has_words")]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.kind} · {self.on}"
