"""What the whole suite stands on: the vocabularies are loaded once, each test starts with empty caches."""

from __future__ import annotations

from pathlib import Path

import pytest

CITIES = Path(__file__).resolve().parent.parent / "practices" / "starter" / "cities.json"
USES_TRANSACTIONS = frozenset({"transactional_db", "live_server"})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database with every vocabulary and the page trees; tests that commit get a copy of it back."""
    from django.db import connection

    from home.services import ensure_site
    from practices.vocabulary.loading import load_vocabularies

    with django_db_blocker.unblock():
        load_vocabularies(cities=CITIES)
        ensure_site()
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()


def pytest_collection_modifyitems(items):
    """Tests that commit get the vocabularies back: Django empties every table after them."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker is not None and marker.kwargs.get("transaction")
        if commits or USES_TRANSACTIONS & set(getattr(item, "fixturenames", ())):
            item.fixturenames.append("django_db_serialized_rollback")


@pytest.fixture(autouse=True)
def _empty_caches():
    """Limits, labels and other things kept in memory are forgotten between tests."""
    from django.core.cache import cache

    from practices.vocabulary import labels

    cache.clear()
    labels.forget()
    yield
    labels.forget()


@pytest.fixture
def library(db):
    """The library of English entries."""
    from practices.exchange.services import library_of

    return library_of("en")


@pytest.fixture
def person_in(db):
    """Makes a person of a group: `person_in(Group.AUDITORS)`."""
    from tests.factories import PersonFactory

    def make(*groups: str, **fields):
        return PersonFactory(groups=groups, **fields)

    return make


@pytest.fixture
def admin(db):
    """An administrator."""
    from tests.factories import PersonFactory

    return PersonFactory(is_superuser=True, is_staff=True)
