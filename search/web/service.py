"""A search as a page or a program needs it: one call of the engine, more only where something has to be explained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from search.core.engine import SearchEngine
from search.core.query import Clause, SearchQuery, Term, TextQuery
from search.core.results import Hit, SearchResults
from search.core.text import correct, parse
from search.web.querystring import Asked, QueryString

Neighbours = Callable[[str], tuple[tuple[str, float], ...]]
"""Text → keys near in meaning, with the score each adds."""

MOST_EXPLAINED = 8
"""Chosen filters that are tried out when nothing was found."""
NEAR_MISSES = 5
MOST_IN_A_NAME = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another spelling of the text, and how much it finds with the same filters."""

    text: str
    total: int


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What would be found without this facet's choice."""

    facet: str
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search.

    `suggestion` is another spelling that finds something. `corrected`: nothing was found as typed, and `results` are
    those of the suggestion. Where nothing at all was found, `relaxed` says what dropping each choice gives, most first,
    `unfiltered` what dropping all of them gives, and `near` are entries with some of the words.
    """

    results: SearchResults
    suggestion: Suggestion | None = None
    corrected: bool = False
    relaxed: tuple[Relaxed, ...] = ()
    unfiltered: int = 0
    near: tuple[Hit, ...] = ()


def nothing_near(text: str) -> tuple[tuple[str, float], ...]:
    """Neighbours where there is no model."""
    return ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Asks the engine. One for a request; it holds nothing but its parts."""

    engine: SearchEngine
    strings: QueryString
    language: str
    neighbours: Neighbours = nothing_near

    def find(self, asked: Asked, *, explain: bool = True, facets: bool = True, highlight: bool = True) -> Found:
        """Hits, counts, and, unless `explain` is false, what else there is when nothing was found: the results of
        another spelling, or which choice stands in the way. Raises SearchUnavailable.
        """
        query = self._query(asked, facets=facets)
        if not highlight:
            query = replace(query, highlight=False)
        results = self.engine.search(query)
        suggestion = self._suggestion(asked, results) if results.spelling else None
        if results.total == 0 and suggestion is not None and explain:
            respelled = self.engine.search(self._query(replace(asked, text=suggestion.text), facets=facets))
            return Found(respelled, suggestion, corrected=True)
        if results.total or not explain:
            return Found(results, suggestion)
        return self._explained(asked, query, results)

    def _query(self, asked: Asked, *, facets: bool = True) -> SearchQuery:
        text = self._name_required(parse(asked.text, self.language))
        exact = text.excluded or any(clause.required for clause in text.clauses)
        near = self.neighbours(asked.text) if text.clauses and not exact else ()
        return self.strings.to_query(asked, text, language=self.language, neighbours=near, facets=facets)

    def _name_required(self, text: TextQuery) -> TextQuery:
        """A proper name must be there, the words beside it only rank: "Wuhan transport" wants Wuhan.

        The longest run of words that is a name counts, as a phrase.
        """
        if any(clause.required for clause in text.clauses):
            return text
        typed = [clause.terms[0].words for clause in text.clauses]
        for length in range(min(MOST_IN_A_NAME, len(typed)), 0, -1):
            for start in range(len(typed) - length + 1):
                run = typed[start : start + length]
                name = tuple(word for words in run for word in words)
                if len(name) == length and self.strings.schema.is_name(" ".join(name)):
                    required = Clause((Term(name, exact=True),), required=True)
                    others = (*text.clauses[:start], *text.clauses[start + length :])
                    return replace(text, clauses=(required, *others), minimum=0)
        return text

    def _count(self, query: SearchQuery) -> int:
        return self.engine.search(replace(query, page=1, size=0, facets=(), highlight=False)).total

    def _suggestion(self, asked: Asked, results: SearchResults) -> Suggestion | None:
        text = correct(asked.text, results.spelling)
        if text.casefold() == asked.text.casefold():
            return None
        total = self._count(self._query(replace(asked, text=text)))
        return Suggestion(text, total) if total > 0 else None

    def _explained(self, asked: Asked, query: SearchQuery, results: SearchResults) -> Found:
        chosen = [*asked.filters, *asked.ranges][:MOST_EXPLAINED]
        relaxed = []
        for name in chosen:
            less = asked.without(name)
            total = self._count(replace(query, filters=less.filters, ranges=less.ranges))
            if total:
                relaxed.append(Relaxed(name, total))
        relaxed.sort(key=lambda r: -r.total)
        if len(chosen) > 1:
            unfiltered = self._count(replace(query, filters={}, ranges={}))
        else:
            unfiltered = relaxed[0].total if relaxed else 0
        near: tuple[Hit, ...] = ()
        optional = [clause for clause in query.text.clauses if not clause.required]
        if not relaxed and not unfiltered and len(optional) > 1:
            loose = replace(query.text, clauses=tuple(optional), minimum=1)
            near = self.engine.search(replace(query, text=loose, page=1, size=NEAR_MISSES, facets=())).hits
        return Found(results, None, relaxed=tuple(relaxed), unfiltered=unfiltered, near=near)
