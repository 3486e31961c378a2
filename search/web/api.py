"""`GET /api/v1/search`: the search page's answer for programs. Parameters are those of the page; see contract.md."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Router

from search.core import registry
from search.core.engine import SearchEngine
from search.core.errors import SearchError
from search.core.facets import RangeFacet
from search.core.results import Hit
from search.core.schema import IndexSchema
from search.web import wiring
from search.web.facets import Value, values_of
from search.web.labels import Labels
from search.web.marking import marked
from search.web.querystring import LAST_HIT, RELEVANCE, SIZES, Asked, BadParameter
from search.web.service import Found

router = Router(tags=["search"])

SHOWN = ("type", "slug", "language", "themes", "sdgs", "review", "evidence", "status", "start_year", "end_year")
"""Parts of a hit's display that the answer gives as they are."""


def parameters() -> list[dict[str, Any]]:
    """The parameters as OpenAPI describes them, from the declared facets; empty before anything is declared."""
    try:
        schema = registry.registered().schema
    except LookupError:
        return []
    described: list[dict[str, Any]] = [
        _parameter("q", "Words; quotes make a phrase, a hyphen before a word excludes it.")
    ]
    for facet in schema.facets:
        if isinstance(facet, RangeFacet):
            described += [
                _parameter(name, f"{facet.title}: a whole number.", type="integer")
                for name in (facet.from_param, facet.to_param)
            ]
            continue
        several = {"type": "array", "items": {"type": "string"}}
        described.append(
            {
                "name": facet.name,
                "in": "query",
                "schema": several,
                "explode": True,
                "description": f"{facet.title}. Repeated: or.",
            }
        )
    orders = [RELEVANCE, *(sort.name for sort in schema.sorts)]
    described += [
        _parameter("sort", "Order of the hits.", enum=orders),
        _parameter("page", "From 1; pages end after the first 10,000 hits.", type="integer", minimum=1),
        _parameter("size", "Hits a page.", type="integer", minimum=1, maximum=SIZES[-1], default=SIZES[0]),
        _parameter("lang", "Language of labels and texts.", enum=list(schema.languages)),
    ]
    return described


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string", **schema}}


@router.get("/search", summary="Search entries", openapi_extra={"parameters": parameters()}, url_name="api_search")
def search(request: HttpRequest) -> JsonResponse:
    """Hits, exact total and facet counts. A repeated parameter is OR, different ones are AND; counts of a facet leave
    out its own choice. 400 names a parameter with an impossible value; 503 says that the engine is down.
    """  # noqa: D205  shown to readers of the API as one paragraph
    schema = wiring.schema()
    lang = request.GET.get("lang", "")
    try:
        if lang and lang not in schema.languages:
            raise BadParameter("lang", f"{lang[:80]!r} is not one of {', '.join(schema.languages)}")
        asked = wiring.strings().read_strictly(request.GET)
    except BadParameter as error:
        return JsonResponse({"error": {"parameter": error.name, "reason": error.reason}}, status=400)
    language = wiring.language_of(lang)
    finder = wiring.finder(language)
    try:
        found = finder.find(asked, explain=False)
        engine = {"name": finder.engine.name, "version": _version(finder.engine)}  # type: ignore[arg-type]
    except SearchError:
        reason = "the search engine does not answer now; try again in a minute"
        return JsonResponse({"error": {"parameter": None, "reason": reason}}, status=503, headers={"Retry-After": "30"})
    return JsonResponse(
        answer(schema, asked, found, language=language, engine=engine), headers={"Access-Control-Allow-Origin": "*"}
    )


def answer(
    schema: IndexSchema, asked: Asked, found: Found, *, language: str, engine: Mapping[str, str]
) -> dict[str, Any]:
    """The answer as contract.md has it."""
    results = found.results
    return {
        "total": results.total,
        "page": asked.page,
        "pages": -(-min(results.total, LAST_HIT) // asked.size),
        "took_ms": round(results.took_ms, 1),
        "degraded": False,
        "engine": dict(engine),
        "hits": [_hit(hit, language) for hit in results.hits],
        "facets": _facets(schema, found, asked, language),
        "did_you_mean": found.suggestion.text if found.suggestion else None,
    }


def _hit(hit: Hit, language: str) -> dict[str, Any]:
    display = hit.display
    shown = (display.get("versions") or {}).get(language)
    text = shown or display
    return {
        **{name: display.get(name) for name in SHOWN},
        "title": text.get("title"),
        "url": f"/{language}/{display.get('path', '')}",
        "summary": text.get("summary"),
        "city": _city(display.get("city"), language),
        "matched": list(hit.matched),
        "highlights": {name: str(marked(snippet)) for name, snippet in hit.highlights.items()},
    }


def _city(city: Mapping[str, Any] | None, language: str) -> dict[str, Any] | None:
    if not city:
        return None
    names = city.get("names") or {}
    return {"slug": city.get("slug"), "name": names.get(language) or names.get("en"), "country": city.get("country")}


def _facets(schema: IndexSchema, found: Found, asked: Asked, language: str) -> dict[str, Any]:
    labels = Labels(schema.facets, language)
    listed = {}
    for facet in schema.facets.terms:
        values = values_of(facet, found.results.facets.get(facet.name, {}), asked, labels)
        tree = facet.parent_of is not None
        listed[facet.name] = {"values": [_value(value, tree=tree) for value in values], "more": 0}
    return listed


def _value(value: Value, *, tree: bool) -> dict[str, Any]:
    listed: dict[str, Any] = {"value": value.slug, "label": value.label, "count": value.count, "selected": value.chosen}
    if tree:
        listed["children"] = [_value(child, tree=False) for child in value.children]
    return listed


@lru_cache(maxsize=4)
def _version(engine: SearchEngine) -> str:
    """Asked once a process: a server's version does not change under it."""
    return engine.version()
