"""Public pages about reviews: the history of an entry, and what stays of one that was withdrawn."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from practices import selectors, views
from practices.review.selectors import public

GONE = 410


def entry_or_tombstone(request: HttpRequest, slug: str) -> HttpResponse:
    """The entry's page; of a withdrawn entry its note, with 410. Raises Http404 for what never was."""
    try:
        return views.entry(request, slug)
    except Http404:
        note = public.withdrawn(slug)
        if note is None:
            raise
    return render(request, "review/withdrawn.html", {"note": note, "entry": note.entry}, status=GONE)


def history(request: HttpRequest, slug: str) -> HttpResponse:
    """What happened to an entry, as far as it concerns readers. Raises Http404."""
    found = selectors.find_entry(slug, (get_language() or "en")[:2])
    note = public.withdrawn(slug) if found is None else None
    entry = found.entry if found else note and note.entry
    if entry is None:
        raise Http404
    return render(request, "review/history.html", {"entry": entry, "moments": public.history_of(entry)})
