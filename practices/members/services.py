"""Writes about people and their teams."""

from __future__ import annotations

import datetime

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group as AuthGroup
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from practices.members import mailing, selectors
from practices.members.models import Mail, Membership, User
from practices.members.roles import Group
from practices.vocabulary.models import City

GROUP_OF_ROLE: dict[str, Group] = {
    Membership.Role.CONTRIBUTOR: Group.CONTRIBUTORS,
    Membership.Role.CITY_LEAD: Group.CITY_LEADS,
}


BETWEEN_INVITATIONS = datetime.timedelta(minutes=10)
"""So that a double click, or an impatient lead, sends one mail."""


class NotAllowed(PermissionDenied):
    """The person may not do this."""


class TeamError(Exception):
    """Something about a team that cannot be; its message is for the person who asked for it."""


class AlreadyInTeam(TeamError):
    """The person has an open place in that team."""


class EndBeforeStart(TeamError):
    """A membership cannot end before it began."""


class AccountClosed(TeamError):
    """The person's account was switched off."""


class NotInvitable(TeamError):
    """There is nothing to invite to: the place ended, the person has signed in, or a mail went out a moment ago."""


class LastLead(TeamError):
    """Nobody would lead the city any more."""


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


@transaction.atomic
def invite_to_team(
    *,
    email: str,
    city: City,
    role: Membership.Role,
    by: User,
    first_name: str = "",
    last_name: str = "",
    language: str = "en",
) -> Membership:
    """Give the person of that address a place in the team of the city, and mail them; a new person is made first.

    Whoever has no password yet gets a link to choose one. Names and language of somebody known stay as they are.
    Raises NotAllowed, AccountClosed, AlreadyInTeam.
    """
    city = city.survivor()
    _require_manager(by, city)
    person = _person_of(email.strip().lower(), first_name=first_name, last_name=last_name, language=language)
    if not person.is_active:
        raise AccountClosed(_("This account was switched off. Please write to the editors."))
    membership = add_to_team(person=person, city=city, role=role, by=by)
    _mail_invitation(membership, by)
    return membership


def _require_manager(person: User, city: City) -> None:
    if not selectors.manages_team(person, city):
        raise NotAllowed(_("Only a lead of the city or an editor may change its team."))


def _person_of(email: str, **fields: str) -> User:
    known = User.objects.filter(email__iexact=email)
    if found := known.first():
        return found
    try:
        with transaction.atomic():
            return make_person(email=email, **fields)
    except IntegrityError:  # somebody else invited the same person this very moment
        return known.get()


@transaction.atomic
def invite_again(*, membership: Membership, by: User) -> Mail:
    """Send the invitation once more to somebody who has not chosen a password yet. Returns the mail.

    Raises NotAllowed, NotInvitable.
    """
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    _require_manager(by, membership.city)
    if membership.until is not None or not membership.person.is_active:
        raise NotInvitable(_("This place in the team has ended."))
    if membership.person.has_usable_password():
        raise NotInvitable(_("%(person)s has an account already and can sign in.") % {"person": membership.person})
    mail = _mail_invitation(membership, by)
    if mail is None:
        raise NotInvitable(_("An invitation was sent a moment ago. Please wait ten minutes before you send another."))
    return mail


def _mail_invitation(membership: Membership, by: User) -> Mail | None:
    return _mail_once_in_a_while(
        f"team-invitation:{membership.pk}",
        template="team-invitation",
        person=membership.person,
        context={"membership": membership, "by": by},
    )


def mail_new_account(*, person: User) -> Mail | None:
    """Mail a link to choose a password to somebody for whom an editor made an account. None when one just went out."""
    return _mail_once_in_a_while(f"new-account:{person.pk}", template="new-account", person=person, context={})


@transaction.atomic
def _mail_once_in_a_while(occasion: str, *, template: str, person: User, context: dict[str, object]) -> Mail | None:
    earlier = Mail.objects.filter(key__startswith=f"{occasion}:")
    if earlier.filter(queued_at__gt=timezone.now() - BETWEEN_INVITATIONS).exists():
        return None
    context = context | {"password_link": None if person.has_usable_password() else _password_link(person)}
    return mailing.send(template=template, to=person, context=context, key=f"{occasion}:{earlier.count() + 1}")


def _password_link(person: User) -> dict[str, object]:
    """What the address of allauth's page for choosing a password is made of, and for how many days it opens."""
    days = settings.PASSWORD_RESET_TIMEOUT // 86_400
    return {"uid": user_pk_to_url_str(person), "key": default_token_generator.make_token(person), "days": days}


@transaction.atomic
def remove_from_team(*, membership: Membership, by: User, knows_it_is_the_last_lead: bool = False) -> Membership:
    """End a place today. Raises NotAllowed, or LastLead unless whoever asks was told that nobody will lead the city."""
    _require_manager(by, membership.city)
    if selectors.is_last_lead(membership) and not knows_it_is_the_last_lead:
        raise LastLead(_("This is the city’s last lead."))
    return end_membership(membership=membership, by=by)
