"""Possible reviewers of a submission with their conflicts, read in a few queries however many people there are."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from practices.members import policy as membership
from practices.members.selectors import today
from practices.review import facts, policy
from practices.review.facts import CITY_ACTIONS
from practices.review.models import Event, ReviewAssignment, Reviewer, ReviewRound, Submission
from practices.review.policy import TWO_YEARS, Candidate, Practice
from practices.review.ranking import Prospect, Wanted, ranked
from practices.vocabulary.models import Theme


@dataclass(frozen=True, slots=True)
class Suggested:
    """A possible reviewer: what the ranking knows, the profile, and whether this round asked them already."""

    prospect: Prospect
    reviewer: Reviewer
    asked: bool


@dataclass(slots=True)
class _Known:
    """What the database knows of all reviewers, by person."""

    reviews: Mapping[int, list[tuple[int, datetime.date]]]
    reviewed_by: Mapping[int, list[tuple[int, datetime.date]]]
    load: Mapping[int, int]
    before: frozenset[int] = field(default_factory=frozenset)
    declared: frozenset[int] = field(default_factory=frozenset)
    asked: frozenset[int] = field(default_factory=frozenset)


def suggestions(round: ReviewRound) -> list[Suggested]:
    """Everybody who can be asked, the best first. The number of queries does not grow with that of people."""
    submission = round.submission
    judged = facts.practice(submission)
    known = _known(round, judged)
    reviewers = list(
        Reviewer.objects.filter(available=True, person__is_active=True)
        .select_related("person", "country")
        .prefetch_related("themes", "person__memberships__city__country")
    )
    by_person = {reviewer.person_id: reviewer for reviewer in reviewers}
    prospects = [_prospect(reviewer, known, judged) for reviewer in reviewers]
    return [
        Suggested(prospect, by_person[prospect.pk], prospect.pk in known.asked)
        for prospect in ranked(prospects, wanted(submission))
    ]


def wanted(submission: Submission) -> Wanted:
    """The text as the ranking sees it."""
    revision = submission.submitted_revision
    links: Iterable[Any] = (revision.content.get("theme_links") or []) if revision else []
    themes = Theme.objects.filter(pk__in=[link["theme"] for link in links if link.get("theme")])
    return Wanted(themes=_with_parents(themes), language=submission.language, region=submission.city.country.region)


def _with_parents(themes: Iterable[Theme]) -> frozenset[int]:
    return frozenset(pk for theme in themes for pk in (theme.pk, theme.parent_id) if pk)


def _known(round: ReviewRound, judged: Practice) -> _Known:
    every = ReviewAssignment.objects.filter(person__isnull=False)
    reviews = defaultdict(list)
    sent = every.filter(submitted_at__isnull=False, person__reviewer__isnull=False)
    for person, city, day in sent.values_list("person", "round__submission__city", "submitted_at__date"):
        reviews[person].append((city, day))
    is_open = Q(submitted_at=None, removed_at=None, round__status="in_progress") & ~Q(accepted=False)
    load = every.filter(is_open).values_list("person").annotate(number=Count("pk"))
    earlier, declared, asked = set(), set(), set()
    of_this = every.filter(round__submission=round.submission_id)
    for person, own_round, at, conflict, removed in of_this.values_list(
        "person", "round", "submitted_at", "conflict_declared", "removed_at"
    ):
        earlier |= {person} if at and own_round != round.pk else set()
        declared |= {person} if conflict else set()
        asked |= {person} if own_round == round.pk and not removed else set()
    return _Known(reviews, _reviewed_by(judged), dict(load), frozenset(earlier), frozenset(declared), frozenset(asked))


def _reviewed_by(judged: Practice) -> dict[int, list[tuple[int, datetime.date]]]:
    """Whose texts the writers of this one reviewed: person → (writer, day). Two queries."""
    by_writers = ReviewAssignment.objects.filter(person__in=judged.people, submitted_at__isnull=False)
    reviews = list(by_writers.values_list("round__submission", "person", "submitted_at__date"))
    wrote = Event.objects.filter(submission__in={submission for submission, _, _ in reviews}, action__in=CITY_ACTIONS)
    writers = defaultdict(set)
    for submission, person in wrote.filter(by__isnull=False).values_list("submission", "by"):
        writers[submission].add(person)
    found = defaultdict(list)
    for submission, reviewer, day in reviews:
        for person in writers[submission]:
            found[person].append((reviewer, day))
    return found


def _prospect(reviewer: Reviewer, known: _Known, judged: Practice) -> Prospect:
    person = reviewer.person
    places = list(person.memberships.all())
    day = today()
    held = [place for place in places if membership.holds(place, on=day)]
    country = reviewer.country or next((place.city.country for place in held), None)
    candidate = Candidate(
        pk=person.pk,
        email=person.email.lower(),
        country=country.pk if country else "",
        cities=frozenset(place.city_id for place in held),
        recent_cities=frozenset(membership.cities_since(places, day - TWO_YEARS)),
        past_reviews=tuple(known.reviews.get(person.pk, ())),
        reviewed_by=tuple(known.reviewed_by.get(person.pk, ())),
        declared=person.pk in known.declared,
    )
    return Prospect(
        pk=person.pk,
        name=str(person),
        themes=_with_parents(reviewer.themes.all()),
        languages=frozenset(reviewer.languages),
        region=country.region if country else "",
        open_reviews=known.load.get(person.pk, 0),
        most_at_once=reviewer.most_at_once,
        reviewed_before=person.pk in known.before,
        conflicts=tuple(policy.conflicts(candidate, judged, day)),
    )
