"""A look at an entry for people of the admin who may read everything and change nothing."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from practices.members.roles import READ_ENTRIES
from practices.models import EntryPage


def read_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The latest text of the entry, published or not, as a page. Raises PermissionDenied without `view_entrypage`."""
    if not request.user.has_perm(READ_ENTRIES):
        raise PermissionDenied
    entry = get_object_or_404(EntryPage, pk=pk).specific.get_latest_revision_as_object()
    return entry.make_preview_request(request, entry.default_preview_mode)
