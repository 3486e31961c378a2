"""The one interface that both engines satisfy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from search.core.document import SearchDocument
from search.core.query import SearchQuery
from search.core.results import Hit, SearchResults


@dataclass(frozen=True, slots=True)
class Put:
    """Write this document unless the index holds a later version of it. Versions are job ids."""

    document: SearchDocument
    version: int


@dataclass(frozen=True, slots=True)
class Drop:
    """Remove this key unless the index holds a later version of it."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What became of a batch: `refused` is key → reason, one line for each document that was not taken."""

    written: int
    refused: dict[str, str]


class SearchEngine(Protocol):
    """Takes plain values, returns frozen dataclasses, raises only SearchUnavailable or SearchRejected.

    An index is a *generation*: built beside the active one under a name of its own, then made active in one atomic
    step. Searches read the active generation.
    """

    name: str

    def version(self) -> str:
        """Name and version of what answers: "tantivy 0.27.0", "3.6.0"."""
        ...

    def search(self, query: SearchQuery) -> SearchResults:
        """Hits, total and facet counts in one call."""
        ...

    def similar(self, key: str, size: int) -> tuple[Hit, ...]:
        """Entries that share the most telling words and facets with this one; never itself."""
        ...

    def suggest(self, prefix: str, language: str, size: int) -> tuple[Hit, ...]:
        """Entries one of whose titles or names has words starting with what was typed, best first."""
        ...

    def active(self) -> str | None:
        """Name of the active generation; None when nothing was ever activated."""
        ...

    def generations(self) -> tuple[str, ...]:
        """All generations there are, oldest first, half-built ones included."""
        ...

    def create(self, generation: str) -> None:
        """Make an empty generation beside the active one; raises SearchRejected when the name is taken."""
        ...

    def write(self, generation: str, operations: Sequence[Put | Drop]) -> WriteReport:
        """Apply a batch; late or repeated operations do no harm. Visible after `refresh`."""
        ...

    def refresh(self, generation: str) -> None:
        """Make everything written so far visible to searches."""
        ...

    def activate(self, generation: str) -> None:
        """Point searches at this generation, atomically."""
        ...

    def drop(self, generation: str) -> None:
        """Remove a generation that is not active; removing what is not there is fine."""
        ...

    def count(self, generation: str) -> int:
        """Documents in the generation."""
        ...

    def hashes(self, generation: str) -> Iterator[tuple[str, str]]:
        """Key and content hash of every document, in key order."""
        ...
