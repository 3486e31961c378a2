"""What the schema has against a value, said to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from practices.submissions.word.answers import Column

KINDS = {
    "string": lambda: _("This must be a text."),
    "integer": lambda: _("This must be a whole number."),
    "number": lambda: _("This must be a number."),
    "boolean": lambda: _("This must be true or false."),
    "array": lambda: _("This must be a list."),
    "object": lambda: _("This must be a row with named parts."),
}
SHAPES = {
    "^[A-Z]{2}$": lambda: _("This must be the two letters of a country, as PE."),
    "^[A-Z]{3}$": lambda: _("This must be the three letters of a currency, as EUR."),
    "^https?://": lambda: _("This must be an address that begins with http:// or https://."),
    "^[a-z0-9]+(-[a-z0-9]+)*$": lambda: _("“%(value)s” is not in the list."),
}
SHOWN = 60


def complaints(
    value: Any, schema: Mapping[str, Any], columns: Sequence[Column] = (), row: int | None = None
) -> Iterator[str]:
    """One sentence for each thing that is wrong with a value; with `row`, it says in which row and part."""
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    labels = {column.name: column.label() for column in columns}
    for error in validator.iter_errors(value):
        for part, reason in _told(error):
            where = [_("Row %(n)d") % {"n": row}] if row is not None else []
            where += [labels.get(part, part)] if part else []
            yield f"{', '.join(where)}: {reason}" if where else reason


def _told(error: ValidationError) -> Iterator[tuple[str, str]]:
    """The part of a row, and the reason."""
    part = next((step for step in error.absolute_path if isinstance(step, str)), "")
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield name, _("This is missing.")
    elif error.validator == "additionalProperties":
        for name in error.instance.keys() - error.schema["properties"].keys():
            yield "", _("“%(name)s” is not a part of the form.") % {"name": str(name)[:SHOWN]}
    else:
        yield part, _reason(error)


def _reason(error: ValidationError) -> str:
    limit, value = error.validator_value, error.instance
    shown = {"limit": limit, "value": str(value)[:SHOWN]}
    if error.validator == "maxLength":
        words = _("It has %(length)d characters; at most %(limit)d are possible. Shorten it, then send it again.")
        return words % {**shown, "length": len(value)}
    if error.validator == "pattern":
        return SHAPES[limit]() % shown
    if error.validator == "type":
        kinds = [limit] if isinstance(limit, str) else limit
        return KINDS[kinds[0]]()
    if error.validator == "enum":
        choices = ", ".join(str(choice) for choice in limit if choice is not None)
        return _("“%(value)s” is not one of: %(choices)s.") % {**shown, "choices": choices}
    if error.validator in {"minimum", "maximum"}:
        words = (
            _("It must be at least %(limit)s.") if error.validator == "minimum" else _("It must be at most %(limit)s.")
        )
        return words % shown
    if error.validator == "format":
        return _("This must be a day, as 2026-01-31.")
    if error.validator == "uniqueItems":
        return _("The same value stands in it twice.")
    return _("This cannot be read.")
