"""`load_starter`: the site tree, the vocabularies and the starter corpus."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from home.services import ensure_site
from practices.exchange.reading import read_rows
from practices.exchange.services import import_rows
from practices.exchange.starter import load_tags
from practices.vocabulary.loading import load_vocabularies
from search.core.errors import SearchError
from search.indexing.api import engine
from search.indexing.rebuild import rebuild
from search.indexing.worker import active_generation, drain
from search.meaning.store import load_vectors

STARTER = Path(settings.BASE_DIR) / "practices" / "starter"


class Command(BaseCommand):
    """Can be run again; never touches what people changed."""

    help = "Load the site tree, the vocabularies and the starter corpus; what people changed stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, with progress; exit 1 when an entry is refused."""
        ensure_site()
        for loaded in load_vocabularies(cities=STARTER / "cities.json"):
            self.stdout.write(f"  {loaded.name}: {loaded.total}" + (f" ({loaded.new} new)" if loaded.new else ""))
        load_tags(STARTER / "tags.json")
        load_vectors(STARTER / "vectors.json")
        rows = read_rows(STARTER / "entries")
        report = import_rows(rows, progress=self._progress)
        for number, id_, problems in report.refused:
            self.stderr.write(self.style.ERROR(f"row {number} ({id_}): {'; '.join(map(str, problems))}"))
        for id_ in report.kept:
            self.stdout.write(f"  {id_}: changed by people since it was loaded; left as it is")
        for id_, problem in report.warnings:
            self.stdout.write(f"  {id_}: {problem}")
        self.stdout.write("  entries: " + ", ".join(f"{n} {what.value}" for what, n in sorted(report.counts.items())))
        self._index()
        if report.refused:
            sys.exit(1)

    def _index(self) -> None:
        """Bring the index up to the library; build it where there is none that opens."""
        searcher = engine()
        try:
            if active_generation(searcher):
                self.stdout.write(f"  index: {drain(searcher)} changes taken in")
                return
        except SearchError as error:
            self.stdout.write(f"  index: {error}; it is built anew")
        generation = rebuild(searcher, progress=lambda n: self.stdout.write(f"  index: {n} documents"))
        self.stdout.write(f"  index: {generation.documents} documents")

    def _progress(self, done: int, total: int) -> None:
        if done == total or done % 100 == 0:
            self.stdout.write(f"  entries: {done} of {total}")
