"""What kind of answer each key of a record takes: read from the published schema, the models and the vocabularies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.blocks import ChoiceBlock, StructBlock

from practices.exchange.records import MODELS, STREAMS, TERM_LISTS, TERMS
from practices.exchange.schema import entry_schema
from practices.vocabulary import labels
from practices.vocabulary.models import LANGUAGES

KEYS_OF_FIELDS: dict[str, tuple[str, ...]] = {
    "city": ("city", "country"),
    "other_city_links": ("other_cities",),
    "theme_links": ("themes", "topics"),
    "relations": ("related",),
    **{field_name: (key,) for key, (field_name, _block) in STREAMS.items()},
}
"""Field of the entry → keys of the record, where they are not the same."""
NOT_IN_RECORDS = frozenset({"pictures", "documents", "locale", "slug"})
"""Fields of the entry that no record carries."""
OF_THE_FILE = ("id", "source", "type", "language")
"""Keys that say which entry it is; people leave them alone."""
LEVELS = {"themes": 1, "topics": 2}
RANKED = frozenset({"themes", "topics", "instruments"})
"""Lists whose order is a rank."""


class Shape(StrEnum):
    """How an answer is written down."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    NUMBER_OR_TEXT = "number or text"
    YES = "yes"
    CHOICE = "choice"
    CHOICES = "choices"
    TEXTS = "texts"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Column:
    """One part of a row."""

    name: str
    shape: Shape
    block: Any = None

    def label(self) -> str:
        """What stands above it, in the active language."""
        words = {
            "city": _("City"),
            "country": _("Country, two letters"),
            "id": _("Entry"),
            "kind": _("Kind"),
            "year": _("Year"),
        }
        return str(self.block.label) if self.block is not None else words[self.name]

    def options(self, language: str) -> Mapping[str, str]:
        """Value → label, when it is one of a list."""
        if self.shape is not Shape.CHOICE:
            return {}
        if self.block is None:
            return labels.term_labels("relation", language)
        with override(language):
            return {str(value): str(label) for value, label in self.block.field.choices if value}


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer under one key of a record."""

    key: str
    shape: Shape
    columns: tuple[Column, ...] = field(default=())

    def options(self, language: str) -> Mapping[str, str]:
        """Value → label, when it is one or some of a list."""
        if self.key in LEVELS:
            return _theme_options(LEVELS[self.key], language)
        if self.key in {**TERMS, **TERM_LISTS}:
            return labels.term_labels({**TERMS, **TERM_LISTS}[self.key], language)
        if self.shape is Shape.YES:
            with override(language):
                return {"yes": _("Yes")}
        return {}


def _theme_options(level: int, language: str) -> dict[str, str]:
    names = labels.theme_labels(language)
    above = {slug: labels.parent_theme(slug) for slug in names}
    if level == 1:
        return {slug: name for slug, name in names.items() if above[slug] is None}
    return {slug: f"{names[parent]}: {names[slug]}" for slug, parent in above.items() if parent is not None}


def value_of_label(typed: str, options_in: Any) -> str | None:
    """The value whose label, in any language of the site, or which itself is what was typed."""
    wanted = labels.folded(typed)
    for language in LANGUAGES:
        for value, label in options_in(language).items():
            if wanted and wanted in {labels.folded(label), labels.folded(value)}:
                return value
    return None


def _struct(kind: str, key: str) -> StructBlock | None:
    """The block of a repeating part, from the kind of entry that has it."""
    if key not in STREAMS:
        return None
    name, block = STREAMS[key]
    for model in (MODELS[kind], *MODELS.values()):
        if hasattr(model, name):
            return model._meta.get_field(name).stream_block.child_blocks[block]
    return None


def _shape(schema: Mapping[str, Any], block: Any = None) -> Shape:
    kinds = schema.get("type")
    kinds = {kinds} if isinstance(kinds, str) else set(kinds or ())
    if isinstance(block, ChoiceBlock) or "enum" in schema:
        return Shape.CHOICE
    if {"number", "string"} <= kinds:
        return Shape.NUMBER_OR_TEXT
    if "array" in kinds:
        return Shape.ROWS if schema["items"]["type"] == "object" else Shape.TEXTS
    by_kind = {"integer": Shape.WHOLE, "number": Shape.NUMBER, "boolean": Shape.YES}
    return next((shape for kind, shape in by_kind.items() if kind in kinds), Shape.TEXT)


def _columns(kind: str, key: str, rows: Mapping[str, Any]) -> tuple[Column, ...]:
    struct = _struct(kind, key)
    found = []
    for name, schema in rows["properties"].items():
        block = struct.child_blocks.get("edition" if (key, name) == ("awards", "year") else name) if struct else None
        shape = Shape.CHOICE if (key, name) == ("related", "kind") else _shape(schema, block)
        found.append(Column(name, shape, block))
    return tuple(found)


@cache
def answers(kind: str) -> Mapping[str, Answer]:
    """Every key of a record → how it is answered, for a kind of entry."""
    found = {}
    for key, schema in entry_schema()["properties"].items():
        shape = _shape(schema)
        if key in TERMS:
            shape = Shape.CHOICE
        elif key in TERM_LISTS or key in LEVELS:
            shape = Shape.CHOICES
        elif key in OF_THE_FILE:
            shape = Shape.TEXT
        columns = _columns(kind, key, schema["items"]) if shape is Shape.ROWS else ()
        found[key] = Answer(key, shape, columns)
    return found


def keys_of(field_name: str) -> tuple[str, ...]:
    """Keys of a record that a field of the entry, or a key itself, stands for."""
    if field_name in NOT_IN_RECORDS:
        return ()
    return KEYS_OF_FIELDS.get(field_name, (field_name,))
