"""The form of an entry says how it is published, and offers no button that would not work."""

import pytest

from practices.models import Practice
from tests.factories.forms import practice_form

pytestmark = pytest.mark.django_db
CLOSED = (
    "action-publish",
    "action-submit",
    "/unpublish/",
    "/copy/",
    "/move/",
    'dialog-show="set-privacy"',
)


@pytest.fixture(params=["draft", "known"])
def entry(request):
    return request.getfixturevalue(request.param)


def test_it_says_how_an_entry_is_published(client, mighty, entry):
    assert "An entry is published through its review" in client.get(f"/admin/pages/{entry.pk}/edit/").content.decode()


@pytest.mark.parametrize("words", CLOSED)
def test_it_offers_no_way_around_the_review(client, mighty, entry, words):
    page = client.get(f"/admin/pages/{entry.pk}/edit/").content.decode()
    assert "action-save-draft" in page or "Save draft" in page
    assert words not in page


def test_the_form_of_a_new_entry_offers_none_either(client, mighty, library):
    page = client.get(f"/admin/pages/add/practices/practice/{library.pk}/").content.decode()
    for words in CLOSED:
        assert words not in page


def test_dates_of_publication_are_no_part_of_it(client, mighty, draft):
    response = client.get(f"/admin/pages/{draft.pk}/edit/")
    assert not {"go_live_at", "expire_at"} & set(response.context["form"].fields)
    assert "Set schedule" not in response.content.decode()


def test_the_address_that_readers_know_does_not_change(client, mighty, known):
    client.post(f"/admin/pages/{known.pk}/edit/", practice_form(title="New title", slug="new-address"))
    entry = Practice.objects.get(pk=known.pk).get_latest_revision_as_object()
    assert (entry.title, entry.slug) == ("New title", "as-reviewed")
    page = client.get(f"/admin/pages/{known.pk}/edit/").content.decode()
    assert 'name="slug"' not in page
    assert "as-reviewed" in page


def test_the_address_of_a_draft_follows_its_title(client, mighty, draft):
    client.post(f"/admin/pages/{draft.pk}/edit/", practice_form(title="New title", slug="new-title"))
    assert Practice.objects.get(pk=draft.pk).slug == "new-title"
