"""What every engine answers, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MARK_START, MARK_END = "\ue000", "\ue001"
"""Private sentinels around matched words in highlights: escape the text first, then turn these into <mark>."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. `matched` names the text fields that held a word of the query; `highlights` are field → snippet."""

    key: str
    score: float
    display: Mapping[str, Any]
    matched: tuple[str, ...] = ()
    highlights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits, the exact total, and for each facet asked for all its values with their exact counts.

    `spelling` maps a typed word that the index does not know to the nearest word that it does know.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    took_ms: float
    spelling: Mapping[str, str] = field(default_factory=dict)
