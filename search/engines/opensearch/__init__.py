"""Search on an OpenSearch server or cluster, through opensearch-py."""

from search.engines.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
