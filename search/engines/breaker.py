"""A circuit breaker: when the engine is down, say so at once instead of letting every page wait for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import TypeVar

from search.core.engine import Drop, Put, SearchEngine, WriteReport
from search.core.errors import SearchUnavailable
from search.core.query import SearchQuery
from search.core.results import Hit, SearchResults

Answer = TypeVar("Answer")


class Breaker:
    """Opens after `failures` SearchUnavailable in a row; after `pause` seconds lets one call through to try again."""

    def __init__(self, *, failures: int = 3, pause: float = 10.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._failures, self._pause, self._clock = failures, pause, clock
        self._lock = Lock()
        self._in_a_row = 0
        self._closed_again_at: float | None = None

    @property
    def open(self) -> bool:
        """Whether a call made now would be refused."""
        return self._closed_again_at is not None and self._clock() < self._closed_again_at

    def call(self, work: Callable[[], Answer]) -> Answer:
        """What `work` returns. Raises SearchUnavailable at once while open, else whatever `work` raises."""
        with self._lock:
            if self.open:
                raise SearchUnavailable("the search engine did not answer lately; it is tried again in a few seconds")
            if self._closed_again_at is not None:  # half open: this call tries, the others wait for its outcome
                self._closed_again_at = self._clock() + self._pause
        try:
            answer = work()
        except SearchUnavailable:
            self._failed()
            raise
        except Exception:  # the engine answered, if only to refuse
            self._succeeded()
            raise
        self._succeeded()
        return answer

    def _failed(self) -> None:
        with self._lock:
            self._in_a_row += 1
            if self._in_a_row >= self._failures:
                self._closed_again_at = self._clock() + self._pause

    def _succeeded(self) -> None:
        with self._lock:
            self._in_a_row, self._closed_again_at = 0, None


class BreakerEngine:
    """An engine whose reading for pages goes through a breaker; writing and managing generations do not."""

    def __init__(self, engine: SearchEngine, breaker: Breaker | None = None) -> None:
        self._engine, self._breaker = engine, breaker or Breaker()
        self.name = engine.name

    def search(self, query: SearchQuery) -> SearchResults:
        """See SearchEngine.search."""
        return self._breaker.call(lambda: self._engine.search(query))

    def similar(self, key: str, size: int) -> tuple[Hit, ...]:
        """See SearchEngine.similar."""
        return self._breaker.call(lambda: self._engine.similar(key, size))

    def suggest(self, prefix: str, language: str, size: int) -> tuple[Hit, ...]:
        """See SearchEngine.suggest."""
        return self._breaker.call(lambda: self._engine.suggest(prefix, language, size))

    def version(self) -> str:
        """See SearchEngine.version."""
        return self._engine.version()

    def active(self) -> str | None:
        """See SearchEngine.active."""
        return self._engine.active()

    def generations(self) -> tuple[str, ...]:
        """See SearchEngine.generations."""
        return self._engine.generations()

    def create(self, generation: str) -> None:
        """See SearchEngine.create."""
        self._engine.create(generation)

    def write(self, generation: str, operations: Sequence[Put | Drop]) -> WriteReport:
        """See SearchEngine.write."""
        return self._engine.write(generation, operations)

    def refresh(self, generation: str) -> None:
        """See SearchEngine.refresh."""
        self._engine.refresh(generation)

    def activate(self, generation: str) -> None:
        """See SearchEngine.activate."""
        self._engine.activate(generation)

    def drop(self, generation: str) -> None:
        """See SearchEngine.drop."""
        self._engine.drop(generation)

    def count(self, generation: str) -> int:
        """See SearchEngine.count."""
        return self._engine.count(generation)

    def hashes(self, generation: str) -> Iterator[tuple[str, str]]:
        """See SearchEngine.hashes."""
        return self._engine.hashes(generation)
