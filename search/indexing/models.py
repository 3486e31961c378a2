"""The outbox, and the generations of the index."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexJob(models.Model):
    """A key whose document may have changed; written in the transaction that changed it."""

    key = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.key}"


class IndexGeneration(models.Model):
    """One build of the index in one engine. `cursor` is the last job that it has taken in."""

    class State(models.TextChoices):
        """Searches read the active one; the previous one is kept for a rollback."""

        BUILDING = "building", _("being built")
        ACTIVE = "active", _("active")
        PREVIOUS = "previous", _("previous")

    name = models.CharField(max_length=60, unique=True)
    engine = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.BUILDING)
    cursor = models.BigIntegerField(default=0)
    documents = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(auto_now_add=True)
    activated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.get_state_display()})"
