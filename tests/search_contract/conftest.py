"""Both engines behind one fixture, and a line at the end of the run that says which of them answered."""

import os
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings

from search.core.engine import Put
from search.core.errors import SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.engines.opensearch import OpenSearchEngine
from tests.search_contract.corpus import SCHEMA

settings.register_profile(
    "engines",
    max_examples=int(os.environ.get("ENGINE_EXAMPLES", "40")),
    deadline=None,
    # Making a failure small takes minutes on a server: only on demand.
    phases=tuple(Phase) if os.environ.get("ENGINE_SHRINK") else (Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
NOT_RUN = "OpenSearch: not run, no server"
VERSIONS = pytest.StashKey[dict]()


class Bench:
    """An engine and ways to fill it."""

    def __init__(self, engine):
        self.engine, self.name, self._numbers = engine, engine.name, count(1)

    def load(self, *documents):
        """A new active generation with these documents, the one before it removed."""
        before, generation = self.engine.active(), f"g{next(self._numbers)}"
        self.engine.create(generation)
        report = self.engine.write(generation, [Put(document, 1) for document in documents])
        assert not report.refused
        self.engine.refresh(generation)
        self.engine.activate(generation)
        if before:
            self.engine.drop(before)
        return generation

    def clear(self):
        """Leave nothing behind."""


class OpenSearchBench(Bench):
    def clear(self):
        self.engine._client.indices.delete(index=f"{self.engine.alias}-*", expand_wildcards="all")


def _embedded(tmp_path_factory, config):
    return Bench(EmbeddedEngine(tmp_path_factory.mktemp("index"), SCHEMA))


def _opensearch(tmp_path_factory, config):
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    url = os.environ.get("OPENSEARCH_URL", "http://127.0.0.1:9200").rstrip("/")
    bench = OpenSearchBench(OpenSearchEngine.from_url(f"{url}/use-test-{worker}-{os.getpid()}", SCHEMA))
    try:
        bench.engine.version()
    except SearchUnavailable:
        if os.environ.get("REQUIRE_OPENSEARCH") == "1":
            pytest.fail("OpenSearch is required here and does not answer")
        pytest.skip(NOT_RUN)
    return bench


@pytest.fixture(params=["embedded", "opensearch"], scope="session")
def bench(request, tmp_path_factory):
    made = {"embedded": _embedded, "opensearch": _opensearch}[request.param](tmp_path_factory, request.config)
    request.config.stash.setdefault(VERSIONS, {})[request.param] = made.engine.version()
    yield made
    made.clear()


@pytest.fixture
def engine(bench):
    return bench.engine


@pytest.fixture
def load(bench):
    return bench.load


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter, config):
    """Name the engines that ran, after everything else is said; a skipped server is never silent."""
    yield
    passed = {"embedded": 0, "opensearch": 0}
    skipped = False
    for outcome, reports in terminalreporter.stats.items():
        for report in reports:
            if "search_contract" not in getattr(report, "nodeid", ""):
                continue
            if outcome == "passed" and getattr(report, "when", "") == "call":
                for name in passed:
                    passed[name] += name in report.nodeid
            skipped = skipped or (outcome == "skipped" and NOT_RUN in str(getattr(report, "longrepr", "")))
    versions = config.stash.get(VERSIONS, {})
    for name, number in passed.items():
        if number:
            terminalreporter.write_line(f"search contract: {name} {versions.get(name, '')} passed {number}".rstrip())
    if skipped:
        terminalreporter.write_line(NOT_RUN, yellow=True)
