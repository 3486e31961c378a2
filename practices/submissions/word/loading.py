"""A record from a file onto a draft: what is good is written, the rest is said in plain words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StructBlockValidationError

from practices.exchange.errors import FileUnusable, Problem
from practices.exchange.records import PLAIN, STREAMS, TERM_LISTS, TERMS, TEXTS, Record, fill
from practices.exchange.resolving import Vocabulary
from practices.exchange.schema import entry_schema
from practices.models import CaseStudy, EntryCity, EntryPage, EntryRelation, EntryTheme, Practice
from practices.querysets import public_entries
from practices.submissions.form.pasted import clean_text
from practices.submissions.word.answers import LEVELS, OF_THE_FILE, answers
from practices.submissions.word.plain_words import complaints
from practices.texts import TOOLKIT_TEXTS
from practices.validators import refuse_placeholder
from practices.vocabulary.models import Theme

LARGEST = 5 * 1024 * 1024
"""Bytes of a JSON file; the longest record of the library has 30,000."""
RULES_ACROSS = {"title": ("title",), "end_year": ("start_year", "end_year"), "too_early": ("too_early", "status")}
"""Field that a rule of drafts complains about → the fields that can break it."""
SCRATCH = "scratch"
"""Slug of the entry on which a record is tried."""


def record_from_json(data: bytes) -> dict[str, Any]:
    """The record of a JSON file that holds one, or a list of one. Raises FileUnusable with plain words."""
    if not data.strip():
        raise FileUnusable(_("The file is empty."))
    if len(data) > LARGEST:
        raise FileUnusable(_("The file has more than %(limit)d MB.") % {"limit": LARGEST // (1024 * 1024)})
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise FileUnusable(_("The file is not UTF-8. Save it as UTF-8 and try again.")) from error
    except (ValueError, RecursionError) as error:
        raise FileUnusable(_("The file is not whole JSON. Is it cut off? Nothing was loaded.")) from error
    records = content if isinstance(content, list) else [content]
    if len(records) > 1:
        raise FileUnusable(
            _("The file holds %(n)d entries. A draft takes one: send a file with only that one.") % {"n": len(records)}
        )
    if not records or not isinstance(records[0], dict):
        raise FileUnusable(_("The file holds no entry."))
    return records[0]


def _no_number(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not JSON


def apply_record(*, entry: EntryPage, record: Record) -> list[Problem]:
    """Write what is good in a record onto a draft in memory, and return what was left out and why.

    One bad field does not lose the others, nor one bad row its table. Fields that the record lacks stay as they are.
    Slug, city, language and review level of the draft never change. The caller saves the draft's revision.
    """
    return _Loading(entry).apply(record)


def _cleaned(value: Any) -> Any:
    """Every text of a value as plain text; nothing instead of empty."""
    if isinstance(value, str):
        return clean_text(value) or None
    if isinstance(value, list):
        return [part for part in map(_cleaned, value) if part is not None]
    if isinstance(value, dict):
        return {clean_text(str(name)): _cleaned(part) for name, part in value.items()}
    return value


class _Loading:
    """Tries a record on an entry of nobody, then copies over what held."""

    def __init__(self, entry: EntryPage) -> None:
        self.entry = entry
        self.vocabulary = Vocabulary()
        self.problems: list[Problem] = []
        self.good: dict[str, Any] = {}
        self.numbers: dict[str, list[int]] = {}

    def apply(self, record: Record) -> list[Problem]:
        """Write, and say what was left out."""
        self._compare(record)
        for key, given in record.items():
            if key not in {*OF_THE_FILE, "city", "country", "related", "shows"}:
                self._take(key, _cleaned(given))
        scratch = self._tried()
        before = {name: getattr(self.entry, name) for names in RULES_ACROSS.values() for name in names}
        self._copy(scratch)
        self._set_links(record)
        self._hold_rules_of_drafts(before)
        return self.problems

    def _problem(self, key: str, reason: Any) -> None:
        self.problems.append(Problem(key, str(reason)))

    # what never changes

    def _compare(self, record: Record) -> None:
        """Say where the record is about something else than the draft."""
        kind, language = record.get("type"), record.get("language")
        if kind and kind != self.entry.kind:
            self._problem("type", _("The file is about another kind of entry. The kind of this one stays as it is."))
        if language and language != self.entry.locale.language_code:
            self._problem("language", _("The texts of the file are in another language than this entry. Please check."))
        if record.get("city") and not self._same_city(record):
            self._problem("city", _("The file names another city. The city of this entry stays as it is."))

    def _same_city(self, record: Record) -> bool:
        country = record.get("country") or (self.entry.city.country_id if self.entry.city else "")
        named = self.vocabulary.city(str(record["city"]), str(country), "city", [])
        return named is not None and named == self.entry.city

    # one key

    def _take(self, key: str, value: Any) -> None:
        """Keep a value that the schema accepts; of a table, the rows that it accepts."""
        schema = entry_schema()["properties"].get(key)
        if schema is None:
            self._problem(key[:60], _("This is not a field of the form."))
            return
        if value in (None, "", []):
            return
        answer = answers(self.entry.kind)[key]
        if isinstance(value, list) and schema.get("type") == "array":
            rows = list(enumerate(value, 1))
            kept = [(n, row) for n, row in rows if not self._complain(key, row, schema["items"], answer, n)]
            if len(kept) > schema.get("maxItems", len(kept)):
                self._problem(key, _("Only the first %(n)d were taken.") % {"n": schema["maxItems"]})
                kept = kept[: schema["maxItems"]]
            if kept:
                self.good[key], self.numbers[key] = [row for _n, row in kept], [n for n, _row in kept]
        elif not self._complain(key, value, schema, answer, None):
            self.good[key] = value

    def _complain(self, key: str, value: Any, schema: Mapping[str, Any], answer: Any, n: int | None) -> bool:
        found = list(complaints(value, schema, answer.columns, n))
        for reason in found:
            self._problem(key, reason)
        return bool(found)

    # the trial

    def _tried(self) -> EntryPage:
        """An entry of nobody that holds all good values; what it refuses is taken out of them."""
        while True:
            scratch = type(self.entry)(title=SCRATCH, locale=self.entry.locale)
            found = fill(scratch, {**self.good, "id": SCRATCH}, self.vocabulary)
            found = found or [*self._refused_fields(scratch), *self._refused_rows(scratch)]
            if not found:
                return scratch
            self._drop(found)

    def _refused_fields(self, scratch: EntryPage) -> Iterator[Problem]:
        for name in self.good.keys() & {*TEXTS, *TOOLKIT_TEXTS, *PLAIN, *TERMS, *TERM_LISTS, "staff_fte"}:
            try:
                value = getattr(scratch, name)
                scratch._meta.get_field(name).clean(value, scratch)
                if name == "title":
                    refuse_placeholder(value)
            except ValidationError as error:
                yield Problem(name, " ".join(error.messages))

    def _refused_rows(self, scratch: EntryPage) -> Iterator[Problem]:
        for key, (name, _block) in STREAMS.items():
            if key not in self.good or not hasattr(scratch, name):
                continue
            for n, row in enumerate(getattr(scratch, name)):
                try:
                    row.block.clean(row.value)
                except StructBlockValidationError as error:
                    for part, why in error.block_errors.items():
                        label = row.block.child_blocks[part].label
                        yield Problem(f"{key}.{n}", f"{label}: {' '.join(getattr(why, 'messages', [str(why)]))}")
                except ValidationError as error:
                    yield Problem(f"{key}.{n}", " ".join(error.messages))

    def _drop(self, found: list[Problem]) -> None:
        """Take out the rows and values that were refused, and say so."""
        bad: dict[str, set[int]] = {}
        for problem in found:
            key, _dot, rest = problem.field.partition(".")
            n = rest.partition(".")[0]
            numbers = self.numbers.get(key, [])
            if n.isdecimal() and int(n) < len(numbers):
                bad.setdefault(key, set()).add(int(n))
                row = _("Row %(n)d: %(reason)s") % {"n": numbers[int(n)], "reason": problem.reason}
                self._problem(key, row)
            else:
                self.good.pop(key, None)
                self._problem(key, problem.reason)
        for key, rows in bad.items():
            if key in self.good:
                self.good[key] = [row for n, row in enumerate(self.good[key]) if n not in rows]
                self.numbers[key] = [number for n, number in enumerate(self.numbers[key]) if n not in rows]
                if not self.good[key]:
                    del self.good[key]

    # the draft

    def _copy(self, scratch: EntryPage) -> None:
        """Put on the draft what the trial holds, key by key."""
        entry = self.entry
        for key in self.good:
            name = STREAMS[key][0] if key in STREAMS else key
            if key == "other_cities":
                links = [link.city for link in scratch.other_city_links.all() if link.city != entry.city]
                entry.other_city_links = [EntryCity(city=city, sort_order=n) for n, city in enumerate(links)]
            elif key == "tags":
                entry.tags.set(scratch.tags.all())
            elif key not in LEVELS and hasattr(entry, name):
                setattr(entry, name, getattr(scratch, name))
        if LEVELS.keys() & self.good.keys():
            themes = [*self._themes(scratch, "themes"), *self._themes(scratch, "topics")]
            entry.theme_links = [EntryTheme(theme=theme, sort_order=n) for n, theme in enumerate(themes)]

    def _themes(self, scratch: EntryPage, key: str) -> list[Theme]:
        """Themes of one level: those of the record, or those that the draft has where the record names none."""
        links = (scratch if key in self.good else self.entry).theme_links.all()
        return [link.theme for link in links if (link.theme.parent_id is None) == (LEVELS[key] == 1)]

    def _set_links(self, record: Record) -> None:
        """Links to entries that anybody may read: a draft of somebody else is as if it did not exist."""
        links = [link for link in record.get("related") or [] if isinstance(link, dict)]
        named = {str(link.get("id")) for link in links} | {str(record.get("shows") or "")}
        targets = {page.slug: page for page in public_entries().filter(slug__in=named).exclude(pk=self.entry.pk)}
        schema, answer = entry_schema()["properties"]["related"]["items"], answers(self.entry.kind)["related"]
        found = {}
        for n, link in enumerate(links, 1):
            if self._complain("related", link, schema, answer, n):
                continue
            if link["id"] not in targets:
                self._problem("related", _("Row %(n)d: there is no public entry “%(id)s”.") % {"n": n, **link})
                continue
            found[link["id"], link["kind"]] = targets[link["id"]]
        if found:
            self.entry.relations = [
                EntryRelation(target=target, kind=kind, sort_order=n)
                for n, ((_id, kind), target) in enumerate(found.items())
            ]
        if record.get("shows") and isinstance(self.entry, CaseStudy):
            shown = targets.get(str(record["shows"]))
            if shown is not None and isinstance(shown.specific, Practice):
                self.entry.shows = shown.specific
            else:
                self._problem("shows", _("There is no public practice “%(id)s”.") % {"id": str(record["shows"])[:120]})

    def _hold_rules_of_drafts(self, before: Mapping[str, Any]) -> None:
        """Rules across fields: what breaks them goes back to what it was."""
        try:
            EntryPage.clean(self.entry)
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                taken = [each for each in RULES_ACROSS.get(name, ()) if each in self.good]
                if taken:
                    self._problem(name, " ".join(message for each in errors for message in each.messages))
                for each in taken:
                    setattr(self.entry, each, before[each])
