"""What OpenSearch answers, as our frozen values. Plain data, no server."""

from __future__ import annotations

from collections.abc import Mapping

from search.core.errors import SearchUnavailable
from search.core.query import SearchQuery
from search.core.results import Hit, SearchResults
from search.core.schema import IndexSchema
from search.engines.opensearch.mapping import DISPLAY, LANGUAGE, Json, copy_field
from search.engines.rules import EXACT, OTHER, with_chosen
from search.engines.spelling import nearest, typed_words


def results(answer: Json, query: SearchQuery, schema: IndexSchema, took_ms: float) -> SearchResults:
    """Hits, total, counts and spelling. Raises SearchUnavailable when the answer is only a part."""
    check_whole(answer)
    return SearchResults(
        hits=hits(answer, query, schema) if query.size else (),
        total=answer["hits"]["total"]["value"],
        facets=with_chosen(counts(answer), query, schema),
        took_ms=took_ms,
        spelling=spelling(answer, query),
    )


def check_whole(answer: Json) -> None:
    """Raise SearchUnavailable when a shard failed or time ran out: half an answer would look like few results."""
    if answer["timed_out"] or answer["_shards"]["failed"]:
        raise SearchUnavailable("OpenSearch could answer only in part")


def hits(answer: Json, query: SearchQuery | None, schema: IndexSchema) -> tuple[Hit, ...]:
    """The hits in their order; without a query, without marks."""
    return tuple(
        Hit(
            key=hit["_id"],
            score=hit["_score"] or 0.0,
            display=hit["_source"].get(DISPLAY, {}),
            matched=matched(hit.get("matched_queries", []), schema),
            highlights=highlights(hit, query, schema) if query else {},
        )
        for hit in answer["hits"]["hits"]
    )


def matched(names: list[str], schema: IndexSchema) -> tuple[str, ...]:
    """Texts that held a word, in the order of the schema, from names such as "title:0"."""
    texts = {name.rpartition(":")[0] for name in names}
    return tuple(text.name for text in schema.texts if text.name in texts)


def highlights(hit: Json, query: SearchQuery, schema: IndexSchema) -> dict[str, str]:
    """Field → snippet in the reader's language, else in the entry's, whichever of them holds a word."""
    snippets: Mapping[str, list[str]] = hit.get("highlight", {})
    found = {}
    for text in schema.texts:
        for language in (query.language, hit["_source"].get(LANGUAGE, "")) if text.stemmed else (EXACT,):
            copy = language if language in (*schema.languages, EXACT) else OTHER
            if snippet := snippets.get(copy_field(text.name, copy)):
                found[text.name] = snippet[0]
                break
    return found


def counts(answer: Json) -> dict[str, dict[str, int]]:
    """Facet name → value → count, from filter aggregations that hold one terms aggregation a facet."""
    return {
        name: {bucket["key"]: bucket["doc_count"] for bucket in of["buckets"]}
        for under in answer.get("aggregations", {}).values()
        for name, of in under.items()
        if isinstance(of, dict)
    }


def spelling(answer: Json, query: SearchQuery) -> dict[str, str]:
    """Typed word → the known word that was probably meant."""
    meant = {}
    for number, typed in enumerate(typed_words(query)):
        entries = answer.get("suggest", {}).get(f"word-{number}", [])
        if len(entries) == 1:  # an apostrophe or the like makes two words of one: nothing to guess at
            known = ((option["text"], option["freq"]) for option in entries[0]["options"])
            if (found := nearest(entries[0]["text"], known)) is not None:
                meant[typed] = found
    return meant
