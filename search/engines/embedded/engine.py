"""The embedded engine: one directory, one process at a time writing, any number reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.core.engine import Drop, Put, WriteReport
from search.core.facets import TermsFacet
from search.core.query import SearchQuery
from search.core.results import Hit, SearchResults
from search.core.schema import IndexSchema, TextField
from search.engines.embedded.compile import Compiler
from search.engines.embedded.errors import translated
from search.engines.embedded.layout import (
    BY_RELEVANCE,
    HASH_PARTS,
    KEY,
    KEY_PARTS,
    WORDS,
    copy_field,
    facet_field,
    key_numbers,
    order_field,
)
from search.engines.embedded.ranking import Ranked, by_column, by_score
from search.engines.embedded.readers import Readers, Snapshot
from search.engines.embedded.snippets import Marker
from search.engines.embedded.store import Store
from search.engines.embedded.writing import write
from search.engines.rules import EXACT, MAX_VALUES, check_query, check_schema, chosen, counted_facets, with_chosen
from search.engines.spelling import allowed_edits, letters, nearest, typed_words

_HASHES_AT_ONCE = 5_000


class EmbeddedEngine:
    """See search.core.engine.SearchEngine."""

    name = "embedded"

    def __init__(self, directory: Path, schema: IndexSchema) -> None:
        check_schema(schema)
        self.schema = schema
        self._store = Store(directory, schema)
        self._readers = Readers(self._store)

    def version(self) -> str:
        """The library and its version."""
        return f"tantivy {version('tantivy')}"

    def search(self, query: SearchQuery) -> SearchResults:
        """Hits, total and facet counts of the active generation."""
        started = perf_counter()
        check_query(query, self.schema)
        with translated():
            snapshot = self._readers.active()
            compiler = self._compiler(snapshot)
            ranked, total = self._page(snapshot, compiler.hits(query), query)
            facets = self._counts(snapshot, compiler, query)
            hits = self._hits(snapshot, compiler, query, ranked)
            spelling = self._spelling(snapshot, compiler, query)
        return SearchResults(hits, total, facets, (perf_counter() - started) * 1000, spelling)

    def similar(self, key: str, size: int) -> tuple[Hit, ...]:
        """Entries that share telling words (25 a copy of a text) and facet values, rare ones more; never itself."""
        with translated():
            snapshot = self._readers.active()
            place = snapshot.addresses([key]).get(key)
            if place is None or size < 1:
                return ()
            stored = snapshot.read(place)
            parts = [self._alike(snapshot, field, stored.texts.get(field.name, {})) for field in self.schema.texts]
            for facet in self.schema.facets.terms:
                for slug in stored.facets.get(facet.field, ()) if facet.kinship > 0 else ():
                    shared = Query.term_query(snapshot.schema, facet_field(facet.field), slug)
                    parts.append(Query.boost_query(shared, facet.kinship))
            itself = (Occur.MustNot, Query.term_query(snapshot.schema, KEY, key))
            query = Query.boolean_query([*((Occur.Should, part) for part in parts), itself])
            ranked, _ = by_score(snapshot, self.schema, query, 0, size)
            return tuple(self._bare_hit(snapshot, score, found) for score, found in ranked)

    def suggest(self, prefix: str, language: str, size: int) -> tuple[Hit, ...]:
        """Entries with these words in a title or name, the last one only begun."""
        with translated():
            snapshot = self._readers.active()
            query = self._compiler(snapshot).starting_with(prefix, language)
            if query is None or size < 1:
                return ()
            ranked, _ = by_score(snapshot, self.schema, query, 0, size)
            return tuple(self._bare_hit(snapshot, score, place) for score, place in ranked)

    def active(self) -> str | None:
        """Name of the active generation."""
        with translated():
            return self._store.active()

    def generations(self) -> tuple[str, ...]:
        """Names, oldest first."""
        with translated():
            return self._store.generations()

    def create(self, generation: str) -> None:
        """Make an empty generation."""
        with translated():
            self._store.create(generation)

    def write(self, generation: str, operations: Sequence[Put | Drop]) -> WriteReport:
        """Apply a batch; it is on disk when this returns."""
        with translated():
            return write(self._store, self.schema, generation, operations)

    def refresh(self, generation: str) -> None:
        """Nothing to do but look: readers notice every commit by themselves."""
        with translated():
            self._readers.of(generation)

    def activate(self, generation: str) -> None:
        """Point searches at this generation."""
        with translated():
            self._store.activate(generation)

    def drop(self, generation: str) -> None:
        """Remove a generation that is not active."""
        with translated():
            self._store.drop(generation)

    def count(self, generation: str) -> int:
        """Documents in the generation."""
        with translated():
            return self._readers.of(generation).searcher.num_docs

    def hashes(self, generation: str) -> Iterator[tuple[str, str]]:
        """Key and content hash in key order, some thousands in memory at a time."""
        last, limit = "", _HASHES_AT_ONCE
        with translated():
            snapshot = self._readers.of(generation)
        while True:
            with translated():
                rest = _from_key(snapshot.schema, last)
                found, _ = snapshot.find(rest, limit, by=KEY)
                new = [(key, place) for key, place in found if key > last]
                places = [place for _, place in new]
                halves = zip(*(snapshot.column(part, places) for part in HASH_PARTS), strict=True)
                lines = [(key, f"{high:016x}{low:016x}") for (key, _), (high, low) in zip(new, halves, strict=True)]
            yield from lines
            if len(found) < limit:
                return
            last, limit = (new[-1][0], _HASHES_AT_ONCE) if new else (last, limit * 2)

    def _compiler(self, snapshot: Snapshot) -> Compiler:
        return Compiler(self.schema, snapshot, self._store.analyzers)

    def _page(self, snapshot: Snapshot, hits: Query, query: SearchQuery) -> tuple[list[Ranked], int]:
        start = (query.page - 1) * query.size
        if query.sort != "relevance":
            return by_column(snapshot, hits, order_field(query.sort), start, query.size)
        if not query.text.clauses and not query.neighbours:
            return by_column(snapshot, hits, BY_RELEVANCE, start, query.size)
        return by_score(snapshot, self.schema, hits, start, query.size)

    def _counts(self, snapshot: Snapshot, compiler: Compiler, query: SearchQuery) -> dict[str, dict[str, int]]:
        """One pass for all facets in which nothing is chosen, and one for each of the others."""
        filtered, asked = chosen(query.filters), counted_facets(query, self.schema)
        passes: list[tuple[str | None, list[TermsFacet]]] = []
        passes += [(facet.name, [facet]) for facet in asked if facet.name in filtered]
        passes.append((None, [facet for facet in asked if facet.name not in filtered]))
        counts: dict[str, dict[str, int]] = {}
        for without, facets in passes:
            if not facets:
                continue
            wanted = {facet.name: _terms(facet_field(facet.field)) for facet in facets}
            answer = snapshot.searcher.aggregate(compiler.hits(query, without=without), wanted)
            for name, of in answer.items():
                counts[name] = {bucket["key"]: int(bucket["doc_count"]) for bucket in of["buckets"]}
        return with_chosen(counts, query, self.schema)

    def _hits(
        self, snapshot: Snapshot, compiler: Compiler, query: SearchQuery, ranked: list[Ranked]
    ) -> tuple[Hit, ...]:
        documents = [snapshot.read(place) for _, place in ranked]
        matched = self._matched(snapshot, compiler, query, [document.key for document in documents])
        marker = Marker(self.schema, snapshot, compiler, query.text)
        hits = []
        for (score, _), document in zip(ranked, documents, strict=True):
            wanted = query.highlight and query.text.clauses
            highlights = marker.highlights(document.texts, (query.language, document.language)) if wanted else {}
            hits.append(Hit(document.key, score, document.display, tuple(matched.get(document.key, ())), highlights))
        return tuple(hits)

    def _matched(
        self, snapshot: Snapshot, compiler: Compiler, query: SearchQuery, keys: list[str]
    ) -> dict[str, list[str]]:
        """Key → names of the texts with a word of the query: one small search a text, among the hits of the page."""
        matched: dict[str, list[str]] = {}
        if not keys or not query.text.clauses:
            return matched
        page = (Occur.Must, Query.term_set_query(snapshot.schema, KEY, keys))
        for field in self.schema.texts:
            inside = Query.boolean_query([page, (Occur.Must, compiler.anywhere_in(field, query.text))])
            for key, _ in snapshot.find(inside, len(keys), by=KEY)[0]:
                matched.setdefault(key, []).append(field.name)
        return matched

    def _spelling(self, snapshot: Snapshot, compiler: Compiler, query: SearchQuery) -> dict[str, str]:
        """The word list is walked only when a word is unknown; a comparison of letters spares most of the work."""
        meant: dict[str, str] = {}
        for typed in typed_words(query):
            tokens = compiler.tokens(typed)
            if len(tokens) != 1 or snapshot.searcher.doc_freq(WORDS, tokens[0]):
                continue
            word, bits, limit = tokens[0], letters(tokens[0]), allowed_edits(tokens[0])
            known = (
                (other, frequency)
                for other, frequency in snapshot.searcher.terms_with_prefix(WORDS, "")
                if abs(len(other) - len(word)) <= limit and (letters(other) ^ bits).bit_count() <= 2 * limit
            )
            if (found := nearest(word, known)) is not None:
                meant[typed] = found
        return meant

    def _alike(self, snapshot: Snapshot, field: TextField, texts: Mapping[str, str]) -> Query:
        """Words of one text that tell it apart, in each language it has a stemmer for, else as they are."""
        parts = []
        for written_in, text in texts.items():
            copy = written_in if field.stemmed and written_in in self.schema.languages else EXACT
            parts.append(
                Query.more_like_this_document_fields_query(
                    snapshot.schema,
                    {copy_field(field.name, copy): [text]},
                    min_doc_frequency=2,
                    min_term_frequency=1,
                    max_query_terms=25,
                )
            )
        return Query.boolean_query([(Occur.Should, part) for part in parts])

    def _bare_hit(self, snapshot: Snapshot, score: float, place: tantivy.DocAddress) -> Hit:
        document = snapshot.read(place)
        return Hit(document.key, score, document.display)


def _terms(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": MAX_VALUES, "segment_size": MAX_VALUES}}


def _from_key(schema: tantivy.Schema, key: str) -> Query:
    """Documents whose key has the same or later first 24 bytes."""
    above: list[Query] = []
    parts = []
    numbers = key_numbers(key)
    for field, number in zip(KEY_PARTS, numbers, strict=True):
        last = field == KEY_PARTS[-1]
        later = Query.range_query(
            schema, field, tantivy.FieldType.Unsigned, number, include_lower=last, upper_bound=None
        )
        parts.append(Query.boolean_query([(Occur.Must, part) for part in (*above, later)]))
        above.append(Query.range_query(schema, field, tantivy.FieldType.Unsigned, number, number))
    return Query.boolean_query([(Occur.Should, part) for part in parts])
