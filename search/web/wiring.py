"""Where pages get their parts: the declared schema, the engine of this process, and neighbours in meaning."""

from __future__ import annotations

import time

from search.core import registry
from search.core.errors import SearchError
from search.core.query import SearchQuery
from search.core.schema import IndexSchema
from search.indexing.api import engine
from search.meaning.neighbours import neighbours
from search.web.querystring import QueryString
from search.web.service import Finder

__all__ = ["everything_counted", "finder", "language_of", "schema", "strings"]

COUNTS_KEPT = 60.0
"""Seconds for which counts over the whole library may be old: suggestions only need to know what is not empty."""

_counted: tuple[float, dict[str, dict[str, int]]] | None = None


def schema() -> IndexSchema:
    """What the domain declared."""
    return registry.registered().schema


def strings() -> QueryString:
    """Addresses of the declared schema."""
    return QueryString(schema())


def finder(language: str) -> Finder:
    """All that a search needs."""
    return Finder(engine(), strings(), language, neighbours)


def language_of(code: str | None) -> str:
    """The language of the index for a code such as "fr-ca"; the first one where there is none."""
    short = (code or "")[:2]
    return short if short in schema().languages else schema().languages[0]


def everything_counted() -> dict[str, dict[str, int]]:
    """Facet → slug → count over the whole library, at most a minute old; empty while the engine is down."""
    global _counted
    if _counted is None or time.monotonic() - _counted[0] > COUNTS_KEPT:
        names = tuple(facet.name for facet in schema().facets.terms)
        try:
            found = engine().search(SearchQuery(size=0, facets=names)).facets
        except SearchError:
            return {}
        _counted = time.monotonic(), {name: dict(counts) for name, counts in found.items()}
    return _counted[1]


def forget() -> None:
    """Drop what is kept: for tests."""
    global _counted
    _counted = None
