"""`serve`: what `make run` runs: migrations, starter corpus, then the development server."""

from __future__ import annotations

import threading
import time
import urllib.request
from typing import Any
from urllib.error import URLError

from django.conf import settings
from django.contrib.staticfiles.management.commands.runserver import Command as RunServer
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from search.indexing.status import search_status


class Command(BaseCommand):
    """Safe to run again: what is there already is left alone."""

    help = "Bring the database, the starter corpus and the index up to date, then serve on 127.0.0.1."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Prepare with progress, announce when the site answers, serve until stopped."""
        self.stdout.write("· database")
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write("· starter corpus")
        call_command("load_starter", stdout=self.stdout, stderr=self.stderr)
        threading.Thread(target=self._announce, args=(host, port), daemon=True).start()
        call_command(RunServer(), f"{host}:{port}", use_reloader=False, verbosity=0, skip_checks=True)

    def _announce(self, host: str, port: int) -> None:
        address = f"http://{host}:{port}/"
        for _attempt in range(600):
            try:
                with urllib.request.urlopen(f"{address}health/live", timeout=2):  # noqa: S310
                    break
            except (URLError, OSError):
                time.sleep(0.1)
        engine = "OpenSearch" if settings.SEARCH_URL.startswith("opensearch") else "embedded"
        documents = search_status().get("documents", 0)
        self.stdout.write(f"USE is ready at {address} · {engine} search · {documents} entries")
        self.stdout.flush()
