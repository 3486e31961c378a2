"""Result cards, rendered once for an entry and kept: only what a search marks in them differs from page to page.

A page of twenty cards costs more to render than the search itself; kept cards make it a few replaced strings. A card is
kept under all that the index holds for it, so a changed entry has a new card at once; changed vocabulary labels show
after a minute.
"""

from __future__ import annotations

import json
import time
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from search.web.presenters import HitView

KEPT_FOR = 60.0
KEPT_CARDS = 4096
SLOTS = {"title": "\ue010", "summary": "\ue011", "passage": "\ue012", "why": "\ue013"}
"""Private characters that stand where each search puts its own text."""


def card(hit: HitView, *, language: str, level: str = "h2") -> SafeString:
    """The card of a hit as HTML."""
    held = json.dumps(hit.display, sort_keys=True, ensure_ascii=False)
    html = _skeleton(held, language, level, int(time.monotonic() / KEPT_FOR))
    for name, slot in SLOTS.items():
        html = html.replace(slot, getattr(hit, name))
    return mark_safe(html)  # noqa: S308  a rendered template, filled with HitView's escaped HTML


@lru_cache(maxsize=KEPT_CARDS)
def _skeleton(display: str, language: str, level: str, minute: int) -> str:
    return get_template("search/card.html").render({"display": json.loads(display), "level": level, **SLOTS})
