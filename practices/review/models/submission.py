"""A submission: one way of a text from a city's desk to the readers, or back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from practices.fields import TermField
from practices.members.models import User
from practices.models import EntryPage
from practices.review.stages import ENDED, Stage
from practices.validators import refuse_placeholder
from practices.vocabulary.models import City, Theme


class AppendOnlyError(Exception):
    """A record of what happened is never changed or deleted."""


class AppendOnly(models.Model):
    """Rows that are written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row. Raises AppendOnlyError for one that is there."""
        if not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises AppendOnlyError."""
        raise AppendOnlyError(type(self).__name__)


class Submission(models.Model):
    """What a city sends in: something new, an entry that it takes over, an update or a correction of one.

    `stage` changes only by `transitions`. `submitted_revision` is the text that was sent, which is the one that is
    reviewed, decided on and published; the city goes on writing in later revisions.
    """

    class Kind(models.TextChoices):
        """Where the text comes from."""

        NEW = "new", _("new")
        TAKEOVER = "takeover", _("takes over a listed entry")
        UPDATE = "update", _("update")
        CORRECTION = "correction", _("correction")

    reference = models.CharField(_("reference number"), max_length=20, unique=True, null=True, blank=True)  # noqa: DJ001
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.NEW)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="submissions", verbose_name=_("city"))
    entry = models.ForeignKey(
        EntryPage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("entry"),
    )
    language = models.CharField(_("original language"), max_length=2, choices=settings.LANGUAGES, default="en")
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    stage_since = models.DateTimeField(_("in this stage since"), auto_now_add=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("begun by"))
    created_at = models.DateTimeField(_("begun on"), auto_now_add=True)
    handling_editor = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="handles", verbose_name=_("editor")
    )
    mandate_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mandate confirmed by")
    )
    mandate_at = models.DateTimeField(_("mandate confirmed on"), null=True, blank=True)
    submitted_revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text sent in")
    )
    working_revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("text in work")
    )
    topic_versions = models.JSONField(default=dict, editable=False)
    publish_at = models.DateTimeField(_("to be published on"), null=True, blank=True)
    merged_into = models.ForeignKey(
        EntryPage, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("merged into")
    )
    public_note = models.CharField(_("note to readers"), max_length=400, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(entry__isnull=False) & ~Q(stage__in=[stage.value for stage in sorted(ENDED)]),
                name="one_open_submission_an_entry",
            )
        ]

    def __str__(self) -> str:
        return self.reference or f"{self.get_kind_display()} {self.pk}"


class Proposal(models.Model):
    """The ten-minute proposal that comes first."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="proposal")
    title = models.CharField(_("title"), max_length=90, blank=True, validators=[refuse_placeholder])
    sentence = models.TextField(
        _("in one sentence"), blank=True, validators=[MaxLengthValidator(280), refuse_placeholder]
    )
    status = TermField(_("status"), kind="status", blank=True)
    start_year = models.PositiveSmallIntegerField(
        _("start year"), null=True, blank=True, validators=[MinValueValidator(1500), MaxValueValidator(2100)]
    )
    lead = models.CharField(_("who leads it"), max_length=200, blank=True, validators=[refuse_placeholder])
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("topic")
    )
    change = models.TextField(
        _("what changed for people"), blank=True, validators=[MaxLengthValidator(300), refuse_placeholder]
    )
    link = models.URLField(_("a link"), max_length=500, blank=True)
    approving_officer = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who confirms it")
    )

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return self.title or f"proposal {self.pk}"


class Declaration(models.Model):
    """What the city declares with its text; needed to submit."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="declaration")
    licence = TermField(_("licence of the text"), kind="license", default="cc-by-4.0")
    rights_confirmed = models.BooleanField(_("we hold the rights to texts, pictures and documents"), default=False)
    people_consent = models.BooleanField(_("people who can be recognised have agreed"), default=False)
    interests = models.TextField(
        _("interests"),
        blank=True,
        validators=[MaxLengthValidator(1000)],
        help_text=_("Paid consultants, vendors, an election soon. Write “none” if there are none."),
    )
    machine_help = models.TextField(
        _("help from machines"),
        blank=True,
        validators=[MaxLengthValidator(500)],
        help_text=_("Was text made or translated by a machine? Which part? Write “none” if not."),
    )
    contact_office = models.CharField(_("office that answers questions"), max_length=200, blank=True)
    contact_email = models.EmailField(_("address of that office"), blank=True)
    city_profile_confirmed = models.BooleanField(_("the city's profile is right"), default=False)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")

    def __str__(self) -> str:
        return f"declaration {self.pk}"


class Event(AppendOnly):
    """One thing that happened to a submission: every transition has exactly one."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(_("action"), max_length=40)
    source = models.CharField(_("from"), max_length=20, choices=Stage.choices, blank=True)
    target = models.CharField(_("to"), max_length=20, choices=Stage.choices, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"), auto_now_add=True)
    words = models.TextField(_("in words"), blank=True)
    seen_by_city = models.BooleanField(default=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.action} · {self.at:%Y-%m-%d %H:%M}"
