"""`search_verify [--repair]`: is the index what the library is?"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.core.errors import SearchError
from search.indexing.api import engine
from search.indexing.verify import verify


class Command(BaseCommand):
    """Compares a content hash a document on both sides."""

    help = "Compare the index with the library. Exit 1 when they differ and --repair was not given."

    def add_arguments(self, parser: CommandParser) -> None:
        """Repair, output for machines."""
        parser.add_argument("--repair", action="store_true", help="write what differs, and only that")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, repair: bool, **options: Any) -> None:
        """Compare, maybe repair, report."""
        try:
            drift = verify(engine(), repair=repair)
        except SearchError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps({**asdict(drift), "repaired": repair and bool(drift.total)}))
        else:
            done = " and were repaired" if repair and drift.total else ""
            self.stdout.write(
                f"{drift.checked} entries: {len(drift.missing)} missing, {len(drift.different)} different, "
                f"{len(drift.surplus)} surplus in the index{done}"
            )
        if drift.total and not repair:
            sys.exit(1)
