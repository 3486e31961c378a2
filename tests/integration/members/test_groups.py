import pytest
from django.contrib.auth.models import Group as AuthGroup
from django.test import override_settings
from wagtail.models import Collection, Page

from practices.members.roles import ADMIN_ACCESS, EDITORS, Group
from practices.models import Practice
from tests.factories import PracticeFactory

pytestmark = pytest.mark.django_db


def test_every_group_exists_and_wagtails_own_are_gone():
    assert set(AuthGroup.objects.values_list("name", flat=True)) == {str(group) for group in Group}


@pytest.mark.parametrize("group", list(Group))
def test_only_editors_and_auditors_enter_the_admin(person_in, group):
    assert person_in(group).has_perm(ADMIN_ACCESS) is (group in EDITORS | {Group.AUDITORS})


@pytest.mark.parametrize("group", list(Group))
def test_only_chief_editors_may_publish_without_a_review(person_in, group):
    person = person_in(group)
    for permission in ("practices.publish_listed", "practices.publish_without_review"):
        assert person.has_perm(permission) is (group == Group.CHIEF_EDITORS)


@pytest.mark.parametrize("group", list(Group))
def test_what_a_group_may_do_to_an_entry(library, person_in, group):
    tester = PracticeFactory(live=False).permissions_for_user(person_in(group))
    assert tester.can_edit() is (group in EDITORS)
    assert not tester.can_publish()
    assert not tester.can_delete()


@pytest.mark.parametrize("group", [Group.AUDITORS, Group.REVIEWERS, Group.CONTRIBUTORS, Group.CITY_LEADS])
def test_the_others_change_nothing(person_in, group):
    changing = [
        name for name in person_in(group).get_all_permissions() if not name.partition(".")[2].startswith("view_")
    ]
    assert changing in ([], [ADMIN_ACCESS])


def test_editors_put_pictures_into_the_library(person_in):
    from wagtail.images.permissions import permission_policy

    for group in EDITORS:
        assert Collection.get_first_root_node() in permission_policy.collections_user_has_permission_for(
            person_in(group), "add"
        )


def test_intake_editors_add_cities_but_no_themes(person_in):
    intake = person_in(Group.INTAKE_EDITORS)
    assert intake.has_perm("vocabulary.add_city")
    assert not intake.has_perm("vocabulary.add_theme")


def test_nobody_but_administrators_changes_groups(person_in):
    for group in Group:
        assert not person_in(group).has_perm("auth.change_group")


@override_settings(REQUIRE_EDITOR_MFA=False)
def test_an_auditor_sees_the_list_and_reaches_no_form(client, library, person_in):
    entry = PracticeFactory(title="Car-free Sundays")
    client.force_login(person_in(Group.AUDITORS))
    assert "Car-free Sundays" in client.get("/admin/entries/").content.decode()
    assert client.get(f"/admin/pages/{entry.pk}/edit/").status_code == 302
    client.post(f"/admin/pages/{entry.pk}/edit/", {"title": "Changed"})
    assert Practice.objects.get(pk=entry.pk).title == "Car-free Sundays"
    assert Page.objects.get(pk=entry.pk).latest_revision is None
