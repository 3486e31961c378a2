"""Writes about people and their teams."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group as AuthGroup
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from practices.members import selectors
from practices.members.models import Membership, User
from practices.members.roles import Group
from practices.vocabulary.models import City

GROUP_OF_ROLE: dict[str, Group] = {
    Membership.Role.CONTRIBUTOR: Group.CONTRIBUTORS,
    Membership.Role.CITY_LEAD: Group.CITY_LEADS,
}


class AlreadyInTeam(Exception):
    """The person has an open place in that team."""


class EndBeforeStart(Exception):
    """A membership cannot end before it began."""


@transaction.atomic
def make_person(
    *, email: str, password: str | None = None, first_name: str = "", last_name: str = "", language: str = "en"
) -> User:
    """A saved person whose address counts as verified, because somebody entitled named it.

    Without a password nobody can sign in until one is set by the link of a reset mail. Raises IntegrityError when the
    address is taken.
    """
    person = User.objects.create_user(email, password, first_name=first_name, last_name=last_name, language=language)
    confirm_address(person=person)
    return person


def confirm_address(*, person: User) -> None:
    """Make the person's address the one that is verified; earlier ones are forgotten."""
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


@transaction.atomic
def add_to_team(
    *, person: User, city: City, role: Membership.Role = Membership.Role.CONTRIBUTOR, by: User | None = None
) -> Membership:
    """Give the person a place in the team of the city (of its survivor, if it was merged), from today on.

    Raises AlreadyInTeam.
    """
    try:
        with transaction.atomic():
            membership = Membership.objects.create(person=person, city=city.survivor(), role=role)
    except IntegrityError as error:
        raise AlreadyInTeam(_("%(person)s is in this team already.") % {"person": person}) from error
    _join_group(person, role)
    log(instance=membership, action="wagtail.create", user=by)
    return membership


def _join_group(person: User, role: Membership.Role) -> None:
    group, _made = AuthGroup.objects.get_or_create(name=GROUP_OF_ROLE[Membership.Role(role)])
    person.groups.add(group)


@transaction.atomic
def end_membership(*, membership: Membership, on: datetime.date | None = None, by: User | None = None) -> Membership:
    """End a place on a day (default: today, which is its last). Raises EndBeforeStart.

    An ended membership keeps its end; the person leaves the group of the role with the last place of that role.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.until is not None:
        return membership
    membership.until = on or selectors.today()
    if membership.until < membership.since:
        raise EndBeforeStart(_("A membership cannot end before it began."))
    membership.save()
    if not membership.person.memberships.filter(role=membership.role, until=None).exists():
        membership.person.groups.remove(*membership.person.groups.filter(name=GROUP_OF_ROLE[membership.role]))
    log(instance=membership, action="wagtail.edit", user=by)
    return membership
