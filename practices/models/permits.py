"""What lets everybody read one revision of an entry."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision


class PublicationRefused(PermissionDenied):
    """The revision may not be published, or not by this person or in this way; the message says why."""


class PublicationPermit(models.Model):
    """Lets this very revision be published, and no other. Only `practices.publication` grants it and takes it back."""

    class Kind(models.TextChoices):
        """On what ground."""

        LISTED = "listed", _("as listed, without a review")
        ACCEPTED = "accepted", _("accepted by the review")
        CORRECTION = "correction", _("a correction, checked by an editor")
        OVERRIDE = "override", _("against or without the review, for a reason")

    entry = models.ForeignKey("practices.EntryPage", on_delete=models.CASCADE, related_name="permits")
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="permit")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)

    wagtail_reference_index_ignore = True  # it says nothing of where an entry is used

    class Meta:
        ordering = ["-granted_at", "-pk"]
        verbose_name = _("permit to publish")
        verbose_name_plural = _("permits to publish")
        constraints = [
            models.CheckConstraint(condition=~Q(kind="override") | ~Q(reason=""), name="an_override_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} · {self.revision_id} · {self.kind}"


def require_permit(*, entry_id: int | None, revision_id: int | None) -> None:
    """Return when this revision of this entry may be published; raises PublicationRefused otherwise."""
    permits = PublicationPermit.objects.filter(entry=entry_id, revision=revision_id)
    if entry_id is None or revision_id is None or not permits.exists():
        raise PublicationRefused(
            gettext("Nobody has permitted to publish this text. Entries are published at the review desk.")
        )
