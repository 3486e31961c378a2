"""`search_rebuild`: a new index beside the old one, then one atomic switch."""

from __future__ import annotations

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.core.errors import SearchError
from search.indexing.api import engine
from search.indexing.rebuild import RebuildFailed, rebuild


class Command(BaseCommand):
    """Searches go on meanwhile; edits made meanwhile are taken in."""

    help = "Build the index anew beside the active one, check it, and switch to it in one step."

    def add_arguments(self, parser: CommandParser) -> None:
        """Output for machines."""
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild with progress; exit 1 when it fails, and then nothing changed."""
        started = time.monotonic()
        quiet = options["json"] or options["verbosity"] == 0
        try:
            generation = rebuild(engine(), progress=lambda n: None if quiet else self.stdout.write(f"  indexed: {n}"))
        except (RebuildFailed, SearchError) as error:
            raise CommandError(f"The index was not replaced: {error}") from error
        seconds = round(time.monotonic() - started, 1)
        if options["json"]:
            self.stdout.write(
                json.dumps({"generation": generation.name, "documents": generation.documents, "seconds": seconds})
            )
        elif not quiet:
            self.stdout.write(f"  index {generation.name}: {generation.documents} documents in {seconds} s")
