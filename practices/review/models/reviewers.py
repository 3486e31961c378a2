"""People who review."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.members.models import User
from practices.vocabulary.models import Country, Theme


class Reviewer(models.Model):
    """What a person reviews, and how much of it; who is only invited by mail has none."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="reviewer", verbose_name=_("person"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="reviewers", verbose_name=_("themes"))
    languages = models.JSONField(_("languages that they read"), default=list, blank=True)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    most_at_once = models.PositiveSmallIntegerField(_("reviews at a time"), default=2)
    available = models.BooleanField(_("can be asked"), default=True)
    thanked_publicly = models.BooleanField(_("may be thanked by name"), default=False)

    class Meta:
        ordering = ["person"]
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")

    def __str__(self) -> str:
        return str(self.person)
