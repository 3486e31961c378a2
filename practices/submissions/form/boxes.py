"""Form fields of the desk, made from the models' columns and blocks: the rules stay theirs, the looks are plain.

Numbers are typed into text boxes: a browser's number box hands over nothing at all when it holds a word.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import get_format
from django.utils.safestring import SafeString
from wagtail import blocks

NUMBER_WIDTH = 12
COMMA = re.compile(r"[+-]?\d+,(?!\d{3}$)\d+")
"""One comma, and not three digits after it."""

CODES = frozenset({"^[A-Z]{2}$", "^[A-Z]{3}$"})
"""What the blocks hold of countries and currencies."""


class Lines(forms.CharField):
    """A short list, one item a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        """The lines that say something."""
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """A list as lines."""
        return value if isinstance(value, str) or value is None else "\n".join(str(item) for item in value)


class NumberInput(forms.TextInput):
    """A number as people write it. Django takes “4.5” for four and a half where a point parts thousands; this does
    the same for “4,5” where a comma does, which would else be read as 45."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed, with a point for a comma that cannot part thousands."""
        typed = super().value_from_datadict(data, files, name)
        if isinstance(typed, str) and get_format("THOUSAND_SEPARATOR") == "," and COMMA.fullmatch(typed.strip()):
            return typed.replace(",", ".")
        return typed


class Code(forms.TextInput):
    """A code of capitals, however it was typed."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What was typed, in capitals."""
        typed = super().value_from_datadict(data, files, name)
        return typed.strip().upper() if isinstance(typed, str) else typed


def _plain(field: forms.Field, *, long: bool) -> forms.Field:
    """The field with a widget that works without scripts of its own."""
    if isinstance(field, forms.DecimalField):
        field.widget = NumberInput(attrs={"inputmode": "decimal", "size": NUMBER_WIDTH})
        field.localize = field.widget.is_localized = True
    elif isinstance(field, forms.IntegerField):
        field.widget = forms.TextInput(attrs={"inputmode": "numeric", "size": NUMBER_WIDTH})
    elif isinstance(field, forms.DateField):
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    elif isinstance(field, forms.URLField | forms.EmailField):
        field.widget = type(field).widget()
    elif isinstance(field, forms.CharField):
        field.widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    return field


def column_field(column: models.Field, label: Any) -> forms.Field:
    """The field for a column. A draft may lack everything; a text too long is refused by the column, not cut off."""
    field = column.formfield(required=False, label=label, help_text="")
    assert field is not None
    if isinstance(field, forms.CharField):
        field.validators = [each for each in field.validators if getattr(each, "code", "") != "max_length"]
        field.max_length = None
    return _plain(field, long=isinstance(column, models.TextField))


def cell_field(child: blocks.Block) -> forms.Field:
    """The field for one part of a row."""
    if isinstance(child, blocks.ListBlock):
        field: forms.Field = Lines(required=child.meta.required if hasattr(child.meta, "required") else False)
    elif isinstance(child, blocks.ChooserBlock):
        field = forms.IntegerField(required=child.required, widget=forms.HiddenInput)
        field.label = child.label
        return field
    else:
        field = _plain(copy.deepcopy(child.field), long=isinstance(child, blocks.TextBlock))
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            field.choices = [(value, label if value else "—") for value, label in choices]
        elif isinstance(field, forms.RegexField) and field.regex.pattern in CODES:
            field.widget = Code()
    field.label = child.label
    return field


class ColumnForm(forms.Form):
    """One column of a model as a form of its own, so that a slip in one answer keeps no other from being saved."""

    use_required_attribute = False

    def __init__(self, column: models.Field, label: Any, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial={column.name: initial})
        self.column = column
        self.fields[column.name] = column_field(column, label)

    def clean(self) -> dict[str, Any]:
        """Hold what the column holds."""
        cleaned = super().clean() or {}
        if self.column.name in cleaned:
            try:
                cleaned[self.column.name] = self.column.clean(cleaned[self.column.name], None)
            except ValidationError as error:
                self.add_error(self.column.name, error)
        return cleaned


@dataclass(frozen=True, slots=True)
class Box:
    """An input as the page shows it, tied to its hint, its count and its errors."""

    bound: forms.BoundField
    limit: int | None = None
    has_hint: bool = False
    language: str = ""

    @property
    def id(self) -> str:
        """Of the input."""
        return self.bound.id_for_label or self.bound.auto_id

    @property
    def errors(self) -> list[str]:
        """What is wrong with it."""
        return [str(error) for error in self.bound.errors]

    @property
    def hidden(self) -> bool:
        """Whether nobody sees it."""
        return self.bound.is_hidden

    @property
    def widget_kind(self) -> str:
        """ "ticks" for many check boxes, "tick" for one, else "plain"."""
        widget = self.bound.field.widget
        if isinstance(widget, forms.CheckboxSelectMultiple):
            return "ticks"
        return "tick" if isinstance(widget, forms.CheckboxInput) else "plain"

    @property
    def wide(self) -> bool:
        """Whether it takes a line of its own."""
        return isinstance(self.bound.field.widget, forms.Textarea)

    @property
    def length(self) -> int:
        """Characters typed."""
        return len(str(self.bound.value() or "").replace("\r\n", "\n"))

    @property
    def over(self) -> bool:
        """Whether there are too many."""
        return self.limit is not None and self.length > self.limit

    @property
    def described_by(self) -> str:
        """Ids of what explains it."""
        parts = [
            f"{self.id}_hint" if self.has_hint or self.bound.help_text else "",
            f"{self.id}_count" if self.limit else "",
            f"{self.id}_error" if self.errors else "",
        ]
        return " ".join(part for part in parts if part)

    def html(self) -> SafeString:
        """The input itself."""
        attrs: dict[str, Any] = {}
        if not self.hidden:
            attrs["aria-describedby"] = self.described_by or None
            attrs["aria-invalid"] = "true" if self.errors else None
            if self.limit:
                attrs["data-limit"] = self.limit
            if self.language and isinstance(self.bound.field.widget, forms.Textarea | forms.TextInput):
                attrs["lang"] = self.language
        return self.bound.as_widget(attrs={name: value for name, value in attrs.items() if value is not None})
