"""`search_evaluate FILE`: how good are the answers to judged queries?"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import QueryDict
from django.utils.http import urlencode

from search.core.errors import SearchError
from search.evaluation.judgements import Judged, JudgementsUnusable, read_judgements
from search.evaluation.metrics import ndcg, reciprocal_rank, success
from search.web import wiring

FIGURES = ("ndcg", "mrr", "success")


class Command(BaseCommand):
    """Per language and in all: nDCG@10, MRR, success@1, share of queries without a result."""

    help = "Measure search on judged queries (CSV: id, lang, kind, query, judgements as slug:grade pairs)."

    def add_arguments(self, parser: CommandParser) -> None:
        """File, output."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="print as JSON")
        parser.add_argument("--each", action="store_true", help="a line a query as well, worst first")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        """Ask every query, print the figures."""
        try:
            judged = read_judgements(file)
            measured = [self._measure(query) for query in judged]
        except (JudgementsUnusable, SearchError) as error:
            raise CommandError(str(error)) from error
        groups = defaultdict(list)
        for row in measured:
            groups["all"].append(row)
            groups[row["language"]].append(row)
            groups[f"kind {row['kind']}"].append(row)
        table = {name: self._summary(rows) for name, rows in groups.items()}
        if options["json"]:
            self.stdout.write(json.dumps({"summary": table, "queries": measured}, ensure_ascii=False))
            return
        if options["each"]:
            for row in sorted(measured, key=lambda row: row["ndcg"]):
                self.stdout.write(
                    f"{row['ndcg']:.2f}  {row['total']:4}  {row['query'][:60]:60} {' '.join(row['top'][:5])}"
                )
        self.stdout.write(f"{'':24} queries  nDCG@10   MRR  success@1  no result")
        for name, row in table.items():
            self.stdout.write(
                f"{name:24} {row['queries']:7}  {row['ndcg']:7.3f}  {row['mrr']:.2f}  {row['success']:9.2f}"
                f"  {row['empty']:9.3f}"
            )

    def _measure(self, judged: Judged) -> dict[str, Any]:
        found = wiring.finder(judged.language).find(wiring.strings().read(QueryDict(urlencode({"q": judged.query}))))
        ranked = [str(hit.display["slug"]) for hit in found.results.hits]
        return {
            "id": judged.id,
            "language": judged.language,
            "kind": judged.kind,
            "query": judged.query,
            "total": found.results.total,
            "top": ranked[:10],
            "ndcg": ndcg(ranked, judged.grades),
            "mrr": reciprocal_rank(ranked, judged.grades),
            "success": success(ranked, judged.grades),
        }

    def _summary(self, rows: list[dict[str, Any]]) -> dict[str, float]:
        figures: dict[str, float] = {name: round(fmean(row[name] for row in rows), 4) for name in FIGURES}
        return {"queries": len(rows), **figures, "empty": round(fmean(not row["total"] for row in rows), 4)}
