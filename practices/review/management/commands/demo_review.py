"""`demo_review`: six submissions of the demo city at six stages, to see each role's desk at once."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from practices.members.management.commands.demo_accounts import HOME, ROLES
from practices.members.models import Mail, User
from practices.review import demo, notices
from practices.review.models import Submission
from practices.review.stages import Stage
from practices.vocabulary.models import City

DESKS = {
    Stage.PROPOSED: ("intake_editor", "review_submission"),
    Stage.WRITING: ("contributor", "desk_submission"),
    Stage.SUBMITTED: ("city_lead", "desk_mandate"),
    Stage.SCREENING: ("intake_editor", "review_submission"),
    Stage.IN_REVIEW: ("reviewer_2", "review_assignment"),
    Stage.REVISING: ("contributor", "desk_letter"),
    Stage.SIGN_OFF: ("chief_editor", "review_submission"),
    Stage.SCHEDULED: ("chief_editor", "review_submission"),
}
"""Stage → who has to do something now, and on which page."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is printed."""

    reference: str
    stage: str
    title: str
    desk: str
    address: str


class Command(BaseCommand):
    """Makes what is missing; nothing of it is ever live in the library."""

    help = (
        "Put six submissions of the demo city, marked “Demo:”, at six stages, and print reference, stage, whose desk "
        "shows it, and address. Run `demo_accounts` before. Refuses where DEBUG is off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Two options."""
        parser.add_argument("--json", action="store_true", help="print a JSON list")
        parser.add_argument("--reset", action="store_true", help="withdraw what is there and begin anew")

    def handle(self, *args: Any, reset: bool, **options: Any) -> None:
        """Print the table. Raises CommandError (exit code 1)."""
        if not settings.DEBUG:
            raise CommandError("demo submissions are made only where DEBUG is on")
        rows = make(reset=reset)
        if options["json"]:
            self.stdout.write(json.dumps([asdict(row) for row in rows], indent=1))
            return
        for row in [Row("reference", "stage", "title", "desk of", "address"), *rows]:
            self.stdout.write(f"{row.reference:<14} {row.stage:<11} {row.title:<32} {row.desk:<16} {row.address}")


@transaction.atomic
def make(*, reset: bool = False) -> list[Row]:
    """The six submissions. Raises CommandError when the accounts are not there."""
    cast = _cast()
    if reset:
        demo.withdraw_demo(cast)
    rows = [_row(submission) for submission in demo.make_demo(cast)]
    # Nobody reads these addresses: their mails count as sent, before the commit would send them.
    waiting = Mail.objects.filter(sent_at=None, person__in=cast.people.values())
    waiting.update(sent_at=timezone.now(), text="", html="")
    return rows


def _cast() -> demo.Cast:
    emails = {role.name: f"{role.name.replace('_', '-')}@demo.example" for role in ROLES}
    people = {person.email: person for person in User.objects.filter(email__in=emails.values())}
    missing = [role for role, email in emails.items() if email not in people]
    if missing:
        raise CommandError(f"no account for {', '.join(missing)}: run `manage.py demo_accounts` first")
    city = City.objects.get(slug=HOME).survivor()
    return demo.Cast(city=city, people={role: people[email] for role, email in emails.items()})


def _row(submission: Submission) -> Row:
    desk, page = DESKS.get(Stage(submission.stage), ("chief_editor", "review_submission"))
    pk = submission.pk
    if page == "review_assignment":
        open_one = submission.rounds.get(status="in_progress").assignments.filter(submitted_at=None).first()  # type: ignore[attr-defined]
        if open_one is None:
            desk, page = "chief_editor", "review_decide"
        else:
            pk = open_one.pk
    return Row(
        reference=str(submission),
        stage=submission.stage,
        title=submission.proposal.title,
        desk=desk,
        address=notices.absolute(page, "en", pk),
    )
