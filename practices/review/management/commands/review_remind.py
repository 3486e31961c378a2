"""`review_remind`: reminds whoever keeps others waiting, lets reviews lapse, sends mails that wait."""

from __future__ import annotations

import datetime
import json
import sys
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from practices.members import mailing
from practices.members.selectors import today
from practices.review.services import reminding

ALL_SENT, SOME_NOT_SENT = 0, 1


class Command(BaseCommand):
    """For a daily run; running it again sends nothing twice."""

    help = (
        "Remind reviewers, cities and editors of what is due, let reviews lapse, and send mails that wait. "
        "For a daily run; can be run again. Exit: 0 everything was sent, 1 some mails wait."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """A trial run, its format, another day."""
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument("--json", action="store_true", help="print a JSON object")
        parser.add_argument("--today", default="", help="act as on this day, YYYY-MM-DD")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Remind, print what was done, exit with the code that fits. Raises CommandError for what is not a day."""
        day = self._day(options["today"])
        done = reminding.run(day=day, dry_run=dry_run)
        if not dry_run:
            mailing.send_pending()
        left = mailing.queue()
        waiting = left.due + left.later
        letters = Counter((letter.template, letter.about) for letter in done.letters)
        if options["json"]:
            rows = [{"mail": mail, "about": about, "people": people} for (mail, about), people in letters.items()]
            answer = {"day": str(day), "dry_run": dry_run, "mails": rows, "levels": done.levels, "waiting": waiting}
            self.stdout.write(json.dumps(answer, indent=1))
        else:
            for (mail, about), people in letters.items():
                self.stdout.write(f"{mail:<20} {about:<40} to {people}")
            for slug, level in done.levels.items():
                self.stdout.write(f"{'level':<20} {slug:<40} {level}")
            would = "would be " if dry_run else ""
            did = f"{len(done.letters)} mails {would}sent, {len(done.levels)} levels {would}set"
            self.stdout.write(f"{day}: {did}, {waiting} mails wait")
        if waiting and not dry_run:
            sys.exit(SOME_NOT_SENT)

    def _day(self, given: str) -> datetime.date:
        try:
            return datetime.date.fromisoformat(given) if given else today()
        except ValueError as error:
            raise CommandError(f"“{given}” is not a day: write YYYY-MM-DD") from error
