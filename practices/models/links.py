"""What ties an entry to themes, cities and other entries."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable

from practices.fields import TermField
from practices.vocabulary.models import City, Theme


class EntryTheme(Orderable):
    """A theme of an entry; the order is the rank. First-level themes come before those of the second level."""

    entry = ParentalKey("practices.EntryPage", on_delete=models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(
        Theme,
        on_delete=models.PROTECT,
        related_name="entry_links",
        verbose_name=_("theme"),
        limit_choices_to={"merged_into": None},
    )

    panels = [FieldPanel("theme")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "theme"], name="one_link_a_theme")]


class EntryCity(Orderable):
    """A further city that takes part."""

    entry = ParentalKey("practices.EntryPage", on_delete=models.CASCADE, related_name="other_city_links")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="entry_links", verbose_name=_("city"))

    panels = [FieldPanel("city")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "city"], name="one_link_a_city")]


class EntryRelation(Orderable):
    """A link from one entry to another: copied from, inspired, same programme, overlapping."""

    entry = ParentalKey("practices.EntryPage", on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(
        "practices.EntryPage", on_delete=models.CASCADE, related_name="related_from", verbose_name=_("entry")
    )
    kind = TermField(_("kind"), kind="relation")

    panels = [PageChooserPanel("target"), FieldPanel("kind")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["entry", "target", "kind"], name="one_link_a_kind")]
