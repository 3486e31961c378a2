"""Texts with the words that were found marked, as plain text: escaping is left to the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import tantivy

from search.core.query import TextQuery
from search.core.results import MARK_END, MARK_START
from search.core.schema import TITLE, IndexSchema, TextField
from search.engines.embedded.compile import Compiler
from search.engines.embedded.layout import copy_field, plain
from search.engines.embedded.readers import Snapshot
from search.engines.rules import EXACT

SNIPPET = 200
_WHOLE = 100_000

Texts = Mapping[str, Mapping[str, str]]


class Marker:
    """Marks the hits of one page; what it needs of the index is fetched once for each copy."""

    def __init__(self, schema: IndexSchema, snapshot: Snapshot, compiler: Compiler, text: TextQuery) -> None:
        self._schema, self._snapshot, self._compiler, self._query = schema, snapshot, compiler, text
        self._generators: dict[str, tantivy.SnippetGenerator] = {}

    def highlights(self, texts: Texts, languages: tuple[str, ...]) -> dict[str, str]:
        """Field → snippet, in the first of these languages in which a word was found."""
        found = {}
        for field in self._schema.texts:
            written = texts.get(field.name, {}) if field.highlighted else {}
            for language in dict.fromkeys(languages if field.stemmed else written):
                if snippet := self._snippet(field, language, written.get(language, "")):
                    found[field.name] = snippet
                    break
        return found

    def _snippet(self, field: TextField, language: str, text: str) -> str:
        if not text:
            return ""
        copy = language if field.stemmed and language in self._schema.languages else EXACT
        name = copy_field(field.name, copy)
        if name not in self._generators:
            words = self._compiler.marks(field, copy, self._query)
            generator = tantivy.SnippetGenerator.create(self._snapshot.searcher, words, self._snapshot.schema, name)
            generator.set_max_num_chars(_WHOLE if field.name == TITLE else SNIPPET)
            self._generators[name] = generator
        return marked(text.strip(), name, self._generators[name].snippet_from_doc)


def marked(text: str, field: str, snippet_of: Callable[[tantivy.Document], tantivy.Snippet]) -> str:
    """The snippet with sentinels; empty when nothing was found. tantivy counts in bytes, so this does too."""
    document = tantivy.Document()
    document.add_text(field, plain(text))
    snippet = snippet_of(document)
    ranges = [(range_.start, range_.end) for range_ in snippet.highlighted()]
    if not ranges:
        return ""
    fragment, pieces, place = snippet.fragment().encode(), [], 0
    for first, last in ranges:
        pieces += [fragment[place:first].decode(), MARK_START, fragment[first:last].decode(), MARK_END]
        place = last
    snippet_text = "".join([*pieces, fragment[place:].decode()])
    return snippet_text if plain(text) == text else _as_written(snippet_text, text, snippet.fragment_range().start)


def _as_written(marked_text: str, text: str, start: int) -> str:
    """The marked snippet with the letters of the text as it was before `plain`; `start` is its first byte there."""
    place = len(plain(text).encode()[:start].decode())
    written = []
    for letter in marked_text:
        mark = letter in (MARK_START, MARK_END)
        written.append(letter if mark else text[place])
        place += not mark
    return "".join(written)
