"""The home page and pages that editors write."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from home.presenters import front_page

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class HomePage(Page):
    """The first page of each language: search first."""

    max_count_per_parent: ClassVar = 3
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    template = "home/home_page.html"

    heading = models.CharField(_("heading"), max_length=160, blank=True)
    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("heading"), FieldPanel("introduction")]

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Live numbers, the map, themes, and a few entries to begin with."""
        return {
            **super().get_context(request, *args, **kwargs),
            **front_page((get_language() or "en")[:2], date.today()),
        }


class EditorialPage(Page):
    """A page of running text: about, how we review, privacy and the like."""

    parent_page_types: ClassVar = ["home.HomePage", "home.EditorialPage"]
    template = "home/editorial_page.html"

    introduction = models.TextField(_("introduction"), blank=True)
    body = RichTextField(_("text"), features=TEXT_FEATURES, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]

    class Meta:
        verbose_name = _("editorial page")
        verbose_name_plural = _("editorial pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Whoever comes from an entry, to correct it, sees which one."""
        entry = request.GET.get("entry", "")
        about_entry = entry if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", entry) else ""
        return {**super().get_context(request, *args, **kwargs), "about_entry": about_entry}
