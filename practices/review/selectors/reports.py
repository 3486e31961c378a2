"""What the reports count, each in a few queries."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Count, Q

from practices.members.selectors import today
from practices.review.models import Criterion, CriterionScore, EditorialDecision, Event, ReviewAssignment, Submission
from practices.review.scoring import REVIEWS_NEEDED
from practices.review.selectors.queue import due_on
from practices.review.stages import ENDED, Stage

SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has to do: open, late, and done in the last year."""

    name: str
    open: int
    late: int
    done: int


def load_of_reviewers() -> list[Load]:
    """Everybody who has a review to write or sent one in within a year, the most burdened first. One query."""
    year_ago = today() - datetime.timedelta(days=365)
    is_open = Q(submitted_at=None, removed_at=None, round__status="in_progress") & ~Q(accepted=False)
    counted = (
        ReviewAssignment.objects.values("person", "email", "name", "person__first_name", "person__last_name")
        .annotate(
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_open & Q(due_on__lt=today())),
            done=Count("pk", filter=Q(submitted_at__date__gte=year_ago)),
        )
        .filter(Q(open__gt=0) | Q(done__gt=0))
    )
    totals: dict[str, list[Any]] = {}
    for row in counted:  # an address that was written in several ways, or got an account, is one person
        named = f"{row['person__first_name'] or ''} {row['person__last_name'] or ''}".strip() or row["name"]
        kept = totals.setdefault(row["email"].lower(), [named or row["email"], 0, 0, 0])
        for place, number in enumerate((row["open"], row["late"], row["done"]), 1):
            kept[place] += number
    return _by_burden(Load(*numbers) for numbers in totals.values())


def load_of_editors() -> list[Load]:
    """Handling editors with what they handle; `done` are decisions of the last year. Two queries."""
    year_ago = today() - datetime.timedelta(days=365)
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    handled = Submission.objects.exclude(stage__in=ENDED).filter(handling_editor__isnull=False)
    for submission in handled.select_related("handling_editor").prefetch_related("rounds"):
        own = totals[str(submission.handling_editor)]
        own[0] += 1
        own[1] += _is_late(submission)
    decided = EditorialDecision.objects.filter(corrects=None, at__date__gte=year_ago).select_related("by")
    for decision in decided:
        totals[str(decision.by)][2] += 1
    return _by_burden(Load(name, *numbers) for name, numbers in totals.items())


def _is_late(submission: Submission) -> bool:
    from_round = [round.closes_on for round in submission.rounds.all() if round.is_open]  # type: ignore[attr-defined]
    day = due_on(submission, from_round[0] if from_round else None)
    return day is not None and day < today()


def _by_burden(loads: Any) -> list[Load]:
    return sorted(loads, key=lambda load: (-load.open, -load.late, load.name.casefold()))


def overdue_reviews() -> list[ReviewAssignment]:
    """Invitations and reviews that are open after their due date, the latest first. One query."""
    found = ReviewAssignment.objects.filter(
        submitted_at=None, removed_at=None, round__status="in_progress", due_on__lt=today()
    ).exclude(accepted=False)
    return list(found.select_related("person", "round__submission__city").order_by("due_on", "pk"))


@dataclass(frozen=True, slots=True)
class StageTime:
    """How long submissions stayed in a stage: how many left it, and half of them within so many days."""

    stage: str
    label: str
    number: int
    median_days: float


def time_per_stage() -> list[StageTime]:
    """From the events of all submissions, for each stage that any has left. One query."""
    spans: dict[str, list[float]] = defaultdict(list)
    entered: dict[int, tuple[str, datetime.datetime]] = {}
    steps = Event.objects.exclude(target="").order_by("submission_id", "at", "pk")
    for submission, target, at in steps.values_list("submission_id", "target", "at"):
        if submission in entered:
            stage, since = entered[submission]
            spans[stage].append((at - since).total_seconds() / SECONDS_A_DAY)
        entered[submission] = (target, at)
    return [
        StageTime(stage.value, str(stage.label), len(spans[stage]), median(spans[stage]))
        for stage in Stage
        if spans.get(stage)
    ]


def decisions_by_region() -> dict[tuple[str, str], int]:
    """How many decisions by region of the city and outcome; a corrected one counts once. One query."""
    made = EditorialDecision.objects.filter(corrects=None)
    return Counter(made.values_list("submission__city__country__region", "outcome"))


def pairs_of_scores() -> dict[str, list[tuple[int, int]]]:
    """The scores of rounds with exactly two reviews, by code of the criterion: (first to arrive, second). Two queries.

    A criterion that one of them found not enough information for has no pair there.
    """
    of_two = (
        ReviewAssignment.objects.filter(submitted_at__isnull=False)
        .values("round")
        .annotate(number=Count("pk"))
        .filter(number=REVIEWS_NEEDED)
    )
    scores = CriterionScore.objects.filter(
        kind=Criterion.Kind.SCORE,
        review__assignment__submitted_at__isnull=False,
        review__assignment__round__in=of_two.values("round"),
    ).order_by("review__assignment__submitted_at", "review_id")
    by_round: dict[tuple[int, str], list[int]] = defaultdict(list)
    for round, code, score in scores.values_list("review__assignment__round", "code", "score"):
        if score is not None:
            by_round[round, code].append(score)
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for (_round, code), both in by_round.items():
        if len(both) == REVIEWS_NEEDED:
            found[code].append((both[0], both[1]))
    return found
