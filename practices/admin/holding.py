"""Keeps pages that stand above published entries from being deleted in the admin."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from practices.models import EntryPage


def refuse_what_takes_entries_along(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Lead back with a message when entries at or below the pages are or were public; None when nothing is against it.

    Permissions hold for the page that somebody deletes; Wagtail asks nothing of those below it.
    """
    public = EntryPage.objects.filter(Q(live=True) | Q(first_published_at__isnull=False))
    for page in pages:
        if public.filter(path__startswith=page.path).exists():
            messages.error(
                request,
                _("“%(page)s” holds entries that readers know. An entry is withdrawn at the review desk, not deleted.")
                % {"page": page.get_admin_display_title()},
            )
            return redirect("wagtailadmin_explore", page.pk)
    return None
