import environ
import pytest

from cms.settings.reading import Reader


@pytest.fixture
def reader(monkeypatch):
    def make(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Reader(environ.Env())

    return make


@pytest.mark.parametrize(
    ("url", "engine"), [("sqlite:////tmp/x.sqlite3", "sqlite3"), ("postgres://u:p@host:5432/use", "postgresql")]
)
def test_a_database_address_is_read(reader, url, engine):
    read = reader(DATABASE_URL=url)
    assert read.database("DATABASE_URL", default="").get("ENGINE").endswith(engine)
    assert read.unreadable == {}


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://u:p@host/use", "postgres://u:p@host:port/use", "redis://host"]
)
def test_an_unreadable_database_is_remembered_and_usable_by_nothing(reader, url):
    read = reader(DATABASE_URL=url)
    assert read.database("DATABASE_URL", default="sqlite:///x")["ENGINE"] == "django.db.backends.dummy"
    assert "DATABASE_URL" in read.unreadable


@pytest.mark.parametrize(
    ("kind", "name"), [("cache", "CACHE_URL"), ("email", "EMAIL_URL"), ("number", "TRUSTED_PROXIES")]
)
def test_other_unreadable_values_are_remembered(reader, kind, name):
    read = reader(**{name: "nonsense"})
    default = {"cache": "locmemcache://use", "email": "consolemail://", "number": 0}[kind]
    getattr(read, kind)(name, default)
    assert name in read.unreadable


def test_what_is_not_set_takes_the_default(reader):
    assert reader().number("NO_SUCH_VARIABLE", default=7) == 7
