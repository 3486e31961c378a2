"""Readers' pages of the library."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from practices import selectors
from practices.presenters import entry_context
from practices.presenters.cities import by_region
from practices.presenters.places import city_portrait
from practices.presenters.themes import theme_tree
from practices.vocabulary import labels
from practices.vocabulary.models import City


def _language() -> str:
    return (get_language() or "en")[:2]


def _theme_tree() -> list[dict[str, Any]]:
    return theme_tree(selectors.theme_counts(), selectors.topic_counts(), _language())


def entry(request: HttpRequest, slug: str) -> HttpResponse:
    """A practice, case study or toolkit, in the reader's language if it has one."""
    found = selectors.find_entry(slug, _language())
    if found is None:
        raise Http404
    return render(request, "practices/entry.html", entry_context(found.entry, request, selectors.links_of(found)))


def cities(request: HttpRequest) -> HttpResponse:
    """Cities with entries on a map and as a list, filtered by name, region and country."""
    language = _language()
    region, country = request.GET.get("region", ""), request.GET.get("country", "").upper()
    query = request.GET.get("q", "").strip()[:100]
    found = selectors.find_cities(query, region, country)
    everywhere = selectors.find_cities()
    countries = {city.country_id: city.country.name(language) for city in everywhere}
    context: dict[str, Any] = {
        "query": query,
        "region": region,
        "country": country,
        "filtered": bool(query or region or country),
        "total": len(found),
        "regions": by_region(found, selectors.city_counts(), language),
        "marks": selectors.map_of(found),
        "region_choices": list(labels.term_labels("region", language).items()),
        "country_choices": sorted(countries.items(), key=lambda pair: pair[1]),
    }
    return render(request, "practices/cities.html", context)


def city(request: HttpRequest, slug: str) -> HttpResponse:
    """The portfolio of one city; a merged city leads to its survivor."""
    record = City.objects.select_related("country", "merged_into").filter(slug=slug).first()
    if record is None:
        raise Http404
    if record.merged_into_id:
        return redirect("city", slug=record.survivor().slug, permanent=True)
    page = selectors.city_page(record, _language())
    if not page.entries and not page.periods:
        raise Http404
    return render(request, "practices/city.html", city_portrait(page, _language()))


def themes(request: HttpRequest) -> HttpResponse:
    """All themes with their counts, and the goals."""
    context = {"themes": _theme_tree(), "goals": labels.goal_labels(_language())}
    return render(request, "practices/themes.html", context)


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """What a theme is and the entries that show it best; a merged theme leads to its survivor."""
    record = selectors.find_theme(slug)
    if record is None:
        raise Http404
    if record.merged_into_id:
        return redirect("theme", slug=record.survivor().slug, permanent=True)
    language = _language()
    entries = selectors.entries_of_theme(record)
    parent = record.parent
    below: list[dict[str, Any]] = next((found["below"] for found in _theme_tree() if found["slug"] == record.slug), [])
    places = selectors.cities_of(entries)
    found_cities = [found for found in selectors.find_cities() if found.pk in places]
    context = {
        "heading": record.label(language),
        "description": record.scope(language),
        "colour": parent.slug if parent else record.slug,
        "parent": parent and {"slug": parent.slug, "label": parent.label(language)},
        "below": below,
        "priorities": [labels.term_label("priority", slug, language) for slug in record.priorities],
        "total": selectors.count(entries),
        "cards": selectors.best_evidence(entries, language),
        "toolkits": selectors.toolkits(entries, language),
        "marks": selectors.map_of(found_cities),
        "cities_total": len(found_cities),
        "parameter": "theme",
        "value": record.slug,
    }
    return render(request, "practices/theme.html", context)


def sdg(request: HttpRequest, number: int) -> HttpResponse:
    """One of the goals and the entries that serve it, how in their own words."""
    language = _language()
    titles = labels.goal_labels(language)
    if str(number) not in titles:
        raise Http404
    entries = selectors.entries_of_goal(number)
    places = selectors.cities_of(entries)
    found_cities = [found for found in selectors.find_cities() if found.pk in places]
    context = {
        "heading": titles[str(number)],
        "goal": str(number),
        "goals": titles,
        "total": selectors.count(entries),
        "cards": selectors.best_evidence(entries, language),
        "toolkits": selectors.toolkits(entries, language),
        "marks": selectors.map_of(found_cities),
        "cities_total": len(found_cities),
        "parameter": "sdg",
        "value": str(number),
    }
    return render(request, "practices/theme.html", context)
