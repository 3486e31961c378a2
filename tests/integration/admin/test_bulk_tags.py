import pytest

from practices.members.roles import Group
from practices.models import EntryPage
from practices.services import change_tags
from search.indexing.models import IndexJob
from tests.factories import PracticeFactory, TagFactory, publish

pytestmark = pytest.mark.django_db
URL = "/admin/bulk/wagtailcore/page/entry_tags/"


def tags(entry):
    return {tag.name for tag in EntryPage.objects.get(pk=entry.pk).tags.all()}


def url(*entries):
    return f"{URL}?{'&'.join(f'id={entry.pk}' for entry in entries)}&next=/admin/entries/"


@pytest.fixture
def editor(client, library, person_in):
    person = person_in(Group.HANDLING_EDITORS)
    client.force_login(person)
    return person


def test_tags_come_and_go_on_all_chosen_entries(client, editor):
    old, new = TagFactory(name="old"), TagFactory(name="new")
    entries = [PracticeFactory(tagged=[old]), PracticeFactory()]
    client.post(url(*entries), {"add": [new.pk], "remove": [old.pk]})
    assert [tags(entry) for entry in entries] == [{"new"}, {"new"}]


def test_the_action_asks_first_and_says_which_entries(client, editor):
    entry = PracticeFactory(title="Ciclovía")
    page = client.get(url(entry)).content.decode()
    assert "Ciclovía" in page
    assert tags(entry) == set()


@pytest.mark.parametrize("same", [True, False])
def test_a_choice_that_says_nothing_is_sent_back(client, editor, same):
    tag, entry = TagFactory(), PracticeFactory()
    data = {"add": [tag.pk], "remove": [tag.pk]} if same else {}
    response = client.post(url(entry), data)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert tags(entry) == set()


def test_an_auditor_changes_nothing(client, library, person_in):
    tag, entry = TagFactory(), PracticeFactory()
    client.force_login(person_in(Group.AUDITORS))
    client.post(url(entry), {"add": [tag.pk]})
    assert tags(entry) == set()


def test_a_locked_entry_is_left_alone(client, editor, admin):
    tag, entry = TagFactory(), PracticeFactory(locked=True)
    entry.locked_by = admin
    entry.save()
    client.post(url(entry), {"add": [tag.pk]})
    assert tags(entry) == set()


def test_pages_that_are_no_entries_are_left_alone(client, editor, library):
    response = client.get(url(library))
    assert "not an entry" in response.content.decode()


def test_the_published_revision_stays_the_accepted_one(library):
    entry = publish(PracticeFactory())
    accepted = entry.live_revision_id
    change_tags(entries=[entry], add=[TagFactory(name="new")])
    after = EntryPage.objects.get(pk=entry.pk)
    assert after.live_revision_id == accepted
    assert not after.has_unpublished_changes
    assert {tag.name for tag in after.specific.get_latest_revision_as_object().tags.all()} == {"new"}


def test_a_draft_behind_a_published_entry_stays_a_draft(library):
    entry = publish(PracticeFactory(title="Ciclovía"))
    entry.title = "Ciclovía, much better"
    entry.save_revision()
    change_tags(entries=[entry], add=[TagFactory(name="new")])
    after = EntryPage.objects.get(pk=entry.pk).specific
    assert after.title == "Ciclovía"
    assert after.has_unpublished_changes
    assert after.get_latest_revision_as_object().title == "Ciclovía, much better"
    assert tags(entry) == {"new"}


def test_the_index_is_told(library):
    entry = PracticeFactory()
    IndexJob.objects.all().delete()
    change_tags(entries=[entry], add=[TagFactory()])
    assert IndexJob.objects.filter(key=str(entry.translation_key)).exists()


def test_an_entry_that_has_the_tag_already_is_not_touched(library):
    tag = TagFactory()
    entry = PracticeFactory(tagged=[tag])
    assert change_tags(entries=[entry], add=[tag]) == 0
    assert EntryPage.objects.get(pk=entry.pk).latest_revision is None
