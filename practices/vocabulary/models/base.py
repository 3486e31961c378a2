"""What all vocabularies share: labels in three languages, aliases, and merging."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("en", "fr", "es")


def in_language(record: Any, stem: str, language: str | None = None) -> str:
    """The text of `record.<stem>_<language>`, English where that language has none. Default: the active language."""
    code = (language or get_language() or "en")[:2]
    own = getattr(record, f"{stem}_{code}", "") if code in LANGUAGES else ""
    return own or getattr(record, f"{stem}_en")


class Labelled(models.Model):
    """A label in each interface language."""

    label_en = models.CharField(_("English"), max_length=120)
    label_fr = models.CharField(_("French"), max_length=120, blank=True)
    label_es = models.CharField(_("Spanish"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The label in that language, or English."""
        return in_language(self, "label", language)


class Mergeable(models.Model):
    """A record that may be merged into another of its kind; its address then leads to the other one.

    `aliases` are further names that people type; search finds the record by them.
    """

    aliases = models.JSONField(_("aliases"), default=list, blank=True, help_text=_("Other names that people type."))
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="absorbed"
    )

    class Meta:
        abstract = True

    def survivor(self) -> Self:
        """The record that stands for this one today; itself when it was never merged."""
        record, seen = self, {self.pk}
        while record.merged_into is not None and record.merged_into_id not in seen:
            record = record.merged_into
            seen.add(record.pk)
        return record


class Scoped(models.Model):
    """A scope note in each language: what belongs here and what goes elsewhere."""

    scope_en = models.TextField(_("scope note, English"), blank=True)
    scope_fr = models.TextField(_("scope note, French"), blank=True)
    scope_es = models.TextField(_("scope note, Spanish"), blank=True)

    class Meta:
        abstract = True

    def scope(self, language: str | None = None) -> str:
        """The scope note in that language, or English."""
        return in_language(self, "scope", language)
