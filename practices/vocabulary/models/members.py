"""Member governments of Metropolis and when they were members."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from practices.vocabulary.models.places import City


class MemberGovernment(index.Indexed, ClusterableModel):
    """A government or institute that is or was a member. Several may share one city; some are provinces."""

    name = models.CharField(_("member"), max_length=160, unique=True)
    government = models.CharField(_("name of the government"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="members", verbose_name=_("reference city"))

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("member government")
        verbose_name_plural = _("member governments")

    def __str__(self) -> str:
        return self.name


class MembershipPeriod(models.Model):
    """A span of membership. `seen_from` and `seen_until` are the reports that name the member; dates where known."""

    class Kind(models.TextChoices):
        """Full members are governments, associates are institutes."""

        FULL = "full", _("full member")
        ASSOCIATE = "associate", _("associate member")

    member = ParentalKey(MemberGovernment, on_delete=models.CASCADE, related_name="periods")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.FULL)
    since = models.DateField(_("member since"), null=True, blank=True)
    until = models.DateField(_("member until"), null=True, blank=True)
    seen_from = models.PositiveSmallIntegerField(_("first report that names it"), null=True, blank=True)
    seen_until = models.PositiveSmallIntegerField(_("last report that names it"), null=True, blank=True)

    class Meta:
        ordering = ["seen_from"]
        verbose_name = _("membership period")
        verbose_name_plural = _("membership periods")

    def __str__(self) -> str:
        return f"{self.member} {self.seen_from or self.since or ''}–{self.seen_until or self.until or ''}"
