"""How documents lie in a tantivy index: fields, analysers, and the strings and numbers that orders go by."""

from __future__ import annotations

import json
from typing import Any

import tantivy

from search.core.document import SearchDocument
from search.core.schema import COMPLETENESS, IndexSchema, Sort, TextField
from search.engines.rules import EXACT, KEYWORD_LENGTH, STEMMERS, clean, copies

KEY, VERSION, SOURCE, WORDS, LANGUAGES, FILLED = "key", "version", "source", "words", "languages", "filled"
HASH_PARTS = ("hash_high", "hash_low")
KEY_PARTS = ("key_0", "key_1", "key_2")
"""The first 24 bytes of the key as three big-endian numbers: a column that compares like the key itself."""
BY_RELEVANCE = "order_relevance"

_LONGEST_TOKEN = 255


def copy_field(text: str, copy: str) -> str:
    """Index field of one analysed copy of a text."""
    return f"text_{text}_{copy}"


def facet_field(field: str) -> str:
    """Index field of a facet's slugs."""
    return f"facet_{field}"


def number_field(name: str) -> str:
    """Index field of a number."""
    return f"number_{name}"


def order_field(name: str) -> str:
    """Index field of a declared order: one string a document, all different, so that an order is one sorted column."""
    return f"order_by_{name}"


def analyzers(schema: IndexSchema) -> dict[str, tantivy.TextAnalyzer]:
    """Copy name → analyser. Words are runs of letters and digits; a stemmer sees accents, the index does not."""

    def build(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for filter_ in (*filters, tantivy.Filter.remove_long(_LONGEST_TOKEN)):
            builder = builder.filter(filter_)
        return builder.build()

    fold, lowercase, stemmer = tantivy.Filter.ascii_fold, tantivy.Filter.lowercase, tantivy.Filter.stemmer
    stemmed = {language: build(lowercase(), stemmer(STEMMERS[language]), fold()) for language in schema.languages}
    return {**stemmed, EXACT: build(fold(), lowercase())}


def tokenizer_name(copy: str) -> str:
    """Name under which the analyser of a copy is registered with an index."""
    return f"use_{copy}"


def tantivy_schema(schema: IndexSchema) -> tantivy.Schema:
    """The same declaration in tantivy's terms."""
    builder = tantivy.SchemaBuilder()
    raw: dict[str, Any] = {"tokenizer_name": "raw", "index_option": "basic"}
    builder.add_text_field(KEY, stored=True, fast=True, **raw)
    builder.add_bytes_field(SOURCE, stored=True)
    for name in (VERSION, *HASH_PARTS, *KEY_PARTS):
        builder.add_unsigned_field(name, fast=True)
    builder.add_text_field(WORDS, tokenizer_name=tokenizer_name(EXACT), index_option="basic")
    builder.add_text_field(LANGUAGES, **raw)
    builder.add_text_field(FILLED, **raw)
    for text in schema.texts:
        for copy in copies(text, schema):
            builder.add_text_field(copy_field(text.name, copy), tokenizer_name=tokenizer_name(copy))
    for facet in schema.facets.terms:
        builder.add_text_field(facet_field(facet.field), fast=True, **raw)
    for number in schema.numbers:
        builder.add_integer_field(number_field(number), fast=True)
    for order in (BY_RELEVANCE, *(order_field(sort.name) for sort in schema.sorts)):
        builder.add_text_field(order, fast=True, **raw)
    return builder.build()


def tantivy_document(document: SearchDocument, version: int, schema: IndexSchema) -> tantivy.Document:
    """The document as tantivy takes it; `refusal` has been asked before."""
    out = tantivy.Document()
    out.add_text(KEY, document.key)
    out.add_unsigned(VERSION, version)
    digest = document.content_hash()
    for part, digits in zip(HASH_PARTS, (digest[:16], digest[16:]), strict=True):
        out.add_unsigned(part, int(digits, 16))
    for part, number in zip(KEY_PARTS, key_numbers(document.key), strict=True):
        out.add_unsigned(part, number)
    for text in schema.texts:
        _add_text(out, text, document, schema)
    for language in {language for by_language in document.texts.values() for language in by_language if language}:
        out.add_text(LANGUAGES, language)
    for field, slugs in document.facets.items():
        for slug in dict.fromkeys(slugs):
            out.add_text(facet_field(field), slug)
    for name, number in document.numbers.items():
        out.add_integer(number_field(name), number)
    out.add_text(BY_RELEVANCE, relevance_string(document))
    for sort in schema.sorts:
        out.add_text(order_field(sort.name), order_string(document, sort, schema))
    out.add_bytes(SOURCE, source(document))
    return out


def _add_text(out: tantivy.Document, text: TextField, document: SearchDocument, schema: IndexSchema) -> None:
    filled = set()
    for language, written in document.texts.get(text.name, {}).items():
        words = plain(clean(written))
        for copy in (language, EXACT) if text.stemmed and language in schema.languages else (EXACT,):
            out.add_text(copy_field(text.name, copy), words)
            filled.add(copy)
        out.add_text(WORDS, words)
    for copy in filled:
        out.add_text(FILLED, copy_field(text.name, copy))


def plain(text: str) -> str:
    """The text with İ as I, letter for letter: lowering İ gives two characters here and one in OpenSearch."""
    return text.replace("İ", "I")


def source(document: SearchDocument) -> bytes:
    """What is kept to answer with: display, language, and texts and facets for marks and similar entries."""
    texts = {name: {language: clean(text) for language, text in by.items()} for name, by in document.texts.items()}
    kept = [dict(document.display), document.language, texts, {name: list(of) for name, of in document.facets.items()}]
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def key_numbers(key: str) -> tuple[int, ...]:
    """The first 24 bytes of the key as three numbers."""
    head = key.encode()[:24].ljust(24, b"\0")
    return tuple(int.from_bytes(head[start : start + 8], "big") for start in (0, 8, 16))


def relevance_string(document: SearchDocument) -> str:
    """Compares like: most complete first, then key. For searches without words, where all scores are equal."""
    return _number_string(document.numbers.get(COMPLETENESS), descending=True) + document.key


def order_string(document: SearchDocument, sort: Sort, schema: IndexSchema) -> str:
    """Compares like the declared order, then key; a document without the value comes last."""
    if sort.field in schema.numbers:
        return _number_string(document.numbers.get(sort.field), descending=sort.descending) + document.key
    return _keyword_string(document.keywords.get(sort.field), descending=sort.descending) + document.key


def _number_string(number: int | None, *, descending: bool) -> str:
    if number is None:
        return "~"
    place = 2**63 - 1 - number if descending else 2**63 + number
    return f"{place:016x}"


def _keyword_string(keyword: str | None, *, descending: bool) -> str:
    if keyword is None:
        return "~"
    head = keyword[:KEYWORD_LENGTH].encode()
    # Two hex digits a byte, and an end mark: before every digit going up, after every digit going down.
    return bytes(255 - byte for byte in head).hex() + "}" if descending else head.hex() + "!"
