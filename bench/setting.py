"""Sets the project up for a benchmark, on the database and engine of the environment."""

import os

QUERIES = (
    "",
    "flood protection",
    "bus rapid transit",
    "waste pickers",
    "participatory budgeting",
    "heat waves",
    "slum upgrading",
    "Saigon",
    "gestion des déchets",
    "vivienda social",
    "examples of cities that cleaned up a polluted river and what it cost",
    "school streets",
    "water projects in African cities",
    "night buses for women",
    "open data",
    "rent control",
)


def set_up() -> None:
    """Django with production-like settings: no debugging, no nudges."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    os.environ.update(DEBUG="0", SEARCH_NUDGE="0", LOG_LEVEL="ERROR")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import django

    django.setup()


def median(values) -> float:
    """The middle value."""
    ordered = sorted(values)
    return ordered[len(ordered) // 2]
