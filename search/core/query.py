"""A search as plain data. What the user typed is words; it never becomes engine syntax."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Term:
    """One way to say a thing: a word, or several in that order (a phrase).

    An `exact` term looks only at the unstemmed, accent-folded copies. `weight` multiplies its score (a synonym
    counts less than the word that was typed).
    """

    words: tuple[str, ...]
    weight: float = 1.0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Satisfied by any of its terms; scored by the best of them. A `required` clause (quotes) must be satisfied.

    The first term is what was typed, the others are other words for it. A clause without terms cannot be satisfied.
    """

    terms: tuple[Term, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class TextQuery:
    """Holds when all required and at least `minimum` of the other clauses hold, and nothing excluded does."""

    clauses: tuple[Clause, ...] = ()
    excluded: tuple[Term, ...] = ()
    minimum: int = 0

    def __bool__(self) -> bool:
        return bool(self.clauses or self.excluded)


@dataclass(frozen=True, slots=True)
class Range:
    """Whole numbers from `low` to `high`, both included; None is open."""

    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What to find, count and show.

    hits = (text ∪ neighbours) ∧ scope ∧ all filters and ranges; counts of a facet leave out that facet's own filter.
    No words at all match everything. `filters`, `ranges`, `scope` and `facets` name facets of the schema (ranges the
    RangeFacets); a value tuple is an "or", an empty one filters nothing.
    `neighbours` are keys near in meaning with the score each adds (positive); they join the result set.
    `page` starts at 1; `size` 0 counts without hits; pages end after the first 10,000 hits.
    """

    text: TextQuery = TextQuery()
    neighbours: tuple[tuple[str, float], ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    scope: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    size: int = 20
    facets: tuple[str, ...] = ()
    highlight: bool = False
    language: str = "en"
