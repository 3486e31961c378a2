"""Tables that spreadsheets open."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any


def csv_table(header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> str:
    """CSV with a header; no cell can be taken for a formula by a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([harmless(cell) for cell in row] for row in [header, *rows])
    return out.getvalue()


def harmless(cell: Any) -> str:
    """Spreadsheets run cells that begin like a formula; a leading apostrophe makes them text (OWASP, CSV injection)."""
    text = str(cell)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else text
