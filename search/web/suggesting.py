"""What completes a text that is being typed: entries, then values of a few facets, each with a link."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from search.core.engine import SearchEngine
from search.core.facets import TermsFacet
from search.core.schema import IndexSchema
from search.core.words import clean
from search.web.facets import begins_with
from search.web.labels import Labels, counted
from search.web.querystring import Asked, QueryString

FACETS = ("city", "theme")
"""Facets whose values are suggested, where the schema has them: what people look for by name."""
ENTRIES, VALUES = 5, 4
SHORTEST = 2


def suggestions(
    typed: str,
    *,
    engine: SearchEngine,
    schema: IndexSchema,
    language: str,
    page: str,
    counts: Mapping[str, Mapping[str, int]],
) -> list[dict[str, Any]]:
    """Groups of suggestions: `label` and `options`, each with `text`, `note` and `url`; empty groups are left out.

    `page` is the address of the search page, `counts` what the library holds: nothing empty is suggested.
    """
    typed = " ".join(clean(typed).split())[:100]
    if len(typed) < SHORTEST:
        return []
    groups = [{"label": _("Practices"), "options": _entries(typed, engine, language)}]
    strings, labels = QueryString(schema), Labels(schema.facets, language)
    for name in FACETS:
        facet = schema.facets.by_name.get(name)
        if isinstance(facet, TermsFacet):
            held = counts.get(name, {})
            found = [slug for slug, label in labels.of(name).items() if held.get(slug) and begins_with(label, typed)]
            found.sort(key=lambda slug: (-held[slug], labels.label(name, slug)))
            options = [
                {
                    "text": labels.label(name, slug),
                    "note": counted(held[slug]),
                    "url": page + strings.link(Asked(filters={name: (slug,)})),
                }
                for slug in found[:VALUES]
            ]
            groups.append({"label": str(facet.title), "options": options})
    return [group for group in groups if group["options"]]


def _entries(typed: str, engine: SearchEngine, language: str) -> list[dict[str, str]]:
    options = []
    for hit in engine.suggest(typed, language, ENTRIES):
        shown = (hit.display.get("versions") or {}).get(language) or hit.display
        city = hit.display.get("city") or {}
        names = city.get("names") or {}
        options.append(
            {
                "text": str(shown.get("title", "")),
                "note": names.get(language) or names.get("en", ""),
                "url": f"/{language}/{hit.display.get('path', '')}",
            }
        )
    return options
