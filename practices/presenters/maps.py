"""Places on the world map of dots (Natural Earth 1, viewBox 0 0 1000 430)."""

from __future__ import annotations

from dataclasses import dataclass
from math import radians

WIDTH, HEIGHT = 1000, 430
SCALE = 182.83287
CROP_WIDTH, CROP_HEIGHT = 300, 225


def project(latitude: float, longitude: float) -> tuple[int, int]:
    """Where a place in degrees falls on the map, in whole units of its viewBox.

    Source: Šavrič, Patterson and Jenny (2011), polynomial of the Natural Earth projection, scaled as in
    `static/img/sprite.svg#land`.
    """
    lam, phi = radians(longitude), radians(latitude)
    p2 = phi * phi
    p4 = p2 * p2
    x = 500 + SCALE * lam * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4)))
    y = 252.07868 - SCALE * phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))
    return round(x), round(y)


@dataclass(frozen=True, slots=True)
class Locator:
    """A mark on a piece of the map; values are text so that no locale puts separators into them."""

    view: str
    x: str
    y: str


def locator(latitude: float, longitude: float, *, whole: bool = False) -> Locator:
    """The piece of the map around a place, or the whole map with the place on it."""
    x, y = project(latitude, longitude)
    if whole:
        return Locator(f"0 0 {WIDTH} {HEIGHT}", str(x), str(y))
    return Locator(f"{x - CROP_WIDTH // 2} {y - CROP_HEIGHT // 2} {CROP_WIDTH} {CROP_HEIGHT}", str(x), str(y))


def dot_radius(count: int) -> str:
    """Radius of a city's mark: its area grows with the number of entries, up to a limit."""
    return f"{min(3 + 1.6 * (count**0.5 - 1), 9):.1f}"
