"""All entries in one list."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.forms import CheckboxSelectMultiple
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.filters import MultipleContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, PageTypeColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect

from practices.members.roles import READ_ENTRIES
from practices.models import ENTRY_MODELS, EntryCity, EntryIndexPage, EntryPage, EntryTheme
from practices.vocabulary import labels
from practices.vocabulary.choosing import fold
from practices.vocabulary.models import City, Theme


def language() -> str:
    """The language that the admin is read in."""
    return get_language() or "en"


def first_theme(entry: Any) -> str:
    """The label of the theme that ranks first."""
    return labels.theme_labels(language()).get(entry.first_theme, entry.first_theme or "")


def choices(kind: str) -> Any:
    """The terms of a list, read when the filter is shown."""
    return lambda: list(labels.term_labels(kind, language()).items())


def theme_choices() -> list[tuple[str, str]]:
    """Both levels in tree order, the second one indented."""
    names = labels.theme_labels(language())
    return [(slug, f"   {name}" if labels.parent_theme(slug) else name) for slug, name in names.items()]


def cities_with_entries() -> QuerySet[City]:
    """Cities that lead an entry or take part in one."""
    leading, further = EntryPage.objects.exclude(city=None).values("city"), EntryCity.objects.values("city")
    return City.objects.filter(Q(pk__in=leading) | Q(pk__in=further))


class EntryFilterSet(WagtailFilterSet):
    """By type, city, theme, status, review level, and whether it is published."""

    content_type = MultipleContentTypeFilter(
        label=_("Type"),
        queryset=lambda request: ContentType.objects.filter(
            pk__in=[found.pk for found in ContentType.objects.get_for_models(*ENTRY_MODELS).values()]
        ),
        widget=CheckboxSelectMultiple,
    )
    city = django_filters.ModelChoiceFilter(
        label=_("City"), queryset=lambda request: cities_with_entries(), method="in_city"
    )
    theme = django_filters.ChoiceFilter(label=_("Theme"), choices=theme_choices, method="with_theme")
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=choices("status"), widget=CheckboxSelectMultiple
    )
    review_level = django_filters.MultipleChoiceFilter(
        label=_("Review level"), choices=choices("review"), widget=CheckboxSelectMultiple
    )
    live = django_filters.BooleanFilter(label=_("Published"), widget=BooleanRadioSelect)

    class Meta:
        model = EntryPage
        fields: list[str] = []

    def in_city(self, entries: QuerySet[EntryPage], _name: str, city: City) -> QuerySet[EntryPage]:
        """Entries that the city leads or takes part in."""
        return entries.filter(
            pk__in=EntryPage.objects.filter(Q(city=city) | Q(other_city_links__city=city)).values("pk")
        )

    def with_theme(self, entries: QuerySet[EntryPage], _name: str, slug: str) -> QuerySet[EntryPage]:
        """Entries with the theme or one below it."""
        themes = Theme.objects.filter(Q(slug=slug) | Q(parent__slug=slug))
        return entries.filter(pk__in=EntryTheme.objects.filter(theme__in=themes).values("entry"))


class EntryTitleColumn(PageTitleColumn):
    """The title leads to the form, or for those who only read, to a look at the entry."""

    cell_template_name = "practices/admin/title_cell.html"


class EntryIndexView(IndexView):
    """Entries of all kinds and languages; auditors see them too."""

    page_title = _("Entries")
    default_ordering = "-latest_revision_created_at"

    def user_has_any_permission(self, permissions: set[str]) -> bool:
        """Those who may do something to pages, and those who may read entries."""
        return super().user_has_any_permission(permissions) or self.only_reads

    @cached_property
    def only_reads(self) -> bool:
        """Whether the person may read entries and do nothing else to them."""
        writes = self.permission_policy.user_has_any_permission(self.request.user, {"add", "change", "publish"})
        return not writes and self.request.user.has_perm(READ_ENTRIES)

    def get_base_queryset(self) -> QuerySet[EntryPage]:
        """What the person may look at, with all that a row shows: one query for the page of rows."""
        if self.only_reads:
            return self.annotate_queryset(EntryPage.objects.all())
        explorable = self.permission_policy.explorable_instances(self.request.user)
        return self.annotate_queryset(EntryPage.objects.filter(pk__in=explorable.values("pk")))

    def annotate_queryset(self, pages: QuerySet[EntryPage]) -> QuerySet[EntryPage]:
        """With city, language and first theme."""
        ranked = EntryTheme.objects.filter(entry=OuterRef("pk")).order_by("sort_order")
        return (
            pages.select_related("city", "locale", "content_type")
            .prefetch_related("sites_rooted_here")
            .prefetch_workflow_states()
            .annotate_site_root_state()
            .annotate_approved_schedule()
            .annotate_has_untranslated_locale()
            .annotate(first_theme=Subquery(ranked.values("theme__slug")[:1]))
            .defer_streamfields()
        )

    def search_queryset(self, queryset: QuerySet[EntryPage]) -> QuerySet[EntryPage]:
        """Every word stands in the title, the summary, the address, or a name of the city."""
        for word in (self.search_query or "").split():
            found = Q()
            for name in ("title", "summary", "city__name_en", "city__name_fr", "city__name_es"):
                found |= Q(**{f"{name}__icontains": word})
            for name in ("slug", "city__slug"):
                found |= Q(**{f"{name}__icontains": fold(word)})
            queryset = queryset.filter(found)
        return queryset

    def order_queryset(self, queryset: QuerySet[EntryPage]) -> QuerySet[EntryPage]:
        """As asked, ties by key; searching does not rank here."""
        ordering = self.ordering or self.default_ordering
        return queryset.order_by(*([ordering] if isinstance(ordering, str) else ordering), "pk")

    def get_add_url(self) -> str | None:
        """Those who only read add nothing."""
        return None if self.only_reads else super().get_add_url()


class ChooseKindView(WagtailAdminTemplateMixin, TemplateView):
    """Asks for language and kind of a new entry."""

    template_name = "practices/admin/choose_kind.html"
    page_title = _("New entry")
    header_icon = "doc-full"
    index_url_name: str | None = None
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list, then this page."""
        entries = {"url": reverse(self.index_url_name), "label": _("Entries")}
        return [*self.breadcrumbs_items, entries, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The libraries that the person may add to, each with the kinds of entry."""
        libraries = EntryIndexPage.objects.select_related("locale").order_by("locale_id")
        may_add = [page for page in libraries if page.permissions_for_user(self.request.user).can_add_subpage()]
        kinds = [model._meta for model in ENTRY_MODELS]
        return super().get_context_data(libraries=may_add, kinds=kinds, **kwargs)


class EntryListingViewSet(PageListingViewSet):
    """The list in the menu."""

    model = EntryPage
    index_view_class = EntryIndexView
    choose_parent_view_class = ChooseKindView
    icon = "doc-full"
    menu_label = _("Entries")
    menu_order = 110
    add_to_admin_menu = True
    list_per_page = 50
    filterset_class = EntryFilterSet
    list_export = ["slug", "title", "city", "status", "review_level", "completeness", "latest_revision_created_at"]
    export_filename = "entries"
    columns = [
        BulkActionsColumn("bulk_actions"),
        EntryTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        PageTypeColumn("type", label=_("Type"), accessor="page_type_display_name", sort_key="content_type__model"),
        Column("city", label=_("City"), sort_key="city__name_en"),
        Column("first_theme", label=_("First theme"), accessor=first_theme),
        Column(
            "entry_status",
            label=_("Status"),
            accessor=lambda entry: labels.term_label("status", entry.status, language()),
            sort_key="status",
        ),
        Column(
            "review_level",
            label=_("Review level"),
            accessor=lambda entry: labels.term_label("review", entry.review_level, language()),
            sort_key="review_level",
        ),
        Column(
            "completeness",
            label=_("Complete"),
            accessor=lambda entry: f"{entry.completeness} %",
            sort_key="completeness",
        ),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"),
        PageStatusColumn("state", label=_("Published"), sort_key="live"),
    ]
