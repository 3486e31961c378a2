"""One entry as search sees it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """Plain values only, so that every engine can store it.

    `texts` maps a text field to language → text; a field that is not stemmed uses the language "".
    `facets` maps an index field to its slugs, `numbers` to a whole number, `keywords` to one sortable string.
    `display` is JSON and carries all that a result card needs, so that a page of results needs no SQL.
    `location` is latitude and longitude in degrees.
    """

    key: str
    texts: Mapping[str, Mapping[str, str]]
    language: str
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    keywords: Mapping[str, str] = field(default_factory=dict)
    location: tuple[float, float] | None = None
    display: Mapping[str, Any] = field(default_factory=dict)

    def content_hash(self) -> str:
        """32 hex digits over everything the document says; equal documents have equal hashes."""
        parts = [
            self.key,
            self.texts,
            self.language,
            self.facets,
            self.numbers,
            self.keywords,
            self.location,
            self.display,
        ]
        return hashlib.blake2b(
            json.dumps(parts, sort_keys=True, ensure_ascii=False).encode(), digest_size=16
        ).hexdigest()
