"""What can be wrong with a file or a row."""

from __future__ import annotations

from dataclasses import dataclass


class FileUnusable(Exception):
    """The file as a whole cannot be read; nothing was loaded. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a row: which field, and why."""

    field: str
    reason: str

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason


class RowRefused(Exception):
    """The row cannot become an entry."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(map(str, problems)))
