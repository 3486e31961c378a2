"""The front page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from practices import selectors
from practices.presenters.themes import theme_tree


def front_page(language: str, today: date) -> dict[str, Any]:
    """What the home page shows; everything counted is kept for a minute."""
    return {
        "placeholder": _("flooding in a dense old town"),
        "examples": [_("car-free streets"), _("waste pickers"), _("heat in the city"), _("housing for young people")],
        "numbers": selectors.library_numbers(),
        "marks": selectors.map_of(selectors.find_cities()),
        "themes": theme_tree(selectors.theme_counts(), {}, language),
        "lessons": selectors.failures_of_the_day(language, today),
        "reviewed": selectors.newly_reviewed(language),
        "fullest": selectors.fullest(language),
    }
