"""The OpenSearch engine: an index for each generation, an alias for the active one, one call a search."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from opensearchpy import OpenSearch, helpers
from opensearchpy.exceptions import AuthorizationException, NotFoundError, RequestError

from search.core.engine import Drop, Put, WriteReport
from search.core.errors import SearchRejected, SearchUnavailable
from search.core.query import SearchQuery
from search.core.results import Hit, SearchResults
from search.core.schema import IndexSchema
from search.engines.opensearch import answers, compile
from search.engines.opensearch.client import WRITING, connect, translated
from search.engines.opensearch.mapping import HASH, KEY, Json, index_body, index_document
from search.engines.rules import MAX_CLAUSES, check_generation, check_query, check_schema, fingerprint, refusal

_HASHES_AT_ONCE = 5_000
_LATE = 409

logger = logging.getLogger(__name__)


class OpenSearchEngine:
    """See search.core.engine.SearchEngine."""

    name = "opensearch"

    def __init__(self, client: OpenSearch, alias: str, schema: IndexSchema) -> None:
        check_schema(schema)
        self.schema, self.alias = schema, alias
        self._client = client
        self._fits = False

    @classmethod
    def from_url(cls, url: str, schema: IndexSchema) -> OpenSearchEngine:
        """An engine for `http(s)://user:password@host:port/alias`; nothing is asked of the server yet."""
        return cls(*connect(url), schema)

    def version(self) -> str:
        """Version of the server."""
        with translated():
            return str(self._client.info()["version"]["number"])

    def search(self, query: SearchQuery) -> SearchResults:
        """Hits, total and facet counts of the active generation, in one call."""
        started = perf_counter()
        check_query(query, self.schema)
        answer = self._ask(compile.search_body(query, self.schema))
        with translated():
            return answers.results(answer, query, self.schema, (perf_counter() - started) * 1000)

    def similar(self, key: str, size: int) -> tuple[Hit, ...]:
        """Entries that share telling words and facet values; never itself."""
        if size < 1:
            return ()
        found = self._ask({"query": {"term": {KEY: key}}, "_source": ["facet"], "size": 1})["hits"]["hits"]
        if not found:
            return ()
        facets = found[0]["_source"].get("facet", {})
        return self._bare_hits(compile.similar_body(key, facets, size, found[0]["_index"], self.schema))

    def suggest(self, prefix: str, language: str, size: int) -> tuple[Hit, ...]:
        """Entries with these words in a title or name, the last one only begun."""
        body = compile.completion_body(prefix, language, size, self.schema)
        return () if body is None or size < 1 else self._bare_hits(body)

    def active(self) -> str | None:
        """Name of the active generation."""
        with translated():
            try:
                indices = self._client.indices.get_alias(name=self.alias)
            except NotFoundError:
                return None
            return min(indices).removeprefix(f"{self.alias}-") if indices else None

    def generations(self) -> tuple[str, ...]:
        """Names, oldest first."""
        with translated():
            found = []
            for about in self._client.indices.get(index=f"{self.alias}-*").values():
                meta = about["mappings"].get("_meta", {})
                if meta.get("alias") == self.alias:  # another alias may begin with the same letters
                    found.append((int(about["settings"]["index"]["creation_date"]), meta["generation"]))
            return tuple(name for _, name in sorted(found))

    def create(self, generation: str) -> None:
        """Make an empty generation."""
        body = index_body(self.schema, self.alias, generation)
        with translated():
            self._allow_long_questions()
            try:
                self._client.indices.create(index=self._index(generation), body=body, request_timeout=WRITING)
            except RequestError as error:
                if error.error == "resource_already_exists_exception":
                    raise SearchRejected(f"there is a generation {generation!r} already") from None
                raise

    def write(self, generation: str, operations: Sequence[Put | Drop]) -> WriteReport:
        """Apply a batch. Late operations change nothing and are neither written nor refused."""
        refused: dict[str, str] = {}
        actions: list[Json] = []
        for operation in operations:
            reason = refusal(operation.document, self.schema) if isinstance(operation, Put) else None
            if reason is None:
                actions.append(self._action(self._index(generation), operation))
            elif isinstance(operation, Put):
                refused[operation.document.key] = reason
        with self._existing(generation) as index:
            self._check_mappings(self._client.indices.get_mapping(index=index))
            written = self._bulk(actions, refused)
        return WriteReport(written, refused)

    def refresh(self, generation: str) -> None:
        """Make everything written so far visible."""
        with self._existing(generation) as index:
            self._client.indices.refresh(index=index, request_timeout=WRITING)

    def activate(self, generation: str) -> None:
        """Point the alias at this generation, in one atomic step, and let it refresh by itself from now on."""
        with self._existing(generation) as index:
            self._check_mappings(self._client.indices.get_mapping(index=index))
            normal = {"index": {"refresh_interval": "1s"}}
            self._client.indices.put_settings(index=index, body=normal, request_timeout=WRITING)
            self._client.indices.refresh(index=index, request_timeout=WRITING)
            switch = [
                {"remove": {"index": f"{self.alias}-*", "alias": self.alias, "must_exist": False}},
                {"add": {"index": index, "alias": self.alias}},
            ]
            self._client.indices.update_aliases(body={"actions": switch}, request_timeout=WRITING)

    def drop(self, generation: str) -> None:
        """Remove a generation that is not active."""
        if generation == self.active():
            raise SearchRejected(f"{generation!r} is active and cannot be removed")
        with translated():
            self._client.indices.delete(
                index=self._index(generation), params={"ignore_unavailable": "true"}, request_timeout=WRITING
            )

    def count(self, generation: str) -> int:
        """Documents in the generation."""
        with self._existing(generation) as index:
            return int(self._client.count(index=index)["count"])

    def hashes(self, generation: str) -> Iterator[tuple[str, str]]:
        """Key and content hash in key order, some thousands in memory at a time."""
        body: Json = {
            "size": _HASHES_AT_ONCE,
            "sort": [{KEY: "asc"}],
            "_source": False,
            "docvalue_fields": [HASH],
            "track_total_hits": False,
        }
        while True:
            with self._existing(generation) as index:
                hits = self._client.search(index=index, body=body, request_timeout=WRITING)["hits"]["hits"]
                lines = [(hit["_id"], hit["fields"][HASH][0]) for hit in hits]
            yield from lines
            if len(hits) < _HASHES_AT_ONCE:
                return
            body = {**body, "search_after": hits[-1]["sort"]}

    def _index(self, generation: str) -> str:
        return f"{self.alias}-{check_generation(generation)}"

    def _ask(self, body: Json) -> Json:
        """One search of the active generation. Raises SearchUnavailable when there is none or it has another shape."""
        with translated():
            if not self._fits:
                self._check_active()
            answer: Json = self._client.search(
                index=self.alias, body=body, params={"allow_partial_search_results": "false"}
            )
            answers.check_whole(answer)
            return answer

    def _bare_hits(self, body: Json) -> tuple[Hit, ...]:
        answer = self._ask(body)
        with translated():
            return answers.hits(answer, None, self.schema)

    def _allow_long_questions(self) -> None:
        """Raise the server's limit on clauses (1024), which six words with synonyms in three languages come near.

        Where the account may not, the operator does: `indices.query.bool.max_clause_count` in opensearch.yml.
        """
        settings = {"persistent": {"indices.query.bool.max_clause_count": MAX_CLAUSES}}
        try:
            self._client.cluster.put_settings(body=settings)
        except (AuthorizationException, RequestError) as error:
            logger.warning("OpenSearch keeps its limit on clauses; long questions will be refused: %s", error)

    def _check_active(self) -> None:
        """Look once whether the active index was built for this schema: a field it lacks would just find nothing."""
        try:
            mappings = self._client.indices.get_mapping(index=self.alias)
        except NotFoundError:
            raise SearchUnavailable("nothing is indexed yet: build the index") from None
        self._check_mappings(mappings)
        self._fits = True

    def _check_mappings(self, mappings: Json) -> None:
        for index, about in mappings.items():
            if about["mappings"].get("_meta", {}).get("fingerprint") != fingerprint(self.schema):
                raise SearchUnavailable(f"{index} was built for another schema: rebuild the index")

    def _action(self, index: str, operation: Put | Drop) -> Json:
        versioned = {"_index": index, "version": operation.version, "version_type": "external_gte"}
        if isinstance(operation, Drop):
            return {**versioned, "_op_type": "delete", "_id": operation.key}
        document = index_document(operation.document, self.schema)
        return {**versioned, "_op_type": "index", "_id": operation.document.key, "_source": document}

    def _bulk(self, actions: list[Json], refused: dict[str, str]) -> int:
        """How many were applied. Reads the answer to each: the status of the whole call says nothing."""
        written = 0
        told = helpers.streaming_bulk(
            self._client, actions, raise_on_error=False, raise_on_exception=True, request_timeout=WRITING
        )
        for taken, item in told:
            operation, about = next(iter(item.items()))
            status = about["status"]
            if taken or (operation == "delete" and status == 404):
                written += 1
            elif status in (429, 503):
                raise SearchUnavailable(f"OpenSearch is too busy to take {about['_id']}")
            elif status != _LATE:
                cause: Any = about.get("error", {})
                refused[about["_id"]] = cause.get("reason", str(cause)) if isinstance(cause, dict) else str(cause)
        return written

    @contextmanager
    def _existing(self, generation: str) -> Iterator[str]:
        """Its index. Raises SearchRejected when the server knows no such generation."""
        index = self._index(generation)
        with translated():
            try:
                yield index
            except NotFoundError:
                raise SearchRejected(f"there is no generation {generation!r}") from None
