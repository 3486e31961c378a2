"""`demo_accounts`: one account a role, for trying the library out on one machine."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group as AuthGroup
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from practices.members import services
from practices.members.models import Membership, User
from practices.members.roles import Group
from practices.vocabulary.models import City

HOME, ELSEWHERE = "bogota", "nairobi"
"""The team's city, and the city of the second reviewer, in another region."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role to try out: its name, its group, the city of its team, and what it is in that team."""

    name: str
    group: Group | None = None
    city: str = ""
    place: Membership.Role | None = None


ROLES = (
    Role("contributor", Group.CONTRIBUTORS, HOME, Membership.Role.CONTRIBUTOR),
    Role("city_lead", Group.CITY_LEADS, HOME, Membership.Role.CITY_LEAD),
    Role("intake_editor", Group.INTAKE_EDITORS),
    Role("handling_editor", Group.HANDLING_EDITORS),
    Role("chief_editor", Group.CHIEF_EDITORS),
    Role("reviewer_1", Group.REVIEWERS, ELSEWHERE, Membership.Role.CONTRIBUTOR),
    Role("reviewer_2", Group.REVIEWERS),
    Role("auditor", Group.AUDITORS),
    Role("admin"),
)


@dataclass(frozen=True, slots=True)
class Account:
    """What is printed."""

    email: str
    password: str
    role: str
    city: str


class Command(BaseCommand):
    """Makes or resets the accounts."""

    help = "Make or reset one account a role and print e-mail, password, role and city. Refuses where DEBUG is off."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option."""
        parser.add_argument("--json", action="store_true", help="print a JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the accounts. Raises CommandError (exit code 1)."""
        if not settings.DEBUG:
            raise CommandError("demo accounts have passwords that are printed; they are made only where DEBUG is on")
        accounts = make_accounts()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(account) for account in accounts], indent=1))
            return
        for row in [("e-mail", "password", "role", "city"), *(tuple(asdict(account).values()) for account in accounts)]:
            self.stdout.write(f"{row[0]:<30} {row[1]:<22} {row[2]:<16} {row[3]}".rstrip())


@transaction.atomic
def make_accounts() -> list[Account]:
    """One account a role, each with a new password. Raises CommandError when the cities are not loaded."""
    cities = {city.slug: city.survivor() for city in City.objects.filter(slug__in=[HOME, ELSEWHERE])}
    missing = {HOME, ELSEWHERE} - set(cities)
    if missing:
        raise CommandError(f"no city “{', '.join(sorted(missing))}”: run `manage.py load_starter` first")
    return [_account(role, cities) for role in ROLES]


def _account(role: Role, cities: dict[str, City]) -> Account:
    email, password = f"{role.name.replace('_', '-')}@demo.example", secrets.token_urlsafe(12)
    person = User.objects.filter(email=email).first() or services.make_person(email=email)
    person.first_name, person.last_name = "Demo", role.name.replace("_", " ")
    person.is_active, person.is_superuser = True, role.group is None
    person.is_staff = person.is_superuser
    person.set_password(password)
    person.save()
    services.confirm_address(person=person)
    Authenticator.objects.filter(user=person).delete()
    person.groups.set(AuthGroup.objects.filter(name=role.group) if role.group else [])
    if role.place:
        Membership.objects.update_or_create(
            person=person, city=cities[role.city], until=None, defaults={"role": role.place}
        )
    return Account(email, password, role.name, role.city)
