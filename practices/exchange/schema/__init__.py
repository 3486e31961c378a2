"""The published JSON Schema of an entry, and checking a record against it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from practices.exchange.errors import Problem

SCHEMA_FILE = Path(__file__).resolve().parent / "entry.schema.json"


@cache
def entry_schema() -> dict[str, Any]:
    """The schema as published."""
    return json.loads(SCHEMA_FILE.read_text("utf8"))


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(entry_schema())


def _problem(error: ValidationError) -> Problem:
    path = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        missing = next(name for name in error.validator_value if f"'{name}'" in error.message)
        return Problem(".".join([*path, missing]), "is missing")
    reason = error.message if len(error.message) <= 200 else f"{error.message[:120]} … {error.message[-60:]}"
    return Problem(".".join(path), reason)


def check(record: Mapping[str, Any]) -> list[Problem]:
    """What the schema has against a record; empty when it is well formed."""
    return [
        _problem(error)
        for error in sorted(_validator().iter_errors(record), key=lambda e: list(map(str, e.absolute_path)))
    ]
