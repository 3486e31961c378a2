"""Which address leads to which engine."""

import subprocess
import sys
from pathlib import Path

import pytest

from search.engines import engine_for
from search.engines.breaker import BreakerEngine
from search.engines.opensearch.client import connect
from tests.search_contract.corpus import SCHEMA


def test_an_embedded_address_is_a_directory_below_the_base(tmp_path):
    engine = engine_for("embedded://var/search", SCHEMA, tmp_path)
    assert engine._store.directory == tmp_path / "var" / "search"
    assert not (tmp_path / "var").exists()


def test_three_slashes_make_it_absolute(tmp_path):
    assert engine_for("embedded:///srv/index", SCHEMA, tmp_path)._store.directory == Path("/srv/index")


def test_a_server_is_behind_a_breaker():
    engine = engine_for("opensearch+http://127.0.0.1:9/use-x", SCHEMA)
    assert isinstance(engine, BreakerEngine)
    assert (engine.name, engine._engine.alias) == ("opensearch", "use-x")


def test_user_and_password_are_read_and_certificates_verified():
    client, alias = connect("https://us%40er:p%2Fw@search.example.org/use")
    (host,) = client.transport.hosts
    assert (host["host"], host["port"], alias) == ("search.example.org", 443, "use")
    connection = client.transport.get_connection()
    assert connection.use_ssl
    assert connection.headers["authorization"] == "Basic dXNAZXI6cC93"
    assert client.transport.max_retries == 0


@pytest.mark.parametrize("url", ["solr://x", "", "embedded://", "opensearch+http://", "opensearch+http://h/a/b"])
def test_any_other_address_is_an_error(url):
    with pytest.raises(ValueError):
        engine_for(url, SCHEMA)


@pytest.mark.parametrize(
    ("missing", "url"),
    [("tantivy", "opensearch+http://127.0.0.1:9/use"), ("opensearchpy", "embedded://var/search")],
)
def test_the_library_of_the_other_engine_may_be_missing(missing, url):
    script = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from search.engines import engine_for\n"
        "from tests.search_contract.corpus import SCHEMA\n"
        f"engine_for({url!r}, SCHEMA)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[3])
