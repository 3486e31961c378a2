"""Choosers of the admin that find a place or a theme by any of its names, with or without accents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from anyascii import anyascii
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from practices.vocabulary.models import Award, City, Theme


def fold(text: str) -> str:
    """Small letters without accents."""
    return anyascii(text).lower()


def names_of(record: City | Theme | Award) -> Iterable[str]:
    """Everything that people may type for the record."""
    if isinstance(record, City):
        return (*record.all_names(), record.slug, record.country_id)
    if isinstance(record, Award):
        return (record.name, record.slug, *record.aliases)
    return (record.label_en, record.label_fr, record.label_es, record.slug, *record.aliases)


def matching(records: QuerySet, query: str) -> QuerySet:
    """Those of the records of which every word of the query stands in some name. Reads them all: lists are short."""
    words = fold(query).split()
    found = [
        record.pk for record in records if all(any(word in fold(name) for name in names_of(record)) for word in words)
    ]
    return records.filter(pk__in=found)


class NameFilterForm(BaseFilterForm):
    """One box."""

    q = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")}))

    def filter(self, objects: QuerySet) -> QuerySet:
        """The records that match, and whether anything was asked."""
        objects = super().filter(objects)
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching, self.search_query = True, query
            objects = matching(objects, query)
        return objects


class Living:
    """Only records that were not merged away."""

    filter_form_class = NameFilterForm

    def get_object_list(self) -> QuerySet:
        """All but the merged ones."""
        return super().get_object_list().filter(merged_into=None)  # type: ignore[misc]


class LivingChooseView(Living, ChooseView):
    """The whole window."""


class LivingChooseResultsView(Living, ChooseResultsView):
    """Its list."""


class NameChooserViewSet(SnippetChooserViewSet):
    """Chooses by any name."""

    choose_view_class = LivingChooseView
    choose_results_view_class = LivingChooseResultsView

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "per_page": 15})
