"""Loads the vocabularies that come with the product; what editors changed since stays as they left it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from practices.vocabulary import labels
from practices.vocabulary.models import Award, City, Country, Goal, MemberGovernment, MembershipPeriod, Term, Theme

DATA = Path(__file__).resolve().parent / "data"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows of a vocabulary were new, and how many there are."""

    name: str
    new: int
    total: int


def read(path: Path) -> Any:
    """The JSON in a file."""
    return json.loads(path.read_text("utf8"))


def _in_languages(stem: str, texts: Mapping[str, str] | None) -> dict[str, str]:
    return {f"{stem}_{language}": (texts or {}).get(language, "") for language in ("en", "fr", "es")}


def _add(model: type[models.Model], rows: Iterable[models.Model], *key: str) -> Loaded:
    """Insert the rows whose key is not there yet."""
    there = set(model._default_manager.values_list(*key))
    fresh = [row for row in rows if tuple(getattr(row, name) for name in key) not in there]
    model._default_manager.bulk_create(fresh, batch_size=500)
    return Loaded(str(model._meta.verbose_name_plural), len(fresh), model._default_manager.count())


def load_terms() -> Loaded:
    """Flat lists, regions and priorities."""
    lists: dict[str, list[Row]] = read(DATA / "terms.json")
    lists["region"] = read(DATA / "regions.json")
    lists["priority"] = read(DATA / "priorities.json")
    rows = (
        Term(
            kind=kind,
            slug=row["slug"],
            order=order,
            aliases=row.get("aliases", []),
            **_in_languages("label", row["labels"]),
            **_in_languages("scope", row.get("scope")),
        )
        for kind, terms in lists.items()
        for order, row in enumerate(terms)
    )
    return _add(Term, rows, "kind", "slug")


def _theme(row: Row, order: int, parent: Theme | None) -> Theme:
    colour = row.get("colour") or {}
    return Theme(
        slug=row["slug"],
        parent=parent,
        order=order,
        aliases=row.get("aliases", []),
        priorities=row.get("priorities", []),
        colour=colour.get("light", ""),
        colour_dark=colour.get("dark", ""),
        **_in_languages("label", row["labels"]),
        **_in_languages("scope", row.get("scope")),
    )


def load_themes() -> Loaded:
    """Both levels of the theme tree."""
    rows: list[Row] = read(DATA / "themes.json")
    first = _add(Theme, (_theme(row, n, None) for n, row in enumerate(rows) if not row["parent"]), "slug")
    roots = {theme.slug: theme for theme in Theme.objects.filter(parent=None)}
    second = _add(Theme, (_theme(row, n, roots[row["parent"]]) for n, row in enumerate(rows) if row["parent"]), "slug")
    return Loaded(first.name, first.new + second.new, second.total)


def load_goals() -> Loaded:
    """The 17 goals."""
    rows = (
        Goal(
            number=row["number"],
            colour=row["colour"],
            text_colour={"white": "#ffffff", "black": "#000000"}.get(row["text"], row["text"]),
            aliases=row.get("aliases", []),
            **_in_languages("label", row["labels"]),
        )
        for row in read(DATA / "sdgs.json")
    )
    return _add(Goal, rows, "number")


def load_countries() -> Loaded:
    """Countries with both kinds of region."""
    rows = (
        Country(
            iso2=row["iso2"],
            iso3=row.get("iso3") or "",
            numeric=row.get("numeric") or "",
            un_region=row.get("un_region") or "",
            un_subregion=row.get("un_subregion") or "",
            region=row.get("region") or "",
            aliases=row.get("aliases") or [],
            **_in_languages("name", row["names"]),
        )
        for row in read(DATA / "countries.json")
    )
    return _add(Country, rows, "iso2")


def load_awards() -> Loaded:
    """Recurring awards."""
    rows = (
        Award(
            slug=row["slug"],
            name=row["name"],
            organiser=row.get("organiser") or "",
            website=row.get("website") or "",
            aliases=row.get("aliases") or [],
        )
        for row in read(DATA / "awards.json")
    )
    return _add(Award, rows, "slug")


def city_from(row: Row) -> City:
    """An unsaved city of a row of `cities.json`; names used in fact sheets become aliases."""
    population = row.get("population") or {}
    return City(
        slug=row["slug"],
        country_id=row["country"],
        latitude=row["lat"],
        longitude=row["lon"],
        size=row.get("population_class") or "",
        population=population.get("value"),
        population_year=population.get("year"),
        population_source=population.get("source") or "",
        timezone=row.get("timezone") or "",
        geoname_id=row.get("geoname_id"),
        aliases=list(dict.fromkeys([*(row.get("sheet_name") or []), *(row.get("aliases") or [])])),
        **_in_languages("name", row["names"]),
    )


def load_cities(path: Path) -> Loaded:
    """The cities of a file in the shape of `practices/starter/cities.json`."""
    return _add(City, (city_from(row) for row in read(path)), "slug")


def load_members() -> Loaded:
    """Member governments whose reference city is there, with the years they were seen in."""
    cities = {city.slug: city for city in City.objects.all()}
    rows = [row for row in read(DATA / "members.json") if row["city"] in cities]
    governments = [
        MemberGovernment(
            name=row["name"],
            government=row.get("government") or "",
            kind=row.get("kind") or "",
            city=cities[row["city"]],
        )
        for row in rows
    ]
    before = set(MemberGovernment.objects.values_list("name", flat=True))
    loaded = _add(MemberGovernment, governments, "name")
    members = {member.name: member for member in MemberGovernment.objects.all()}
    MembershipPeriod.objects.bulk_create(
        MembershipPeriod(
            member=members[row["name"]],
            kind=period["kind"],
            seen_from=period.get("seen_from"),
            seen_until=period.get("seen_until"),
        )
        for row in rows
        if row["name"] not in before
        for period in row["memberships"]
    )
    return loaded


@transaction.atomic
def load_vocabularies(cities: Path | None = None) -> list[Loaded]:
    """Everything entries are tagged by, cities too when their file is given."""
    loaded = [load_terms(), load_themes(), load_goals(), load_countries(), load_awards()]
    if cities:
        loaded += [load_cities(cities), load_members()]
    labels.forget()
    return loaded
