"""Writes records into the library."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.log_actions import log
from wagtail.models import Locale, Revision
from wagtail.signals import page_published

from practices.exchange import schema
from practices.exchange.bulk import quiet_indexes
from practices.exchange.errors import Problem, RowRefused
from practices.exchange.models import ImportRecord
from practices.exchange.reading import Row, refuse_bad
from practices.exchange.records import MODELS, STREAMS, Record, fill
from practices.exchange.resolving import Vocabulary
from practices.models import CaseStudy, EntryIndexPage, EntryPage, EntryRelation, Practice, PublicationPermit
from practices.publication import publish

DEFAULT_SOURCE = "import"


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    REFUSED = "refused"


@dataclass(slots=True)
class ImportReport:
    """Counts by outcome, and for every refused or kept row its number, id and problems."""

    counts: Counter[Outcome] = field(default_factory=Counter)
    refused: list[tuple[int, str, list[Problem]]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    warnings: list[tuple[str, Problem]] = field(default_factory=list)

    @property
    def usable(self) -> int:
        """Rows that are in the library now."""
        return sum(n for outcome, n in self.counts.items() if outcome is not Outcome.REFUSED)


def content_hash(record: Record) -> str:
    """32 hex digits over a record."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _without_nulls(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, "")}


def _validation_problems(error: ValidationError) -> list[Problem]:
    if hasattr(error, "error_dict"):
        return [Problem(name, "; ".join(e.messages)) for name, errors in error.error_dict.items() for e in errors]
    return [Problem("", "; ".join(error.messages))]


def _stream_problems(key: str, error: Any) -> list[Problem]:
    """What a stream's own validation has against its rows, field by field."""
    found = []
    for n, row in (getattr(error, "block_errors", None) or {}).items():
        parts = getattr(row, "block_errors", None) or {}
        found += [
            Problem(f"{key}.{n}.{name}", "; ".join(getattr(e, "messages", [str(e)]))) for name, e in parts.items()
        ]
        if not parts:
            found.append(Problem(f"{key}.{n}", "; ".join(getattr(row, "messages", [str(row)]))))
    return found or [Problem(key, "; ".join(getattr(error, "messages", [str(error)])))]


def _validate_streams(entry: EntryPage) -> None:
    """Raise RowRefused when a block refuses what was filled in; the fields are validated when the entry is saved."""
    problems: list[Problem] = []
    for key, (name, _block) in STREAMS.items():
        stream = getattr(entry, name, None)
        if stream:
            try:
                stream.stream_block.clean(stream)
            except (StreamBlockValidationError, ValidationError) as error:
                problems += _stream_problems(key, error)
    if problems:
        raise RowRefused(problems)


def _publish_new(parent: EntryIndexPage, entry: EntryPage) -> Revision:
    """Add an entry and publish it as *Listed*, as `save_revision` and `publication.publish` leave it, but quicker."""
    now = timezone.now()
    entry.live, entry.has_unpublished_changes = False, False
    entry.first_published_at = entry.last_published_at = entry.latest_revision_created_at = now
    entry.draft_title = entry.title
    parent.add_child(instance=entry)
    entry.full_clean()  # a draft may be less than whole, and as one it was added
    revision = Revision.objects.create(
        content_object=entry,
        base_content_type=entry.get_base_content_type(),
        content=entry.serializable_data(),
        object_str=str(entry),
        created_at=now,
    )
    PublicationPermit.objects.create(entry=entry, revision=revision, kind=PublicationPermit.Kind.LISTED)
    entry.live, entry.latest_revision, entry.live_revision = True, revision, revision
    EntryPage.objects.filter(pk=entry.pk).update(live=True, latest_revision=revision, live_revision=revision)
    log(instance=entry, action="wagtail.publish", revision=revision)
    page_published.send(sender=type(entry), instance=entry, revision=revision)
    return revision


@dataclass(frozen=True, slots=True)
class Known:
    """What is there already under an id: the entry, and the import that made it, if one did."""

    pk: int
    source: str | None
    content_hash: str | None
    edited: bool


def _known_entries() -> dict[str, Known]:
    """Every entry by slug; an entry whose latest revision is not the import's was edited by people."""
    found = EntryPage.objects.values_list(
        "slug",
        "pk",
        "import_record__source",
        "import_record__content_hash",
        "import_record__revision_id",
        "latest_revision_id",
    )
    return {
        slug: Known(pk, source, mark, edited=imported != latest) for slug, pk, source, mark, imported, latest in found
    }


class Importer:
    """Loads rows one by one, each in a transaction of its own, then ties entries to each other."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.parents = {index.locale.language_code: index for index in EntryIndexPage.objects.select_related("locale")}
        self.known = _known_entries()
        self.links: list[tuple[str, Record]] = []
        self.fresh: set[str] = set()
        self.written: list[int] = []

    def load(self, row: Row) -> Outcome:
        """Make or update one entry; raises RowRefused."""
        record = _without_nulls(refuse_bad(row))
        source, mark = record.get("source", DEFAULT_SOURCE), content_hash(record)
        known = self.known.get(str(record.get("id")))
        if known and known.content_hash == mark:
            self.links.append((record["id"], record))
            return Outcome.UNCHANGED
        problems = schema.check(record)
        if problems:
            raise RowRefused(problems)
        if known and known.source != source:
            other = f"source “{known.source}”" if known.source else "people, not an import"
            raise RowRefused([Problem("id", f"is taken by an entry that came from {other}")])
        if known and known.edited:
            return Outcome.KEPT
        with transaction.atomic():
            self._write(record, source, mark, known)
        self.links.append((record["id"], record))
        self.fresh.add(record["id"])
        return Outcome.UPDATED if known else Outcome.CREATED

    def _write(self, record: Record, source: str, mark: str, known: Known | None) -> None:
        entry = EntryPage.objects.get(pk=known.pk).specific if known else MODELS[record["type"]]()
        if entry.kind != record["type"]:
            raise RowRefused([Problem("type", f"is {record['type']}, but the entry is a {entry.kind} already")])
        parent = self.parents.get(record.get("language", "en"))
        if parent is None:
            raise RowRefused([Problem("language", "has no page tree on this site")])
        entry.locale = parent.locale
        problems = fill(entry, record, self.vocabulary)
        if problems:
            raise RowRefused(problems)
        _validate_streams(entry)
        try:
            if known:
                revision = entry.save_revision()
                publish(revision=revision, kind=PublicationPermit.Kind.LISTED)
            else:
                revision = _publish_new(parent, entry)
        except ValidationError as error:
            raise RowRefused(_validation_problems(error)) from error
        self.written.append(entry.pk)
        made = ImportRecord(entry_id=entry.pk, source=source, content_hash=mark, revision=revision)
        if known:
            made.pk = ImportRecord.objects.values_list("pk", flat=True).get(entry_id=entry.pk)
        made.save()

    def link(self) -> list[tuple[str, Problem]]:
        """Tie what was written now to the entries it names and that name it; returns links that lead nowhere."""
        wanted = [
            (id_, record)
            for id_, record in self.links
            if id_ in self.fresh or not self.fresh.isdisjoint(_linked_ids(record))
        ]
        named = {id_ for _id, record in wanted for id_ in _linked_ids(record)} | {id_ for id_, _record in wanted}
        targets = dict(EntryPage.objects.filter(slug__in=named).values_list("slug", "pk"))
        warnings = []
        for id_, record in wanted:
            for n, link in enumerate(record.get("related") or []):
                if link["id"] in targets and link["id"] != id_:
                    EntryRelation.objects.get_or_create(
                        entry_id=targets[id_],
                        target_id=targets[link["id"]],
                        kind=link["kind"],
                        defaults={"sort_order": n},
                    )
                else:
                    warnings.append((id_, Problem(f"related.{n}", f"no entry “{link['id']}”; the link is left out")))
            if record.get("shows"):
                practice = Practice.objects.filter(slug=record["shows"]).first()
                if practice:
                    CaseStudy.objects.filter(slug=id_).update(shows=practice)
                else:
                    warnings.append((id_, Problem("shows", f"no practice “{record['shows']}”; the link is left out")))
        return warnings


def _linked_ids(record: Record) -> set[str]:
    shown = {record["shows"]} if record.get("shows") else set()
    return shown | {link["id"] for link in record.get("related") or []}


class DryRun(Exception):
    """Rolls a trial back."""


def import_rows(
    rows: Sequence[Row], *, dry_run: bool = False, progress: Callable[[int, int], None] = lambda done, total: None
) -> ImportReport:
    """Load rows: good ones are published as *Listed*, bad ones are reported. A dry run changes nothing."""
    report = ImportReport()
    try:
        with transaction.atomic():
            importer = Importer()
            with quiet_indexes(importer.written):
                _import(importer, rows, report, progress)
            if dry_run:
                raise DryRun
    except DryRun:
        pass
    return report


def _import(
    importer: Importer, rows: Sequence[Row], report: ImportReport, progress: Callable[[int, int], None]
) -> None:
    seen: dict[str, int] = {}
    for done, row in enumerate(rows, 1):
        id_ = str(row.record.get("id", ""))
        try:
            if id_ and id_ in seen:
                raise RowRefused([Problem("id", f"“{id_}” stands in row {seen[id_]} already")])
            seen[id_] = row.number
            outcome = importer.load(row)
        except RowRefused as refusal:
            outcome = Outcome.REFUSED
            report.refused.append((row.number, id_, refusal.problems))
        if outcome is Outcome.KEPT:
            report.kept.append(id_)
        report.counts[outcome] += 1
        progress(done, len(rows))
    report.warnings += importer.link()


def library_of(language: str) -> EntryIndexPage:
    """The page that holds entries of a language."""
    return EntryIndexPage.objects.get(locale=Locale.objects.get(language_code=language))
