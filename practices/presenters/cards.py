"""An entry as a card: plain values that a result list, the index and the API share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from practices.facts import rows
from practices.presenters.pictures import card_picture
from practices.rates import NoRate, dollars_for_one
from practices.vocabulary.models import LANGUAGES


def plain_number(value: Any) -> int | float:
    """A number that JSON can carry: whole where it is whole."""
    number = Decimal(str(value))
    return int(number) if number == number.to_integral_value() else float(number)


def _in_dollars(row: dict[str, Any]) -> float:
    """What a cost row is worth, to compare rows; rows without a rate come last."""
    try:
        return float(row["amount"]) * dollars_for_one(row["currency"], row.get("year"))
    except NoRate:
        return -1.0


def headline_cost(costs: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The one cost a card shows: the largest set-up cost (the one that decides the band), else the largest yearly cost.

    Returns `phase` ("setup" or "yearly"), `amount`, `currency`, `year`, `confidence`; None when no amount is known.
    """
    known = [row for row in costs if row.get("amount") is not None and row.get("currency")]
    for phase in ("setup", "yearly"):
        candidates = [row for row in known if row.get("phase") == phase]
        if candidates:
            row = max(candidates, key=_in_dollars)
            return {
                "phase": phase,
                "amount": plain_number(row["amount"]),
                "currency": row["currency"],
                "year": row.get("year"),
                "confidence": row.get("confidence") or "",
            }
    return None


def city_card(city: Any) -> dict[str, Any] | None:
    """A city as cards carry it: slug, names in three languages, country code, position."""
    if city is None:
        return None
    return {
        "slug": city.slug,
        "names": {language: city.name(language) for language in LANGUAGES},
        "country": city.country_id,
        "lat": city.latitude,
        "lon": city.longitude,
    }


def card(entry: Any) -> dict[str, Any]:
    """Everything a result card and an API hit need, JSON-serialisable.

    Takes an entry of its own kind or the plain EntryPage. Reads `city`, `locale`, `theme_links` with `theme`, and the
    pictures' renditions; runs no query when those are selected or prefetched. Labels and names of countries are
    looked up when the card is shown.
    """
    themes = [link.theme for link in entry.theme_links.all()]
    return {
        "type": entry.kind or entry.specific_class.kind,
        "slug": entry.slug,
        "path": f"practices/{entry.slug}/",
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.locale.language_code,
        "city": city_card(entry.city),
        "themes": [theme.slug for theme in themes if theme.parent_id is None],
        "topics": [theme.slug for theme in themes if theme.parent_id is not None],
        "sdgs": [int(row["goal"]) for row in rows(entry.goals)],
        "status": entry.status,
        "start_year": entry.start_year,
        "end_year": entry.end_year,
        "cost": headline_cost(rows(entry.costs)),
        "cost_band": entry.cost_band,
        "evidence": entry.evidence_level,
        "review": entry.review_level,
        "completeness": entry.completeness,
        "picture": card_picture(entry.pictures),
        "failed": bool(entry.did_not_work),
    }
