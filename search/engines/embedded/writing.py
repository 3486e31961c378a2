"""Batches of puts and drops into one generation, each only if it is not older than what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import tantivy

from search.core.engine import Drop, Put, WriteReport
from search.core.schema import IndexSchema
from search.engines.embedded.layout import KEY, VERSION, tantivy_document
from search.engines.embedded.readers import Snapshot
from search.engines.embedded.store import Store
from search.engines.rules import refusal

_MEMORY = 64_000_000
_AT_ONCE = 500


def write(store: Store, schema: IndexSchema, generation: str, operations: Sequence[Put | Drop]) -> WriteReport:
    """Apply a batch in order. Late operations change nothing and are neither written nor refused."""
    refused: dict[str, str] = {}
    sound: list[Put | Drop] = []
    for operation in operations:
        reason = refusal(operation.document, schema) if isinstance(operation, Put) else None
        if reason is None:
            sound.append(operation)
        elif isinstance(operation, Put):
            refused[operation.document.key] = reason
    with store.locked():
        index = store.open(generation)
        with closing(Tombstones(store.home(generation) / "tombstones.sqlite")) as tombstones:
            held = tombstones.of(map(_key, sound))
            for key, version in _versions(index, store.schema, sound).items():
                held[key] = max(version, held.get(key, 0))
            last: dict[str, Put | Drop] = {}
            written = 0
            for operation in sound:
                if operation.version >= held.get(_key(operation), 0):
                    held[_key(operation)] = operation.version
                    last[_key(operation)] = operation
                    written += 1
            # Tombstones first: if the process dies between the two commits, the repeated batch finds nothing too new.
            tombstones.bury([operation for operation in last.values() if isinstance(operation, Drop)])
            _commit(index, schema, last)
            tombstones.raise_([key for key, operation in last.items() if isinstance(operation, Put)])
    return WriteReport(written, refused)


class Tombstones:
    """Versions of dropped keys, so that a late put does not bring one back."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("create table if not exists dropped (key text primary key, version integer not null)")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def of(self, keys: Iterable[str]) -> dict[str, int]:
        """Key → version of those that were dropped."""
        found: dict[str, int] = {}
        for some in _portions(list(keys)):
            marks = ",".join("?" * len(some))
            found.update(self._db.execute(f"select key, version from dropped where key in ({marks})", some))  # noqa: S608
        return found

    def bury(self, drops: Sequence[Drop]) -> None:
        """Remember these drops."""
        with self._db:
            self._db.executemany("insert or replace into dropped values (?, ?)", [(d.key, d.version) for d in drops])

    def raise_(self, keys: Sequence[str]) -> None:
        """Forget the drops of keys that are there again."""
        with self._db:
            self._db.executemany("delete from dropped where key = ?", [(key,) for key in keys])


def _key(operation: Put | Drop) -> str:
    return operation.document.key if isinstance(operation, Put) else operation.key


def _portions(keys: list[str]) -> Iterable[list[str]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))


def _versions(index: tantivy.Index, schema: tantivy.Schema, operations: Sequence[Put | Drop]) -> dict[str, int]:
    index.reload()
    snapshot = Snapshot("", schema, index.searcher())
    places = snapshot.addresses(list({_key(operation) for operation in operations}))
    return dict(zip(places, snapshot.column(VERSION, list(places.values())), strict=True))


def _commit(index: tantivy.Index, schema: IndexSchema, operations: dict[str, Put | Drop]) -> None:
    if not operations:
        return
    writer = index.writer(_MEMORY, num_threads=1)
    try:
        for key, operation in operations.items():
            writer.delete_documents_by_term(KEY, key)
            if isinstance(operation, Put):
                writer.add_document(tantivy_document(operation.document, operation.version, schema))
        writer.commit()
    except BaseException:
        writer.rollback()
        raise
    finally:
        writer.wait_merging_threads()
