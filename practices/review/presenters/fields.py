"""The parts of an entry by name: what each is called, and what it says as plain text."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import ChoiceBlock, ListBlock, StructBlock, StructValue
from wagtail.fields import StreamField

from practices.fields import TermField, TermListField
from practices.models import ENTRY_MODELS, EntryPage, Practice
from practices.vocabulary import labels
from practices.vocabulary.models import City

LINKS = {
    "theme_links": gettext_lazy("themes"),
    "other_city_links": gettext_lazy("other cities"),
    "tags": gettext_lazy("tags"),
}
"""Parts that are rows of their own, and what they are called."""


def field_names(entry: EntryPage) -> list[str]:
    """Names of the parts that a city writes, in the order of the form."""
    columns = (*EntryPage._meta.local_fields, *type(entry)._meta.local_fields)
    own = [column.name for column in columns if column.editable and not column.primary_key]
    return list(dict.fromkeys(["title", *own, *LINKS]))


def field_rank(name: str) -> int:
    """Where a part stands in the form of a practice; what is no part of it comes last."""
    names = field_names(Practice())
    return names.index(name) if name in names else len(names)


def field_label(name: str) -> str:
    """What a part is called; words for the whole text when no part has that name."""
    if name in LINKS:
        return capfirst(str(LINKS[name]))
    for model in ENTRY_MODELS:
        try:
            return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        except (FieldDoesNotExist, AttributeError):
            continue
    return _("The text as a whole")


def field_text(entry: EntryPage, name: str, language: str) -> str:
    """What a part says as plain text, with words of the language for slugs; a part that repeats has a line a row."""
    if name in LINKS:
        return "\n".join(_links(entry, name, language))
    field, value = entry._meta.get_field(name), getattr(entry, name)
    if isinstance(field, StreamField):
        return "\n".join(_row(block.value, language) for block in value)
    if isinstance(field, TermListField):
        return "\n".join(labels.term_label(field.kind, slug, language) for slug in value or [])
    if isinstance(field, TermField):
        return labels.term_label(field.kind, value, language) if value else ""
    return _plain(value, language)


def _links(entry: EntryPage, name: str, language: str) -> Iterator[str]:
    if name == "tags":
        yield from sorted(tag.name for tag in entry.tags.all())
    elif name == "theme_links":
        yield from (link.theme.label(language) for link in entry.theme_links.all())
    else:
        yield from (link.city.name(language) for link in entry.other_city_links.all())


def _row(value: StructValue, language: str) -> str:
    """One row as “name: value”, each on a line of its own where there are several."""
    block: StructBlock = value.block
    said = [
        (str(child.label), text)
        for name, child in block.child_blocks.items()
        if (text := _said(child, value.get(name)))
    ]
    return " · ".join(f"{label}: {text}" for label, text in said)


def _said(block: Any, value: Any) -> str:
    if isinstance(block, ChoiceBlock):
        return str(dict(block.field.choices).get(value, value or ""))
    if isinstance(block, ListBlock):
        return "; ".join(_said(block.child_block, item) for item in value or [])
    return _plain(value, "")


def _plain(value: Any, language: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, City):
        return value.name(language)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, models.Model):
        return str(getattr(value, "title", value))
    return number_format(value) if hasattr(value, "as_tuple") else str(value)
