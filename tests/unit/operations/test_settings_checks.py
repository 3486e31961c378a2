from types import SimpleNamespace

import pytest
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from cms import checks

GOOD = {
    "STRICT": True,
    "UNREADABLE": {},
    "DEBUG": False,
    "SECRET_KEY": "x" * 50,
    "ALLOWED_HOSTS": ["use.example.org"],
    "SITE_URL": "https://use.example.org",
    "SEARCH_URL": "opensearch+https://user:secret@search:9200/use",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
    "REQUIRE_EDITOR_MFA": True,
}


def found(**changes):
    return list(checks.problems(SimpleNamespace(**(GOOD | changes))))


def test_good_settings_have_no_problems():
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "id_"),
    [
        ({"UNREADABLE": {"DATABASE_URL": "is nonsense"}}, "use.E001"),
        ({"SEARCH_URL": "solr://host"}, "use.E002"),
        ({"SEARCH_URL": "var/search"}, "use.E002"),
        ({"SECRET_KEY": ""}, "use.E003"),
        ({"SECRET_KEY": "x" * 49}, "use.E003"),
        ({"ALLOWED_HOSTS": []}, "use.E004"),
        ({"ALLOWED_HOSTS": ["*"]}, "use.E005"),
        ({"SITE_URL": "http://use.example.org"}, "use.E006"),
        ({"SITE_URL": "https://"}, "use.E006"),
        ({"DEBUG": True}, "use.E007"),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, "use.W001"),
        ({"CACHES": {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}}, "use.W002"),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "use.W003"),
        ({"REQUIRE_EDITOR_MFA": False}, "use.W004"),
    ],
)
def test_each_problem_has_its_id_and_a_hint(changes, id_):
    (problem,) = found(**changes)
    assert problem.id == id_
    assert problem.hint
    assert isinstance(problem, Error) == id_.startswith("use.E")


def test_development_needs_neither_key_nor_https():
    assert found(STRICT=False, SECRET_KEY="", ALLOWED_HOSTS=[], SITE_URL="http://127.0.0.1:8000", DEBUG=True) == []


def test_an_unreadable_address_stops_development_too():
    assert [problem.id for problem in found(STRICT=False, UNREADABLE={"CACHE_URL": "is nonsense"})] == ["use.E001"]


@override_settings(SEARCH_URL="solr://host")
def test_a_server_does_not_start_with_wrong_settings_and_says_how_to_mend_them():
    with pytest.raises(ImproperlyConfigured, match="embedded://var/search"):
        checks.stop_if_wrong()


@override_settings(**GOOD)
def test_a_server_starts_with_good_ones():
    checks.stop_if_wrong()
