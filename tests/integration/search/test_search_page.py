"""The search page over HTTP, on a small index of its own."""

import json
import time

import pytest
from django.test.utils import CaptureQueriesContext

from practices.facets import SCHEMA
from search.core.engine import Put
from search.web import wiring
from tests.factories.documents import FakeEngine, search_document

pytestmark = pytest.mark.django_db

DOCUMENTS = [
    search_document("flood-wall", "A flood wall", summary="It keeps the flood out.", themes=("adaptation-water-risk",)),
    search_document(
        "flood-park", "A park for the flood", city="sao-paulo", themes=("nature-food",), topics=("urban-agriculture",)
    ),
    search_document("bus-lanes", "Bus lanes", city="lyon", status="completed", year=1999),
    search_document("inondation", "Un mur contre l’inondation", city="lyon", language="fr"),
]


@pytest.fixture(autouse=True)
def _forget():
    wiring.forget()
    yield
    wiring.forget()


@pytest.fixture
def engine(monkeypatch):
    """The pages ask this engine in memory."""
    fake = FakeEngine(DOCUMENTS)
    monkeypatch.setattr(wiring, "engine", lambda: fake)
    monkeypatch.setattr(wiring, "neighbours", lambda text: ())
    return fake


@pytest.fixture
def indexed(index, monkeypatch):
    """The pages ask a real embedded engine that holds the same."""
    index.create("one")
    index.write("one", [Put(document, 1) for document in DOCUMENTS])
    index.refresh("one")
    index.activate("one")
    monkeypatch.setattr(wiring, "neighbours", lambda text: ())
    return index


def text_of(response):
    return response.content.decode()


def test_a_warm_page_is_one_engine_call_and_no_sql(client, engine):
    from django.db import connection

    client.get("/en/search/?q=flood")
    engine.calls = 0
    with CaptureQueriesContext(connection) as queries:
        response = client.get("/en/search/?q=flood&theme=nature-food&year_from=2000")
    assert response.status_code == 200
    assert (engine.calls, len(queries)) == (1, 0)


def test_the_text_stays_in_the_box_and_the_title(client, engine):
    html = text_of(client.get("/en/search/", {"q": 'flood "<b>"'}))
    assert 'value="flood &quot;&lt;b&gt;&quot;"' in html
    assert "<title>flood &quot;&lt;b&gt;&quot; – search" in html


def test_the_total_is_announced(client, engine):
    assert '<p id="total" role="status"><b>3</b> results' in text_of(client.get("/en/search/?city=bogota&city=lyon"))


def test_an_empty_search_browses_all(client, engine):
    assert "<b>4</b> results" in text_of(client.get("/en/search/"))


def test_found_words_are_marked(client, indexed):
    html = text_of(client.get("/en/search/?q=floods"))
    assert "A <mark>flood</mark> wall" in html
    assert "Found in: title, summary" in html


def test_a_result_in_another_language_is_marked(client, engine):
    html = text_of(client.get("/en/search/?language=fr"))
    assert 'lang="fr"' in html
    assert '<a href="?language=fr">' in html


def test_each_fact_of_a_card_is_a_link_to_what_shares_it(client, engine):
    html = text_of(client.get("/en/search/?q=lanes"))
    for link in (
        "?city=lyon",
        "?country=FR",
        "?status=completed",
        "?review=listed",
        "?evidence=described",
        "?theme=mobility",
    ):
        assert f'<a href="{link}"' in html


def test_a_merged_slug_leads_to_the_one_of_today(client, engine, monkeypatch):
    from practices.vocabulary import labels

    labels.snapshot().merged = {("theme", "trams"): "mobility"}
    response = client.get("/en/search/?q=bus&theme=trams")
    assert (response.status_code, response["Location"]) == (301, "/en/search/?q=bus&theme=mobility")


def test_the_canonical_address_and_what_search_engines_may_list(client, engine):
    html = text_of(client.get("/en/search/?theme=mobility&utm_source=x"))
    assert '/en/search/?theme=mobility">' in html
    assert "noindex" not in html
    assert "noindex" in text_of(client.get("/en/search/?theme=mobility&status=ongoing"))


def test_nothing_found_says_what_to_drop_and_whom_to_ask(client, engine):
    html = text_of(client.get("/en/search/?q=flood&city=nairobi"))
    assert '<a href="?q=flood">3 without City: Nairobi</a>' in html
    assert "/en/contact/?about=missing&amp;q=flood" in html


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "\x00\x1b\x07",
        "title:foo",
        "*",
        '"',
        "(",
        "AND",
        "AND OR NOT",
        "שלום عليكم",
        "🌊🏙️",
        "'; DROP TABLE x; --",
        "\ud83d".encode("utf-8", "replace").decode(),
        "\ue000x\ue001",
        "-" * 300,
        '"' * 301,
        "{{ 7 }}",
        "%",
        "\\",
    ],
)
def test_no_text_breaks_the_page(client, indexed, text):
    for path in ("/en/search/", "/fr/search/suggest/", "/en/search/feed/", "/en/search/results.csv", "/api/v1/search"):
        assert client.get(path, {"q": text}).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "page=999999",
        "page=-1",
        "page=abc",
        "page=1e9",
        "year_from=99999999999999999999",
        "year_from=2020&year_to=1990",
        "theme=%00",
        "theme=" + "x" * 5000,
        "sort=x&size=0&view=x&more=x",
        "q=%ff%fe",
        "theme=mobility&" * 500,
    ],
)
def test_no_address_breaks_the_page(client, indexed, address):
    assert client.get(f"/en/search/?{address}").status_code == 200


def test_a_page_beyond_the_end_leads_back(client, engine):
    html = text_of(client.get("/en/search/?page=999999"))
    assert "The results end on page 1" in html


def test_a_text_that_is_too_long_is_searched_in_part_and_said_so(client, engine):
    assert "its first 400 characters were searched" in text_of(client.get("/en/search/", {"q": "flood " * 200}))


def test_a_dead_engine_is_not_an_empty_library(client, engine):
    engine.down = True
    started = time.monotonic()
    response = client.get("/en/search/?q=flood")
    html = text_of(response)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert time.monotonic() - started < 2
    assert "Search does not answer at the moment" in html
    assert '<a href="/en/themes/mobility/">' in html
    assert "Nothing was found" not in html
    assert client.get("/api/v1/search").status_code == 503
    assert client.get("/en/search/results.csv").status_code == 503
    assert client.get("/en/search/feed/").status_code == 503
    assert client.get("/en/search/suggest/?q=flood").json() == {"groups": []}


def test_htmx_gets_the_parts_and_the_address(client, engine):
    response = client.get("/en/search/?q=flood&q=&year_from=", headers={"HX-Request": "true"})
    html = text_of(response)
    assert "<html" not in html
    for part in ("<title>", 'id="chips"', 'id="filters"', 'id="total"', 'id="tools"', 'id="list"'):
        assert part in html
    assert response["HX-Push-Url"] == "/en/search/?"
    assert "HX-Request" in response["Vary"]


def test_going_back_gets_the_whole_page(client, engine):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in text_of(client.get("/en/search/", headers=headers))


def test_the_map_keeps_the_list(client, engine):
    html = text_of(client.get("/en/search/?view=map"))
    assert html.count("<circle cx=") >= 3
    assert "Bus lanes" in html


def test_suggestions_come_in_groups(client, engine):
    groups = client.get("/en/search/suggest/?q=bo").json()["groups"]
    assert {"text": "Bogotá", "note": "1", "url": "/en/search/?city=bogota"} in [
        option for group in groups for option in group["options"]
    ]
    practices = client.get("/en/search/suggest/?q=flood").json()["groups"][0]
    assert practices["label"] == "Practices"
    assert practices["options"][0]["url"] == "/en/practices/flood-wall/"


def test_nothing_empty_is_suggested(client, engine):
    assert client.get("/en/search/suggest/?q=nairobi").json() == {"groups": []}


def test_results_as_files(client, engine):
    table = client.get("/en/search/results.csv?q=flood")
    assert table["Content-Type"].startswith("text/csv")
    assert text_of(table).count("\r\n") == 4
    assert text_of(client.get("/en/search/results.ris?q=flood")).count("TY  - ELEC") == 3
    feed = client.get("/en/search/feed/?q=flood")
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert text_of(feed).count("<entry>") == 3


# the API


def test_the_answer_of_the_api(client, engine):
    answer = client.get("/api/v1/search?q=flood&theme=nature-food").json()
    assert (answer["total"], answer["page"], answer["pages"], answer["degraded"], answer["did_you_mean"]) == (
        1,
        1,
        1,
        False,
        None,
    )
    assert answer["engine"] == {"name": "fake", "version": "fake 1"}
    (hit,) = answer["hits"]
    assert hit["slug"] == "flood-park"
    assert hit["url"] == "/en/practices/flood-park/"
    assert hit["city"] == {"slug": "sao-paulo", "name": "São Paulo", "country": "BR"}
    assert {
        "type",
        "title",
        "summary",
        "language",
        "themes",
        "sdgs",
        "review",
        "evidence",
        "matched",
        "highlights",
    } <= set(hit)
    theme = answer["facets"]["theme"]
    assert theme["more"] == 0
    chosen = next(value for value in theme["values"] if value["value"] == "nature-food")
    assert (chosen["label"], chosen["count"], chosen["selected"]) == ("Nature, green and food", 1, True)
    assert [child["value"] for child in chosen["children"]] == ["urban-agriculture"]
    assert {value["value"] for value in theme["values"]} == {
        "nature-food",
        "adaptation-water-risk",
        "mobility",
    }  # the last by a French synonym


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("theme=none", "theme"),
        ("year_from=x", "year_from"),
        ("sort=x", "sort"),
        ("page=0", "page"),
        ("lang=xx", "lang"),
    ],
)
def test_the_api_names_an_impossible_parameter(client, engine, address, name):
    response = client.get(f"/api/v1/search?{address}")
    assert response.status_code == 400
    assert response.json()["error"]["parameter"] == name
    assert response.json()["error"]["reason"]


def test_the_api_speaks_three_languages_and_keeps_its_slugs(client, engine):
    answer = client.get("/api/v1/search?lang=fr&theme=mobility").json()
    value = answer["facets"]["theme"]["values"][0]
    assert (value["value"], value["label"]) == ("mobility", "Mobilité")
    assert answer["hits"][0]["url"].startswith("/fr/")


def test_the_api_never_replaces_the_text(client, engine):
    engine.spelling = {"flodo": "flood"}
    answer = client.get("/api/v1/search?q=flodo").json()
    assert (answer["total"], answer["did_you_mean"]) == (0, "flood")


def test_openapi_lists_every_parameter_of_the_schema(client):
    document = json.loads(client.get("/api/v1/openapi.json").content)
    named = {parameter["name"] for parameter in document["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert {"q", "year_from", "year_to", "sort", "page", "lang"} | {
        facet.name for facet in SCHEMA.facets.terms
    } <= named
