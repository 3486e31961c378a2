"""Compares the index with the library, document by document, and repairs what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from search.core import registry
from search.core.engine import Drop, Put, SearchEngine
from search.core.errors import SearchUnavailable
from search.indexing.models import IndexGeneration
from search.indexing.rebuild import chunks
from search.indexing.worker import BATCH, active_generation


@dataclass(slots=True)
class Drift:
    """Keys that are missing in the index, stand there though they should not, or differ."""

    checked: int = 0
    missing: list[str] = field(default_factory=list)
    surplus: list[str] = field(default_factory=list)
    different: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many documents are wrong."""
        return len(self.missing) + len(self.surplus) + len(self.different)


def _marks(keys: Iterator[str]) -> Iterator[tuple[str, str]]:
    source = registry.registered().source
    for chunk in chunks(keys, BATCH):
        for key, document in source.build(chunk).items():
            yield key, document.content_hash()


def compare(searcher: SearchEngine, generation: IndexGeneration) -> Drift:
    """What differs between the library and a generation."""
    drift = Drift()
    held = dict(searcher.hashes(generation.name))
    for key, mark in _marks(registry.registered().source.keys()):
        drift.checked += 1
        there = held.pop(key, None)
        if there is None:
            drift.missing.append(key)
        elif there != mark:
            drift.different.append(key)
    drift.surplus = sorted(held)
    return drift


def verify(searcher: SearchEngine, *, repair: bool = False) -> Drift:
    """Compare the active generation; with `repair` write only what differs. Raises SearchUnavailable without one."""
    generation = active_generation(searcher)
    if generation is None:
        raise SearchUnavailable("there is no index yet: run search_rebuild")
    drift = compare(searcher, generation)
    if repair and drift.total:
        documents = registry.registered().source.build([*drift.missing, *drift.different])
        puts: list[Put | Drop] = [Put(document, generation.cursor) for document in documents.values()]
        searcher.write(generation.name, [*puts, *(Drop(key, generation.cursor) for key in drift.surplus)])
        searcher.refresh(generation.name)
    return drift
