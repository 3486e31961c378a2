"""The portrait of a city."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from practices.presenters.amounts import number
from practices.presenters.entries import theme_tags
from practices.presenters.maps import locator
from practices.vocabulary import labels


def membership(period: Any) -> dict[str, str]:
    """A span of membership, by dates where they are known, else by the reports that name the member."""
    return {
        "name": period.member.government or period.member.name,
        "kind": period.kind,
        "since": str(period.since.year) if period.since else "",
        "until": str(period.until.year) if period.until else "",
        "seen_from": str(period.seen_from or ""),
        "seen_until": str(period.seen_until or ""),
    }


def fact(record: Any) -> dict[str, str]:
    """A figure with its unit, year and source."""
    return {
        "indicator": record.indicator,
        "value": number(record.value),
        "unit": record.unit,
        "year": str(record.year),
        "source": record.source,
    }


def _exchanges(found: Iterable[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    countries = labels.country_labels(language)
    return [
        {**row, "country_name": countries.get(row.get("country") or "", ""), "year": str(row.get("year") or "")}
        for row in found
    ]


def city_portrait(page: Any, language: str) -> dict[str, Any]:
    """All that the page of a city shows, in the reader's language."""
    city = page.city
    region = city.country.region
    counted: dict[str, int] = {}
    for card in page.entries:
        for slug in card["themes"]:
            counted[slug] = counted.get(slug, 0) + 1
    tags = theme_tags(sorted(counted, key=lambda slug: (-counted[slug], slug)), language)
    return {
        "city": city,
        "name": city.name(language),
        "country": city.country.name(language),
        "country_code": city.country_id,
        "region": {"slug": region, "label": labels.term_label("region", region, language)} if region else None,
        "size_label": labels.term_label("city_size", city.size, language) if city.size else "",
        "locator": locator(city.latitude, city.longitude, whole=True),
        "themes": [{**tag, "count": counted[tag["slug"]]} for tag in tags],
        "cards": page.entries,
        "memberships": [membership(period) for period in page.periods],
        "facts": [fact(record) for record in page.facts],
        "taken_from": _exchanges(page.taken_from, language),
        "taken_by": _exchanges(page.taken_by, language),
    }
