"""The editors' queue: submissions as rows, read in a few queries however many there are."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from practices.members.models import User
from practices.members.selectors import today
from practices.models import EntryCity, EntryTheme
from practices.review.facts import CITY_ACTIONS
from practices.review.models import Event, ReviewAssignment, ReviewRound, Submission
from practices.review.policy import Actor
from practices.review.stages import ENDED, EXPECTED_DAYS, Stage
from practices.vocabulary.models import City, Theme


@dataclass(frozen=True, slots=True)
class InRound:
    """How far a round is: how many were asked, said yes, sent a review; and when it closes."""

    number: int
    closes_on: datetime.date
    asked: int = 0
    accepted: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One submission as the queue shows it."""

    pk: int
    reference: str
    title: str
    city: City
    language: str
    kind: str
    kind_label: str
    stage: str
    stage_label: str
    since: datetime.datetime
    due_on: datetime.date | None
    editor: User | None
    theme: Theme | None
    round: InRound | None

    @property
    def days(self) -> int:
        """Days in this stage."""
        return (timezone.now() - self.since).days

    @property
    def is_late(self) -> bool:
        """Whether the due date has passed."""
        return self.due_on is not None and self.due_on < today()


def queue(actor: Actor, *, stage: str = "") -> list[Row]:
    """Submissions that the editor or auditor may read, the most urgent first: what is due, then what is oldest.

    Those that have ended, and proposals that were not sent yet, only when their stage is asked for. Six queries.
    """
    shown = Q(stage=stage) if stage else ~Q(stage__in=[*ENDED, Stage.DRAFT])
    found = [record for record in _records(actor).filter(shown) if not _is_near(actor, record)]
    rounds = rounds_of(record.pk for record in found)
    themes = _themes_of(found)
    rows = [_row(record, rounds.get(record.pk), themes.get(record.pk)) for record in found]
    return sorted(rows, key=lambda row: (row.due_on or datetime.date.max, row.since))


def _records(actor: Actor) -> QuerySet[Submission]:
    """Submissions with what is needed of their texts, without those that the person wrote, sent in or reviewed."""
    acted = Event.objects.filter(submission=OuterRef("pk"), by=actor.pk, action__in=CITY_ACTIONS)
    reviewed = ReviewAssignment.objects.filter(
        round__submission=OuterRef("pk"), person=actor.pk, submitted_at__isnull=False
    )
    takes_part = EntryCity.objects.filter(entry=OuterRef("entry"), city__in=actor.cities | actor.recent_cities)
    own = Q(created_by=actor.pk) | Q(mandate_by=actor.pk) | Exists(acted) | Exists(reviewed) | Exists(takes_part)
    found = Submission.objects.exclude(own)
    return found.select_related("city__country", "handling_editor", "proposal__theme", "entry").annotate(
        title_sent=F("submitted_revision__content__title"),
        title_written=F("working_revision__content__title"),
        themes_sent=F("submitted_revision__content__theme_links"),
        themes_written=F("working_revision__content__theme_links"),
        city_sent=F("submitted_revision__content__city"),
        cities_sent=F("submitted_revision__content__other_city_links"),
        city_written=F("working_revision__content__city"),
        cities_written=F("working_revision__content__other_city_links"),
    )


def _is_near(actor: Actor, record: Any) -> bool:
    """Whether the person has a stake by a city that takes part: the same rule as `policy.has_stake`, on a row."""
    near = actor.cities | actor.recent_cities
    if not near:
        return False
    written = record.working_revision_id is not None
    links = (record.cities_written if written else record.cities_sent) or []
    named = {record.city_id, record.entry.city_id if record.entry else None}
    named |= {record.city_written if written else record.city_sent, *(link.get("city") for link in links)}
    return bool(near & named)


def rounds_of(submissions: Iterable[int]) -> dict[int, InRound]:
    """The open round of each submission that has one, with its counts. Two queries."""
    found = {
        round.submission_id: round
        for round in ReviewRound.objects.filter(submission__in=list(submissions), status="in_progress")
    }
    counts: dict[int, list[int]] = {round.pk: [0, 0, 0] for round in found.values()}
    asked = ReviewAssignment.objects.filter(round__in=list(counts), removed_at=None)
    for round, accepted, submitted in asked.values_list("round", "accepted", "submitted_at"):
        counts[round][0] += accepted is not False
        counts[round][1] += bool(accepted)
        counts[round][2] += submitted is not None
    return {pk: InRound(round.number, round.closes_on, *counts[round.pk]) for pk, round in found.items()}


def _themes_of(found: list[Any]) -> dict[int, Theme]:
    """The first theme of each: of the text, else of the entry that it begins with, else of the proposal."""
    chosen: dict[int, int] = {}
    of_entries = dict(
        EntryTheme.objects.filter(entry__in=[record.entry_id for record in found if record.entry_id])
        .order_by("-sort_order", "-pk")
        .values_list("entry_id", "theme_id")
    )
    for record in found:
        links = record.themes_sent or record.themes_written or []
        first = next((link.get("theme") for link in links if link.get("theme")), of_entries.get(record.entry_id))
        proposal = getattr(record, "proposal", None)
        first = first or (proposal and proposal.theme_id)
        if first:
            chosen[record.pk] = first
    themes = Theme.objects.select_related("parent", "merged_into").in_bulk(set(chosen.values()))
    return {pk: themes[theme].survivor() for pk, theme in chosen.items() if theme in themes}


def _row(record: Any, round: InRound | None, theme: Theme | None) -> Row:
    proposal = getattr(record, "proposal", None)
    begun_with = record.entry.title if record.entry else proposal.title if proposal else ""
    return Row(
        pk=record.pk,
        reference=record.reference or "",
        title=record.title_sent or record.title_written or begun_with,
        city=record.city,
        language=record.language,
        kind=record.kind,
        kind_label=record.get_kind_display(),
        stage=record.stage,
        stage_label=record.get_stage_display(),
        since=record.stage_since,
        due_on=due_on(record, round.closes_on if round else None),
        editor=record.handling_editor,
        theme=theme,
        round=round,
    )


def due_on(submission: Submission, closes_on: datetime.date | None) -> datetime.date | None:
    """The day by which the stage should be over: of a round the day it closes; None where nothing is due."""
    if submission.stage == Stage.IN_REVIEW and closes_on:
        return closes_on
    if submission.stage == Stage.SCHEDULED and submission.publish_at:
        return timezone.localdate(submission.publish_at)
    days = EXPECTED_DAYS.get(submission.stage)
    return timezone.localdate(submission.stage_since) + datetime.timedelta(days=days) if days else None
