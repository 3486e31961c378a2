"""One entry with all that its page shows, in at most six queries whatever hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, IntegerField, OuterRef, Q, Subquery, Value, prefetch_related_objects

from practices.facts import rows
from practices.models import EntryCity, EntryPage, EntryRelation, EntryTheme, TaggedEntry
from practices.presenters.entries import Linked, Links
from practices.querysets import public_entries

CHILDREN = ("practice", "casestudy", "toolkit")


@dataclass(frozen=True, slots=True)
class Found:
    """The version of an entry for a reader, and the languages that there are (the original's first)."""

    entry: EntryPage
    languages: tuple[str, ...]


def own_kind(entry: EntryPage) -> EntryPage:
    """The entry as practice, case study or toolkit, without a query where its children were selected."""
    for name in CHILDREN:
        own = getattr(entry, name, None)
        if own is not None:
            known = entry._state.fields_cache
            own._state.fields_cache.update({field: known[field] for field in ("city", "locale") if field in known})
            return own
    return entry.specific


def find_entry(slug: str, language: str) -> Found | None:
    """The entry in the reader's language if it has one, else its original; None when nobody may read it. One query."""
    versions = list(
        public_entries().filter(slug=slug).select_related("locale", "city__country", *CHILDREN).order_by("pk")
    )
    if not versions:
        return None
    original = versions[0]
    versions = [version for version in versions if version.translation_key == original.translation_key]
    languages = tuple(version.locale.language_code for version in versions)
    chosen = versions[languages.index(language)] if language in languages else original
    return Found(own_kind(chosen), languages)


def _hanging(entry: EntryPage) -> tuple[list[str], list[str], list[str]]:
    """Slugs of themes and of further cities in their order, names of tags. One query."""
    kinds = (
        (EntryTheme.objects.filter(entry_id=entry.pk), "theme", "sort_order", "theme__slug"),
        (EntryCity.objects.filter(entry_id=entry.pk), "city", "sort_order", "city__slug"),
        (TaggedEntry.objects.filter(content_object_id=entry.pk), "tag", None, "tag__name"),
    )
    parts = [
        found.order_by().values_list(
            Value(kind, output_field=CharField()),
            order or Value(0, output_field=IntegerField()),
            name,
        )
        for found, kind, order, name in kinds
    ]
    hanging: dict[str, list[tuple[int, str]]] = {"theme": [], "city": [], "tag": []}
    for kind, order, name in parts[0].union(*parts[1:], all=True):
        hanging[kind].append((order or 0, name))
    themes, cities, tags = ([name for _order, name in sorted(hanging[kind])] for kind in ("theme", "city", "tag"))
    return themes, cities, tags


def _neighbours(entry: EntryPage, examples: Iterable[str]) -> list[dict[str, object]]:
    """Public entries that are related to this one, shown by it, its examples, or of the same city. One query."""
    outgoing = EntryRelation.objects.filter(entry=entry.pk, target=OuterRef("pk")).values("kind")[:1]
    incoming = EntryRelation.objects.filter(target=entry.pk, entry=OuterRef("pk")).values("kind")[:1]
    wanted = Q(outgoing__isnull=False) | Q(incoming__isnull=False) | Q(slug__in=list(examples))
    if entry.city_id:
        wanted |= Q(city=entry.city_id)
    if getattr(entry, "shows_id", None):
        wanted |= Q(pk=entry.shows_id)  # type: ignore[attr-defined]
    found = (
        public_entries()
        .annotate(outgoing=Subquery(outgoing), incoming=Subquery(incoming))
        .filter(wanted)
        .exclude(translation_key=entry.translation_key)
        .order_by("title")
        .values(
            "pk",
            "slug",
            "title",
            "city_id",
            "outgoing",
            "incoming",
            "locale__language_code",
            "city__slug",
            "city__country_id",
        )
    )
    return list(found)


def _linked(row: dict[str, object], kind: str = "", incoming: bool = False) -> Linked:
    return Linked(
        slug=str(row["slug"]),
        title=str(row["title"]),
        language=str(row["locale__language_code"]),
        city=str(row["city__slug"] or ""),
        country=str(row["city__country_id"] or ""),
        kind=kind,
        incoming=incoming,
    )


def links_of(found: Found) -> Links:
    """All that hangs on an entry. Two queries, and one for the renditions if it has pictures."""
    entry = found.entry
    themes, cities, tags = _hanging(entry)
    examples = {slug for step in rows(getattr(entry, "toolkit_steps", None)) for slug in step.get("examples") or []}
    neighbours = _neighbours(entry, examples)
    related = []
    for row in neighbours:
        for direction in ("outgoing", "incoming"):
            if row[direction]:
                related.append(_linked(row, str(row[direction]), direction == "incoming"))
    images = [block.value["image"] for block in entry.pictures or [] if block.value.get("image")]
    if images:
        prefetch_related_objects(images, "renditions")
    shows = getattr(entry, "shows_id", None)
    here = [row for row in neighbours if entry.city_id and row["city_id"] == entry.city_id and row["pk"] != shows]
    return Links(
        themes=tuple(themes),
        other_cities=tuple(cities),
        tags=tuple(tags),
        related=tuple(related),
        same_city=tuple(_linked(row) for row in here),
        examples={str(row["slug"]): _linked(row) for row in neighbours if row["slug"] in examples},
        shows=next((_linked(row) for row in neighbours if shows and row["pk"] == shows), None),
        translations=found.languages,
        original=found.languages[0],
    )
