"""Entries and vocabularies in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.snippets.models import register_snippet

from practices.admin.listing import EntryListingViewSet
from practices.admin.reading import read_entry
from practices.admin.tagging import ChangeTags
from practices.admin.usage import entries_that_name
from practices.admin.vocabularies import VocabularyGroup
from practices.vocabulary.models import Term

register_snippet(VocabularyGroup)
hooks.register("register_bulk_action", ChangeTags)


@hooks.register("register_admin_viewset")
def register_entries() -> EntryListingViewSet:
    """The list of all entries."""
    return EntryListingViewSet("entries", url_prefix="entries")


@hooks.register("register_admin_urls")
def register_reading() -> list[URLPattern]:
    """An entry as it would look, for those who may read and not write."""
    return [path("entries/<int:pk>/read/", read_entry, name="read_entry")]


@hooks.register("before_delete_snippet")
def refuse_to_delete_terms_in_use(request: HttpRequest, records: Sequence[Any]) -> HttpResponse | None:
    """Entries name terms by slug, which the database does not guard: merge such a term instead."""
    for record in records:
        used = entries_that_name(record).count() if isinstance(record, Term) else 0
        if used:
            messages.error(
                request,
                _("“%(term)s” stands in %(n)d entries. Merge it into another term instead.")
                % {"term": record, "n": used},
            )
            return redirect(type(record).snippet_viewset.get_url_name("list"))
    return None
