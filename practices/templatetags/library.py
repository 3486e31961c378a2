"""Filters and components of the library's pages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from practices.presenters import amounts
from practices.presenters import prose as prose_presenter
from practices.presenters.shown import shown_card

register = template.Library()


def _language() -> str:
    return (get_language() or "en")[:2]


@register.filter
def prose(text: str, cited: Collection[int] = ()) -> SafeString:
    """Plain text as paragraphs and lists; `[n]` links to source n where it is among `cited`."""
    return prose_presenter.prose(text, cited)


@register.filter
def line(text: str, cited: Collection[int] = ()) -> SafeString:
    """One line of plain text; `[n]` links to source n where it is among `cited`."""
    return prose_presenter.inline(text, cited)


@register.filter
def number(value: Any) -> str:
    """A number as the active language writes it."""
    return amounts.number(value)


@register.filter
def day(moment: date | None) -> str:
    """A date in words of the active language."""
    return amounts.day(moment) if moment else ""


@register.inclusion_tag("components/card.html")
def entry_card(
    card: Mapping[str, Any],
    heading: str = "h3",
    matched: str = "",
    title: str = "",
    summary: str = "",
) -> dict[str, Any]:
    """A result card from `practices.presenters.card`'s dictionary.

    `title` and `summary` replace the entry's own where the search marked words in them (safe HTML), `matched` is
    the line that says why it was found (safe HTML).
    """
    return {
        "card": shown_card(card, _language()),
        "heading": heading,
        "matched": matched,
        "marked_title": title,
        "marked_summary": summary,
    }


@register.inclusion_tag("components/lesson.html")
def lesson_card(card: Mapping[str, Any]) -> dict[str, Any]:
    """A stopped practice with what did not work."""
    return {"card": shown_card(card, _language())}


@register.filter
def without_citations(text: str) -> str:
    """Plain text without its `[n]`, for places that show no sources."""
    return prose_presenter.CITATION.sub("", text or "")


@register.simple_tag
def shown(card: Mapping[str, Any]) -> dict[str, Any]:
    """A card (see `practices.presenters.card`) in the reader's words, for templates with a layout of their own."""
    return shown_card(card, _language())
