"""The search page and what hangs on it. Everything works as links and one GET form; htmx only makes it quicker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.core.errors import SearchError
from search.core.results import Hit
from search.web import exports, wiring
from search.web.labels import Labels
from search.web.presenters import ResultsPage
from search.web.querystring import LIST, Asked
from search.web.suggesting import suggestions

BROWSE = ("theme", "/{language}/themes/{slug}/")
"""Facet, and the pages of its values, that a reader is led to while search is down."""
RETRY_AFTER = 30
SUGGESTIONS_KEPT = 300


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page, or the parts that htmx swaps. An address with a slug of old leads to the one of today."""
    language, strings = wiring.language_of(get_language()), wiring.strings()
    asked = strings.read(request.GET)
    if asked.renamed:
        return HttpResponsePermanentRedirect(request.path + strings.link(asked))
    try:
        found = wiring.finder(language).find(asked)
    except SearchError:
        return unavailable(request, asked)
    page = ResultsPage(wiring.schema(), asked, found, language=language)
    partial = _is_partial(request)
    response = render(request, "search/partial.html" if partial else "search/page.html", {"page": page})
    patch_vary_headers(response, ["HX-Request"])
    if partial:
        here = request.path + strings.link(asked)
        response["HX-Push-Url"] = "false" if _htmx(request).current_url_abs_path == here else here
    return response


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Groups of suggestions for the text in `q`; none while the engine is down."""
    language = wiring.language_of(get_language())
    try:
        groups = suggestions(
            request.GET.get("q", ""),
            engine=wiring.finder(language).engine,
            schema=wiring.schema(),
            language=language,
            page=reverse("search"),
            counts=wiring.everything_counted(),
        )
    except SearchError:
        return JsonResponse({"groups": []}, headers={"Cache-Control": "no-store"})
    return JsonResponse({"groups": groups}, headers={"Cache-Control": f"public, max-age={SUGGESTIONS_KEPT}"})


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The first 500 results as `csv` or `ris`."""
    language = wiring.language_of(get_language())
    try:
        hits = _first(request, exports.LIMIT)
    except SearchError:
        return unavailable(request, wiring.strings().read(request.GET))
    if form == "csv":
        labels = Labels(wiring.schema().facets, language)
        text, kind = exports.table(hits, language=language, labels=labels, address=_address), "text/csv"
        text = "\ufeff" + text  # so that spreadsheets know it is UTF-8
    else:
        text, kind = (
            exports.references(hits, language=language, address=_address),
            "application/x-research-info-systems",
        )
    headers = {"Content-Disposition": f'attachment; filename="use-search.{form}"', "X-Robots-Tag": "noindex"}
    return HttpResponse(text, content_type=f"{kind}; charset=utf-8", headers=headers)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest results of a search as an Atom feed."""
    language, strings = wiring.language_of(get_language()), wiring.strings()
    asked = strings.read(request.GET)
    newest = next((sort.name for sort in wiring.schema().sorts if sort.name == "newest"), asked.sort)
    try:
        hits = _first(request, exports.FEED_LIMIT, sort=newest)
    except SearchError:
        return HttpResponse(status=503, headers={"Retry-After": str(RETRY_AFTER)})
    root = settings.SITE_URL.rstrip("/")
    text = exports.feed(
        hits,
        title=_("USE: %(search)s") % {"search": asked.text or _("newest entries")},
        link=root + reverse("search") + strings.link(asked),
        feed_url=root + reverse("search_feed") + strings.link(asked),
        language=language,
        address=_address,
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8", headers={"X-Robots-Tag": "noindex"})


def unavailable(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Search is down: said plainly, with ways to browse that need no engine. Never "no results"."""
    facets, language = wiring.schema().facets, wiring.language_of(get_language())
    name, address = BROWSE
    facet = next((facet for facet in facets.terms if facet.name == name), None)
    labels = facet.labels(language) if facet else {}
    links = [
        {"label": label, "url": address.format(language=language, slug=slug)}
        for slug, label in labels.items()
        if facet is not None and not (facet.parent_of and facet.parent_of(slug))
    ]
    again = request.path + wiring.strings().link(asked) if request.path == reverse("search") else ""
    context = {"text": asked.text, "links": links, "again": again}
    response = render(request, "search/unavailable.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response


def _first(request: HttpRequest, size: int, **changes: Any) -> tuple[Hit, ...]:
    asked = wiring.strings().read(request.GET)
    asked = replace(asked, page=1, size=size, view=LIST, **changes)
    finder = wiring.finder(wiring.language_of(get_language()))
    return finder.find(asked, explain=False, facets=False, highlight=False).results.hits


def _address(display: Mapping[str, Any]) -> str:
    language = wiring.language_of(get_language())
    return f"{settings.SITE_URL.rstrip('/')}/{language}/{display.get('path', '')}"


def _htmx(request: HttpRequest) -> Any:
    return getattr(request, "htmx", None)


def _is_partial(request: HttpRequest) -> bool:
    htmx = _htmx(request)
    return bool(htmx) and not htmx.history_restore_request
