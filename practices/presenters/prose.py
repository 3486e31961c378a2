"""Plain text as paragraphs and lists, with citations that lead to numbered sources."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

CITATION = re.compile(r" ?\[(\d{1,2}(?:\s*,\s*\d{1,2})*)\]")
ITEM = re.compile(r"^[-•]\s+")


def citation(number: int) -> str:
    """The link to one source."""
    name = escape(_("Source %(number)d") % {"number": number})
    return f'<a class="ref" href="#source-{number}" aria-label="{name}">{number}</a>'


def _with_citations(text: str, known: Collection[int]) -> str:
    """Escaped text where each `[n]` is a link when source n is there, and stays as it was typed when not."""

    def link(found: re.Match[str]) -> str:
        numbers = [int(n) for n in found.group(1).split(",")]
        if not all(n in known for n in numbers):
            return found.group(0)
        return "<sup>" + ", ".join(citation(n) for n in numbers) + "</sup>"

    linked = CITATION.sub(link, escape(text, quote=False))
    return linked.replace("</sup><sup>", ", ")


def inline(text: str, known: Collection[int] = ()) -> SafeString:
    """One line of text with citations, without a paragraph around it."""
    return mark_safe(_with_citations(" ".join(str(text or "").split()), known))  # noqa: S308  escaped above


def prose(text: str, known: Collection[int] = ()) -> SafeString:
    """Paragraphs at blank lines, lists of lines that begin with `- `, citations; everything else is escaped."""
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", str(text or "").replace("\r\n", "\n").strip()):
        lines: list[str] = []
        items: list[str] = []
        for line in (line.strip() for line in block.split("\n")):
            if ITEM.match(line):
                if lines:
                    parts.append(f"<p>{_with_citations(' '.join(lines), known)}</p>")
                    lines = []
                items.append(ITEM.sub("", line))
                continue
            if items and line:
                items[-1] += f" {line}"
            elif line:
                lines.append(line)
        if items:
            parts.append("<ul>" + "".join(f"<li>{_with_citations(item, known)}</li>" for item in items) + "</ul>")
        if lines:
            parts.append(f"<p>{_with_citations(' '.join(lines), known)}</p>")
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above
