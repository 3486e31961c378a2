"""System checks of the settings: each with an id and a hint that says which variable to set to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

SEARCH_SCHEMES = ("embedded", "opensearch+http", "opensearch+https")
SHORTEST_KEY = 50
NEW_KEY = "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


@register("cms")
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the settings."""
    return list(problems(django_settings))


def stop_if_wrong() -> None:
    """Raise ImproperlyConfigured with every error and its hint. For servers, which do not run checks by themselves."""
    errors = [problem for problem in problems(django_settings) if problem.level >= Error("").level]
    if errors:
        raise ImproperlyConfigured("\n".join(f"{error.id} {error.msg}\n  {error.hint}" for error in errors))


def problems(settings: Any) -> Iterator[CheckMessage]:
    """Errors and warnings about the given settings, in the order of their ids."""
    yield from _unreadable(settings)
    yield from _search(settings)
    if settings.STRICT:
        yield from _identity(settings)
        yield from _connections(settings)


def _unreadable(settings: Any) -> Iterator[CheckMessage]:
    for name, why in settings.UNREADABLE.items():
        yield Error(f"{name} {why}.", hint=f"See {name} in .env.example for what it may be.", id="use.E001")


def _search(settings: Any) -> Iterator[CheckMessage]:
    scheme = urlsplit(settings.SEARCH_URL).scheme
    if scheme not in SEARCH_SCHEMES:
        yield Error(
            f"SEARCH_URL has the unknown scheme “{scheme}”.",
            hint="Set SEARCH_URL to embedded://var/search, or to opensearch+https://user:password@host:9200/use.",
            id="use.E002",
        )


def _secret_key(settings: Any) -> str:
    """The key; Django itself refuses to hand out an empty one."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


def _identity(settings: Any) -> Iterator[CheckMessage]:
    key = _secret_key(settings)
    if len(key) < SHORTEST_KEY:
        yield Error(
            "SECRET_KEY is missing."
            if not key
            else f"SECRET_KEY has {len(key)} characters; {SHORTEST_KEY} are needed.",
            hint=f"Set SECRET_KEY to a secret of your own: {NEW_KEY}",
            id="use.E003",
        )
    if not settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS is empty, so every request would be refused.",
            hint="Set ALLOWED_HOSTS to the names of the site, separated by commas: use.example.org.",
            id="use.E004",
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Error(
            "ALLOWED_HOSTS lets any host name through.",
            hint="Name the site's hosts in ALLOWED_HOSTS; mails with links are built from the name of the request.",
            id="use.E005",
        )
    site = urlsplit(settings.SITE_URL)
    if site.scheme != "https" or not site.hostname:
        yield Error(
            f"SITE_URL is “{settings.SITE_URL}”, which is not an https address.",
            hint="Set SITE_URL to the public address of the site: https://use.example.org.",
            id="use.E006",
        )
    if settings.DEBUG:
        yield Error(
            "DEBUG is on.", hint="Remove DEBUG from the environment: it shows settings to readers.", id="use.E007"
        )


def _connections(settings: Any) -> Iterator[CheckMessage]:
    if settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend")):
        yield Warning(
            "Mails go to the console: nobody can reset a password, and no notice arrives.",
            hint="Set EMAIL_URL to smtp+tls://user:password@host:587.",
            id="use.W001",
        )
    if settings.CACHES["default"]["BACKEND"].endswith(("locmem.LocMemCache", "dummy.DummyCache")):
        yield Warning(
            "The cache is not shared between processes, so limits on sign-in attempts count in each process alone.",
            hint="Set CACHE_URL to dbcache://use_cache and run `manage.py createcachetable`, or to rediscache://host:6379/0.",
            id="use.W002",
        )
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield Warning(
            "The database is SQLite, which serves one machine.",
            hint="Set DATABASE_URL to postgres://user:password@host:5432/use for more than one.",
            id="use.W003",
        )
    if not settings.REQUIRE_EDITOR_MFA:
        yield Warning(
            "Editors may sign in with a password alone.",
            hint="Remove REQUIRE_EDITOR_MFA, or set it to on.",
            id="use.W004",
        )
