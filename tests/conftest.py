"""What the whole suite stands on: the vocabularies are loaded once, each test starts with empty caches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.database import keep_tables, open_copy, put_back, put_tables_back

CITIES = Path(__file__).resolve().parent.parent / "practices" / "starter" / "cities.json"
USES_TRANSACTIONS = frozenset({"transactional_db", "live_server"})


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The test database with every vocabulary and the page trees; tests that commit get a copy of it back."""
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    made = []

    def make():
        from home.services import ensure_site
        from practices.vocabulary.loading import load_vocabularies

        made.extend(setup_databases(verbosity=0, interactive=False, serialized_aliases=[]))
        load_vocabularies(cities=CITIES)
        ensure_site()

    with django_db_blocker.unblock():
        if copies(request.config):
            open_copy(copies(request.config), make)
        else:
            make()
        if connection.vendor == "postgresql":
            keep_tables()
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


def copies(config):
    """The folder of database copies; None where the database is no file."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return None
    folder = config.rootpath / ".pytest_cache" / "d" / "database"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def database_put_back(request, django_db_setup, django_db_blocker):
    """Everything that stood in the database stands there again after a test that commits: Django empties it."""
    yield
    with django_db_blocker.unblock():
        if folder := copies(request.config):
            put_back(folder)
        else:
            put_tables_back()


def pytest_collection_modifyitems(items):
    """Tests that commit put the database back, last of all that they clear up."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        commits = marker is not None and marker.kwargs.get("transaction")
        if commits or USES_TRANSACTIONS & set(getattr(item, "fixturenames", ())):
            item.fixturenames.insert(0, "database_put_back")


@pytest.fixture(autouse=True)
def _empty_caches():
    """Limits, labels and other things kept in memory are forgotten between tests."""
    from django.conf import settings
    from django.core.cache import cache
    from django.utils import translation

    from practices.vocabulary import labels

    cache.clear()
    labels.forget()
    translation.activate(settings.LANGUAGE_CODE)  # a request for a French page leaves French behind in its thread
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
