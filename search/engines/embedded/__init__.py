"""Search inside the process, on tantivy: no server, for one machine."""

from search.engines.embedded.engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
