"""The three kinds of entry."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from practices import blocks
from practices.models.entry import EntryPage, long_text, stream
from practices.panels import edit_handler


class Practice(EntryPage):
    """A policy, service or programme that a city runs."""

    kind: ClassVar[str] = "practice"
    edit_handler: ClassVar = edit_handler("practice")

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")


class CaseStudy(EntryPage):
    """The story of one project in one city; `shows` is the practice behind it, if it has an entry."""

    kind: ClassVar[str] = "case-study"
    edit_handler: ClassVar = edit_handler("case-study")

    sections = stream("section", blocks.SectionBlock, _("sections"))
    shows = models.ForeignKey(
        Practice,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="case_studies",
        verbose_name=_("practice that it shows"),
    )

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")


class Toolkit(EntryPage):
    """Step-by-step guidance for a tested strategy."""

    kind: ClassVar[str] = "toolkit"
    edit_handler: ClassVar = edit_handler("toolkit")

    strategy = long_text(_("the strategy in brief"), 800)
    for_whom = long_text(_("for whom"), 400)
    toolkit_steps = stream("step", blocks.ToolkitStepBlock, _("steps"))
    success_signs = long_text(_("signs of success"), 1500)
    does_not_work_when = long_text(_("does not work when"), 1500)
    costs_and_staff = long_text(_("costs and staff"), 1500)
    templates = stream("template", blocks.TemplateBlock, _("templates"))

    class Meta:
        verbose_name = _("toolkit")
        verbose_name_plural = _("toolkits")


ENTRY_MODELS: tuple[type[EntryPage], ...] = (Practice, CaseStudy, Toolkit)
