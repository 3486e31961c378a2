"""No route of the admin, of Wagtail's actions or of its commands changes what readers see."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from practices.models import EntryIndexPage, EntryPage, Practice, PublicationRefused
from practices.publication import publish as publish_revision
from tests.factories import PracticeFactory, publish
from tests.factories.forms import practice_form

pytestmark = pytest.mark.django_db
TOMORROW = timezone.now() + datetime.timedelta(days=1)


def seen_by_readers():
    """Titles of what is live."""
    return set(EntryPage.objects.filter(live=True).values_list("title", flat=True))


def waiting():
    return Revision.objects.filter(approved_go_live_at__isnull=False)


def bulk(action, *pages):
    return f"/admin/bulk/wagtailcore/page/{action}/?{'&'.join(f'id={page.pk}' for page in pages)}&next=/admin/entries/"


@pytest.fixture
def second_home(library):
    """A page that could hold a library of its own."""
    home = library.get_parent().specific
    return home.get_parent().add_child(instance=type(home)(title="Second home", slug="second", locale=home.locale))


def test_the_publish_button_of_a_draft_pressed_by_hand(client, mighty, draft):
    client.post(f"/admin/pages/{draft.pk}/edit/", practice_form(title="Mine", **{"action-publish": "on"}))
    assert seen_by_readers() == set()
    assert Practice.objects.get(pk=draft.pk).title == "Mine"


def test_the_publish_button_of_a_known_entry_pressed_by_hand(client, mighty, known):
    client.post(f"/admin/pages/{known.pk}/edit/", practice_form(title="Mine", **{"action-publish": "on"}))
    assert seen_by_readers() == {"As reviewed"}
    assert Practice.objects.get(pk=known.pk).get_latest_revision_as_object().title == "Mine"


def test_a_new_entry_published_at_once(client, mighty, library):
    client.post(f"/admin/pages/add/practices/practice/{library.pk}/", practice_form(**{"action-publish": "on"}))
    assert Practice.objects.get().title == "Car-free Sundays"
    assert seen_by_readers() == set()


def test_publishing_in_bulk(client, mighty, draft, known):
    client.post(bulk("publish", draft, known))
    assert seen_by_readers() == {"As reviewed"}


def test_publishing_all_below_a_page_in_bulk(client, mighty, draft, library):
    client.post(bulk("publish", library.get_parent()), {"include_descendants": "on"})
    assert seen_by_readers() == set()


def test_a_schedule_set_in_the_form(client, mighty, draft):
    times = {"go_live_at": TOMORROW.strftime("%Y-%m-%d %H:%M"), "action-publish": "on"}
    client.post(f"/admin/pages/{draft.pk}/edit/", practice_form(**times))
    assert not waiting().exists()
    assert seen_by_readers() == set()


def test_a_schedule_that_came_with_the_content(mighty, draft):
    draft.go_live_at = TOMORROW
    with pytest.raises(PublicationRefused):
        PublishPageRevisionAction(draft.save_revision(), user=mighty).execute(skip_permission_checks=True)
    assert not waiting().exists()


def test_a_schedule_given_with_the_revision(draft):
    with pytest.raises(PublicationRefused):
        draft.save_revision(approved_go_live_at=TOMORROW)
    assert not waiting().exists()


def test_an_expiry_that_came_with_the_content(known):
    known.expire_at = timezone.now() - datetime.timedelta(days=1)
    publish(known)
    call_command("publish_scheduled")
    assert seen_by_readers() == {"Changed since"}


def test_a_schedule_ended_by_hand(client, mighty, draft):
    revision = draft.get_latest_revision()
    publish_revision(revision=revision, kind="accepted", at=TOMORROW)
    client.post(f"/admin/pages/{draft.pk}/revisions/{revision.pk}/unschedule/")
    assert waiting().get() == revision


def test_going_back_to_an_older_version(client, mighty, known):
    older = known.live_revision
    publish(known)
    url = f"/admin/pages/{known.pk}/revisions/{older.pk}/revert/"
    client.post(url, practice_form(title="As reviewed", **{"action-publish": "on"}))
    assert seen_by_readers() == {"Changed since"}


@pytest.mark.parametrize("how", ["publish_copies", "alias"])
def test_a_copy_of_a_known_entry(client, mighty, known, how):
    parent = known.get_parent()
    form = {"new_title": "Copy", "new_slug": "a-copy", "new_parent_page": parent.pk, how: "on"}
    client.post(f"/admin/pages/{known.pk}/copy/", form)
    assert EntryPage.objects.get().pk == known.pk


def test_a_copy_of_all_entries(client, mighty, known, library, second_home):
    form = {"new_title": "Copies", "new_slug": "copies", "new_parent_page": second_home.pk}
    client.post(f"/admin/pages/{library.pk}/copy/", {**form, "copy_subpages": "on", "publish_copies": "on"})
    assert EntryPage.objects.get().pk == known.pk
    assert not second_home.get_children().exists()


@pytest.mark.parametrize(
    "action",
    [
        lambda entry: entry.get_latest_revision().publish(),
        lambda entry: entry.publish(entry.get_latest_revision(), skip_permission_checks=True),
        lambda entry: PublishPageRevisionAction(entry.get_latest_revision()).execute(skip_permission_checks=True),
        lambda entry: CopyPageAction(entry, update_attrs={"slug": "a-copy"}).execute(skip_permission_checks=True),
        lambda entry: CreatePageAliasAction(entry, update_slug="a-copy").execute(skip_permission_checks=True),
        lambda entry: entry.get_parent().add_child(instance=Practice(title="Born live")),
    ],
    ids=["revision", "page", "publish action", "copy action", "alias action", "new page"],
)
def test_code_that_asks_nobody_needs_a_permit_too(known, action):
    before = seen_by_readers()
    with pytest.raises(PublicationRefused):
        action(known)
    assert seen_by_readers() == before
    assert EntryPage.objects.count() == 1


def test_a_persons_name_does_not_publish_even_what_is_permitted(mighty, known):
    with pytest.raises(PermissionDenied):
        known.live_revision.publish(user=mighty)


def test_an_alias_of_a_draft_is_refused(draft):
    with pytest.raises(PublicationRefused):
        draft.create_alias(update_slug="an-alias")


def test_a_translation_begins_as_a_draft_that_nobody_reviewed(known):
    EntryPage.objects.filter(pk=known.pk).update(review_level="reviewed")
    french = Practice.objects.get(pk=known.pk).copy_for_translation(Locale.objects.get(language_code="fr"))
    assert not french.live
    assert french.review_level == "listed"


@pytest.mark.parametrize("many", [False, True])
def test_unpublishing(client, mighty, known, many):
    client.post(bulk("unpublish", known) if many else f"/admin/pages/{known.pk}/unpublish/")
    assert seen_by_readers() == {"As reviewed"}


def test_unpublishing_all_below_a_page(client, mighty, known, library):
    client.post(f"/admin/pages/{library.get_parent().pk}/unpublish/", {"include_descendants": "on"})
    assert seen_by_readers() == {"As reviewed"}


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize("which", ["the entry", "the library", "the home page"])
def test_deleting_what_readers_know(client, mighty, known, library, which, many):
    page = {"the entry": known, "the library": library, "the home page": library.get_parent()}[which]
    confirmed = {"confirm_site_name": "USE"}
    client.post(bulk("delete", page) if many else f"/admin/pages/{page.pk}/delete/", confirmed)
    assert seen_by_readers() == {"As reviewed"}


def test_deleting_what_readers_knew(client, mighty, known):
    known.unpublish()
    client.post(f"/admin/pages/{known.pk}/delete/")
    assert EntryPage.objects.filter(pk=known.pk).exists()


@pytest.mark.parametrize("many", [False, True])
def test_moving(client, mighty, known, library, second_home, many):
    other = second_home.add_child(instance=EntryIndexPage(title="Others", locale=library.locale))
    if many:
        client.post(bulk("move", known), {"chooser": other.pk})
    else:
        client.post(f"/admin/pages/{known.pk}/move/{other.pk}/confirm/")
    assert Page.objects.get(pk=known.pk).get_parent().pk == library.pk


@pytest.mark.parametrize("which", ["the entry", "the library"])
def test_hiding_behind_a_restriction(client, mighty, known, library, which):
    page = known if which == "the entry" else library
    client.post(f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login"})
    assert not PageViewRestriction.objects.exists()


def test_writing_on_what_was_withdrawn(client, mighty, known):
    known.unpublish()
    client.post(f"/admin/pages/{known.pk}/edit/", practice_form(title="Back again"))
    assert not known.revisions.filter(object_str="Back again").exists()


def test_only_an_administrator_deletes_a_draft_that_nobody_saw(client, mighty, draft):
    client.post(f"/admin/pages/{draft.pk}/delete/")
    assert EntryPage.objects.filter(pk=draft.pk).exists() is not mighty.is_superuser


def test_drafts_are_still_added_and_edited(client, mighty, library):
    assert library.permissions_for_user(mighty).can_add_subpage()
    assert PracticeFactory(live=False).permissions_for_user(mighty).can_edit()
