from datetime import timedelta

import pytest

from practices.members import selectors, services
from practices.members.models import Membership
from practices.members.roles import Group
from practices.vocabulary.services import merge
from tests.factories import CityFactory, MembershipFactory, PersonFactory, city

pytestmark = pytest.mark.django_db
LEAD = Membership.Role.CITY_LEAD


def test_joining_a_team_joins_the_group_of_the_role():
    person = PersonFactory()
    services.add_to_team(person=person, city=city("bogota"), role=LEAD)
    assert list(selectors.cities_of(person)) == [city("bogota")]
    assert [group.name for group in person.groups.all()] == [Group.CITY_LEADS]


def test_nobody_is_in_a_team_twice():
    person = PersonFactory()
    services.add_to_team(person=person, city=city("bogota"))
    with pytest.raises(services.AlreadyInTeam):
        services.add_to_team(person=person, city=city("bogota"), role=LEAD)


def test_a_team_of_a_merged_city_is_the_team_of_its_survivor():
    gone = CityFactory()
    person = PersonFactory()
    merge(absorbed=gone, kept=city("bogota"))
    gone.refresh_from_db()
    assert services.add_to_team(person=person, city=gone).city == city("bogota")


def test_an_ended_membership_holds_through_its_last_day():
    membership = MembershipFactory()
    today = selectors.today()
    services.end_membership(membership=membership, on=today)
    assert selectors.team_of(city("bogota"), on=today).exists()
    assert not selectors.team_of(city("bogota"), on=today + timedelta(days=1)).exists()


def test_somebody_may_come_back_after_leaving():
    membership = MembershipFactory()
    services.end_membership(membership=membership)
    services.add_to_team(person=membership.person, city=membership.city)
    assert membership.person.memberships.count() == 2


def test_leaving_the_last_team_leaves_the_group():
    person = PersonFactory()
    services.add_to_team(person=person, city=city("bogota"))
    second = services.add_to_team(person=person, city=city("nairobi"))
    services.end_membership(membership=second)
    assert person.groups.filter(name=Group.CONTRIBUTORS).exists()
    services.end_membership(membership=person.memberships.get(city=city("bogota")))
    assert not person.groups.exists()


def test_a_membership_does_not_end_before_it_began():
    membership = MembershipFactory()
    with pytest.raises(services.EndBeforeStart):
        services.end_membership(membership=membership, on=membership.since - timedelta(days=1))


def test_ending_twice_keeps_the_first_end():
    membership = services.end_membership(membership=MembershipFactory())
    again = services.end_membership(membership=membership, on=membership.until + timedelta(days=9))
    assert again.until == membership.until


def test_people_who_are_switched_off_are_in_no_team():
    membership = MembershipFactory(person__is_active=False)
    assert membership not in selectors.team_of(membership.city)


def test_leads_stand_before_contributors():
    MembershipFactory(person__last_name="Aaa")
    lead = MembershipFactory(role=LEAD, person__last_name="Zzz")
    assert selectors.team_of(city("bogota")).first() == lead
    assert list(selectors.leads_of(city("bogota"))) == [lead]
