"""Judged queries: a CSV with the columns id, lang, kind, query, and `judgements` as "slug:grade slug:grade …"."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path


class JudgementsUnusable(Exception):
    """The file cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A query with the grades (0 to 3) of entries by slug."""

    id: str
    language: str
    kind: str
    query: str
    grades: dict[str, int]


def _grades(text: str, number: int) -> dict[str, int]:
    try:
        return {slug: int(grade) for slug, grade in (pair.rsplit(":", 1) for pair in text.split())}
    except ValueError as error:
        raise JudgementsUnusable(f"row {number}: judgements must be slug:grade pairs") from error


def read_judgements(path: Path) -> list[Judged]:
    """All judged queries of a file. Raises JudgementsUnusable."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise JudgementsUnusable(f"{path.name} cannot be read: {error}") from error
    if not rows or not {"id", "lang", "query"} <= set(rows[0]):
        raise JudgementsUnusable(f"{path.name} needs the columns id, lang and query")
    return [
        Judged(
            row["id"], row["lang"], row.get("kind") or "", row["query"], _grades(row.get("judgements") or "", number)
        )
        for number, row in enumerate(rows, 1)
    ]
