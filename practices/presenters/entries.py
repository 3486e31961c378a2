"""Everything that an entry's page shows, read from what is already loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info

from practices.facts import rows
from practices.presenters.amounts import amount, full_amount, years
from practices.presenters.cards import headline_cost
from practices.presenters.citing import Citation, cite
from practices.presenters.maps import Locator, locator
from practices.presenters.pictures import page_pictures
from practices.presenters.results import Result, result
from practices.vocabulary import labels

EVIDENCE_PIPS = {"described": "1", "monitored": "2", "evaluated": "3", "replicated": "4"}
"""How many of four pips an evidence level lights."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Another entry that this one points to or that points to this one."""

    slug: str
    title: str
    language: str
    city: str
    country: str
    kind: str = ""
    incoming: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """What hangs on an entry, as slugs and short rows: fetched by `practices.selectors`, so that nothing is here."""

    themes: tuple[str, ...] = ()
    other_cities: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[Linked, ...] = ()
    same_city: tuple[Linked, ...] = ()
    examples: Mapping[str, Linked] | None = None
    shows: Linked | None = None
    translations: tuple[str, ...] = ()
    original: str = ""


def links_of_preview(entry: Any) -> Links:
    """What hangs on an entry that is being edited, from its own unsaved relations."""
    return Links(
        themes=tuple(link.theme.slug for link in entry.theme_links.all()),
        other_cities=tuple(link.city.slug for link in entry.other_city_links.all()),
        tags=tuple(tag.name for tag in entry.tags.all()),
    )


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost row in words: short amount, the same in full, and what it covers."""

    phase: str
    short: str
    full: str
    year: str
    confidence: str
    what: str
    src: int | None


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Related entries of one kind and direction."""

    kind: str
    incoming: bool
    entries: list[Linked]


def _labelled(kind: str, slugs: Iterable[str], language: str) -> list[dict[str, str]]:
    known = labels.term_labels(kind, language)
    return [{"slug": slug, "label": known.get(labels.resolve(kind, slug), slug)} for slug in slugs or []]


def _label(kind: str, slug: str, language: str) -> str:
    return labels.term_label(kind, slug, language) if slug else ""


def cost(row: Mapping[str, Any], language: str) -> Cost:
    """A cost block as it is shown."""
    return Cost(
        phase=row.get("phase") or "",
        short=amount(row["amount"], row["currency"]),
        full=full_amount(row["amount"], row["currency"]),
        year=str(row.get("year") or ""),
        confidence=_label("cost_confidence", row.get("confidence") or "", language),
        what=row.get("what") or "",
        src=row.get("src"),
    )


def related_groups(related: Sequence[Linked]) -> list[RelatedGroup]:
    """Related entries by kind and direction, in the order of the list of kinds."""
    groups: dict[tuple[str, bool], list[Linked]] = {}
    order = list(labels.term_labels("relation", "en"))
    for other in sorted(related, key=lambda r: (order.index(r.kind) if r.kind in order else 99, r.incoming, r.title)):
        symmetric = other.kind in ("same-programme", "overlapping")
        groups.setdefault((other.kind, other.incoming and not symmetric), []).append(other)
    return [RelatedGroup(kind, incoming, entries) for (kind, incoming), entries in groups.items()]


def theme_tags(slugs: Iterable[str], language: str) -> list[dict[str, str]]:
    """First-level themes with label; `slug` is also their colour class."""
    known = labels.theme_labels(language)
    return [{"slug": slug, "label": known[slug]} for slug in slugs if slug in known and not labels.parent_theme(slug)]


def topic_tags(slugs: Iterable[str], language: str) -> list[dict[str, str]]:
    """Second-level themes with label and the first-level theme whose colour they wear."""
    known = labels.theme_labels(language)
    found = [(slug, labels.parent_theme(slug)) for slug in slugs if slug in known]
    return [{"slug": slug, "label": known[slug], "parent": parent} for slug, parent in found if parent]


def places(found: Iterable[Mapping[str, Any]], language: str) -> list[dict[str, Any]]:
    """Rows that name a city and a country code, with the country's name."""
    countries = labels.country_labels(language)
    return [
        {**row, "country_name": countries.get(row.get("country") or "", ""), "year": str(row.get("year") or "")}
        for row in found
    ]


def _sources(entry: Any, language: str) -> list[dict[str, Any]]:
    found = [
        {
            **row,
            "kind": _label("source_kind", row.get("kind") or "", language),
            "year": str(row.get("year") or ""),
        }
        for row in rows(entry.sources)
    ]
    return sorted(found, key=lambda row: row["n"])


def _toolkit_steps(entry: Any, examples: Mapping[str, Linked]) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "pitfalls": list(row.get("pitfalls") or []),
            "examples": [examples[slug] for slug in row.get("examples") or [] if slug in examples],
        }
        for row in rows(getattr(entry, "toolkit_steps", None))
    ]


def _templates(entry: Any) -> list[dict[str, Any]]:
    return [{**row, "contents": list(row.get("contents") or [])} for row in rows(getattr(entry, "templates", None))]


def _awards(entry: Any) -> list[dict[str, Any]]:
    names = labels.award_labels("en")
    return [
        {**row, "name": names.get(row["award"], row["award"]), "edition": str(row.get("edition") or "")}
        for row in rows(entry.awards)
    ]


def _goals(entry: Any, language: str) -> list[dict[str, str]]:
    titles = labels.goal_labels(language)
    return [
        {"number": row["goal"], "title": titles.get(row["goal"], ""), "how": row["how"]} for row in rows(entry.goals)
    ]


def lang_attributes(text_language: str, reader_language: str) -> SafeString:
    """The attribute that marks a text in another language than the page's; nothing when they are the same."""
    if text_language == reader_language or text_language not in dict(settings.LANGUAGES):
        return mark_safe("")
    return mark_safe(f' lang="{text_language}"')  # noqa: S308  one of the site's own language codes


def entry_context(entry: Any, request: HttpRequest, links: Links | None = None) -> dict[str, Any]:
    """Everything the entry page shows; `links` says what hangs on it, else it is read from the entry (previews)."""
    links = links or links_of_preview(entry)
    language = (get_language() or "en")[:2]
    written_in = entry.locale.language_code
    costs = rows(entry.costs)
    headline = headline_cost(costs)
    results: list[Result] = [result(row, labels.term_labels("result_method", language)) for row in rows(entry.results)]
    sources = _sources(entry, language)
    city = entry.city
    cities = labels.city_labels(language)
    place: Locator | None = locator(city.latitude, city.longitude, whole=True) if city else None
    citation: Citation = cite(entry, language=written_in)
    return {
        "entry": entry,
        "kind_label": _label("type", entry.kind, language),
        "written_in": written_in,
        "written_in_name": get_language_info(written_in)["name_translated"],
        "foreign": written_in != language,
        "lang": lang_attributes(written_in, language),
        "canonical_path": f"/{written_in}/practices/{entry.slug}/",
        "alternate_languages": links.translations or (written_in,),
        "original_language": links.original or written_in,
        "city": city,
        "city_name": city.name(language) if city else "",
        "country_name": city.country.name(language) if city else "",
        "city_size": _label("city_size", city.size, language) if city else "",
        "region": {"slug": city.country.region, "label": _label("region", city.country.region, language)}
        if city and city.country.region
        else None,
        "locator": place,
        "other_cities": [{"slug": slug, "name": cities.get(slug, slug)} for slug in links.other_cities],
        "themes": theme_tags(links.themes, language),
        "topics": topic_tags(links.themes, language),
        "tags": links.tags,
        "goals": _goals(entry, language),
        "targets": _labelled("target", entry.target_groups, language),
        "instruments": _labelled("instrument", entry.instruments, language),
        "offers": _labelled("offer", entry.offers, language),
        "years": years(entry.start_year, entry.end_year, entry.status),
        "scale_label": _label("scale", entry.scale, language),
        "status_label": _label("status", entry.status, language),
        "participation_label": _label("participation", entry.participation, language),
        "evidence": entry.evidence_level
        and {
            "slug": entry.evidence_level,
            "label": _label("evidence", entry.evidence_level, language),
            "pips": EVIDENCE_PIPS.get(entry.evidence_level, "1"),
        },
        "review": {"slug": entry.review_level, "label": _label("review", entry.review_level, language)},
        "headline_cost": headline and cost(headline, language),
        "steps": rows(entry.steps),
        "components": rows(entry.components),
        "inspirations": places(rows(entry.inspirations), language),
        "leads": [row["name"] for row in rows(entry.actors) if (row.get("role") or "").lower().startswith("lead")],
        "actors": [
            {**row, "kind_label": _label("actor", row.get("kind") or "", language)} for row in rows(entry.actors)
        ],
        "costs": [cost(row, language) for row in costs],
        "funding": rows(entry.funding),
        "results": results,
        "has_bars": any(row.bars for row in results),
        "conditions": [
            {**row, "label": _label("condition", row.get("dimension") or "", language)}
            for row in rows(entry.conditions)
        ],
        "replications": places(rows(entry.replications), language),
        "sources": sources,
        "cited": frozenset(row["n"] for row in sources),
        "pictures": page_pictures(entry.pictures),
        "documents": [
            {"kind": _label("document_kind", row.get("kind") or "", language), "document": row["document"]}
            for row in rows(entry.documents)
            if row.get("document")
        ],
        "awards": _awards(entry),
        "sections": rows(getattr(entry, "sections", None)),
        "shows": links.shows,
        "toolkit_steps": _toolkit_steps(entry, links.examples or {}),
        "templates": _templates(entry),
        "related": related_groups(links.related),
        "same_city": links.same_city,
        "citation": citation,
        "updated_on": entry.last_published_at or entry.latest_revision_created_at,
    }
