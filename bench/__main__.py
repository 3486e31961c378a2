"""`make bench`: what a search page costs beside the engine call that it makes."""

import sys
import time
from urllib.request import urlopen

from bench.setting import QUERIES, median, set_up

REPEATS = 15
OPENSEARCH = "opensearch+http://127.0.0.1:9200/use-bench"


def on(url: str) -> None:
    """Point search at another engine and build its index."""
    from django.conf import settings

    from search.indexing import api
    from search.indexing.rebuild import rebuild

    settings.SEARCH_URL = url
    api.engine.cache_clear()
    rebuild(api.engine())


def page_beside_engine() -> None:
    """Server time of the page ÷ the raw engine call with the same query; calls and SQL a warm page."""
    from django.db import connection
    from django.http import QueryDict
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils.http import urlencode

    from search.indexing.api import engine
    from search.web import wiring

    searcher, client = engine(), Client()
    rows = []
    for text in QUERIES:
        address = "/en/search/?" + urlencode({"q": text})
        asked = wiring.strings().read(QueryDict(urlencode({"q": text})))
        query = wiring.finder("en")._query(asked)
        assert client.get(address).status_code == 200
        searcher.search(query)
        pages, calls = [], []
        for _ in range(REPEATS):
            started = time.perf_counter()
            client.get(address)
            pages.append(time.perf_counter() - started)
            started = time.perf_counter()
            searcher.search(query)
            calls.append(time.perf_counter() - started)
        with CaptureQueriesContext(
            connection,
        ) as sql:
            client.get(address)
        rows.append((median(pages), median(calls), len(sql), text))
    print(f"\n{searcher.name} {searcher.version()}, {searcher.count(searcher.active())} documents, {REPEATS} repeats")
    print(f"{'page ms':>8} {'engine ms':>9} {'ratio':>6} {'SQL':>4}  query")
    for page, call, sql, text in rows:
        print(f"{page * 1000:8.1f} {call * 1000:9.1f} {page / call:6.2f} {sql:4}  {text[:60] or '(browse all)'}")
    pages, calls = [row[0] for row in rows], [row[1] for row in rows]
    total = sum(pages) / sum(calls)
    print(f"{median(pages) * 1000:8.1f} {median(calls) * 1000:9.1f} {total:6.2f}       median, ratio of sums")


def main() -> None:
    """Both engines, as far as they are there."""
    set_up()
    from django.conf import settings

    print("Timings on a shared machine: only the ratios mean something.")
    own = settings.SEARCH_URL
    on(own)
    page_beside_engine()
    try:
        urlopen("http://127.0.0.1:9200", timeout=2)
    except OSError:
        print("\nOpenSearch: not run, no server (make opensearch)", file=sys.stderr)
        return
    on(OPENSEARCH)
    page_beside_engine()
    on(own)  # one database follows one engine: leave it on its own


if __name__ == "__main__":
    main()
