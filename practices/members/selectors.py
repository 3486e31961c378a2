"""Reads about people and their teams."""

from __future__ import annotations

import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from practices.members import policy
from practices.members.models import Membership, User
from practices.members.roles import EDITORS, Group
from practices.vocabulary.models import City


def today() -> datetime.date:
    """The day it is in the site's time zone."""
    return timezone.localdate()


def held_on(day: datetime.date) -> Q:
    """Memberships that are held on that day."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))


def places_of(person: User) -> list[Membership]:
    """Every place that the person has or had in a team: what the rules of `policy` judge."""
    return list(person.memberships.all())


def cities_of(person: User, *, on: datetime.date | None = None) -> QuerySet[City]:
    """The cities whose team the person is in that day (default: today)."""
    return City.objects.filter(pk__in=person.memberships.filter(held_on(on or today())).values("city"))


def team_of(city: City, *, on: datetime.date | None = None) -> QuerySet[Membership]:
    """The team of a city that day (default: today), leads first."""
    held = city.team.filter(held_on(on or today()), person__is_active=True)
    return held.select_related("person").order_by("role", "person__last_name", "person__email")


def leads_of(city: City, *, on: datetime.date | None = None) -> QuerySet[Membership]:
    """The leads of a city that day (default: today)."""
    return team_of(city, on=on).filter(role=Membership.Role.CITY_LEAD)


def is_last_lead(place: Membership) -> bool:
    """Whether nobody leads the city any more once this place ends."""
    others = leads_of(place.city).filter(until=None).exclude(pk=place.pk)
    return place.role == Membership.Role.CITY_LEAD and not others.exists()


def is_editor(person: User) -> bool:
    """Whether the person is in one of the editors' groups, or an administrator."""
    return person.is_active and (person.is_superuser or person.groups.filter(name__in=EDITORS).exists())


def manages_team(person: User, city: City) -> bool:
    """Whether the person may invite into and remove from the team of the city today."""
    return policy.may_manage_team(places_of(person), city.pk, on=today(), is_editor=is_editor(person))


def works_at_desk(person: User) -> bool:
    """Whether the person is in a city's team, or a reviewer."""
    return cities_of(person).exists() or person.groups.filter(name=Group.REVIEWERS).exists()
