"""How the index is, for health checks and the admin."""

from __future__ import annotations

from typing import Any

from search.core.errors import SearchError
from search.indexing.api import engine
from search.indexing.models import IndexGeneration, IndexJob
from search.indexing.worker import active_generation


def lag(generation: IndexGeneration | None) -> int:
    """Jobs that wait for a generation."""
    return IndexJob.objects.filter(pk__gt=generation.cursor if generation else 0).count()


def search_status() -> dict[str, Any]:
    """ok, engine, version, documents, lag (jobs that wait), and the reason when search is down."""
    searcher = engine()
    try:
        generation = active_generation(searcher)
        if generation is None:
            return {"ok": False, "engine": searcher.name, "documents": 0, "lag": lag(None), "reason": "no index yet"}
        documents = searcher.count(generation.name)
        return {
            "ok": True,
            "engine": searcher.name,
            "version": searcher.version(),
            "documents": documents,
            "lag": lag(generation),
        }
    except SearchError as error:
        return {"ok": False, "engine": searcher.name, "reason": str(error)}
