"""Our query as a tantivy query, piece by piece. Words are data: nothing here goes through tantivy's query parser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from search.core.query import Clause, SearchQuery, Term, TextQuery
from search.core.schema import IndexSchema, TextField
from search.engines.embedded.layout import KEY, LANGUAGES, copy_field, facet_field, number_field, plain
from search.engines.embedded.readers import Snapshot
from search.engines.rules import EXACT, bounds, chosen, clean, copies

BM25_SCALE = 2.2
"""tantivy multiplies BM25 by k1 + 1, Lucene no longer does: divided away, so that both engines score alike."""


class Compiler:
    """Compiles for one snapshot, whose statistics the scores of rare copies need."""

    def __init__(self, schema: IndexSchema, snapshot: Snapshot, analyzers: Mapping[str, tantivy.TextAnalyzer]) -> None:
        self._schema, self._snapshot, self._analyzers = schema, snapshot, analyzers
        self._tokens: dict[tuple[str, str], list[str]] = {}
        self._found: tuple[SearchQuery, Query] | None = None

    def tokens(self, text: str, copy: str = EXACT) -> list[str]:
        """The text as the copy's analyser cuts it."""
        if (text, copy) not in self._tokens:
            self._tokens[text, copy] = self._analyzers[copy].analyze(plain(clean(text)))
        return self._tokens[text, copy]

    def hits(self, query: SearchQuery, *, without: str | None = None) -> Query:
        """Everything that matches; `without` leaves out the filter of one facet."""
        if self._found is None or self._found[0] is not query:
            self._found = query, self.found(query)
        must = [self._found[1]]
        must += [self._one_of(name, slugs) for name, slugs in chosen(query.filters).items() if name != without]
        must += [self._one_of(name, slugs) for name, slugs in chosen(query.scope).items()]
        must += [self._between(name, low, high) for name, (low, high) in bounds(query.ranges).items()]
        return _all_of(must, excluding=[self.term(term) for term in query.text.excluded])

    def found(self, query: SearchQuery) -> Query:
        """What the words find, and the neighbours beside it."""
        if not query.text.clauses:  # everything; the neighbours only add their scores
            return _any_of([_silent(Query.all_query()), *self._neighbours(query)])
        return _any_of([self.lexical(query.text), *self._neighbours(query)])

    def lexical(self, text: TextQuery) -> Query:
        """The clauses, each weighing the same, so that a long question does not outweigh its neighbours in meaning."""
        optional = sum(not clause.required for clause in text.clauses)
        if text.minimum > optional:
            return Query.empty_query()
        share = 1.0 / (len(text.clauses) * BM25_SCALE)
        parts = [
            (Occur.Must if clause.required else Occur.Should, Query.boost_query(self.clause(clause), share))
            for clause in text.clauses
        ]
        if text.minimum == 0:
            parts.append((Occur.Must, _silent(Query.all_query())))
        return Query.boolean_query(parts, minimum_number_should_match=text.minimum)

    def clause(self, clause: Clause) -> Query:
        """The best of its terms over all texts."""
        return _best_of([self.term(term) for term in clause.terms])

    def term(self, term: Term) -> Query:
        """The best of a term over all texts and copies."""
        return _best_of([self.term_in(term, text) for text in self._schema.texts])

    def term_in(self, term: Term, text: TextField) -> Query:
        """The best of a term over the copies of one text."""
        wanted = (EXACT,) if term.exact else copies(text, self._schema)
        return _best_of([leaf for copy in wanted if (leaf := self._phrase(term, text, copy)) is not None])

    def anywhere_in(self, text: TextField, query: TextQuery) -> Query:
        """Any term of the question in this text."""
        return _best_of([self.term_in(term, text) for clause in query.clauses for term in clause.terms])

    def marks(self, text: TextField, copy: str, query: TextQuery) -> Query:
        """The words to mark in one copy of a text, those of exact terms too."""
        words = [" ".join(term.words) for clause in query.clauses for term in clause.terms]
        field = copy_field(text.name, copy)
        return _best_of([_sequence(self._snapshot.schema, field, self.tokens(typed, copy)) for typed in words])

    def starting_with(self, typed: str, language: str) -> Query | None:
        """Titles and names with all these words, the last one only begun; None when there is no word at all."""
        chunks = [chunk for chunk in clean(typed).split() if any(map(str.isalnum, chunk))]
        if not chunks:
            return None
        whole = [self._constant(self.tokens(chunk), 1.0) for chunk in chunks[:-1]]
        last = self.tokens(chunks[-1])
        ending = [self._constant(last, 1.5), self._begun(last)]
        in_language = Query.const_score_query(Query.term_query(self._snapshot.schema, LANGUAGES, clean(language)), 0.01)
        must = [(Occur.Must, part) for part in (*whole, _best_of(ending))]
        return Query.boolean_query([*must, (Occur.Should, in_language)])

    def _constant(self, tokens: list[str], factor: float) -> Query:
        schema = self._snapshot.schema
        parts = [
            Query.const_score_query(_sequence(schema, copy_field(text.name, EXACT), tokens), factor * text.weight)
            for text in self._schema.suggested
        ]
        return _best_of(parts)

    def _begun(self, tokens: list[str]) -> Query:
        schema, parts = self._snapshot.schema, []
        if not tokens:
            return Query.empty_query()
        for text in self._schema.suggested:
            field = copy_field(text.name, EXACT)
            words = [Query.term_query(schema, field, token) for token in tokens[:-1]]
            # A token is letters and digits only, so it has no meaning of its own in a pattern.
            words.append(Query.regex_query(schema, field, f"{tokens[-1]}.*"))
            parts.append(Query.const_score_query(_all_of(words), text.weight))
        return _best_of(parts)

    def _phrase(self, term: Term, text: TextField, copy: str) -> Query | None:
        """These words in one copy; None when the copy does not know one of them, which most copies do not."""
        field, tokens = copy_field(text.name, copy), self.tokens(" ".join(term.words), copy)
        if not all(self._snapshot.searcher.doc_freq(field, token) for token in tokens):
            return None
        query = _sequence(self._snapshot.schema, field, tokens)
        return Query.boost_query(query, term.weight * text.weight * self._snapshot.thinness(field))

    def _neighbours(self, query: SearchQuery) -> list[Query]:
        schema = self._snapshot.schema
        return [Query.const_score_query(Query.term_query(schema, KEY, key), score) for key, score in query.neighbours]

    def _one_of(self, name: str, slugs: Sequence[str]) -> Query:
        field = facet_field(self._schema.facets.by_name[name].field)
        return _silent(Query.term_set_query(self._snapshot.schema, field, list(slugs)))

    def _between(self, name: str, low: int | None, high: int | None) -> Query:
        if low is not None and high is not None and low > high:
            return Query.empty_query()
        field = number_field(self._schema.facets.by_name[name].field)
        return _silent(Query.range_query(self._snapshot.schema, field, FieldType.Integer, low, high))


def _sequence(schema: tantivy.Schema, field: str, tokens: list[str]) -> Query:
    if not tokens:
        return Query.empty_query()
    if len(tokens) == 1:
        return Query.term_query(schema, field, tokens[0])
    return Query.phrase_query(schema, field, list(tokens))


def _best_of(queries: Sequence[Query]) -> Query:
    return Query.disjunction_max_query(list(queries)) if queries else Query.empty_query()


def _any_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _all_of(queries: Iterable[Query], excluding: Iterable[Query] = ()) -> Query:
    parts = [(Occur.Must, query) for query in queries] + [(Occur.MustNot, query) for query in excluding]
    return Query.boolean_query(parts)


def _silent(query: Query) -> Query:
    return Query.const_score_query(query, 0.0)
