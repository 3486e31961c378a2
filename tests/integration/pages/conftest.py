import pytest

from practices import memo
from practices.vocabulary import labels
from tests.factories.entries import PracticeFactory
from tests.factories.places import city
from tests.factories.showcase import show_case_study, show_practice, show_toolkit


@pytest.fixture(autouse=True)
def _forget_numbers():
    memo.forget()
    yield
    memo.forget()


@pytest.fixture
def warm(library):
    """Puts the labels into memory, where they are a moment after a process has started."""

    def warm_up():
        found = labels.snapshot()
        for kept in ("terms", "themes", "goals", "countries", "cities", "awards", "merged"):
            getattr(found, kept)

    return warm_up


@pytest.fixture
def practice(library):
    return show_practice()


@pytest.fixture
def case_study(practice):
    return show_case_study(practice)


@pytest.fixture
def toolkit(practice):
    return show_toolkit(practice)


@pytest.fixture
def bare(library):
    """An entry with a title and nothing else."""
    return PracticeFactory(slug="bare", title="Bare", summary="", city=None, status="")


@pytest.fixture
def bogota(db):
    return city("bogota")
