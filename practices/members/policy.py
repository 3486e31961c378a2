"""Who may do what for a city: pure rules over the places that a person has, or had, in teams."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol

LEAD = "city-lead"


class Place(Protocol):
    """A place in a city's team, from a day until a day, both included; open when `until` is None."""

    city_id: int
    role: str
    since: datetime.date
    until: datetime.date | None


def holds(place: Place, *, on: datetime.date) -> bool:
    """Whether the place is held on that day."""
    return place.since <= on and (place.until is None or on <= place.until)


def is_in_team(places: Iterable[Place], city_id: int, *, on: datetime.date) -> bool:
    """Whether one of the places is in that city's team on that day."""
    return any(place.city_id == city_id and holds(place, on=on) for place in places)


def is_city_lead(places: Iterable[Place], city_id: int, *, on: datetime.date) -> bool:
    """Whether one of the places is that of a lead of the city on that day."""
    return any(place.city_id == city_id and place.role == LEAD and holds(place, on=on) for place in places)


def may_write_for(places: Iterable[Place], city_id: int, *, on: datetime.date) -> bool:
    """Whether the person may write and submit entries of the city: anybody of its team."""
    return is_in_team(places, city_id, on=on)


def may_confirm_mandate(places: Iterable[Place], city_id: int, *, on: datetime.date) -> bool:
    """Whether the person may say that the city stands behind an entry: its leads only."""
    return is_city_lead(places, city_id, on=on)


def may_manage_team(places: Iterable[Place], city_id: int, *, on: datetime.date, is_editor: bool = False) -> bool:
    """Whether the person may invite into and remove from the team: its leads, and editors."""
    return is_editor or is_city_lead(places, city_id, on=on)


def cities_since(places: Iterable[Place], day: datetime.date) -> set[int]:
    """Cities whose team the person was in on that day or later, for conflicts of interest."""
    return {place.city_id for place in places if place.until is None or place.until >= day}
