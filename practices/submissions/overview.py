"""What the desk shows first: the submissions and entries of the cities that a person writes for, in few queries."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from practices.members import policy as membership
from practices.members.models import Membership, User
from practices.members.selectors import today
from practices.models import EntryPage
from practices.querysets import public_entries
from practices.review import levels
from practices.review.models import Attestation, Confirmation, Submission
from practices.review.stages import ENDED
from practices.submissions.standing import Standing, standing
from practices.vocabulary import labels
from practices.vocabulary.models import City

CONFIRM_AFTER = datetime.timedelta(days=330)
"""So long after the last confirmation, the next one is asked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One submission in the list."""

    submission: Submission
    title: str
    completeness: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """One public entry of the city. `lapses_on` is None for what was never reviewed."""

    entry: EntryPage
    level: str
    lapses_on: datetime.date | None
    asks_to_be_confirmed: bool
    under_way: Submission | None


@dataclass(frozen=True, slots=True)
class CityDesk:
    """The desk of one city, as one of its people sees it."""

    city: City
    leads: bool
    to_do: list[Row] = field(default_factory=list)
    with_others: list[Row] = field(default_factory=list)
    ended: list[Row] = field(default_factory=list)
    entries: list[OwnEntry] = field(default_factory=list)


def desks_of(person: User) -> list[CityDesk]:
    """One desk a city, in five queries however many there are."""
    day = today()
    places = person.memberships.select_related("city__country").order_by("city__name_en")
    held = [place for place in places if membership.holds(place, on=day)]
    desks = {city_id: _desk(found) for city_id, found in _by_city(held).items()}
    submissions = titled(Submission.objects.filter(city__in=desks))
    under_way: dict[int, Submission] = {}
    for submission in submissions:
        desk = desks[submission.city_id]
        row = row_of(submission, leads=desk.leads, day=day)
        if submission.stage in ENDED:
            desk.ended.append(row)
        else:
            (desk.to_do if row.standing.url else desk.with_others).append(row)
            if submission.entry_id:
                under_way[submission.entry_id] = submission
    for own in entries_of(desks, under_way, day):
        desks[own.entry.city_id].entries.append(own)  # type: ignore[index]
    return list(desks.values())


def _by_city(places: Iterable[Membership]) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = defaultdict(list)
    for place in places:
        found[place.city_id].append(place)
    return found


def _desk(places: list[Membership]) -> CityDesk:
    return CityDesk(city=places[0].city, leads=any(place.role == membership.LEAD for place in places))


def titled(submissions: QuerySet[Submission]) -> QuerySet[Submission]:
    """With `shown_title` and `shown_completeness` of the text in work, so that no text is loaded for them."""
    drafted: Any = KeyTextTransform("title", "working_revision__content")
    complete: Any = KeyTextTransform("completeness", "working_revision__content")
    empty: Any = Value("")
    return submissions.select_related("city", "entry", "merged_into").annotate(
        shown_title=Coalesce(
            drafted, F("entry__title"), NullIf(F("proposal__title"), empty), empty, output_field=CharField()
        ),
        shown_completeness=complete,
    )


def row_of(submission: Any, *, leads: bool, day: datetime.date) -> Row:
    """A submission of `titled` as a row of the list."""
    complete = submission.shown_completeness
    if complete is None and submission.entry is not None:
        complete = submission.entry.completeness
    return Row(
        submission=submission,
        title=submission.shown_title,
        completeness=None if complete is None else int(complete),
        standing=standing(submission, leads=leads, today=day),
    )


def entries_of(cities: Iterable[int], under_way: dict[int, Submission], day: datetime.date) -> list[OwnEntry]:
    """The public entries of these cities, each once, whatever languages it has."""
    originals: dict[Any, EntryPage] = {}
    for entry in public_entries().filter(city__in=list(cities)).select_related("locale").order_by("pk"):
        originals.setdefault(entry.translation_key, entry)
    keys = [entry.pk for entry in originals.values()]
    attested = {
        (found.entry_id, found.revision_id): found
        for found in Attestation.objects.filter(entry__in=keys).order_by("pk")
    }
    confirmed: dict[int, list[datetime.date]] = defaultdict(list)
    for entry_id, on in Confirmation.objects.filter(entry__in=keys).values_list("entry_id", "on"):
        confirmed[entry_id].append(on)
    found, words = [], labels.term_labels("review", (get_language() or "en")[:2])
    for entry in sorted(originals.values(), key=lambda entry: entry.title):
        attestation = attested.get((entry.pk, entry.live_revision_id))
        last = entry.last_confirmed_on
        found.append(
            OwnEntry(
                entry=entry,
                level=words.get(entry.review_level, entry.review_level),
                lapses_on=levels.lapses_on(attestation, confirmed[entry.pk]) if attestation else None,
                asks_to_be_confirmed=attestation is not None and (last is None or day - last > CONFIRM_AFTER),
                under_way=under_way.get(entry.pk),
            )
        )
    return found
