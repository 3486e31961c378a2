"""The test database of SQLite, made once for a state of the code and then copied: migrating takes long."""

from __future__ import annotations

import fcntl
import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INGREDIENTS = (
    "requirements.txt",
    "tests/database.py",
    "tests/conftest.py",
    "**/migrations/*.py",
    "practices/vocabulary/data/*.json",
    "practices/vocabulary/loading.py",
    "practices/starter/cities.json",
    "home/*.py",
    "home/texts/**/*",
)


@cache
def state() -> str:
    """A hash of everything that the database is made from."""
    mark = hashlib.blake2b(digest_size=12)
    folders = ("cms", "home", "practices", "search")
    for pattern in INGREDIENTS:
        starts = [ROOT / folder for folder in folders] if pattern.startswith("**") else [ROOT]
        for path in sorted(found for start in starts for found in start.glob(pattern) if found.is_file()):
            mark.update(str(path.relative_to(ROOT)).encode())
            mark.update(path.read_bytes())
    return mark.hexdigest()


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def put_back(folder: Path) -> None:
    """Fill the memory database again from its copy, after a test that commits has emptied it."""
    from django.db import connection

    connection.ensure_connection()
    with sqlite3.connect(folder / f"{state()}.sqlite3") as copy:
        copy.backup(connection.connection)


def keep_tables() -> None:
    """Copy every table of a PostgreSQL database into a schema of its own."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS kept")
        for table in connection.introspection.table_names():
            cursor.execute(f'CREATE TABLE kept."{table}" AS TABLE "{table}"')


def put_tables_back() -> None:
    """Fill every table of a PostgreSQL database from its kept copy; foreign keys look away meanwhile."""
    from django.db import connection

    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))
        cursor.execute("SET session_replication_role = replica")
        for table in tables:
            cursor.execute(f'INSERT INTO "{table}" SELECT * FROM kept."{table}"')
        cursor.execute("SET session_replication_role = DEFAULT")


def open_copy(folder: Path, make: Callable[[], None]) -> None:
    """Fill the memory database of the default connection from a copy, which `make` makes when there is none."""
    from django.conf import settings
    from django.db import connection

    template = folder / f"{state()}.sqlite3"
    with alone(folder / "lock"):
        if not template.exists():
            for old in folder.glob("*.sqlite3"):
                old.unlink()
            make()
            fresh = template.with_suffix(".new")
            with sqlite3.connect(fresh) as copy:
                connection.connection.backup(copy)
            fresh.rename(template)
            return
    connection.close()
    name = connection.creation._get_test_db_name()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    connection.ensure_connection()
    with sqlite3.connect(template) as copy:
        copy.backup(connection.connection)
