"""Results as numbers with bars beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from practices.presenters.amounts import MILLION, number, short_number

BAR_WIDTH = 100
NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
COMPARABLE = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?: (?:forecast|planned)| \(\d{4}\))?")
"""A plain number, a forecast or plan of one, or one with its year: what may be drawn beside another number."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Widths of the two bars, as text out of 100."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the table of results."""

    indicator: str
    baseline: str
    value: str
    unit: str
    year: str
    method: str
    src: int | None
    bars: Bars | None


def comparable(text: str) -> float | None:
    """The number in a baseline or value that may be drawn as a bar; None when it is in other words or negative."""
    found = COMPARABLE.fullmatch(str(text or "").strip())
    return float(found.group(1).replace(",", "")) if found else None


def bars(baseline: str, value: str) -> Bars | None:
    """Two bars on one scale, or None where the numbers cannot be compared."""
    before, after = comparable(baseline), comparable(value)
    if before is None or after is None or not max(before, after):
        return None
    largest = max(before, after)
    return Bars(*(str(round(BAR_WIDTH * part / largest, 1) if part else 0) for part in (before, after)))


def spoken(text: Any) -> str:
    """A value as the reader's language writes it; numbers from a million up are shortened, other words stay."""
    text = str(text if text is not None else "").strip()
    if not NUMBER.fullmatch(text):
        return text
    plain = text.replace(",", "")
    return short_number(plain) if abs(float(plain)) >= float(MILLION) else number(plain)


def result(row: Mapping[str, Any], methods: Mapping[str, str]) -> Result:
    """A result block as a table row; `methods` are the labels of the ways of knowing."""
    baseline, value = str(row.get("baseline") or ""), str(row.get("value") or "")
    return Result(
        indicator=row.get("indicator") or "",
        baseline=spoken(baseline),
        value=spoken(value),
        unit=row.get("unit") or "",
        year=str(row.get("year") or ""),
        method=methods.get(row.get("method") or "", row.get("method") or ""),
        src=row.get("src"),
        bars=bars(baseline, value),
    )
