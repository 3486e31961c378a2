"""Images that always say whose they are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from practices.fields import TermField


class CreditedImage(AbstractImage):
    """An image with credit, licence and a text for those who cannot see it."""

    credit = models.CharField(_("credit"), max_length=200, help_text=_("Who took or made it."))
    license = TermField(_("licence"), kind="license", default="cc-by-4.0")
    alt_text = models.CharField(
        _("alt text"), max_length=300, help_text=_("What it shows, for people who cannot see it. Not the title.")
    )

    admin_form_fields = (*Image.admin_form_fields, "credit", "license", "alt_text")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """The alt text that was asked for when it was uploaded."""
        return self.alt_text


class CreditedRendition(AbstractRendition):
    """A smaller copy of an image."""

    image = models.ForeignKey(CreditedImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_filter")
        ]
