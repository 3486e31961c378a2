"""Places of hits on the world map of dots (Natural Earth 1, viewBox 0 0 1000 430)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import radians

from search.core.results import Hit

SCALE = 182.83287


@dataclass(frozen=True, slots=True)
class Mark:
    """One city; numbers are text, so that no locale puts separators into them."""

    slug: str
    name: str
    count: int
    x: str
    y: str
    r: str


def project(latitude: float, longitude: float) -> tuple[int, int]:
    """Where a place in degrees falls on the map, in whole units of its viewBox.

    Source: Šavrič, Patterson and Jenny (2011), polynomial of the Natural Earth projection.
    """
    lam, phi = radians(longitude), radians(latitude)
    p2, p4 = phi**2, phi**4
    x = 500 + SCALE * lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = 252.07868 - SCALE * phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return round(x), round(y)


def marks(hits: Iterable[Hit], language: str) -> tuple[Mark, ...]:
    """One mark a city, with how many of the hits are there; large ones first, so that small ones lie on top."""
    counts: dict[str, int] = {}
    cities = {}
    for hit in hits:
        city = hit.display.get("city") or {}
        if city.get("slug") and city.get("lat") is not None and city.get("lon") is not None:
            counts[city["slug"]] = counts.get(city["slug"], 0) + 1
            cities[city["slug"]] = city
    found = []
    for slug, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        x, y = project(cities[slug]["lat"], cities[slug]["lon"])
        names = cities[slug].get("names") or {}
        radius = min(3 + 1.6 * (count**0.5 - 1), 9)
        found.append(Mark(slug, names.get(language) or names.get("en", slug), count, str(x), str(y), f"{radius:.1f}"))
    return tuple(found)
