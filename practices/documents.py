"""Entries as search documents: one an entry, with the text of every language it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from anyascii import anyascii

from practices.facets import SCHEMA
from practices.facts import rows
from practices.models import ENTRY_MODELS, CaseStudy, EntryPage, Toolkit
from practices.presenters import card
from practices.querysets import public
from practices.texts import ENTRY_TEXTS, TOOLKIT_TEXTS
from practices.vocabulary import labels
from practices.vocabulary.models import LANGUAGES, City, Theme
from search.core import registry
from search.core.document import SearchDocument

ROW_TEXTS = {
    "goals": ("how",),
    "steps": ("what", "who"),
    "components": ("what", "enabling_factor"),
    "actors": ("name",),
    "results": ("indicator",),
    "funding": ("source",),
    "conditions": ("what",),
    "inspirations": ("city", "what"),
    "replications": ("city",),
}
"""Stream field → the parts of its rows that are searched."""


class EntryDocuments:
    """The library's side of the index: what is public now, as documents."""

    def keys(self) -> Iterator[str]:
        """Translation keys of all public entries, in order, read in chunks."""
        found = (
            public(EntryPage.objects.all())
            .order_by("translation_key")
            .values_list("translation_key", flat=True)
            .distinct()
        )
        for key in found.iterator(chunk_size=2000):
            yield str(key)

    def build(self, keys: Iterable[str]) -> Mapping[str, SearchDocument]:
        """Documents of the keys that are public; what is missing is to be deleted."""
        siblings: dict[str, list[EntryPage]] = {}
        for entry in entries_of(keys):
            siblings.setdefault(str(entry.translation_key), []).append(entry)
        return {key: document(versions) for key, versions in siblings.items()}


def entries_of(keys: Iterable[str]) -> list[EntryPage]:
    """Public entries of these keys, as their own kind, with all that a document needs; originals come first."""
    wanted = [UUID(key) for key in keys]
    found: list[EntryPage] = []
    for model in ENTRY_MODELS:
        found += (
            public(model.objects.filter(translation_key__in=wanted))
            .select_related("locale", "city__country")
            .prefetch_related("theme_links__theme__parent", "other_city_links__city__country", "tags")
        )
    return sorted(found, key=lambda entry: entry.pk)


def _row_texts(values: Sequence[Mapping[str, Any]], parts: Sequence[str]) -> Iterator[str]:
    for row in values:
        for part in parts:
            if row.get(part):
                yield str(row[part])


def body_text(entry: EntryPage) -> str:
    """All running text of an entry but title and summary."""
    parts = [getattr(entry, name) for name in ENTRY_TEXTS]
    if isinstance(entry, Toolkit):
        parts += [getattr(entry, name) for name in TOOLKIT_TEXTS]
        for step in rows(entry.toolkit_steps):
            parts += [step["title"], step["what"], *step.get("pitfalls", [])]
    if isinstance(entry, CaseStudy):
        for section in rows(entry.sections):
            parts += [section["heading"], section["text"]]
    for field, names in ROW_TEXTS.items():
        parts += _row_texts(rows(getattr(entry, field)), names)
    return "\n".join(part for part in parts if part)


def _cities(entry: EntryPage) -> list[City]:
    others = [link.city for link in entry.other_city_links.all()]
    return ([entry.city] if entry.city else []) + others


def _names(cities: Sequence[City]) -> str:
    """Every name of the cities, their countries and regions, in all languages."""
    found: list[str] = []
    for city in cities:
        country = city.country
        found += [*city.all_names(), country.name_en, country.name_fr, country.name_es, *country.aliases]
        found += [labels.term_label("region", country.region, language) for language in LANGUAGES if country.region]
        found += labels.term_aliases("region", country.region)
    return "\n".join(dict.fromkeys(name for name in found if name))


def _terms(entry: EntryPage, themes: Sequence[Theme]) -> dict[str, str]:
    """What editors say the entry is about, in each language."""
    texts = {}
    for language in LANGUAGES:
        words = [theme.label(language) for theme in themes]
        words += [labels.term_label("instrument", slug, language) for slug in entry.instruments]
        words += [labels.term_label("target", slug, language) for slug in entry.target_groups if slug != "general"]
        words += [labels.term_label("type", entry.kind, language)]
        texts[language] = "\n".join(dict.fromkeys(words))
    specific = [alias for theme in themes if theme.parent_id for alias in theme.aliases]
    texts["en"] += "\n" + "\n".join([*(tag.name for tag in entry.tags.all()), *specific])
    return texts


def _resolved(kind: str, slugs: Iterable[str]) -> tuple[str, ...]:
    """Slugs of today, each once."""
    return tuple(dict.fromkeys(labels.resolve(kind, slug) for slug in slugs if slug))


def _facets(
    entry: EntryPage, cities: Sequence[City], themes: Sequence[Theme], languages: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    slugs = [theme.slug for theme in themes]
    parents = [theme.parent.slug for theme in themes if theme.parent]
    return {
        "type": (entry.kind,),
        "themes": tuple(dict.fromkeys([*slugs, *parents])),
        "sdgs": tuple(dict.fromkeys(row["goal"] for row in rows(entry.goals))),
        "regions": tuple(dict.fromkeys(city.country.region for city in cities if city.country.region)),
        "countries": tuple(dict.fromkeys(city.country_id for city in cities)),
        "cities": tuple(dict.fromkeys(city.slug for city in cities)),
        "status": _resolved("status", [entry.status]),
        "evidence": _resolved("evidence", [entry.evidence_level]),
        "review": _resolved("review", [entry.review_level]),
        "cost": _resolved("cost", [entry.cost_band]),
        "city_size": (entry.city.size,) if entry.city and entry.city.size else (),
        "instruments": _resolved("instrument", entry.instruments),
        "scale": _resolved("scale", [entry.scale]),
        "actors": _resolved("actor", [row["kind"] for row in rows(entry.actors)]),
        "targets": _resolved("target", entry.target_groups),
        "participation": _resolved("participation", [entry.participation]),
        "awards": _resolved("award", [row["award"] for row in rows(entry.awards)]),
        "languages": tuple(languages),
    }


def _numbers(entry: EntryPage) -> dict[str, int]:
    """Start year, completeness, and a sort key: the day of first publication, then the start year."""
    published = entry.first_published_at or datetime(1970, 1, 1, tzinfo=UTC)
    numbers = {
        "completeness": entry.completeness,
        "newest": published.date().toordinal() * 10_000 + (entry.start_year or 0),
    }
    if entry.start_year:
        numbers["year"] = entry.start_year
    return numbers


def document(versions: Sequence[EntryPage]) -> SearchDocument:
    """The document of one entry: facts of the original, texts of all its language versions."""
    original = versions[0]
    by_language = {entry.locale.language_code: entry for entry in versions}
    cities = _cities(original)
    themes = [link.theme for link in original.theme_links.all()]
    return SearchDocument(
        key=str(original.translation_key),
        language=original.locale.language_code,
        texts={
            "title": {code: entry.title for code, entry in by_language.items()},
            "summary": {code: entry.summary for code, entry in by_language.items()},
            "names": {"": _names(cities)},
            "terms": _terms(original, themes),
            "body": {code: body_text(entry) for code, entry in by_language.items()},
        },
        facets=_facets(original, cities, themes, list(by_language)),
        numbers=_numbers(original),
        keywords={"title": anyascii(original.title).lower()},
        location=(original.city.latitude, original.city.longitude) if original.city else None,
        display={
            **card(original),
            "versions": {code: {"title": e.title, "summary": e.summary} for code, e in by_language.items()},
        },
    )


def register_search() -> None:
    """Declare what is searched; called once, when the app is ready."""
    registry.register(SCHEMA, EntryDocuments())
