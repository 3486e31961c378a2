import pytest

from practices.exchange.schema import check
from tests.factories import PracticeFactory

pytestmark = pytest.mark.django_db


def test_an_entry_is_given_back_in_the_shape_that_import_reads(library, client):
    PracticeFactory(title="Car-free Sundays", slug="bogota-ciclovia", themes=["mobility"])
    answer = client.get("/api/v1/entries/bogota-ciclovia").json()
    assert answer["title"] == "Car-free Sundays"
    assert answer["city"] == "Bogotá"
    assert check(answer | {"sources": [{"n": 1, "title": "x", "kind": "press"}]}) == []


def test_a_draft_and_an_unknown_slug_are_not_there(library, client):
    PracticeFactory(slug="a-draft", live=False)
    for slug in ("a-draft", "nothing"):
        answer = client.get(f"/api/v1/entries/{slug}")
        assert answer.status_code == 404
        assert answer.json()["error"]["parameter"] == "slug"


def test_the_api_describes_itself(client):
    described = client.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {"/api/v1/search", "/api/v1/entries/{slug}"} <= set(described["paths"])
    assert client.get("/api/v1/docs").status_code == 200
