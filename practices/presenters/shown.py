"""A card in the words of a reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from practices.presenters.amounts import amount, full_amount, years
from practices.presenters.entries import EVIDENCE_PIPS, lang_attributes, theme_tags
from practices.presenters.maps import locator
from practices.vocabulary import labels


def _cost(cost: Mapping[str, Any] | None) -> dict[str, str] | None:
    if not cost:
        return None
    return {
        "short": amount(cost["amount"], cost["currency"]),
        "full": full_amount(cost["amount"], cost["currency"]),
        "year": str(cost.get("year") or ""),
        "phase": cost.get("phase") or "setup",
    }


def evidence(slug: str, language: str) -> dict[str, str] | None:
    """The evidence level with its label and how many of four pips are on; None for an entry without one."""
    if not slug:
        return None
    return {
        "slug": slug,
        "label": labels.term_label("evidence", slug, language),
        "pips": EVIDENCE_PIPS.get(slug, "1"),
    }


def review(slug: str, language: str) -> dict[str, str]:
    """The review level with its label."""
    return {"slug": slug, "label": labels.term_label("review", slug, language)}


def shown_card(card: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A card (see `practices.presenters.card`) with every word, number and coordinate ready for the template.

    `versions` of the card, where the index put them, give title and summary in the reader's language.
    """
    version = (card.get("versions") or {}).get(language)
    text_language = language if version else card["language"]
    text = version or card
    city = card.get("city")
    names = (city or {}).get("names") or {}
    return {
        "type": card["type"],
        "type_label": labels.term_label("type", card["type"], language),
        "slug": card["slug"],
        "title": text["title"],
        "summary": text["summary"],
        "lang": lang_attributes(text_language, language),
        "foreign": text_language != language,
        "language": text_language,
        "language_name": str(dict(settings.LANGUAGES).get(text_language, text_language)),
        "city": city and {"slug": city["slug"], "name": names.get(language) or names.get("en", "")},
        "country": city and {"code": city["country"], "name": labels.country_labels(language).get(city["country"], "")},
        "locator": city and locator(city["lat"], city["lon"]),
        "themes": theme_tags(card["themes"], language),
        "years": years(card.get("start_year"), card.get("end_year"), card.get("status") or ""),
        "status": card.get("status") or "",
        "status_label": labels.term_label("status", card["status"], language) if card.get("status") else "",
        "cost": _cost(card.get("cost")),
        "evidence": evidence(card.get("evidence") or "", language),
        "review": review(card["review"], language),
        "picture": card.get("picture"),
        "failed": bool(card.get("failed")),
        "lesson": card.get("lesson") or "",
    }
