"""The list of results as files: a table, references, a feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed

from search.core.results import Hit
from search.core.tables import csv_table
from search.web.labels import Labels

LIMIT = 500
"""Hits that an export holds."""
FEED_LIMIT = 50
LIBRARY = "USE, urban sustainability exchange"
COLUMNS = (
    "title",
    "summary",
    "city",
    "country",
    "themes",
    "sdgs",
    "status",
    "start_year",
    "end_year",
    "evidence",
    "review",
    "type",
    "language",
    "url",
)
"""Names of the columns of the table, the same in every language."""

Address = Callable[[Mapping[str, Any]], str]
"""Display of a hit → its whole address."""


def shown(hit: Hit, language: str) -> Mapping[str, Any]:
    """Title and summary in the reader's language where there is one, else as written."""
    return (hit.display.get("versions") or {}).get(language) or hit.display


def table(hits: Iterable[Hit], *, language: str, labels: Labels, address: Address) -> str:
    """CSV with a header; no cell can be taken for a formula by a spreadsheet."""
    return csv_table(COLUMNS, (_cells(hit, language, labels, address) for hit in hits))


def _cells(hit: Hit, language: str, labels: Labels, address: Address) -> list[Any]:
    display, text = hit.display, shown(hit, language)
    city = display.get("city") or {}
    names = city.get("names") or {}
    return [
        text.get("title", ""),
        text.get("summary", ""),
        names.get(language) or names.get("en", ""),
        labels.label("country", city.get("country", "")),
        "; ".join(labels.label("theme", slug) for slug in display.get("themes", ())),
        "; ".join(map(str, display.get("sdgs", ()))),
        labels.label("status", display.get("status") or ""),
        display.get("start_year") or "",
        display.get("end_year") or "",
        labels.label("evidence", display.get("evidence") or ""),
        labels.label("review", display.get("review") or ""),
        labels.label("type", display.get("type") or ""),
        display.get("language", ""),
        address(display),
    ]


def references(hits: Iterable[Hit], *, language: str, address: Address) -> str:
    """The hits in RIS, which reference managers read."""
    return "\r\n".join(line for hit in hits for line in _reference(hit, language, address)) + "\r\n"


def _reference(hit: Hit, language: str, address: Address) -> Iterator[str]:
    text = shown(hit, language)
    names = (hit.display.get("city") or {}).get("names") or {}
    fields = [
        ("TY", "ELEC"),
        ("TI", text.get("title", "")),
        ("AB", text.get("summary", "")),
        ("AU", LIBRARY),
        ("PB", "Metropolis"),
        ("CY", names.get(language) or names.get("en", "")),
        ("LA", hit.display.get("language", "")),
        ("UR", address(hit.display)),
    ]
    for tag, value in fields:
        if value:
            yield f"{tag}  - {' '.join(str(value).split())}"
    yield "ER  - "


def feed(hits: Iterable[Hit], *, title: str, link: str, feed_url: str, language: str, address: Address) -> str:
    """An Atom feed of a search. An entry without a date of change carries that of its year, so that it never moves."""
    atom = Atom1Feed(title=title, link=link, description="", feed_url=feed_url, language=language, author_name=LIBRARY)
    for hit in hits:
        text, display = shown(hit, language), hit.display
        atom.add_item(
            title=str(text.get("title", "")),
            link=address(display),
            description=str(text.get("summary", "")),
            unique_id=f"urn:uuid:{hit.key}" if len(hit.key) == 36 else address(display),
            updateddate=_moment(display),
            categories=[str(slug) for slug in display.get("themes", ())],
        )
    return str(atom.writeString("utf-8"))


def _moment(display: Mapping[str, Any]) -> datetime:
    for name in ("updated", "published"):
        try:
            return datetime.fromisoformat(str(display[name])).replace(tzinfo=UTC)
        except (KeyError, ValueError):
            continue
    return datetime(int(display.get("start_year") or 2000), 1, 1, tzinfo=UTC)
