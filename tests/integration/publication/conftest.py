import pytest

from practices.members.roles import Group
from tests.factories import PersonFactory, PracticeFactory, publish


@pytest.fixture(params=["chief editor", "administrator"])
def mighty(request, client, library, person_in):
    """Somebody who might publish everywhere in stock Wagtail, signed in."""
    if request.param == "administrator":
        person = PersonFactory(is_superuser=True, is_staff=True)
    else:
        person = person_in(Group.CHIEF_EDITORS)
    client.force_login(person)
    return person


@pytest.fixture
def draft(library):
    """An entry that readers never saw."""
    entry = PracticeFactory(title="Never reviewed", slug="never-reviewed", live=False)
    entry.save_revision()
    return entry


@pytest.fixture
def known(library):
    """An entry that readers know, with a newer draft behind it."""
    entry = publish(PracticeFactory(title="As reviewed", slug="as-reviewed", live=False))
    entry.title = "Changed since"
    entry.save_revision()
    return entry
