"""`search_worker`: keeps the index up with the library until it is told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.indexing.worker import drain, work


class Command(BaseCommand):
    """A process of its own in production."""

    help = "Take changes into the index as they are committed. SIGTERM or SIGINT ends it after the batch at hand."

    def add_arguments(self, parser: CommandParser) -> None:
        """One run only, or the pause between runs."""
        parser.add_argument("--once", action="store_true", help="take what waits, then end")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two looks at the outbox")

    def handle(self, *args: Any, once: bool, pause: float, **options: Any) -> None:
        """Work until stopped."""
        if once:
            self.stdout.write(f"{drain()} jobs taken")
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        self.stdout.write("search worker: waiting for changes")
        work(stop=stopped.is_set, pause=pause, sleep=stopped.wait)
