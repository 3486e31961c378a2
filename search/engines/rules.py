"""What holds on every engine: which queries and documents are well formed, limits, names, the shape of the index."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping

from search.core.document import SearchDocument
from search.core.errors import SearchRejected
from search.core.facets import RangeFacet, TermsFacet
from search.core.query import Range, SearchQuery
from search.core.schema import IndexSchema, TextField

FORMAT = 1
"""Raise it when an engine lays out its index in another way: older generations then ask to be rebuilt."""

MAX_WINDOW = 10_000
"""Hits that can be paged through; OpenSearch's own default, and further than anybody reads."""

MAX_CLAUSES = 8_192
"""Smallest questions of one query (each term in each copy of each text, each neighbour); with more it is refused."""

MAX_VALUES = 10_000
"""Values counted for one facet."""

KEYWORD_LENGTH = 512
"""Characters of a sortable keyword that decide its place."""

EXACT, OTHER = "exact", "other"
"""The unstemmed copy of a text, which holds all languages; and one, only for marks, of languages without a stemmer."""

STEMMERS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish", "fr": "french",
    "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
"""Snowball stemmers that both engines have, by language."""

LOWEST, HIGHEST = -(2**63), 2**63 - 1
_GENERATION = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


def clean(text: str) -> str:
    """The text in composed Unicode (NFC), so that é is one letter however it was typed; lone surrogates become "?"."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())


def copies(field: TextField, schema: IndexSchema) -> tuple[str, ...]:
    """Names of the analysed copies of a text: one for each language, then the exact one."""
    return (*schema.languages, EXACT) if field.stemmed else (EXACT,)


def check_generation(name: str) -> str:
    """The name itself. Raises SearchRejected when it could not be part of an index or file name."""
    if not _GENERATION.fullmatch(name):
        raise SearchRejected(f"{name!r} cannot name a generation: small letters, digits, - and _ only")
    return name


def check_query(query: SearchQuery, schema: IndexSchema) -> None:
    """Raise SearchRejected when the query names what the schema does not have, or pages too far."""
    for name in (*query.filters, *query.scope):
        if not isinstance(schema.facets.by_name.get(name), TermsFacet):
            raise SearchRejected(f"no facet of values is called {name!r}")
    for name in query.ranges:
        if not isinstance(schema.facets.by_name.get(name), RangeFacet):
            raise SearchRejected(f"no facet of numbers is called {name!r}")
    for name in query.facets:
        if name not in schema.facets.by_name:
            raise SearchRejected(f"no facet is called {name!r}")
    if query.sort != "relevance" and schema.sort(query.sort) is None:
        raise SearchRejected(f"no order is called {query.sort!r}")
    if query.page < 1 or query.size < 0:
        raise SearchRejected("pages start at 1 and have no negative size")
    if query.page * query.size > MAX_WINDOW:
        raise SearchRejected(f"pages end after the first {MAX_WINDOW} hits")
    for slug in (slug for slugs in (*query.filters.values(), *query.scope.values()) for slug in slugs):
        if not _encodable(slug):
            raise SearchRejected("a chosen value is not text")
    if clauses(query, schema) > MAX_CLAUSES:
        raise SearchRejected("the question has too many words")
    if any(score <= 0 for _, score in query.neighbours):
        raise SearchRejected("the score of a neighbour is positive")


def clauses(query: SearchQuery, schema: IndexSchema) -> int:
    """How many smallest questions the query becomes at most."""
    terms = len(query.text.excluded) + sum(len(clause.terms) for clause in query.text.clauses)
    return terms * sum(len(copies(text, schema)) + 1 for text in schema.texts) + len(query.neighbours)


def chosen(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Facet name → distinct values, without the facets in which nothing is chosen."""
    return {name: tuple(dict.fromkeys(slugs)) for name, slugs in values.items() if slugs}


def bounds(ranges: Mapping[str, Range]) -> dict[str, tuple[int | None, int | None]]:
    """Facet name → lowest and highest number as 64-bit integers, without the ranges that are open on both sides."""
    return {
        name: (_clamp(range_.low), _clamp(range_.high))
        for name, range_ in ranges.items()
        if range_.low is not None or range_.high is not None
    }


def counted_facets(query: SearchQuery, schema: IndexSchema) -> tuple[TermsFacet, ...]:
    """The facets whose values are to be counted, each once."""
    asked = (schema.facets.by_name[name] for name in dict.fromkeys(query.facets))
    return tuple(facet for facet in asked if isinstance(facet, TermsFacet))


def with_chosen(
    counts: Mapping[str, Mapping[str, int]], query: SearchQuery, schema: IndexSchema
) -> dict[str, dict[str, int]]:
    """Counts of every facet that was asked for, in that order: chosen values are there, also with 0."""
    completed: dict[str, dict[str, int]] = {}
    for name in query.facets:
        completed[name] = dict(counts.get(name, {}))
        for slug in query.filters.get(name, ()) if isinstance(schema.facets.by_name[name], TermsFacet) else ():
            completed[name].setdefault(slug, 0)
    return completed


def refusal(document: SearchDocument, schema: IndexSchema) -> str | None:
    """Why no engine can take this document; None when it can."""
    terms, numbers = {facet.field for facet in schema.facets.terms}, set(schema.numbers)
    for kind, given, known in (
        ("text", document.texts, {field.name for field in schema.texts}),
        ("facet", document.facets, terms),
        ("number", document.numbers, numbers),
        ("keyword", document.keywords, set(schema.keywords)),
    ):
        if strangers := sorted(set(given) - known):
            return f"the schema has no {kind} {', '.join(strangers)}"
    if not 0 < len(document.key.encode("utf-8", "replace")) <= 512 or document.key != clean(document.key):
        return "a key has 1 to 512 bytes of composed Unicode"
    for name, number in document.numbers.items():
        if not isinstance(number, int) or not LOWEST <= number <= HIGHEST:
            return f"{name} is not a whole number of 64 bits"
    said = [document.texts, document.language, document.facets, document.keywords, document.display]
    try:
        json.dumps([dict(part) if isinstance(part, Mapping) else part for part in said], allow_nan=False)
        document.content_hash()
    except (TypeError, ValueError) as error:  # UnicodeEncodeError is a ValueError
        return f"not text, or not JSON: {error}"
    return None


def fingerprint(schema: IndexSchema) -> str:
    """16 hex digits over all of the schema that is laid down in an index; weights and labels are free to change."""
    parts = [
        FORMAT,
        [(field.name, field.stemmed) for field in schema.texts],
        schema.languages,
        sorted(facet.field for facet in schema.facets.terms),
        sorted(schema.numbers),
        sorted(schema.keywords),
        sorted((sort.name, sort.field, sort.descending) for sort in schema.sorts),
    ]
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=8).hexdigest()


def check_schema(schema: IndexSchema) -> None:
    """Raise ValueError when a language has no stemmer or an order has no field."""
    for language in schema.languages:
        if language not in STEMMERS:
            raise ValueError(f"no stemmer for {language!r}; there are {', '.join(STEMMERS)}")
    for sort in schema.sorts:
        if sort.field not in schema.numbers and sort.field not in schema.keywords:
            raise ValueError(f"the order {sort.name!r} is by {sort.field!r}, which is neither a number nor a keyword")
    for facet in schema.facets.ranges:
        if facet.field not in schema.numbers:
            raise ValueError(f"the facet {facet.name!r} is over {facet.field!r}, which is not a number of the schema")


def _clamp(number: int | None) -> int | None:
    return None if number is None else max(LOWEST, min(HIGHEST, number))


def _encodable(text: str) -> bool:
    return text == text.encode("utf-8", "replace").decode()
