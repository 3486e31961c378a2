"""The engines behind search.core.engine.SearchEngine; which one is used stands in an address."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from search.core.engine import SearchEngine
from search.core.schema import IndexSchema

__all__ = ["engine_for"]


def engine_for(url: str, schema: IndexSchema, base_dir: Path | None = None) -> SearchEngine:
    """The engine that the address names; nothing is opened or asked yet.

    `embedded://var/search` is a directory below `base_dir` (else the working directory), `embedded:///srv/search` an
    absolute one; `opensearch+https://user:password@host:9200/use` is an alias on a server. A library is imported only
    when its engine is asked for. Raises ValueError when the address is neither, or the schema cannot be laid out.
    """
    scheme = urlsplit(url).scheme
    if scheme == "embedded":
        from search.engines.embedded import EmbeddedEngine

        path = Path(url.removeprefix("embedded://"))
        if not path.parts:
            raise ValueError(f"{url!r} names no directory")
        return EmbeddedEngine((base_dir or Path.cwd()) / path, schema)
    if scheme in ("opensearch+http", "opensearch+https"):
        from search.engines.breaker import BreakerEngine
        from search.engines.opensearch import OpenSearchEngine

        return BreakerEngine(OpenSearchEngine.from_url(url.removeprefix("opensearch+"), schema))
    raise ValueError(f"search knows embedded://, opensearch+http:// and opensearch+https://, not {scheme or url!r}")
