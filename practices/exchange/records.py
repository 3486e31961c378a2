"""An entry as a record of the published schema, both ways: what is exported can be imported again."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from practices.exchange.errors import Problem
from practices.exchange.resolving import Vocabulary
from practices.facts import rows
from practices.models import ENTRY_MODELS, CaseStudy, EntryCity, EntryPage, EntryTheme, Practice, Toolkit
from practices.texts import ENTRY_TEXTS, TOOLKIT_TEXTS

Record = Mapping[str, Any]

TEXTS = ("title", "summary", "local_language", *ENTRY_TEXTS)
PLAIN = ["start_year", "end_year", "costs_unknown", "too_early"]
TERMS = {"scale": "scale", "status": "status", "participation": "participation"}
TERM_LISTS = {"target_groups": "target", "instruments": "instrument", "offers": "offer"}
STREAMS = {
    "sdgs": ("goals", "goal"),
    "steps": ("steps", "step"),
    "components": ("components", "component"),
    "inspired_by": ("inspirations", "inspiration"),
    "actors": ("actors", "actor"),
    "costs": ("costs", "cost"),
    "funding": ("funding", "funding"),
    "results": ("results", "result"),
    "conditions": ("conditions", "condition"),
    "replications": ("replications", "replication"),
    "sources": ("sources", "source"),
    "awards": ("awards", "award"),
    "sections": ("sections", "section"),
    "toolkit_steps": ("toolkit_steps", "step"),
    "templates": ("templates", "template"),
}
"""Key of the record → field of the entry and name of its block."""
ROW_TERMS = {
    "actors": {"kind": "actor"},
    "costs": {"confidence": "cost_confidence"},
    "results": {"method": "result_method"},
    "conditions": {"dimension": "condition"},
    "sources": {"kind": "source_kind"},
}
"""Keys inside rows that name a term."""
NUMERIC_TEXT = {"results": ("baseline", "value"), "funding": ("share",)}
"""Row keys that are numbers or words in a record and words in the database."""
MODELS = {model.kind: model for model in ENTRY_MODELS}


def _as_text(value: Any) -> str:
    """A number as people write it: no trailing zeros, no exponent."""
    if isinstance(value, bool) or value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return format(value, "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _as_number(text: str) -> int | float | str:
    """The number that a text is, or the text itself."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return text
    return number if _as_text(number) == text else text


def _stream_rows(record: Record, key: str, vocabulary: Vocabulary, problems: list[Problem]) -> list[dict[str, Any]]:
    """The rows of one repeating part, with terms resolved and numbers as the blocks keep them."""
    found = []
    for n, given in enumerate(record.get(key) or []):
        value = {name: part for name, part in given.items() if part is not None}
        for name, kind in ROW_TERMS.get(key, {}).items():
            if name in value:
                value[name] = vocabulary.term(kind, value[name], f"{key}.{n}.{name}", problems)
        for name in NUMERIC_TEXT.get(key, ()):
            if name in value:
                value[name] = _as_text(value[name])
        if key == "sdgs":
            value["goal"] = str(value["goal"])
        if key == "awards":
            value["award"] = vocabulary.award(value["award"], f"{key}.{n}.award", problems)
            value["edition"] = value.pop("year", None)
        if key == "costs":
            value["amount"] = str(Decimal(str(value["amount"])))
        found.append(value)
    return found


def _set_streams(entry: EntryPage, record: Record, vocabulary: Vocabulary, problems: list[Problem]) -> None:
    for key, (field, block) in STREAMS.items():
        if not hasattr(entry, field):
            if record.get(key):
                problems.append(Problem(key, f"a {entry.kind} has no {key}"))
            continue
        found = _stream_rows(record, key, vocabulary, problems)
        setattr(
            entry,
            field,
            entry._meta.get_field(field).stream_block.to_python([{"type": block, "value": v} for v in found]),
        )


def _set_links(entry: EntryPage, record: Record, vocabulary: Vocabulary, problems: list[Problem]) -> None:
    """Cities, themes and tags."""
    if record.get("city"):
        entry.city = vocabulary.city(record["city"], record.get("country") or "", "city", problems)
    else:
        entry.city = None
    others = [
        vocabulary.city(other["city"], other["country"], f"other_cities.{n}", problems)
        for n, other in enumerate(record.get("other_cities") or [])
    ]
    entry.other_city_links = [
        EntryCity(city=city, sort_order=n)
        for n, city in enumerate(dict.fromkeys(others))
        if city and city != entry.city
    ]
    themes = [
        vocabulary.theme(slug, level, f"{key}.{n}", problems)
        for level, key in ((1, "themes"), (2, "topics"))
        for n, slug in enumerate(record.get(key) or [])
    ]
    entry.theme_links = [
        EntryTheme(theme=theme, sort_order=n) for n, theme in enumerate(dict.fromkeys(t for t in themes if t))
    ]
    tags = [vocabulary.tag(name, f"tags.{n}", problems) for n, name in enumerate(record.get("tags") or [])]
    entry.tags.set([tag for tag in tags if tag])


def fill(entry: EntryPage, record: Record, vocabulary: Vocabulary) -> list[Problem]:
    """Write a record onto an entry, saved or not; returns what could not be resolved. Links: see services."""
    problems: list[Problem] = []
    for name in TEXTS + (TOOLKIT_TEXTS if isinstance(entry, Toolkit) else ()):
        setattr(entry, name, (record.get(name) or "").strip())
    for name in PLAIN:
        setattr(entry, name, record.get(name) or entry._meta.get_field(name).get_default())
    entry.staff_fte = Decimal(str(record["staff_fte"])) if record.get("staff_fte") is not None else None
    for name, kind in TERMS.items():
        setattr(entry, name, vocabulary.term(kind, record[name], name, problems) if record.get(name) else "")
    for name, kind in TERM_LISTS.items():
        slugs = [vocabulary.term(kind, slug, f"{name}.{n}", problems) for n, slug in enumerate(record.get(name) or [])]
        setattr(entry, name, list(dict.fromkeys(slugs)))
    _set_streams(entry, record, vocabulary, problems)
    _set_links(entry, record, vocabulary, problems)
    entry.slug = record["id"]
    entry.seo_title = ""
    return problems


def _plain(value: Any) -> Any:
    """A block's value as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return [_plain(part) for part in value]
    return value


def _export_rows(entry: EntryPage, key: str, field: str) -> list[dict[str, Any]]:
    found = []
    for row in rows(getattr(entry, field)):
        value = {name: _plain(part) for name, part in row.items()}
        value.pop("document", None)
        for name in NUMERIC_TEXT.get(key, ()):
            if value.get(name) not in (None, ""):
                value[name] = _as_number(value[name])
        if key == "sdgs":
            value["goal"] = int(value["goal"])
        if key == "awards":
            value["year"] = value.pop("edition", None)
        found.append({name: part for name, part in value.items() if part not in (None, "", [])})
    return found


def export(entry: EntryPage, source: str) -> dict[str, Any]:
    """The whole public entry as a record. `source` is the import source it belongs to."""
    links = list(entry.theme_links.all())
    record: dict[str, Any] = {
        "id": entry.slug,
        "source": source,
        "type": entry.kind,
        "language": entry.locale.language_code,
    }
    record |= {name: getattr(entry, name) for name in TEXTS}
    if entry.city:
        record |= {"city": entry.city.name_en, "country": entry.city.country_id}
    record["other_cities"] = [
        {"city": link.city.name_en, "country": link.city.country_id} for link in entry.other_city_links.all()
    ]
    record |= {name: getattr(entry, name) for name in (*TERMS, *TERM_LISTS, "start_year", "end_year")}
    record["themes"] = [link.theme.slug for link in links if link.theme.parent_id is None]
    record["topics"] = [link.theme.slug for link in links if link.theme.parent_id is not None]
    record["tags"] = sorted(tag.name for tag in entry.tags.all())
    record["staff_fte"] = _plain(entry.staff_fte) if entry.staff_fte is not None else None
    record |= {"costs_unknown": entry.costs_unknown, "too_early": entry.too_early}
    for key, (field, _block) in STREAMS.items():
        if hasattr(entry, field):
            record[key] = _export_rows(entry, key, field)
    record["related"] = [{"id": link.target.slug, "kind": link.kind} for link in entry.relations.all()]
    if isinstance(entry, Toolkit):
        record |= {name: getattr(entry, name) for name in TOOLKIT_TEXTS}
    if isinstance(entry, CaseStudy) and isinstance(entry.shows, Practice):
        record["shows"] = entry.shows.slug
    return {name: value for name, value in record.items() if value not in (None, "", [], False)}
