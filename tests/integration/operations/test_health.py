import pytest
from django.db import OperationalError

from cms import health

SEARCH = {"ok": True, "engine": "embedded", "version": "tantivy 0.27.0", "documents": 528, "lag": 0}


@pytest.fixture(autouse=True)
def _search_is_well(monkeypatch):
    monkeypatch.setattr(health, "search_status", lambda: dict(SEARCH))


def break_database(monkeypatch):
    def broken(*args, **kwargs):
        raise OperationalError("no route to host")

    monkeypatch.setattr(health.connection, "cursor", broken)


def test_alive_asks_nothing(client):
    response = client.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_names_each_part(client):
    response = client.get("/health/ready")
    assert response.status_code == 200
    answer = response.json()
    assert answer["status"] == "ok"
    assert answer["database"]["ok"] is True
    assert answer["database"]["vendor"] in ("sqlite", "postgresql")
    assert answer["search"] == SEARCH


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["says so", "breaks"])
def test_search_down_is_degraded_and_still_200(client, monkeypatch, how):
    def status():
        if how == "breaks":
            raise RuntimeError("surprise")
        return {**SEARCH, "ok": False}

    monkeypatch.setattr(health, "search_status", status)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["search"]["ok"] is False
    assert "surprise" not in response.content.decode()


@pytest.mark.django_db
def test_database_down_is_503(client, monkeypatch):
    break_database(monkeypatch)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (503, "down")
    assert response.json()["database"]["ok"] is False


@pytest.mark.django_db
def test_a_broken_database_is_logged_once(client, monkeypatch, caplog):
    break_database(monkeypatch)
    client.get("/health/ready")
    assert [record.name for record in caplog.records if record.levelname == "ERROR"].count("use.health") == 1


def test_alive_survives_a_broken_database(client, monkeypatch):
    break_database(monkeypatch)
    assert client.get("/health/live").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_is_never_cached_and_only_read(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.post(path).status_code == 405
