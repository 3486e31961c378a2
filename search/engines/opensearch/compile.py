"""Our query as an OpenSearch request body: small pure functions of plain data. The user's words only ever stand as
the value of a `match_phrase`, which has no syntax."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from search.core.facets import TermsFacet
from search.core.query import Clause, SearchQuery, Term, TextQuery
from search.core.results import MARK_END, MARK_START
from search.core.schema import COMPLETENESS, TITLE, IndexSchema, TextField
from search.engines.opensearch.mapping import (
    DISPLAY,
    KEY,
    LANGUAGE,
    LANGUAGES,
    WORDS,
    Json,
    copy_field,
    facet_field,
    keyword_field,
    number_field,
)
from search.engines.rules import EXACT, MAX_VALUES, OTHER, bounds, chosen, clean, copies, counted_facets
from search.engines.spelling import allowed_edits, typed_words

SNIPPET = 200
NOTHING: Json = {"term": {KEY: ""}}
"""Matches nothing, for no key is empty. Not `match_none`: OpenSearch would simplify away what stands beside it, and
with it the named queries that tell where a word was."""
EVERYTHING: Json = {"match_all": {}}


def search_body(query: SearchQuery, schema: IndexSchema) -> Json:
    """The whole request: words and scope find, chosen facets filter afterwards, so that each can be counted without."""
    body: Json = {
        "query": found(query, schema),
        "from": (query.page - 1) * query.size,
        "size": query.size,
        "sort": order(query.sort, schema),
        "track_total_hits": True,
        "_source": [DISPLAY, LANGUAGE],
        "timeout": "2s",
    }
    if filters := filters_by_facet(query, schema):
        body["post_filter"] = {"bool": {"filter": list(filters.values())}}
    if counts := aggregations(query, schema):
        body["aggs"] = counts
    if query.highlight and query.size and query.text.clauses:
        body["highlight"] = highlight(query.text, schema)
    if typed := typed_words(query):
        body["suggest"] = {f"word-{number}": suggestion(word) for number, word in enumerate(typed)}
    return body


def found(query: SearchQuery, schema: IndexSchema) -> Json:
    """(words or neighbours) and scope and ranges, without what is excluded."""
    by_meaning = [
        {"constant_score": {"filter": {"term": {KEY: key}}, "boost": score}} for key, score in query.neighbours
    ]
    parts: Json = {
        "filter": [
            *(one_of(name, slugs, schema) for name, slugs in chosen(query.scope).items()),
            *(between(name, low, high, schema) for name, (low, high) in bounds(query.ranges).items()),
        ],
        "must_not": [anywhere(term, schema) for term in query.text.excluded],
    }
    if query.text.clauses:
        parts["must"] = [{"bool": {"should": [lexical(query.text, schema), *by_meaning], "minimum_should_match": 1}}]
    else:  # everything; the neighbours only add their scores
        parts["filter"].append(EVERYTHING)
        parts["should"] = by_meaning
        parts["minimum_should_match"] = 0
    return {"bool": parts}


def neighbour(key: str, score: float) -> Json:
    """One entry near in meaning, with the score that this is worth."""
    return {"constant_score": {"filter": {"term": {KEY: key}}, "boost": score}}


def lexical(text: TextQuery, schema: IndexSchema) -> Json:
    """The clauses, each weighing the same, so that a long question does not outweigh its neighbours in meaning."""
    share = 1.0 / len(text.clauses)
    scored = [(clause, best_of_clause(number, clause, share, schema)) for number, clause in enumerate(text.clauses)]
    optional = [query for clause, query in scored if not clause.required]
    required = [query for clause, query in scored if clause.required]
    if text.minimum > len(optional):
        required.append(NOTHING)
    return {
        "bool": {
            "must": required,
            "should": optional,
            "minimum_should_match": min(text.minimum, len(optional)),
            "filter": [EVERYTHING],
        }
    }


def best_of_clause(number: int, clause: Clause, share: float, schema: IndexSchema) -> Json:
    """The best of its terms over all texts. Each text is named, so that the answer tells where a word was."""
    if not clause.terms:
        return NOTHING
    by_text = [
        best_of([leaf for term in clause.terms for leaf in leaves(term, text, schema)], name=f"{text.name}:{number}")
        for text in schema.texts
    ]
    return best_of(by_text, boost=share)


def anywhere(term: Term, schema: IndexSchema) -> Json:
    """A term in any text."""
    return best_of([leaf for text in schema.texts for leaf in leaves(term, text, schema)])


def leaves(term: Term, text: TextField, schema: IndexSchema) -> list[Json]:
    """A term in each copy of one text: words in that order, next to each other."""
    wanted = (EXACT,) if term.exact else copies(text, schema)
    return [phrase(copy_field(text.name, copy), term.words, term.weight * text.weight) for copy in wanted]


def phrase(field: str, words: Sequence[str], boost: float = 1.0) -> Json:
    """These words in that order in one field."""
    return {"match_phrase": {field: {"query": clean(" ".join(words)), "boost": boost}}}


def best_of(queries: list[Json], *, boost: float = 1.0, name: str | None = None) -> Json:
    """Matches when any does, and scores like the best."""
    return {"dis_max": {"queries": queries, "boost": boost, **({"_name": name} if name else {})}}


def one_of(name: str, slugs: Sequence[str], schema: IndexSchema) -> Json:
    """Filter: the facet has one of these values."""
    return {"terms": {facet_field(schema.facets.by_name[name].field): list(slugs)}}


def between(name: str, low: int | None, high: int | None, schema: IndexSchema) -> Json:
    """Filter: the facet's number lies in between, both ends included."""
    ends = {end: number for end, number in (("gte", low), ("lte", high)) if number is not None}
    return {"range": {number_field(schema.facets.by_name[name].field): ends}}


def filters_by_facet(query: SearchQuery, schema: IndexSchema) -> dict[str, Json]:
    """Facet name → its filter, for the facets in which something is chosen."""
    return {name: one_of(name, slugs, schema) for name, slugs in chosen(query.filters).items()}


def aggregations(query: SearchQuery, schema: IndexSchema) -> Json:
    """Counts of each facet under every choice but its own; facets under the same choices share one filter."""
    filters = filters_by_facet(query, schema)
    shared: dict[tuple[str, ...], list[TermsFacet]] = {}
    for facet in counted_facets(query, schema):
        shared.setdefault(tuple(name for name in filters if name != facet.name), []).append(facet)
    aggs: Json = {}
    for number, (others, facets) in enumerate(shared.items()):
        counts = {facet.name: values(facet) for facet in facets}
        under = {"bool": {"filter": [filters[name] for name in others]}}
        aggs[f"under-{number}"] = {"filter": under if others else EVERYTHING, "aggs": counts}
    return aggs


def values(facet: TermsFacet) -> Json:
    """All values of a facet with their counts; exact, for there is one shard."""
    return {"terms": {"field": facet_field(facet.field), "size": MAX_VALUES, "shard_size": MAX_VALUES}}


def order(name: str, schema: IndexSchema) -> list[Json]:
    """A total order: ties by key, and what has no value last."""
    by_key: Json = {KEY: {"order": "asc"}}
    sort = schema.sort(name)
    if sort is None:
        complete = [_falling(number_field(COMPLETENESS))] if COMPLETENESS in schema.numbers else []
        return [{"_score": {"order": "desc"}}, *complete, by_key]
    field = number_field(sort.field) if sort.field in schema.numbers else keyword_field(sort.field)
    return [{field: {"order": "desc" if sort.descending else "asc", "missing": "_last"}}, by_key]


def highlight(text: TextQuery, schema: IndexSchema) -> Json:
    """Marks in every copy of the highlighted texts; which of them is shown is decided with the answer."""
    fields: Json = {}
    words = [term.words for clause in text.clauses for term in clause.terms]
    marked = []
    for field in schema.texts:
        for copy in (*schema.languages, OTHER) if field.stemmed else (EXACT,):
            if field.highlighted:
                name = copy_field(field.name, copy)
                whole = field.name == TITLE
                fields[name] = (
                    {"number_of_fragments": 0} if whole else {"fragment_size": SNIPPET, "number_of_fragments": 1}
                )
                marked += [phrase(name, some) for some in words]
    return {
        "type": "unified",
        "encoder": "default",
        "pre_tags": [MARK_START],
        "post_tags": [MARK_END],
        "order": "score",
        "max_analyzer_offset": 1_000_000,
        "highlight_query": best_of(marked) if marked else NOTHING,
        "fields": fields,
    }


def suggestion(word: str) -> Json:
    """Known words near an unknown one; which of them was meant is decided with the answer."""
    return {
        "text": clean(word),
        "term": {
            "field": WORDS,
            "suggest_mode": "missing",
            "max_edits": allowed_edits(clean(word)),
            "prefix_length": 0,
            "min_word_length": 1,
            "string_distance": "damerau_levenshtein",
            "size": 100,
            "shard_size": 100,
        },
    }


def completion_body(typed: str, language: str, size: int, schema: IndexSchema) -> Json | None:
    """Titles and names with all these words, the last one only begun; None when there is no word at all."""
    chunks = [chunk for chunk in clean(typed).split() if any(map(str.isalnum, chunk))]
    if not chunks:
        return None
    must = [_constant(_whole(chunk, schema)) for chunk in chunks[:-1]]
    must.append(best_of([_constant(_whole(chunks[-1], schema), 1.5), _constant(_begun(chunks[-1], schema))]))
    in_language = {"constant_score": {"filter": {"term": {LANGUAGES: clean(language)}}, "boost": 0.01}}
    query = {"bool": {"must": must, "should": [in_language], "minimum_should_match": 0}}
    return {"query": query, "size": size, "sort": order("relevance", schema), "_source": [DISPLAY]}


def similar_body(key: str, facets: Mapping[str, Iterable[str]], size: int, index: str, schema: IndexSchema) -> Json:
    """Entries that share telling words (25 at most) and facet values, rare ones more; never itself."""
    texts = [(text.name, schema.languages if text.stemmed else (EXACT,)) for text in schema.texts]
    words = {
        "more_like_this": {
            "fields": [copy_field(name, copy) for name, compared in texts for copy in compared],
            "like": [{"_index": index, "_id": key}],
            "min_term_freq": 1,
            "min_doc_freq": 2,
            "max_query_terms": 25,
            "minimum_should_match": 1,
        }
    }
    shared = [
        {"term": {facet_field(facet.field): {"value": slug, "boost": facet.kinship}}}
        for facet in schema.facets.terms
        if facet.kinship > 0
        for slug in facets.get(facet.field, ())
    ]
    query = {"bool": {"should": [words, *shared], "minimum_should_match": 1, "must_not": [{"term": {KEY: key}}]}}
    return {"query": query, "size": size, "sort": order("relevance", schema), "_source": [DISPLAY]}


def _falling(field: str) -> Json:
    return {field: {"order": "desc", "missing": "_last"}}


def _constant(by_field: dict[str, tuple[float, Json]], factor: float = 1.0) -> Json:
    """The weight of the best field that matches, whatever the words: completions are ranked alike on both engines."""
    weighed = by_field.values()
    return best_of([{"constant_score": {"filter": query, "boost": factor * weight}} for weight, query in weighed])


def _whole(chunk: str, schema: IndexSchema) -> dict[str, tuple[float, Json]]:
    return {text.name: (text.weight, phrase(copy_field(text.name, EXACT), [chunk])) for text in schema.suggested}


def _begun(chunk: str, schema: IndexSchema) -> dict[str, tuple[float, Json]]:
    return {
        text.name: (
            text.weight,
            {"match_bool_prefix": {copy_field(text.name, EXACT): {"query": chunk, "operator": "and"}}},
        )
        for text in schema.suggested
    }
