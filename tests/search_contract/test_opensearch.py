"""What only the server has to do: one call a search, honest failures, indexes and aliases."""

import http.server
import socket
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from search.core.engine import Put
from search.core.errors import SearchRejected, SearchUnavailable
from search.core.query import Clause, SearchQuery, Term, TextQuery
from search.core.schema import TextField
from search.engines import engine_for
from search.engines.opensearch import OpenSearchEngine
from tests.search_contract.corpus import SCHEMA, entry

pytestmark = pytest.mark.parametrize("bench", ["opensearch"], indirect=True)
WATER = TextQuery((Clause((Term(("watr",)),)),), minimum=1)


def test_a_search_is_one_call(bench, monkeypatch):
    bench.load(entry("a", "water", themes=["t"]))
    bench.engine.search(SearchQuery())
    calls = []
    perform = bench.engine._client.transport.perform_request
    monkeypatch.setattr(
        bench.engine._client.transport, "perform_request", lambda *a, **k: (calls.append(a), perform(*a, **k))[1]
    )
    query = SearchQuery(WATER, filters={"theme": ("t",)}, facets=("theme", "city"), highlight=True)
    assert bench.engine.search(query).spelling == {"watr": "water"}
    assert len(calls) == 1


def test_an_index_of_another_schema_asks_for_a_rebuild(bench):
    generation = bench.load(entry("a", "water"))
    other = replace(SCHEMA, texts=(*SCHEMA.texts, TextField("lessons", 1.0, "")))
    stranger = OpenSearchEngine(bench.engine._client, bench.engine.alias, other)
    for work in (lambda: stranger.search(SearchQuery()), lambda: stranger.write(generation, [])):
        with pytest.raises(SearchUnavailable, match="rebuild"):
            work()


def test_before_anything_is_built_search_says_so(bench):
    empty = OpenSearchEngine(bench.engine._client, f"{bench.engine.alias}-empty", SCHEMA)
    assert empty.active() is None
    assert empty.generations() == ()
    with pytest.raises(SearchUnavailable, match="build the index"):
        empty.search(SearchQuery())


def test_an_alias_that_begins_alike_is_somebody_elses(bench):
    generation = bench.load(entry("a", "water"))
    longer = OpenSearchEngine(bench.engine._client, f"{bench.engine.alias}-longer", SCHEMA)
    longer.create("one")
    longer.activate("one")
    assert bench.engine.generations() == (generation,)
    bench.engine.activate(generation)
    assert longer.active() == "one"


def test_the_index_is_strict_and_refreshes_by_itself_only_when_active(bench):
    engine = bench.engine
    bench.load()
    engine.create("built")

    def settings():
        return engine._client.indices.get_settings(index=f"{engine.alias}-built")[f"{engine.alias}-built"]["settings"]

    assert settings()["index"]["refresh_interval"] == "-1"
    assert settings()["index"]["auto_expand_replicas"] == "0-1"
    engine.activate("built")
    assert settings()["index"]["refresh_interval"] == "1s"
    mapping = engine._client.indices.get_mapping(index=f"{engine.alias}-built")
    assert mapping[f"{engine.alias}-built"]["mappings"]["dynamic"] == "strict"


def test_a_server_that_keeps_a_lower_limit_refuses_and_is_not_down(bench, monkeypatch):
    bench.load(entry("a", "water"))
    monkeypatch.setattr("search.engines.rules.MAX_CLAUSES", 10**9)
    endless = TextQuery(tuple(Clause((Term((f"w{number}",)),)) for number in range(700)), minimum=1)
    with pytest.raises(SearchRejected, match="maxClauseCount"):
        bench.engine.search(SearchQuery(endless))


@contextmanager
def server(answer):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("content-length", 0)))
            status, body = answer(self)
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError):  # the client does not wait for ever
                self.wfile.write(body)

        def do_GET(self):
            self.do_POST()

        def log_message(self, *args):
            pass

    listening = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}/use"
    finally:
        listening.shutdown()
        listening.server_close()


NO_HITS = b'"hits": {"total": {"value": 0}, "hits": []}}'
ANSWERS = {
    "garbage": (200, b"<html>"),
    "another shape": (200, b'{"hits": 3}'),
    "nothing": (200, b""),
    "failure": (500, b"{}"),
    "no text": (502, b"\xff\xfe"),
    "forbidden": (403, b'{"error": "no"}'),
    "busy": (429, b"{}"),
    "partial": (200, b'{"timed_out": true, "_shards": {"failed": 0}, ' + NO_HITS),
    "a shard failed": (200, b'{"timed_out": false, "_shards": {"failed": 1}, ' + NO_HITS),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_server_out_of_order_is_down_not_empty(bench, kind):
    with server(lambda _: ANSWERS[kind]) as url:
        engine = OpenSearchEngine.from_url(url, SCHEMA)
        engine._fits = True
        for work in (
            lambda: engine.search(SearchQuery()),
            lambda: engine.similar("a", 3),
            lambda: engine.suggest("wa", "en", 3),
            engine.version,
        ):
            if work == engine.version and kind in ("partial", "a shard failed"):
                continue
            with pytest.raises(SearchUnavailable):
                work()
        if ANSWERS[kind][0] != 200:
            for work in (engine.active, engine.generations, lambda: engine.write("one", [Put(entry("a"), 1)])):
                with pytest.raises(SearchUnavailable):
                    work()


def test_a_hung_server_costs_two_seconds_and_then_nothing(bench):
    done = threading.Event()
    with server(lambda _: done.wait(20) and None or (200, b"{}")) as url:
        engine = engine_for(f"opensearch+{url}", SCHEMA)
        engine._engine._fits = True
        waits = []
        for _ in range(4):
            started = time.monotonic()
            with pytest.raises(SearchUnavailable):
                engine.search(SearchQuery())
            waits.append(time.monotonic() - started)
        done.set()
    assert max(waits) < 2.7
    assert waits[3] < 0.1


def test_a_server_that_is_not_there_is_told_at_once(bench):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    engine = OpenSearchEngine.from_url(f"http://127.0.0.1:{port}/use", SCHEMA)
    started = time.monotonic()
    with pytest.raises(SearchUnavailable, match="does not answer"):
        engine.search(SearchQuery())
    assert time.monotonic() - started < 1
