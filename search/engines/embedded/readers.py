"""Open readers, a set for each process: a reader is opened when first needed and reloaded when the files changed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import tantivy

from search.core.errors import SearchRejected, SearchUnavailable
from search.engines.embedded.layout import FILLED, KEY, SOURCE
from search.engines.embedded.store import Store


@dataclass(frozen=True, slots=True)
class Stored:
    """What the index keeps of a document to answer with, in the order of `layout.source`."""

    key: str
    display: Mapping[str, Any]
    language: str
    texts: Mapping[str, Mapping[str, str]]
    facets: Mapping[str, Sequence[str]]


@dataclass
class Snapshot:
    """A generation as it was at one moment; safe to share between threads."""

    generation: str
    schema: tantivy.Schema
    searcher: tantivy.Searcher
    _thinness: dict[str, float] = field(default_factory=dict)

    def thinness(self, copy_field: str) -> float:
        """What to multiply the score of a copy by, because few documents have it (1.0 when all have).

        tantivy takes the average length of a text over all documents, also those without it, so that a French text
        among a thousand English ones passes for endless. This is the ratio of both scores for one that is as long as
        the average of those that are there (BM25, k1 = 1.2, b = 0.75).
        """
        if copy_field not in self._thinness:
            filled = self.searcher.doc_freq(FILLED, copy_field)
            share = max(self.searcher.num_docs, filled) / max(filled, 1)
            self._thinness[copy_field] = (1 + 1.2 * (0.25 + 0.75 * share)) / 2.2
        return self._thinness[copy_field]

    def addresses(self, keys: Sequence[str]) -> dict[str, tantivy.DocAddress]:
        """Key → place of the documents that are there."""
        if not keys:
            return {}
        query = tantivy.Query.term_set_query(self.schema, KEY, list(keys))
        return dict(self.searcher.search(query, len(keys), order_by_field=KEY).hits)

    def find(self, query: tantivy.Query, limit: int, start: int = 0, by: str | None = None) -> tuple[list[Any], int]:
        """Pairs of score and place, best first, or of value and place in the order of a column; and the total."""
        found: Any = self.searcher.search(query, limit, offset=start, order_by_field=by, order=tantivy.Order.Asc)
        return found.hits, found.count

    def key(self, place: tantivy.DocAddress) -> str:
        """Key of the document at that place."""
        return str(self.searcher.doc(place).get_first(KEY))

    def read(self, place: tantivy.DocAddress) -> Stored:
        """The document at that place."""
        document = self.searcher.doc(place)
        return Stored(str(document.get_first(KEY)), *json.loads(document.get_first(SOURCE) or b""))

    def column(self, field_name: str, places: list[tantivy.DocAddress]) -> list[Any]:
        """Numbers of one field, in the order of the places; None where a document has none."""
        return self.searcher.fast_field_values(field_name, places) if places else []


@dataclass
class _Open:
    index: tantivy.Index
    stamp: tuple[int, int]
    snapshot: Snapshot


class Readers:
    """The readers of this process. After a fork the child opens its own and never touches its parent's."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._abandoned: list[dict[str, _Open]] = []
        self._start()

    def _start(self) -> None:
        self._pid, self._lock, self._open = os.getpid(), Lock(), dict[str, _Open]()

    def active(self) -> Snapshot:
        """The active generation now. Raises SearchUnavailable when there is none."""
        for _ in range(3):
            generation = self._store.active()
            if generation is None:
                raise SearchUnavailable("nothing is indexed yet: build the index")
            try:
                return self.of(generation)
            except (SearchRejected, FileNotFoundError):  # another generation took over between two looks
                continue
        raise SearchUnavailable(f"the active generation {generation!r} is not there: rebuild the index")

    def of(self, generation: str) -> Snapshot:
        """A generation now. Raises SearchRejected when it is not there, SearchUnavailable when it has another shape."""
        if self._pid != os.getpid():
            self._abandoned.append(self._open)  # kept, for closing them would join threads that the child has not got
            self._start()
        with self._lock:
            held = self._open.get(generation)
            if held is None:
                index = self._store.open(generation)
                for gone in set(self._open) - set(self._store.generations()):
                    del self._open[gone]
            else:
                stamp = self._store.stamp(generation)
                if stamp == held.stamp:
                    return held.snapshot
                index = held.index
            stamp = self._store.stamp(generation)  # before reloading: a commit in between is seen the next time
            index.reload()
            snapshot = Snapshot(generation, self._store.schema, index.searcher())
            self._open[generation] = _Open(index, stamp, snapshot)
            return snapshot
