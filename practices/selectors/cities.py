"""Cities with their entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from practices.facts import rows
from practices.memo import for_a_minute
from practices.models import EntryCity, EntryPage, EntryRelation
from practices.presenters.cities import Mark, marks
from practices.querysets import public_entries
from practices.selectors.listings import BY_EVIDENCE, cards, one_version_each
from practices.vocabulary.models import City, CityFact, MembershipPeriod


@for_a_minute
def city_counts() -> Mapping[int, int]:
    """Entries by city, as lead or as a further city; each entry once. Two queries, kept a minute."""
    pairs = set(public_entries().order_by().exclude(city=None).values_list("city_id", "translation_key").distinct())
    further = EntryCity.objects.filter(entry__in=public_entries().order_by().values("pk")).order_by()
    pairs |= set(further.values_list("city_id", "entry__translation_key"))
    return Counter(city for city, _key in pairs)


@for_a_minute
def all_cities() -> list[City]:
    """Cities with at least one entry and their countries. One query, kept a minute."""
    counted = City.objects.filter(pk__in=list(city_counts()), merged_into=None).select_related("country")
    return list(counted.order_by("name_en"))


def find_cities(query: str = "", region: str = "", country: str = "") -> list[City]:
    """Cities with entries whose names hold the text, in a region and country; no query of its own."""
    wanted = query.strip().casefold()
    return [
        city
        for city in all_cities()
        if (not region or city.country.region == region)
        and (not country or city.country_id == country)
        and (not wanted or any(wanted in name.casefold() for name in city.all_names()))
    ]


def map_of(cities: Iterable[City]) -> list[Mark]:
    """Marks on the world map, the large ones first so that the small ones lie on top."""
    return marks(cities, city_counts())


@dataclass(frozen=True, slots=True)
class CityPage:
    """All that the page of a city shows."""

    city: City
    entries: list[dict[str, Any]]
    periods: list[MembershipPeriod]
    facts: list[CityFact]
    taken_from: list[dict[str, Any]]
    taken_by: list[dict[str, Any]]


def _entries(city: City) -> QuerySet[EntryPage]:
    further = EntryCity.objects.filter(city=city).values("entry")
    return public_entries().filter(Q(city=city) | Q(pk__in=further))


def city_page(city: City, language: str) -> CityPage:
    """The portfolio of a city, its membership, facts, and what it took from and gave to others. Six queries."""
    entries = one_version_each(_entries(city), language).order_by(BY_EVIDENCE, "-completeness", "slug")
    taken_from, taken_by = [], []
    for slug, title, inspirations, replications in entries.filter(city=city).values_list(
        "slug", "title", "inspirations", "replications"
    ):
        own = {"slug": slug, "title": title}
        taken_from += [{**row, **own} for row in rows(inspirations)]
        taken_by += [{**row, **own} for row in rows(replications)]
    mine = _entries(city).values("pk")
    public = public_entries().values("pk")
    copies = EntryRelation.objects.filter(kind="copied-from", entry__in=public, target__in=public)
    copies = copies.filter(Q(entry__in=mine) | Q(target__in=mine)).select_related("entry__city", "target__city")
    for relation in copies:
        here, there = relation.entry, relation.target
        if here.city_id != city.pk:
            here, there = there, here
        if there.city is None or there.city_id == city.pk:
            continue
        row = {
            "slug": here.slug,
            "title": here.title,
            "city": there.city.name(language),
            "country": there.city.country_id,
            "city_slug": there.city.slug,
            "other_slug": there.slug,
            "other_title": there.title,
        }
        (taken_from if here == relation.entry else taken_by).append(row)
    return CityPage(
        city=city,
        entries=cards(entries),
        periods=list(
            MembershipPeriod.objects.filter(member__city=city).select_related("member").order_by("member__name")
        ),
        facts=list(city.facts.all()),
        taken_from=taken_from,
        taken_by=taken_by,
    )
