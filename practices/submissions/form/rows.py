"""Answers that repeat: one small form a row, made from the block of the entry, with any number of rows.

There is no count that a browser could get wrong: the rows are those that were sent, in the order in which they were
sent. A row without anything in it is no row.
"""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.blocks import StreamValue, StructValue

from practices.models import EntryCity
from practices.submissions.form.boxes import Box, cell_field
from practices.submissions.form.parts import Part, Trouble
from practices.vocabulary import labels
from practices.vocabulary.choosing import names_of
from practices.vocabulary.models import City

MOST_ROWS = 40
"""Where the model sets no limit."""
NEW = "__n__"
"""What stands for the number in the row that scripts copy."""


class RowForm(forms.Form):
    """One row. Empty, it is permitted and means nothing. `file` is the picture or document that it is about."""

    use_required_attribute = False
    file: Any = None

    def __init__(
        self, fields: Mapping[str, forms.Field], *, prefix: str, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, prefix=prefix, initial=initial, empty_permitted=True)
        self.fields.update(fields)

    def has_changed(self) -> bool:
        """Whether anything that people see is filled in."""
        if not self.is_bound:
            return bool(self.initial)
        values = (self[name].data for name, field in self.fields.items() if name != "id")
        return any(str(value or "").strip() for value in values)

    def boxes(self) -> list[Box]:
        """Its inputs; the key of the row is hidden."""
        return [Box(self[name], has_hint=bool(self.fields[name].help_text)) for name in self.fields]


class Rows(Part):
    """What all answers that repeat share; subclasses say what a row holds and where it goes."""

    template = "submissions/parts/rows.html"
    add_label = gettext_lazy("Add a row")

    def __init__(self, *args: Any, more: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.more = more
        self._values: list[tuple[Any, str]] | None = None
        self.rows = self._make_rows()

    # what subclasses say
    def fields(self) -> dict[str, forms.Field]:
        """The fields of a row, new ones for each."""
        raise NotImplementedError

    def stored(self) -> Iterable[tuple[dict[str, Any], str]]:
        """The rows that the draft has, as initial values, each with its key."""
        raise NotImplementedError

    def value_of(self, row: RowForm) -> Any:
        """The value of a valid row. Raises ValidationError."""
        raise NotImplementedError

    # rows
    @classmethod
    def owns(cls, key: str, field: str) -> bool:
        """Whether a name in a posted form is of this answer."""
        return re.fullmatch(rf"{re.escape(field)}-\d{{1,6}}-\w+", key) is not None

    def _make_rows(self) -> list[RowForm]:
        if self.data is None:
            rows = [self._row(n, initial={**values, "id": key}) for n, (values, key) in enumerate(self.stored())]
        else:
            numbers = (key[len(self.name) + 1 :].partition("-")[0] for key in self.data if self.owns(key, self.name))
            rows = [self._row(n, data=self.data) for n in dict.fromkeys(numbers)]
        return rows

    def _row(self, number: int | str, **how: Any) -> RowForm:
        fields = {**self.fields(), "id": forms.CharField(required=False, widget=forms.HiddenInput)}
        return RowForm(fields, prefix=f"{self.name}-{number}", **how)

    def shown_rows(self) -> list[RowForm]:
        """The rows of the page: those there are, and an empty one where there is none or one was asked for."""
        filled = [row for row in self.rows if row.has_changed()]
        if self.can_add and (self.more or not filled):
            taken = [int(row.prefix.rpartition("-")[2]) for row in self.rows if row.prefix]  # type: ignore[union-attr]
            return [*filled, self._row(max(taken, default=-1) + 1)]
        return filled

    def empty_row(self) -> RowForm:
        """The row that scripts copy."""
        return self._row(NEW)

    @property
    def can_add(self) -> bool:
        """Whether there is room for another row."""
        return len(self.rows) < self.most

    @property
    def most(self) -> int:
        """How many rows there may be."""
        return MOST_ROWS

    # validity
    def troubles(self) -> list[Trouble]:
        """What is wrong, box by box."""
        if self.data is None:
            return []
        self._clean()
        found = list(self.own_troubles)
        for row in self.rows:
            for name, errors in row.errors.items():
                anchor = row[name].id_for_label if name in row.fields else f"q-{self.name}"
                label = row.fields[name].label if name in row.fields else self.question.label
                found += [Trouble(anchor, f"{label}: {error}") for error in errors]
        return found

    def _clean(self) -> None:
        if self._values is not None:
            return
        self._values, self.own_troubles = [], []
        filled = [row for row in self.rows if row.has_changed()]
        if len(filled) > self.most:
            self.add_error(
                _("At most %(n)d rows are possible; there are %(count)d.") % {"n": self.most, "count": len(filled)}
            )
        for row in filled:
            if row.is_valid():
                try:
                    self._values.append((self.value_of(row), _key(row.cleaned_data.get("id"))))
                except blocks.StructBlockValidationError as error:
                    for name, wrong in error.block_errors.items():
                        row.add_error(name if name in row.fields else None, wrong)
                except ValidationError as error:
                    row.add_error(None, error)

    def can_be_stored(self) -> bool:
        """Sound rows are stored while others wait; not when there are too many."""
        self._clean()
        return not self.own_troubles

    def values(self) -> list[tuple[Any, str]]:
        """Valid rows, each with its key."""
        self._clean()
        return self._values or []


def _key(typed: str | None) -> str:
    """The key of a row as it came, or a new one."""
    try:
        return str(uuid.UUID(typed or ""))
    except ValueError:
        return str(uuid.uuid4())


class StreamRows(Rows):
    """A repeating part of the entry."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        question, subject = args[0], args[1]
        self.column = subject._meta.get_field(question.field)
        self.block_name, self.struct = next(iter(self.column.stream_block.child_blocks.items()))
        self.files = [
            name for name, child in self.struct.child_blocks.items() if isinstance(child, blocks.ChooserBlock)
        ]
        super().__init__(*args, **kwargs)

    @property
    def most(self) -> int:
        """The limit of the model, where it has one."""
        return self.column.stream_block.meta.max_num or MOST_ROWS

    @property
    def can_add(self) -> bool:
        """Rows that carry a file come only by the page that checks files."""
        return super().can_add and not self.only_files

    @property
    def only_files(self) -> bool:
        """Whether each row is about a file."""
        return any(self.struct.child_blocks[name].required for name in self.files)

    def shown_rows(self) -> list[RowForm]:
        """The rows of the page, each with its file."""
        rows = super().shown_rows()
        for row in rows:
            row.file = self.file_of(row)
        return rows

    def fields(self) -> dict[str, forms.Field]:
        """One for each part of the block."""
        found = {name: cell_field(child) for name, child in self.struct.child_blocks.items()}
        if self.name == "sources":
            found["n"].required = False  # a source without a number takes the next one
        return found

    def stored(self) -> Iterator[tuple[dict[str, Any], str]]:
        """The rows of the draft; files by their key."""
        for child in getattr(self.subject, self.name):
            values = dict(child.value)
            for name in self.files:
                values[name] = getattr(values.get(name), "pk", None)
            yield {name: value for name, value in values.items() if value not in (None, "")}, child.id or ""

    def held(self) -> dict[tuple[str, int], Any]:
        """The files of the draft: nobody can name another one."""
        rows = [child.value for child in getattr(self.subject, self.name)]
        return {(name, row[name].pk): row[name] for row in rows for name in self.files if row.get(name)}

    def file_of(self, row: RowForm) -> Any:
        """The file that a row is about, if it is about one."""
        held = self.held()
        for name in self.files:
            typed = row[name].value()
            if str(typed or "").isdigit() and (name, int(typed)) in held:
                return held[name, int(typed)]
        return None

    def add_unmentioned(self) -> None:
        """Show files that came to the draft after the rows were typed; else saving would take them out."""
        named = {str(row[name].value()) for row in self.rows for name in self.files}
        numbers = itertools.count(len(self.rows) + MOST_ROWS)
        for values, key in self.stored():
            if self.only_files and str(values.get(self.files[0])) not in named:
                self.rows.append(self._row(next(numbers), initial={**values, "id": key}))

    def value_of(self, row: RowForm) -> StructValue:
        """The row as the block has it. Raises ValidationError when the block refuses it."""
        cleaned = {name: row.cleaned_data.get(name) for name in self.struct.child_blocks}
        for name in self.files:
            cleaned[name] = self.held().get((name, cleaned[name] or 0))
            if cleaned[name] is None and self.struct.child_blocks[name].required:
                raise ValidationError(_("This file is no longer in the draft."))
        for name, child in self.struct.child_blocks.items():
            if isinstance(child, blocks.ListBlock):
                cleaned[name] = child.normalize(cleaned[name] or [])
        if self.name == "sources" and cleaned["n"] is None:
            cleaned["n"] = self._next_number()
        return self.struct.clean(StructValue(self.struct, cleaned.items()))

    def _next_number(self) -> int:
        typed = [str(row["n"].value() or "") for row in self.rows]
        taken = [int(n) for n in typed if n.isdigit()] + [value["n"] for value, _id in self._values or []]
        return max(taken, default=0) + 1

    def _clean(self) -> None:
        first = self._values is None
        super()._clean()
        if first and self.name == "sources":
            numbers = [value["n"] for value, _id in self._values or []]
            if len(set(numbers)) < len(numbers):
                self.add_error(_("Two sources have the same number."))

    def write(self, subject: Any) -> None:
        """Put the valid rows onto the entry."""
        rows = [(self.block_name, value, key) for value, key in self.values()]
        setattr(subject, self.name, StreamValue(self.column.stream_block, rows))

    def value(self) -> Any:
        """The rows as plain values, to compare."""
        rows = [value for value, _id in self.values()] if self.data is not None else [
            child.value for child in getattr(self.subject, self.name)
        ]  # fmt: skip
        return [{name: _bare(part) for name, part in row.items() if _bare(part) not in (None, "", [])} for row in rows]


def _bare(part: Any) -> Any:
    return list(part) if isinstance(part, blocks.list_block.ListValue) else part


def city_name(city: City) -> str:
    """A city as people choose it: its name and the code of its country."""
    return f"{city.name()} ({city.country_id})"


class CityField(forms.CharField):
    """A city by any of its names; with the code of its country where two share the name."""

    def to_python(self, value: Any) -> Any:
        """The city. Raises ValidationError."""
        typed = labels.folded(super().to_python(value) or "")
        if not typed:
            return None
        known = City.objects.filter(merged_into=None)
        exact = [city for city in known if typed == labels.folded(city_name(city))]
        found = exact or [city for city in known if typed in {labels.folded(name) for name in names_of(city)}]
        if len(found) == 1:
            return found[0]
        if found:
            choices = ", ".join(city_name(city) for city in found)
            raise ValidationError(_("Which one? %(choices)s") % {"choices": choices})
        raise ValidationError(
            _("“%(name)s” is not in the list of cities. Check the spelling, or tell the editors.") % {"name": value}
        )

    def prepare_value(self, value: Any) -> Any:
        """A city as its name."""
        return city_name(value) if isinstance(value, City) else value


class CityRows(Rows):
    """Other cities that take part."""

    add_label = gettext_lazy("Add a city")

    def fields(self) -> dict[str, forms.Field]:
        """One box."""
        box = forms.TextInput(attrs={"list": "cities-known", "autocomplete": "off"})
        return {"city": CityField(required=False, label=_("City"), widget=box)}

    def stored(self) -> Iterator[tuple[dict[str, Any], str]]:
        """The cities of the draft."""
        for link in self.subject.other_city_links.all():
            yield {"city": link.city}, ""

    def value_of(self, row: RowForm) -> City:
        """The city of a row."""
        city: City = row.cleaned_data["city"]
        return city

    def _cities(self) -> list[City]:
        found = [city for city, _key in self.values()] if self.data is not None else [
            link.city for link in self.subject.other_city_links.all()
        ]  # fmt: skip
        return [city for city in dict.fromkeys(found) if city.pk != self.subject.city_id]

    def write(self, subject: Any) -> None:
        """Put the cities onto the entry, each once, without its own."""
        subject.other_city_links = [EntryCity(city=city, sort_order=n) for n, city in enumerate(self._cities())]

    def value(self) -> Any:
        """Their keys, to compare."""
        return [city.pk for city in self._cities()]

    def known_cities(self) -> list[str]:
        """Names to choose from."""
        return [city_name(city) for city in City.objects.filter(merged_into=None).select_related("country")]
