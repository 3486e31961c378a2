"""Themes, the goals, and the flat term lists."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from practices.vocabulary.models.base import Labelled, Mergeable, Scoped


class Term(index.Indexed, Labelled, Scoped, Mergeable):
    """One word of a flat list: instruments, scales, statuses, actors and so on.

    Entries name terms by `slug`, which is also the word of the API, so a slug never changes. A `fixed` term
    belongs to a rule in the code: its words may change, it cannot be merged or deleted.
    """

    class Kind(models.TextChoices):
        """The lists there are."""

        TYPE = "type", _("entry types")
        INSTRUMENT = "instrument", _("instruments")
        SCALE = "scale", _("scales")
        STATUS = "status", _("statuses")
        ACTOR = "actor", _("kinds of actor")
        TARGET = "target", _("target groups")
        PARTICIPATION = "participation", _("participation levels")
        EVIDENCE = "evidence", _("evidence levels")
        REVIEW = "review", _("review levels")
        COST = "cost", _("cost bands")
        CITY_SIZE = "city_size", _("city sizes")
        REGION = "region", _("regions of Metropolis")
        PRIORITY = "priority", _("priorities of Metropolis")
        CONDITION = "condition", _("kinds of condition")
        OFFER = "offer", _("offers to other cities")
        SOURCE_KIND = "source_kind", _("kinds of source")
        RESULT_METHOD = "result_method", _("ways of knowing a result")
        COST_CONFIDENCE = "cost_confidence", _("confidence of a cost")
        RELATION = "relation", _("links between entries")
        DOCUMENT_KIND = "document_kind", _("kinds of document")
        LICENSE = "license", _("licences")

    FIXED = frozenset(
        {Kind.TYPE, Kind.STATUS, Kind.EVIDENCE, Kind.REVIEW, Kind.COST, Kind.CITY_SIZE, Kind.REGION, Kind.PRIORITY}
        | {Kind.RESULT_METHOD, Kind.COST_CONFIDENCE, Kind.RELATION}
    )

    kind = models.CharField(_("list"), max_length=20, choices=Kind.choices)
    slug = models.SlugField(_("slug"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    search_fields = [
        index.SearchField("label_en"),
        index.SearchField("label_fr"),
        index.SearchField("label_es"),
        index.AutocompleteField("label_en"),
        index.FilterField("kind"),
        index.FilterField("merged_into"),
    ]

    class Meta:
        ordering = ["kind", "order", "slug"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="one_term_a_slug")]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    @property
    def fixed(self) -> bool:
        """Whether a rule in the code depends on this list."""
        return self.kind in self.FIXED


class Theme(index.Indexed, Labelled, Scoped, Mergeable):
    """A node of the theme tree, two levels deep. Level 1 is the facet."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    colour = models.CharField(_("colour on light paper"), max_length=7, blank=True)
    colour_dark = models.CharField(_("colour on dark paper"), max_length=7, blank=True)
    priorities = models.JSONField(_("priorities of Metropolis"), default=list, blank=True)

    search_fields = [
        index.SearchField("label_en"),
        index.SearchField("label_fr"),
        index.SearchField("label_es"),
        index.AutocompleteField("label_en"),
        index.FilterField("parent"),
        index.FilterField("merged_into"),
    ]

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def clean(self) -> None:
        """Refuse a third level and a theme below itself."""
        super().clean()
        if self.parent_id and (self.parent_id == self.pk or self.parent.parent_id):
            raise ValidationError({"parent": _("Themes have two levels: choose a theme of the first level.")})


class Goal(Labelled):
    """One of the 17 Sustainable Development Goals; titles of the United Nations."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    colour = models.CharField(_("colour"), max_length=7)
    text_colour = models.CharField(_("readable text colour"), max_length=7)
    goal_en = models.TextField(_("goal in full"), blank=True)
    aliases = models.JSONField(_("aliases"), default=list, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("goal (SDG)")
        verbose_name_plural = _("goals (SDG)")
