"""`import_practices FILE`: loads entries of the published schema."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from practices.exchange.errors import FileUnusable
from practices.exchange.reading import read_rows
from practices.exchange.services import ImportReport, import_rows

ALL_GOOD, SOME_REFUSED, NOTHING_USABLE = 0, 1, 2


class Command(BaseCommand):
    """Good rows are published as Listed; bad rows are named by number, field and reason."""

    help = (
        "Load entries from a JSON, JSONL or CSV file (or a folder of JSON files). The same id and source again is an "
        "update. Exit: 0 all good, 1 some rows refused, 2 nothing usable."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """File, trial run, output for machines."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        """Read, load, report, exit with the code that fits."""
        try:
            rows = read_rows(file)
        except FileUnusable as error:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            else:
                self.stderr.write(self.style.ERROR(str(error)))
            sys.exit(NOTHING_USABLE)
        quiet = options["json"] or options["verbosity"] == 0
        report = import_rows(rows, dry_run=dry_run, progress=lambda *_: None if quiet else self._progress(*_))
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(report, dry_run), ensure_ascii=False))
        else:
            self._print(report, dry_run)
        if not report.usable:
            sys.exit(NOTHING_USABLE)
        if report.refused:
            sys.exit(SOME_REFUSED)

    def _progress(self, done: int, total: int) -> None:
        if done == total or done % 50 == 0:
            self.stderr.write(f"  {done} of {total}")

    def _print(self, report: ImportReport, dry_run: bool) -> None:
        for number, id_, problems in report.refused:
            self.stdout.write(self.style.ERROR(f"row {number} ({id_ or 'no id'}) refused"))
            for problem in problems:
                self.stdout.write(f"    {problem}")
        for id_ in report.kept:
            self.stdout.write(f"{id_}: changed by people since its import; left as it is")
        for id_, problem in report.warnings:
            self.stdout.write(f"{id_}: {problem}")
        counts = ", ".join(f"{n} {outcome.value}" for outcome, n in sorted(report.counts.items()))
        self.stdout.write(f"{'Dry run, nothing changed: ' if dry_run else ''}{counts}")


def _as_json(report: ImportReport, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "counts": {outcome.value: n for outcome, n in report.counts.items()},
        "refused": [
            {"row": number, "id": id_, "problems": [{"field": p.field, "reason": p.reason} for p in problems]}
            for number, id_, problems in report.refused
        ],
        "kept": report.kept,
        "warnings": [{"id": id_, "field": p.field, "reason": p.reason} for id_, p in report.warnings],
    }
