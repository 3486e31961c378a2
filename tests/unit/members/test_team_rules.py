from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.members import policy

BOGOTA, NAIROBI = 1, 2
TODAY = date(2026, 3, 1)


@dataclass
class Place:
    city_id: int = BOGOTA
    role: str = "contributor"
    since: date = date(2025, 1, 1)
    until: date | None = None


@pytest.mark.parametrize(
    ("until", "held"), [(None, True), (TODAY, True), (date(2026, 2, 28), False), (date(2027, 1, 1), True)]
)
def test_a_place_is_held_until_its_last_day_included(until, held):
    assert policy.holds(Place(until=until), on=TODAY) is held


def test_a_place_is_not_held_before_it_begins():
    assert not policy.holds(Place(since=date(2026, 3, 2)), on=TODAY)


def test_a_team_member_writes_for_their_own_city_only():
    assert policy.may_write_for([Place()], BOGOTA, on=TODAY)
    assert not policy.may_write_for([Place()], NAIROBI, on=TODAY)


def test_only_a_lead_confirms_the_mandate():
    assert not policy.may_confirm_mandate([Place()], BOGOTA, on=TODAY)
    assert policy.may_confirm_mandate([Place(role="city-lead")], BOGOTA, on=TODAY)
    assert not policy.may_confirm_mandate([Place(role="city-lead", until=date(2026, 1, 1))], BOGOTA, on=TODAY)


def test_editors_manage_any_team_and_leads_their_own():
    assert policy.may_manage_team([], BOGOTA, on=TODAY, is_editor=True)
    assert policy.may_manage_team([Place(role="city-lead")], BOGOTA, on=TODAY)
    assert not policy.may_manage_team([Place(role="city-lead")], NAIROBI, on=TODAY)


def test_a_place_that_ended_before_the_day_is_no_conflict():
    places = [Place(until=date(2024, 2, 28)), Place(city_id=NAIROBI, until=date(2024, 3, 1))]
    assert policy.cities_since(places, date(2024, 3, 1)) == {NAIROBI}


days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
places = st.lists(
    st.builds(
        Place,
        city_id=st.sampled_from([BOGOTA, NAIROBI]),
        role=st.sampled_from(["contributor", "city-lead"]),
        since=days,
        until=st.none() | days,
    )
)


@given(places, days)
def test_a_lead_is_always_in_the_team(held, day):
    if policy.is_city_lead(held, BOGOTA, on=day):
        assert policy.is_in_team(held, BOGOTA, on=day)
