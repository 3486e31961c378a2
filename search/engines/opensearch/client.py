"""The connection: where the server is, how long to wait for it, and what its errors mean."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import urllib3
from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionError as NoConnection
from opensearchpy.exceptions import OpenSearchException, TransportError

from search.core.errors import SearchError, SearchRejected, SearchUnavailable

CONNECT_SECONDS = 1.0
SEARCH_SECONDS = 2.0
WRITE_SECONDS = 120.0

SEARCHING: Any = urllib3.Timeout(connect=CONNECT_SECONDS, read=SEARCH_SECONDS)
WRITING: Any = urllib3.Timeout(connect=CONNECT_SECONDS, read=WRITE_SECONDS)

_BUSY = {408, 429}
"""Refusals that time may heal."""

_TOO_LONG = "maxClauseCount"


def connect(url: str) -> tuple[OpenSearch, str]:
    """A client that never retries, and the alias that the address names.

    `https://user:password@host:9200/use`; `?ca=file` names the certificate of a private authority. Certificates are
    verified. Raises ValueError when the address is none.
    """
    parts = urlsplit(url)
    alias = parts.path.strip("/") or "use"
    if parts.scheme not in ("http", "https") or not parts.hostname or "/" in alias:
        raise ValueError("an OpenSearch address looks like https://user:password@host:9200/use")
    secure = parts.scheme == "https"
    options: dict[str, Any] = {}
    if parts.username is not None:
        options["http_auth"] = (unquote(parts.username), unquote(parts.password or ""))
    if secure:
        authority = parse_qs(parts.query).get("ca", [None])[0]
        options["ssl_context"] = ssl.create_default_context(cafile=authority)
    default_port = 443 if secure else 9200
    client = OpenSearch(
        hosts=[{"host": parts.hostname, "port": parts.port or default_port}],
        use_ssl=secure,
        timeout=SEARCHING,
        max_retries=0,
        retry_on_timeout=False,
        http_compress=False,
        pool_maxsize=10,
        **options,
    )
    return client, alias


@contextmanager
def translated() -> Iterator[None]:
    """Let only search's own errors out: refused for good, or not able now."""
    try:
        yield
    except SearchError:
        raise
    except NoConnection as error:
        raise SearchUnavailable(f"OpenSearch does not answer: {error.error}") from error
    except TransportError as error:
        status = error.status_code if isinstance(error.status_code, int) else 500
        if _TOO_LONG in reason(error):  # comes as 500, but the server is well
            raise SearchRejected(f"OpenSearch refuses this: {reason(error)}") from error
        if 400 <= status < 500 and status not in _BUSY and status not in (401, 403, 404):
            raise SearchRejected(f"OpenSearch refuses this: {reason(error)}") from error
        raise SearchUnavailable(f"OpenSearch cannot answer ({status}): {reason(error)}") from error
    except OpenSearchException as error:
        raise SearchUnavailable(f"OpenSearch answers what nobody can read: {error}") from error
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise SearchUnavailable(f"OpenSearch answers in a shape that is not expected: {error!r}") from error


def reason(error: TransportError) -> str:
    """What the server says was wrong, in one line."""
    told = error.info.get("error") if isinstance(error.info, dict) else None
    if not isinstance(told, dict):
        return str(error.error)
    causes = [cause.get("reason") for cause in told.get("root_cause", []) if isinstance(cause, dict)]
    return str(next(filter(None, causes), None) or told.get("reason") or told.get("type"))
