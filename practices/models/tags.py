"""Free words that editors own: a tag exists before it can be used."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase


class EntryTag(TagBase):
    """A tag of the editors' list."""

    free_tagging = False

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")


class TaggedEntry(ItemBase):
    """A tag on an entry."""

    tag = models.ForeignKey(EntryTag, on_delete=models.CASCADE, related_name="tagged_entries")
    content_object = ParentalKey("practices.EntryPage", on_delete=models.CASCADE, related_name="tagged_items")
