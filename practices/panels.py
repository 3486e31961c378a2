"""The edit form of an entry in the admin: a tab for each group of the submission form."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    ObjectList,
    PageChooserPanel,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)

KINDS = ["practices.Practice", "practices.CaseStudy", "practices.Toolkit"]
MOST_THEMES = 8
"""Links to themes: at most three of the first level and the second-level ones below them."""


class EntryForm(WagtailAdminPageForm):
    """Lets nobody change the slug of an entry that readers know by it.

    A draft's slug follows its title: Wagtail saves a new page while the title is still being typed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.was_public:
            del self.fields["slug"]


class SlugPanel(FieldPanel):
    """The slug as a field where the form has one, and else as plain text."""

    class BoundPanel(FieldPanel.BoundPanel):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.form is not None and self.bound_field is None:
                self.read_only = True
                self.heading, self.help_text = capfirst(self.panel.db_field.verbose_name), self.panel.help_text


def publication() -> HelpPanel:
    """How an entry reaches readers, because no button of this form does it."""
    return HelpPanel(
        content=_(
            "Saving keeps a draft; readers do not see it. An entry is published through its review, by the decision of"
            " an editor. To publish it as listed, or to override the review with a reason, go to the review desk."
        ),
        heading=_("How an entry is published"),
    )


def field(name: str, help_text: Any = "", **kwargs: Any) -> FieldPanel:
    """One field; without a help text here, the model's own stands below it."""
    return FieldPanel(name, help_text=help_text, **kwargs)


def identity() -> list[Panel]:
    """What it is called, where and when."""
    return [
        publication(),
        TitleFieldPanel("title", help_text=_("At most 90 characters. Say what and where; no slogan.")),
        field("summary", _("At most 280 characters. It stands alone in a list of results.")),
        FieldRowPanel([field("local_name"), field("local_language", _("Code of the language, as “pt”."))]),
        field("city", _("Not in the list? An editor adds it under Vocabularies → Cities.")),
        InlinePanel("other_city_links", heading=_("Other cities that take part"), label=_("city")),
        FieldRowPanel([field("scale", _("The area that it covers.")), field("status")]),
        FieldRowPanel([field("start_year"), field("end_year", _("Needed when it is completed or discontinued."))]),
    ]


def why() -> list[Panel]:
    """What it answers."""
    return [
        field("problem", _("At most 1,200 characters. Who was affected, how many; a baseline number if any.")),
        field("objectives", _("At most 800 characters. Measurable where possible.")),
        InlinePanel(
            "theme_links",
            heading=_("Themes, the most important first"),
            label=_("theme"),
            max_num=MOST_THEMES,
            help_text=_("One to three themes of the first level, then those below them. The order is the rank."),
        ),
        field("goals", _("One to three goals, each with a sentence on how: no goal without a reason.")),
        field("target_groups"),
        field("tags", _("Words of the editors' list.")),
    ]


def what_and_how() -> list[Panel]:
    """What is done."""
    return [
        field("description", _("At most 2,500 characters. Plain language: what it is and how it works.")),
        field("steps", _("At least three: when, what, who.")),
        field("components", _("One to five building blocks that travel alone.")),
        field("instruments", _("One to three.")),
        field("novelty", _("At most 800 characters. New to your city is enough; name what inspired it.")),
        field("inspirations"),
    ]


def who() -> list[Panel]:
    """Who takes part."""
    return [
        field("actors", _("Who leads comes first; then partners, each with a role.")),
        field("participation"),
        field("participation_how", _("At most 1,000 characters.")),
        field("gender_inclusion", _("At most 800 characters. Effect on women and girls; who is left out.")),
    ]


def money_and_effort() -> list[Panel]:
    """What it takes."""
    return [
        field("costs", _("Set-up cost and yearly cost, each in the currency and year of its source.")),
        field("costs_unknown"),
        field("staff_fte"),
        field("funding", _("Who paid, and which share.")),
        field("durability", _("At most 800 characters.")),
    ]


def results() -> list[Panel]:
    """What came of it."""
    return [
        field("results", _("At least one, or “too early” while piloting: indicator, baseline, value, year, method.")),
        field("too_early"),
        field("unintended_effects", _("At most 800 characters. “None observed” must be written, and is shown.")),
    ]


def lessons() -> list[Panel]:
    """What was learnt."""
    return [
        field("worked"),
        field("did_not_work", _("150 to 2,000 characters. Readers look here first.")),
        field("differently", _("At most 800 characters.")),
    ]


def transfer() -> list[Panel]:
    """Whether it would travel."""
    return [
        field("conditions", _("At least two: what another city must have.")),
        field("where_not", _("At most 800 characters.")),
        field("offers"),
        field("replications", _("Cities that took it up.")),
        InlinePanel(
            "relations",
            heading=_("Related entries"),
            label=_("link"),
            panels=[
                PageChooserPanel("target", ["practices.Practice", "practices.CaseStudy", "practices.Toolkit"]),
                field("kind"),
            ],
        ),
    ]


def proof_and_media() -> list[Panel]:
    """Where it stands."""
    return [
        field("sources", _("At least one. Rows elsewhere name a source by its number.")),
        field("documents", _("By-law, tender, budget, evaluation, manual.")),
        field("pictures", _("One to six. Credit, licence and alt text belong to the image itself.")),
    ]


def recognition() -> list[Panel]:
    """What it won."""
    return [field("awards", _("An award is its own sign, never mixed with review."))]


def trust() -> list[Panel]:
    """What the system sets; shown, never typed."""
    names = ("review_level", "last_confirmed_on", "completeness", "cost_band", "evidence_level")
    return [
        HelpPanel(
            content=_("These values come from the review and from the entry itself. Nobody types them."),
            heading=_("Set by the system"),
        ),
        *[FieldPanel(name, read_only=True) for name in names],
        SlugPanel("slug", help_text=_("The address, and the entry's id in exports. It never changes once published.")),
    ]


def story() -> list[Panel]:
    """A case study's own parts."""
    return [field("sections"), PageChooserPanel("shows", "practices.Practice")]


def guidance() -> list[Panel]:
    """A toolkit's own parts."""
    return [
        field("strategy", _("At most 800 characters.")),
        field("for_whom", _("At most 400 characters.")),
        field("toolkit_steps", _("In order: title, what to do, who, how long, pitfalls.")),
        field("success_signs"),
        field("does_not_work_when"),
        field("costs_and_staff"),
        field("templates"),
    ]


def edit_handler(kind: str) -> TabbedInterface:
    """The tabs of an entry: "practice", "case-study" or "toolkit"."""
    tabs: list[tuple[Any, list[Panel]]] = [(_("Identity"), identity()), (_("Why"), why())]
    if kind == "case-study":
        tabs.append((_("Story"), story()))
    if kind == "toolkit":
        tabs.append((_("Guidance"), guidance()))
        tabs.append((_("What and how"), [field("description"), field("instruments", _("One to three."))]))
    else:
        tabs += [
            (_("What and how"), what_and_how()),
            (_("Who"), who()),
            (_("Money and effort"), money_and_effort()),
            (_("Results"), results()),
            (_("Lessons"), lessons()),
        ]
    tabs += [
        (_("Transfer"), transfer()),
        (_("Proof and media"), proof_and_media()),
        (_("Recognition"), recognition()),
        (_("Trust"), trust()),
    ]
    return TabbedInterface([ObjectList(panels, heading=heading) for heading, panels in tabs], base_form_class=EntryForm)
