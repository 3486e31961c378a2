"""Entries and vocabularies in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from practices.admin.holding import refuse_what_takes_entries_along
from practices.admin.listing import EntryListingViewSet
from practices.admin.reading import read_entry
from practices.admin.tagging import ChangeTags
from practices.admin.usage import entries_that_name
from practices.admin.vocabularies import VocabularyGroup
from practices.vocabulary.models import Term


class OverrideFormatter(LogFormatter):
    """How an override reads in the history of an entry."""

    label = _lazy("Override the review")

    def format_message(self, log_entry: Any) -> str:
        """With the reason that was given."""
        return _("Published without a review: %(reason)s") % {"reason": log_entry.data["reason"]}


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


@hooks.register("register_log_actions")
def register_override(actions: LogActionRegistry) -> None:
    """An override stands in the history of an entry with its reason."""
    actions.register_action("practices.override")(OverrideFormatter)


@hooks.register("before_delete_page")
def keep_what_readers_saw(request: HttpRequest, page: Page) -> HttpResponse | None:
    """No page above published entries is deleted."""
    return refuse_what_takes_entries_along(request, [page])


@hooks.register("before_bulk_action")
def keep_what_readers_saw_in_bulk(
    request: HttpRequest, action_type: str, objects: Sequence[Any], _action: Any
) -> HttpResponse | None:
    """Nor are many pages deleted at once."""
    pages = [page for page in objects if isinstance(page, Page)] if action_type == "delete" else []
    return refuse_what_takes_entries_along(request, pages)


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
