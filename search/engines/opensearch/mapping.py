"""How documents lie in an OpenSearch index: settings, mapping, and the document itself. Plain data, no server."""

from __future__ import annotations

from typing import Any

from search.core.document import SearchDocument
from search.core.schema import IndexSchema, TextField
from search.engines.rules import EXACT, KEYWORD_LENGTH, OTHER, STEMMERS, clean, copies, fingerprint

Json = dict[str, Any]

KEY, HASH, LANGUAGE, LANGUAGES, WORDS, DISPLAY = "key", "hash", "language", "languages", "words", "display"

TOMBSTONES = "12h"
"""How long a deleted key remembers its version (the default is a minute): longer than any worker runs late."""


def copy_field(text: str, copy: str) -> str:
    """Index field of one analysed copy of a text."""
    return f"text.{text}.{copy}"


def facet_field(field: str) -> str:
    """Index field of a facet's slugs."""
    return f"facet.{field}"


def number_field(name: str) -> str:
    """Index field of a number."""
    return f"number.{name}"


def keyword_field(name: str) -> str:
    """Index field of a sortable keyword."""
    return f"keyword.{name}"


def index_body(schema: IndexSchema, alias: str, generation: str) -> Json:
    """Settings and mapping of a new generation, which is not refreshed by itself while it is built."""
    return {
        "settings": {
            "index": {
                "number_of_shards": 1,
                "auto_expand_replicas": "0-1",
                "refresh_interval": "-1",
                "gc_deletes": TOMBSTONES,
                "analysis": analysis(schema),
            }
        },
        "mappings": {
            "dynamic": "strict",
            "_meta": {"alias": alias, "generation": generation, "fingerprint": fingerprint(schema)},
            "properties": properties(schema),
        },
    }


def analysis(schema: IndexSchema) -> Json:
    """Analysers by copy. Words are runs of letters and digits; a stemmer sees accents, the index does not."""
    stemmers = {f"stem_{language}": _stemmer(language) for language in schema.languages}
    stemmed = {
        language: _analyzer("lowercase", f"stem_{language}", "asciifolding", "short") for language in schema.languages
    }
    return {
        "tokenizer": {"use_words": {"type": "pattern", "pattern": r"[^\p{IsAlphabetic}\p{N}]+"}},
        "filter": {**stemmers, "short": {"type": "length", "max": 255}},
        "analyzer": {**stemmed, EXACT: _analyzer("asciifolding", "lowercase", "short")},
    }


def properties(schema: IndexSchema) -> Json:
    """The fields, one object a kind."""
    keyword = {"type": "keyword"}
    return {
        KEY: keyword,
        HASH: {"type": "keyword", "index": False},
        LANGUAGE: {"type": "keyword", "index": False, "doc_values": False},
        LANGUAGES: {"type": "keyword", "doc_values": False},
        WORDS: {"type": "text", "analyzer": EXACT, "norms": False, "index_options": "docs"},
        DISPLAY: {"type": "object", "enabled": False},
        "text": {"properties": {text.name: {"properties": _copies(text, schema)} for text in schema.texts}},
        "facet": {"properties": {facet.field: keyword for facet in schema.facets.terms}},
        "number": {"properties": {number: {"type": "long"} for number in schema.numbers}},
        "keyword": {"properties": {name: {"type": "keyword", "index": False} for name in schema.keywords}},
    }


def index_document(document: SearchDocument, schema: IndexSchema) -> Json:
    """The document as OpenSearch takes it; `refusal` has been asked before."""
    languages = {language for by_language in document.texts.values() for language in by_language if language}
    return {
        KEY: document.key,
        HASH: document.content_hash(),
        LANGUAGE: document.language,
        LANGUAGES: sorted(languages),
        DISPLAY: dict(document.display),
        "text": {text.name: _texts(text, document, schema) for text in schema.texts if document.texts.get(text.name)},
        "facet": {field: list(slugs) for field, slugs in document.facets.items()},
        "number": dict(document.numbers),
        "keyword": {name: value[:KEYWORD_LENGTH] for name, value in document.keywords.items()},
    }


def _stemmer(language: str) -> Json:
    return {"type": "snowball", "language": STEMMERS[language].capitalize()}


def _analyzer(*filters: str) -> Json:
    return {"type": "custom", "tokenizer": "use_words", "filter": list(filters)}


def _copies(text: TextField, schema: IndexSchema) -> Json:
    exact = {"type": "text", "analyzer": EXACT}
    fields: Json = {copy: {"type": "text", "analyzer": copy} for copy in copies(text, schema)}
    if text.stemmed:
        for copy in (*schema.languages, OTHER):
            fields[copy] = {**fields.get(copy, exact), "copy_to": [copy_field(text.name, EXACT), WORDS]}
        return fields
    return {EXACT: {**exact, "copy_to": [WORDS]}}


def _texts(text: TextField, document: SearchDocument, schema: IndexSchema) -> Json:
    """A language with a stemmer goes into its copy, the others together into one; each is copied to the exact one."""
    by_copy: Json = {}
    for language, written in document.texts[text.name].items():
        if text.stemmed and language in schema.languages:
            by_copy[language] = clean(written)
        else:
            by_copy.setdefault(OTHER if text.stemmed else EXACT, []).append(clean(written))
    return by_copy
