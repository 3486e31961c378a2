"""`send_pending_mail`: sends mails that the server did not take at first."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from practices.members import mailing
from practices.members.mailing import Delivery

ALL_SENT, SOME_NOT_SENT = 0, 1


class Command(BaseCommand):
    """For a run every few minutes; several at once do no harm."""

    help = (
        "Send the mails that wait, oldest first. A mail that fails pauses longer each time and is given up after "
        f"{mailing.MOST_ATTEMPTS} attempts. Exit: 0 nothing failed, 1 some could not be sent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """A trial run, and a second chance."""
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument("--retry", action="store_true", help="also try again what was given up")

    def handle(self, *args: Any, dry_run: bool, retry: bool, **options: Any) -> None:
        """Send, print the counts, exit with the code that fits."""
        if dry_run:
            waiting = mailing.queue()
            self.stdout.write(f"{waiting.due} to send now, {waiting.later} later, {waiting.given_up} given up")
            return
        if retry:
            mailing.retry_given_up()
        came = mailing.send_pending()
        failed = came[Delivery.REFUSED] + came[Delivery.NO_SERVER]
        left = mailing.queue()
        self.stdout.write(
            f"{came[Delivery.SENT]} sent, {failed} failed, {left.due + left.later} wait, {left.given_up} given up"
        )
        if came[Delivery.NO_SERVER]:
            self.stderr.write("The mail server does not answer; the rest waits for the next run.")
        if failed:
            sys.exit(SOME_NOT_SENT)
