"""Answers as people read them: on the page that checks them, and beside another text of the same topic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.formats import localize
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.fields import StreamField

from practices.fields import TermField, TermListField
from practices.submissions.form.questions import Question
from practices.vocabulary import labels


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a row with its label."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer in words: a text, a list of items, or rows."""

    question: Question
    text: str = ""
    items: list[str] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing was answered."""
        return not (self.text or self.items or self.rows)


def shown(question: Question, subject: Any) -> Shown:
    """The answer to a question as it stands on the subject, in the active language."""
    language = get_language() or "en"
    if question.field in LINKS:
        return Shown(question, items=LINKS[question.field](subject, language))
    column = subject._meta.get_field(question.field)
    value = getattr(subject, question.field)
    if isinstance(column, StreamField):
        return Shown(question, rows=[cells(child) for child in value])
    if isinstance(column, TermListField):
        return Shown(question, items=[labels.term_label(column.kind, slug, language) for slug in value])
    return Shown(question, text=in_words(column, value, language))


def _themes(entry: Any, language: str) -> list[str]:
    return [link.theme.label(language) for link in entry.theme_links.all()]


def _cities(entry: Any, language: str) -> list[str]:
    return [link.city.name(language) for link in entry.other_city_links.all()]


LINKS: dict[str, Callable[[Any, str], list[str]]] = {"theme_links": _themes, "other_city_links": _cities}


def in_words(column: models.Field, value: Any, language: str) -> str:
    """A single value: the label of a term, yes or no, a number as people write it; a year stays as it is."""
    if value in (None, ""):
        return ""
    if isinstance(column, TermField):
        return labels.term_label(column.kind, value, language)
    if isinstance(column, models.BooleanField):
        return _("Yes") if value else _("No")
    return localize(value) if isinstance(column, models.DecimalField) else str(value)


def cells(child: Any) -> list[Cell]:
    """The parts of a row that say something."""
    row, struct = child.value, child.block
    found = [(block, cell_text(block, row.get(name))) for name, block in struct.child_blocks.items()]
    return [Cell(str(block.label), text) for block, text in found if text]


def cell_text(block: blocks.Block, value: Any) -> str:
    """A part of a row in words."""
    if value in (None, ""):
        return ""
    if isinstance(block, blocks.ChoiceBlock):
        return str(dict(block.field.choices).get(value, value))
    if isinstance(block, blocks.ListBlock):
        return "\n".join(f"- {item}" for item in value)
    if isinstance(block, blocks.DecimalBlock):
        return str(localize(value))
    return str(getattr(value, "alt_text", "") or value)
