"""A permit publishes one revision, now or on its day."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from practices.members.roles import Group
from practices.models import EntryPage, Practice, PublicationPermit, PublicationRefused
from practices.publication import cancel_schedule, publish
from tests.factories import PracticeFactory
from tests.factories.forms import practice_form

pytestmark = pytest.mark.django_db


def version(entry, title):
    entry.title = title
    return entry.save_revision()


def tomorrow():
    return timezone.now() + datetime.timedelta(days=1)


@pytest.fixture
def chief(person_in):
    return person_in(Group.CHIEF_EDITORS)


@pytest.fixture
def two_days_later(monkeypatch):
    """Lets two days pass."""
    later = timezone.now() + datetime.timedelta(days=2)
    return lambda: monkeypatch.setattr(timezone, "now", lambda: later)


def stored(entry):
    return Practice.objects.get(pk=entry.pk)


def test_exactly_the_permitted_revision_is_published_and_a_newer_draft_stays_one(draft):
    accepted, newer = version(draft, "Accepted"), version(draft, "Written since")
    publish(revision=accepted, kind="accepted")
    entry = stored(draft)
    assert (entry.live, entry.title, entry.live_revision) == (True, "Accepted", accepted)
    assert (entry.has_unpublished_changes, entry.latest_revision) == (True, newer)
    assert entry.get_latest_revision_as_object().title == "Written since"


def test_a_permit_serves_no_other_revision_of_the_entry(draft):
    accepted, newer = version(draft, "Accepted"), version(draft, "Written since")
    publish(revision=accepted, kind="accepted")
    with pytest.raises(PublicationRefused):
        newer.publish()
    assert stored(draft).title == "Accepted"


def test_a_permit_serves_no_revision_of_another_entry(draft, known):
    with pytest.raises(PublicationRefused):
        draft.publish(known.live_revision)
    assert not stored(draft).live


def test_the_permit_says_on_what_ground_and_by_whom(draft, chief):
    permit = publish(revision=draft.save_revision(), kind="listed", by=chief)
    assert (permit.entry_id, permit.kind, permit.by) == (draft.pk, "listed", chief)


def test_a_revision_permitted_on_a_better_ground_has_still_one_permit(draft):
    revision = draft.save_revision()
    publish(revision=revision, kind="listed")
    publish(revision=revision, kind="accepted")
    assert PublicationPermit.objects.get().kind == "accepted"


def test_a_scheduled_revision_goes_live_on_its_day_and_no_other(draft, two_days_later):
    accepted, _newer = version(draft, "Accepted"), version(draft, "Written since")
    publish(revision=accepted, kind="accepted", at=tomorrow())
    call_command("publish_scheduled")
    assert not stored(draft).live
    two_days_later()
    call_command("publish_scheduled")
    entry = stored(draft)
    assert (entry.live, entry.title, entry.live_revision) == (True, "Accepted", accepted)
    assert entry.has_unpublished_changes


def test_readers_keep_the_old_text_until_the_day_of_the_new_one(known, two_days_later):
    publish(revision=known.get_latest_revision(), kind="correction", at=tomorrow())
    assert stored(known).title == "As reviewed"
    two_days_later()
    call_command("publish_scheduled")
    assert stored(known).title == "Changed since"


def test_a_time_that_has_passed_is_now(draft):
    publish(revision=draft.save_revision(), kind="accepted", at=timezone.now() - datetime.timedelta(hours=1))
    assert stored(draft).live


@pytest.mark.parametrize("at", [None, "tomorrow"])
def test_who_comes_later_takes_the_place_of_the_one_that_waits(draft, two_days_later, at):
    first, second = version(draft, "First"), version(draft, "Second")
    publish(revision=first, kind="accepted", at=tomorrow())
    publish(revision=second, kind="accepted", at=at and tomorrow())
    two_days_later()
    call_command("publish_scheduled")
    assert stored(draft).title == "Second"
    assert PublicationPermit.objects.get().revision == second


def test_a_schedule_that_is_cancelled_publishes_nothing(draft, two_days_later):
    revision = draft.save_revision()
    publish(revision=revision, kind="accepted", at=tomorrow())
    assert cancel_schedule(entry=draft) == revision
    two_days_later()
    call_command("publish_scheduled")
    assert not stored(draft).live
    with pytest.raises(PublicationRefused):
        revision.publish()


def test_cancelling_when_nothing_waits_takes_nothing_back(known):
    assert cancel_schedule(entry=known) is None
    assert PublicationPermit.objects.filter(revision=known.live_revision).exists()


def test_what_waits_for_its_day_is_locked_and_says_so(client, draft, chief):
    publish(revision=draft.save_revision(), kind="accepted", at=tomorrow())
    client.force_login(chief)
    page = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    assert "scheduled to go live" in page
    assert "unschedule" not in page
    client.post(f"/admin/pages/{draft.pk}/edit/", practice_form(title="Changed in the last hour"))
    assert stored(draft).get_latest_revision_as_object().title == "Never reviewed"


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_override_without_a_reason_is_refused(draft, chief, reason):
    with pytest.raises(PublicationRefused):
        publish(revision=draft.save_revision(), kind="override", by=chief, reason=reason)
    assert not stored(draft).live


def test_nor_does_the_database_take_one(draft):
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationPermit.objects.create(entry=draft, revision=draft.save_revision(), kind="override")


def test_an_override_is_somebodys(draft):
    with pytest.raises(PublicationRefused):
        publish(revision=draft.save_revision(), kind="override", reason="The flood is now.")


@pytest.mark.parametrize("kind", ["listed", "override"])
def test_publishing_without_a_review_needs_the_permission(draft, person_in, kind):
    editor = person_in(Group.HANDLING_EDITORS)
    with pytest.raises(PublicationRefused):
        publish(revision=draft.save_revision(), kind=kind, by=editor, reason="The flood is now.")
    assert not stored(draft).live


def test_an_override_stands_in_the_history_with_its_reason(client, draft, chief):
    permit = publish(revision=draft.save_revision(), kind="override", by=chief, reason=" The flood is now. ")
    assert permit.reason == "The flood is now."
    client.force_login(chief)
    history = client.get(f"/admin/pages/{draft.pk}/history/").content.decode()
    assert "Published without a review: The flood is now." in history


def test_a_permitted_text_is_not_overwritten(client, draft, chief):
    entry = PracticeFactory(title="As reviewed", live=False)
    revision = entry.save_revision(user=chief)
    publish(revision=revision, kind="accepted")
    client.force_login(chief)
    form = practice_form(title="Slipped in", overwrite_revision_id=str(revision.pk))
    client.post(f"/admin/pages/{entry.pk}/edit/", form)
    revision.refresh_from_db()
    assert revision.content["title"] == "As reviewed"


def test_no_purge_of_old_revisions_takes_what_was_published(known):
    with pytest.raises(ProtectedError), transaction.atomic():
        known.live_revision.delete()
    assert stored(known).live_revision.permit.kind == "listed"


def test_a_revision_without_a_permit_may_go(known):
    older = known.get_latest_revision()
    version(known, "The latest")
    older.delete()
    assert not known.revisions.filter(pk=older.pk).exists()


def test_an_entry_goes_with_its_permits(known):
    known.delete()
    assert not EntryPage.objects.exists()
    assert not PublicationPermit.objects.exists()


def test_what_was_live_before_there_were_permits_has_one(known, draft):
    PublicationPermit.objects.all().delete()
    import_module("practices.migrations.0003_permits_for_what_is_live").permit(apps, None)
    assert PublicationPermit.objects.get().revision == known.live_revision
