"""The vocabularies in the admin, one list each."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.snippets.views.snippets import SnippetViewSet

from practices.vocabulary import forms, labels
from practices.vocabulary.choosing import NameChooserViewSet
from practices.vocabulary.merging import MergingViewSet
from practices.vocabulary.models import Award, City, Country, Goal, MemberGovernment, Term, Theme

PER_PAGE = 50
MERGED = Column("merged_into", label=_("Merged into"), accessor=lambda record: record.merged_into or "")
SIZE = Column(
    "size",
    label=_("Size"),
    accessor=lambda city: labels.term_label("city_size", city.size, get_language() or "en"),
    sort_key="size",
)


def in_languages(stem: str, heading: Any) -> Panel:
    """The three languages of a text, side by side."""
    return MultiFieldPanel(
        [FieldRowPanel([FieldPanel(f"{stem}_{code}") for code in ("en", "fr", "es")])], heading=heading
    )


def scope_notes() -> Panel:
    """What belongs here and what goes elsewhere."""
    return MultiFieldPanel(
        [FieldPanel(f"scope_{code}") for code in ("en", "fr", "es")], heading=_("Scope note"), classname="collapsed"
    )


class MergedFilterSet(WagtailFilterSet):
    """Merged records are shown when asked for."""

    merged = django_filters.BooleanFilter(
        field_name="merged_into", lookup_expr="isnull", exclude=True, label=_("Merged"), widget=BooleanRadioSelect
    )


class RegionFilter(django_filters.ChoiceFilter):
    """Places of one region of Metropolis."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Region"),
            choices=lambda: list(labels.term_labels("region", get_language() or "en").items()),
            **kwargs,
        )


class CityFilterSet(MergedFilterSet):
    """By country, region and size."""

    region = RegionFilter(field_name="country__region")
    size = django_filters.ChoiceFilter(
        label=_("Size"), choices=lambda: list(labels.term_labels("city_size", get_language() or "en").items())
    )

    class Meta:
        model = City
        fields = ["country"]


class CountryFilterSet(WagtailFilterSet):
    """By region."""

    region = RegionFilter()

    class Meta:
        model = Country
        fields = ["un_region"]


class ThemeFilterSet(MergedFilterSet):
    """By level and parent."""

    first_level = django_filters.BooleanFilter(
        field_name="parent", lookup_expr="isnull", label=_("First level"), widget=BooleanRadioSelect
    )
    parent = django_filters.ModelChoiceFilter(queryset=Theme.objects.filter(parent=None), label=_("Parent"))

    class Meta:
        model = Theme
        fields: list[str] = []


class TermFilterSet(MergedFilterSet):
    """By list."""

    class Meta:
        model = Term
        fields = ["kind"]


class AwardFilterSet(MergedFilterSet):
    """Merged or not."""

    class Meta:
        model = Award
        fields: list[str] = []


class MemberFilterSet(WagtailFilterSet):
    """By kind, region and whether it is in the latest report."""

    region = RegionFilter(field_name="city__country__region")

    class Meta:
        model = MemberGovernment
        fields = ["kind"]


class CityViewSet(MergingViewSet):
    """Cities with the facts of their profiles."""

    model = City
    icon = "site"
    menu_label = _("Cities")
    chooser_viewset_class = NameChooserViewSet
    inspect_view_enabled = True
    list_display = ["__str__", "slug", "country", SIZE, MERGED]
    search_fields = ["name_en", "name_fr", "name_es", "slug", "aliases"]
    search_backend_name = None
    filterset_class = CityFilterSet
    list_per_page = PER_PAGE
    edit_handler = ObjectList(
        [
            in_languages("name", _("Name")),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("country")]),
            FieldPanel("aliases"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude"), FieldPanel("timezone")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("size"), FieldPanel("population")]),
                    FieldRowPanel([FieldPanel("population_year"), FieldPanel("population_source")]),
                ],
                heading=_("Population"),
                help_text=_("It serves the size class; readers see it only with year and source."),
            ),
            FieldRowPanel([FieldPanel("website"), FieldPanel("geoname_id")]),
            InlinePanel("facts", heading=_("Facts"), label=_("fact"), help_text=_("Never without year and source.")),
        ],
        base_form_class=forms.CityForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[City]:
        """With their countries."""
        return City.objects.select_related("country", "merged_into")


class CountryViewSet(SnippetViewSet):
    """Countries and their regions."""

    model = Country
    icon = "globe"
    menu_label = _("Countries")
    inspect_view_enabled = True
    list_display = ["__str__", "iso2", "region", "un_region"]
    search_fields = ["name_en", "name_fr", "name_es", "iso2", "iso3", "aliases"]
    filterset_class = CountryFilterSet
    list_per_page = PER_PAGE
    edit_handler = ObjectList(
        [
            in_languages("name", _("Name")),
            FieldRowPanel([FieldPanel("iso2"), FieldPanel("iso3"), FieldPanel("numeric")]),
            FieldPanel("region"),
            FieldRowPanel([FieldPanel("un_region"), FieldPanel("un_subregion")]),
            FieldPanel("aliases"),
        ],
        base_form_class=forms.CountryForm,
    )


class ThemeViewSet(MergingViewSet):
    """The tree of themes."""

    model = Theme
    icon = "list-ul"
    menu_label = _("Themes")
    chooser_viewset_class = NameChooserViewSet
    inspect_view_enabled = True
    list_display = ["__str__", "slug", "parent", "order", MERGED]
    search_fields = ["label_en", "label_fr", "label_es", "slug", "aliases"]
    search_backend_name = None
    filterset_class = ThemeFilterSet
    list_per_page = PER_PAGE
    edit_handler = ObjectList(
        [
            in_languages("label", _("Label")),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("parent"), FieldPanel("order")]),
            FieldPanel("aliases"),
            scope_notes(),
            FieldPanel("priorities"),
            FieldRowPanel([FieldPanel("colour"), FieldPanel("colour_dark")]),
        ],
        base_form_class=forms.ThemeForm,
    )


class TermViewSet(MergingViewSet):
    """The flat lists."""

    model = Term
    icon = "list-ol"
    menu_label = _("Terms")
    inspect_view_enabled = True
    list_display = [
        "__str__",
        Column("kind", label=_("List"), accessor="get_kind_display", sort_key="kind"),
        "slug",
        "order",
        BooleanColumn("fixed", label=_("Fixed")),
        MERGED,
    ]
    search_fields = ["label_en", "label_fr", "label_es", "slug", "aliases"]
    search_backend_name = None
    filterset_class = TermFilterSet
    list_per_page = PER_PAGE
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("slug"), FieldPanel("order")]),
            in_languages("label", _("Label")),
            FieldPanel("aliases"),
            scope_notes(),
        ],
        base_form_class=forms.TermForm,
    )


class GoalViewSet(SnippetViewSet):
    """The 17 goals."""

    model = Goal
    icon = "success"
    menu_label = _("Goals (SDG)")
    inspect_view_enabled = True
    list_display = ["number", "__str__", "colour"]
    search_fields = ["label_en", "label_fr", "label_es", "aliases"]
    list_per_page = PER_PAGE
    edit_handler = ObjectList(
        [
            FieldPanel("number"),
            in_languages("label", _("Title")),
            FieldPanel("goal_en"),
            FieldRowPanel([FieldPanel("colour"), FieldPanel("text_colour")]),
            FieldPanel("aliases"),
        ],
        base_form_class=forms.GoalForm,
    )


class AwardViewSet(MergingViewSet):
    """Recurring awards."""

    model = Award
    icon = "pick"
    menu_label = _("Awards")
    chooser_viewset_class = NameChooserViewSet
    inspect_view_enabled = True
    list_display = ["name", "slug", "organiser", MERGED]
    search_fields = ["name", "organiser", "slug", "aliases"]
    search_backend_name = None
    filterset_class = AwardFilterSet
    list_per_page = PER_PAGE
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldRowPanel([FieldPanel("organiser"), FieldPanel("website")]),
            FieldPanel("aliases"),
        ],
        base_form_class=forms.VocabularyForm,
    )


class MemberGovernmentViewSet(SnippetViewSet):
    """Member governments and when they were members."""

    model = MemberGovernment
    icon = "group"
    menu_label = _("Member governments")
    inspect_view_enabled = True
    list_display = ["name", "city", "kind"]
    search_fields = ["name", "government", "city__name_en", "city__slug"]
    search_backend_name = None
    filterset_class = MemberFilterSet
    list_per_page = PER_PAGE
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("government"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("city")]),
            InlinePanel("periods", heading=_("Membership"), label=_("period")),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[MemberGovernment]:
        """With their cities."""
        return MemberGovernment.objects.select_related("city")


VIEWSETS = (
    CityViewSet,
    CountryViewSet,
    ThemeViewSet,
    TermViewSet,
    GoalViewSet,
    AwardViewSet,
    MemberGovernmentViewSet,
)
