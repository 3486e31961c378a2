"""Generations on disk: one directory each, a pointer file that names the active one, one writer under a lock."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search.core.errors import SearchRejected, SearchUnavailable
from search.core.schema import IndexSchema
from search.engines.embedded.forks import WRITER_LOCK
from search.engines.embedded.layout import analyzers, tantivy_schema, tokenizer_name
from search.engines.rules import check_generation, fingerprint

_POINTER, _ABOUT, _INDEX = "active", "generation.json", "index"
_PATIENCE = 30.0
"""Seconds to wait for another writer; a batch takes far less."""


class Store:
    """The directory of an embedded engine. Knows files, not queries."""

    def __init__(self, directory: Path, schema: IndexSchema) -> None:
        self.directory = directory
        self.schema = tantivy_schema(schema)
        self.analyzers = analyzers(schema)
        self._fingerprint = fingerprint(schema)

    def active(self) -> str | None:
        """Name of the active generation; None when nothing was ever activated."""
        try:
            return (self.directory / _POINTER).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None

    def generations(self) -> tuple[str, ...]:
        """Names, oldest first."""
        found = []
        for about in self.directory.glob(f"*/{_ABOUT}"):
            try:
                found.append((json.loads(about.read_text(encoding="utf-8"))["created"], about.parent.name))
            except FileNotFoundError:  # removed meanwhile
                continue
        return tuple(name for _, name in sorted(found))

    def create(self, generation: str) -> None:
        """Make an empty generation. It gets its name when it is whole: a killed run leaves only a dotted directory."""
        home = self.home(generation)
        with self.locked():
            if home.exists():
                raise SearchRejected(f"there is a generation {generation!r} already")
            for leftover in self.directory.glob(".new-*"):
                shutil.rmtree(leftover, ignore_errors=True)
            new = self.directory / f".new-{generation}"
            (new / _INDEX).mkdir(parents=True)
            tantivy.Index(self.schema, path=str(new / _INDEX), reuse=False)
            about = {"created": time.time_ns(), "fingerprint": self._fingerprint}
            (new / _ABOUT).write_text(json.dumps(about), encoding="utf-8")
            new.rename(home)

    def activate(self, generation: str) -> None:
        """Point at this generation with one rename."""
        with self.locked():
            self.check(generation)
            pointer = self.directory / f".{_POINTER}"
            with pointer.open("w", encoding="utf-8") as file:
                file.write(generation)
                file.flush()
                os.fsync(file.fileno())
            os.replace(pointer, self.directory / _POINTER)

    def drop(self, generation: str) -> None:
        """Remove a generation; what readers have open stays readable to them."""
        home = self.home(generation)
        with self.locked():
            if generation == self.active():
                raise SearchRejected(f"{generation!r} is active and cannot be removed")
            if home.exists():
                doomed = self.directory / f".new-{generation}"
                shutil.rmtree(doomed, ignore_errors=True)
                home.rename(doomed)
                shutil.rmtree(doomed)

    def home(self, generation: str) -> Path:
        """Directory of a generation, whether it exists or not."""
        return self.directory / check_generation(generation)

    def check(self, generation: str) -> None:
        """Raise SearchRejected when there is no such generation, SearchUnavailable when it has another shape."""
        try:
            about = json.loads((self.home(generation) / _ABOUT).read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise SearchRejected(f"there is no generation {generation!r}") from None
        if about["fingerprint"] != self._fingerprint:
            raise SearchUnavailable(f"generation {generation!r} was built for another schema: rebuild the index")

    def open(self, generation: str) -> tantivy.Index:
        """The index of a generation, with its analysers. Raises like `check`."""
        self.check(generation)
        try:
            index = tantivy.Index.open(str(self._index(generation)))
        except ValueError as error:
            raise SearchUnavailable(f"generation {generation!r} cannot be read ({error}): rebuild the index") from error
        index.config_reader("manual")
        for copy, analyzer in self.analyzers.items():
            index.register_tokenizer(tokenizer_name(copy), analyzer)
        return index

    def stamp(self, generation: str) -> tuple[int, int]:
        """Changes whenever something was committed to the generation."""
        status = os.stat(self._index(generation) / "meta.json")
        return status.st_mtime_ns, status.st_ino

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the one lock of the directory. Raises SearchUnavailable when another process keeps it for long."""
        self.directory.mkdir(parents=True, exist_ok=True)
        with (self.directory / WRITER_LOCK).open("w") as file:
            given_up_at = time.monotonic() + _PATIENCE
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > given_up_at:
                        raise SearchUnavailable("another process keeps writing to the embedded index") from None
                    time.sleep(0.01)
            yield

    def _index(self, generation: str) -> Path:
        return self.home(generation) / _INDEX
