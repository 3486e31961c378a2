"""Marks in texts: one place that escapes HTML and then turns the engines' sentinels into <mark>."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.core.results import MARK_END, MARK_START

CITATION = re.compile(r"\s?\[\d{1,2}(?:\s*,\s*\d{1,2})*\]")
"""Numbers of sources in a text; in a passage torn from it they lead nowhere."""


def torn(snippet: str) -> str:
    """A marked piece of a running text, with dots where it was torn off; escaped HTML."""
    return f"… {marked(CITATION.sub('', snippet))} …"


def plain(snippet: str) -> str:
    """The snippet without its sentinels."""
    return snippet.replace(MARK_START, "").replace(MARK_END, "")


def marked(snippet: str) -> SafeString:
    """Escaped HTML with <mark> around what was found; never an unclosed one, whatever the text holds."""
    parts, inside = [], False
    for piece in _pieces(str(escape(snippet))):
        if piece == MARK_START:
            parts.append("" if inside else "<mark>")
            inside = True
        elif piece == MARK_END:
            parts.append("</mark>" if inside else "")
            inside = False
        else:
            parts.append(piece)
    return mark_safe("".join(parts) + ("</mark>" if inside else ""))  # noqa: S308  escaped above


def within(whole: str, snippet: str) -> str | None:
    """The whole text with the snippet's sentinels in it; None when the snippet is of another text."""
    bare = plain(snippet)
    place = whole.find(bare) if bare else -1
    return None if place < 0 else whole[:place] + snippet + whole[place + len(bare) :]


def marked_texts(shown: Mapping[str, str], highlights: Mapping[str, str]) -> dict[str, SafeString]:
    """Field → HTML of those shown texts in which something was found."""
    found = {}
    for name, text in shown.items():
        whole = within(text, highlights.get(name, ""))
        if whole is not None:
            found[name] = marked(whole)
    return found


def _pieces(text: str) -> list[str]:
    spaced = text.replace(MARK_START, f"\0{MARK_START}\0").replace(MARK_END, f"\0{MARK_END}\0")
    return spaced.split("\0")
