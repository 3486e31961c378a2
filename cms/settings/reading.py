"""Reads addresses from the environment; what is wrong does not stop the import, cms/checks.py tells it with a hint."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import environ

ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


class Reader:
    """Remembers what it could not read: name of the variable → why."""

    def __init__(self, env: environ.Env) -> None:
        self.env = env
        self.unreadable: dict[str, str] = {}

    def database(self, name: str, default: str) -> dict[str, Any]:
        """A database configuration; one that nothing can use when the address is neither SQLite nor PostgreSQL."""
        config = self._url(self.env.db_url, name, default)
        if config.get("ENGINE") in ENGINES:
            return config
        self.unreadable.setdefault(name, "is neither sqlite:///… nor postgres://user:password@host:port/name")
        return {"ENGINE": "django.db.backends.dummy"}

    def cache(self, name: str, default: str) -> dict[str, Any]:
        """A cache configuration; one that keeps nothing when the address cannot be read."""
        return self._url(self.env.cache_url, name, default) or {
            "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        }

    def email(self, name: str, default: str) -> dict[str, Any]:
        """Settings for sending mail; the console when the address cannot be read."""
        return self._url(self.env.email_url, name, default) or self.env.email_url_config("consolemail://")

    def number(self, name: str, default: int) -> int:
        """A whole number; the default when it is something else."""
        try:
            return self.env.int(name, default=default)
        except ValueError:
            self.unreadable[name] = "is not a whole number"
            return default

    def _url(self, read: Callable[..., dict[str, Any]], name: str, default: str) -> dict[str, Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return dict(read(name, default=default))
            except (ValueError, environ.ImproperlyConfigured) as error:
                self.unreadable[name] = str(error).strip().rstrip(".")
                return {}
