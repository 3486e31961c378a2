"""Reads import files: JSON, JSONL, CSV, or a folder of JSON files. A broken file loads nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from practices.exchange.errors import FileUnusable, Problem, RowRefused

MAX_BYTES = 100 * 1024 * 1024
STRUCTURED = frozenset(
    [
        "other_cities",
        "sdgs",
        "sections",
        "steps",
        "components",
        "inspired_by",
        "actors",
        "costs",
        "funding",
        "results",
        "conditions",
        "replications",
        "related",
        "awards",
        "sources",
        "toolkit_steps",
        "templates",
    ]
)
"""Columns of a CSV file that hold JSON."""
LISTS = frozenset(["themes", "topics", "target_groups", "instruments", "tags", "offers"])
"""Columns of a CSV file that hold values separated by semicolons."""
NUMBERS = frozenset(["start_year", "end_year", "staff_fte"])
FLAGS = frozenset(["costs_unknown", "too_early"])


@dataclass(frozen=True, slots=True)
class Row:
    """A record of a file with its number (from 1), or what was wrong with it."""

    number: int
    record: dict[str, Any]
    problems: tuple[Problem, ...] = ()


def _text(path: Path) -> str:
    """The content of a file as text; raises FileUnusable."""
    try:
        size = path.stat().st_size
        if size == 0:
            raise FileUnusable(f"{path.name} is empty.")
        if size > MAX_BYTES:
            raise FileUnusable(
                f"{path.name} has {size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read at once. Split it."
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnusable(f"{path.name} is not UTF-8 (byte {error.start}). Save it as UTF-8 and try again.") from error
    except OSError as error:
        raise FileUnusable(f"{path.name} cannot be read: {error.strerror}.") from error


def _row(number: int, value: Any) -> Row:
    if not isinstance(value, dict):
        return Row(number, {}, (Problem("", "is not an object"),))
    return Row(number, value)


def _json(path: Path, text: str) -> Iterator[Row]:
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise FileUnusable(f"{path.name} is not whole JSON ({error}). Is it cut off? Nothing was loaded.") from error
    records = content if isinstance(content, list) else [content]
    for number, record in enumerate(records, 1):
        yield _row(number, record)


def _jsonl(path: Path, text: str) -> Iterator[Row]:
    lines = text.removesuffix("\n").split("\n")  # not splitlines: JSON texts may hold U+2028 and its like
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _row(number, json.loads(line))
        except (json.JSONDecodeError, RecursionError) as error:
            if number == len(lines) and number > 1 and not text.endswith("\n"):
                raise FileUnusable(f"{path.name} is cut off in line {number}. Nothing was loaded.") from error
            yield Row(number, {}, (Problem("", f"is not JSON ({error})"),))


def _cell(column: str, value: str) -> Any:
    """The value of one CSV cell; raises ValueError."""
    if column in STRUCTURED:
        return json.loads(value)
    if column in LISTS:
        return [part.strip() for part in value.split(";") if part.strip()]
    if column in NUMBERS:
        return float(value) if "." in value else int(value)
    if column in FLAGS:
        return value.strip().lower() in {"1", "true", "yes"}
    return value


def _csv(path: Path, text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    if not reader.fieldnames or "id" not in reader.fieldnames:
        raise FileUnusable(f"{path.name} has no column “id” in its first line.")
    try:
        for number, cells in enumerate(reader, 1):
            record: dict[str, Any] = {}
            problems: list[Problem] = []
            for column, value in cells.items():
                if column is None:
                    problems.append(Problem("", "has more cells than the first line has columns"))
                elif value is None or not value.strip():
                    continue
                else:
                    try:
                        record[column] = _cell(column, value)
                    except ValueError:
                        problems.append(Problem(column, f"cannot be read: {value[:60]!r}"))
            yield Row(number, record, tuple(problems))
    except csv.Error as error:
        raise FileUnusable(f"{path.name} is not whole CSV ({error}). Nothing was loaded.") from error


READERS = {".json": _json, ".jsonl": _jsonl, ".ndjson": _jsonl, ".csv": _csv}


def read_rows(path: Path) -> Sequence[Row]:
    """All rows of a file, or of every JSON file below a folder in name order. Raises FileUnusable."""
    if path.is_dir():
        rows = [row for file in sorted(path.rglob("*.json")) for row in _json(file, _text(file))]
        rows = [Row(number, row.record, row.problems) for number, row in enumerate(rows, 1)]
    else:
        reader = READERS.get(path.suffix.lower())
        if reader is None:
            raise FileUnusable(f"{path.name}: only {', '.join(READERS)} files are read.")
        rows = list(reader(path, _text(path)))
    if not rows:
        raise FileUnusable(f"{path.name} holds no records.")
    return rows


def refuse_bad(row: Row) -> dict[str, Any]:
    """The record of a row that could be read; raises RowRefused."""
    if row.problems:
        raise RowRefused(list(row.problems))
    return row.record
