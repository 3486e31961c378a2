import pytest
from django.core import mail

from practices.members.models import Membership, User
from practices.members.roles import Group
from tests.factories import MembershipFactory, PersonFactory, city

pytestmark = pytest.mark.django_db
PERSON = {"email": "new@city.example", "first_name": "", "last_name": "", "language": "fr"}


@pytest.fixture
def chief(client, person_in):
    person = person_in(Group.CHIEF_EDITORS)
    client.force_login(person)
    return person


def test_a_new_person_gets_a_link_and_nobody_knows_a_password(client, chief, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post("/admin/users/new/", PERSON)
    assert response.status_code == 302
    person = User.objects.get(email="new@city.example")
    assert not person.has_usable_password()
    assert person.language == "fr"
    (message,) = mail.outbox
    assert message.to == ["new@city.example"]
    assert "/fr/accounts/password/reset/key/" in message.body


def test_the_form_has_no_password(client, chief):
    assert 'type="password"' not in client.get("/admin/users/new/").content.decode()


def test_an_address_belongs_to_one_person(client, chief):
    PersonFactory(email="new@city.example")
    response = client.post("/admin/users/new/", {**PERSON, "email": "New@City.example"})
    assert response.context["form"].errors["email"]


def test_a_chief_editor_makes_no_administrators(client, chief):
    client.post("/admin/users/new/", {**PERSON, "is_superuser": "on"})
    assert not User.objects.get(email="new@city.example").is_superuser


def test_a_chief_editor_does_not_touch_administrators(client, chief, admin):
    client.post(f"/admin/users/edit/{admin.pk}/", {**PERSON, "is_active": ""})
    admin.refresh_from_db()
    assert admin.email != PERSON["email"]


def test_other_editors_do_not_see_people(client, person_in):
    client.force_login(person_in(Group.HANDLING_EDITORS))
    assert client.get("/admin/users/").status_code == 302


def test_a_place_in_a_team_is_given_by_address(client, chief):
    person = PersonFactory(email="ada@city.example")
    response = client.post(
        "/admin/teams/new/", {"person": "Ada@city.example", "city": city("bogota").pk, "role": "city-lead", "until": ""}
    )
    assert response.status_code == 302
    assert Membership.objects.get().person == person


def test_an_unknown_address_is_told(client, chief):
    response = client.post(
        "/admin/teams/new/", {"person": "nobody@city.example", "city": city("bogota").pk, "role": "contributor"}
    )
    assert "Nobody has this address" in response.content.decode()


def test_a_place_ends_and_its_person_and_city_stay(client, chief):
    membership = MembershipFactory()
    other = PersonFactory()
    response = client.post(
        f"/admin/teams/edit/{membership.pk}/",
        {"person": other.email, "city": city("nairobi").pk, "role": "city-lead", "until": str(membership.since)},
    )
    assert response.status_code == 302
    changed = Membership.objects.get()
    assert (changed.person, changed.city, changed.role) == (membership.person, membership.city, "city-lead")
    assert changed.until == membership.since


def test_the_list_of_teams_finds_by_city(client, chief):
    MembershipFactory(person__email="ada@city.example")
    MembershipFactory(city=city("nairobi"), person__email="wangari@city.example")
    page = client.get("/admin/teams/?q=nairobi").content.decode()
    assert "Nairobi" in page
    assert "Bogotá" not in page
