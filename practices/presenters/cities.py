"""Cities as marks on the map and as lines of a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from practices.presenters.maps import dot_radius, project
from practices.vocabulary import labels


@dataclass(frozen=True, slots=True)
class Mark:
    """One city on the world map; numbers are text so that no locale puts separators into them."""

    slug: str
    name: str
    count: int
    x: str
    y: str
    r: str


def marks(cities: Iterable[Any], counts: Mapping[int, int]) -> list[Mark]:
    """Marks of cities, the large ones first so that the small ones lie on top."""
    placed = sorted(cities, key=lambda city: (-counts.get(city.pk, 0), city.slug))
    found = []
    for city in placed:
        x, y = project(city.latitude, city.longitude)
        count = counts.get(city.pk, 0)
        found.append(Mark(city.slug, city.name(), count, str(x), str(y), dot_radius(count)))
    return found


def by_region(cities: Iterable[Any], counts: Mapping[int, int], language: str) -> list[dict[str, Any]]:
    """Regions in their order, in each the countries by name, in each the cities by name with their counts."""
    regions = {**labels.term_labels("region", language), "": ""}
    tree: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for city in cities:
        countries = tree.setdefault(city.country.region if city.country.region in regions else "", {})
        line = {"slug": city.slug, "name": city.name(language), "count": counts.get(city.pk, 0)}
        countries.setdefault(city.country.name(language), []).append(line)
    return [
        {
            "slug": slug,
            "label": label,
            "countries": [
                {"name": name, "cities": sorted(lines, key=lambda line: line["name"])}
                for name, lines in sorted(tree[slug].items())
            ],
        }
        for slug, label in regions.items()
        if slug in tree
    ]
