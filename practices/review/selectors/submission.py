"""Everything that the page of one submission shows, in a known number of queries whatever it went through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from practices.review.models import (
    ConflictWaiver,
    Criterion,
    EditorialDecision,
    Event,
    Review,
    ReviewAssignment,
    ReviewRound,
    RubricVersion,
    Submission,
)

HANDED_OVER = "handed-over"


@dataclass(frozen=True, slots=True)
class Whole:
    """A submission with what hangs on it."""

    submission: Submission
    rounds: Sequence[ReviewRound]
    assignments: Sequence[ReviewAssignment]
    decisions: Sequence[EditorialDecision]
    waivers: Sequence[ConflictWaiver]
    events: Sequence[Event]
    criteria: Sequence[Criterion]
    handed_over: frozenset[int]
    """Ids of the assignments whose unfinished text was sent to the editor."""

    def assignments_of(self, round: ReviewRound) -> list[ReviewAssignment]:
        """Everybody who was asked in that round."""
        return [assignment for assignment in self.assignments if assignment.round_id == round.pk]

    def criteria_of(self, round: ReviewRound) -> list[Criterion]:
        """What that round is judged by, gates first."""
        return [criterion for criterion in self.criteria if criterion.version_id == round.rubric_id]


def whole(submission: Submission) -> Whole:
    """The submission with rounds, assignments, reviews, decisions, waivers and events. Ten queries."""
    rounds = list(ReviewRound.objects.filter(submission=submission))
    asked = ReviewAssignment.objects.filter(round__in=rounds).select_related(
        "person__reviewer__country", "country", "round", "invited_by"
    )
    events = list(Event.objects.filter(submission=submission).select_related("by"))
    decisions = EditorialDecision.objects.filter(submission=submission)
    waivers = ConflictWaiver.objects.filter(submission=submission).select_related("by", "assignment", "person")
    versions = {round.rubric_id for round in rounds}
    return Whole(
        submission=submission,
        rounds=rounds,
        assignments=list(asked.prefetch_related("review__scores", "review__comments")),
        decisions=list(decisions.select_related("by", "corrected_by").prefetch_related("points")),
        waivers=list(waivers),
        events=events,
        criteria=list(Criterion.objects.filter(version__in=versions)),
        handed_over=frozenset(int(event.words) for event in events if event.action == HANDED_OVER),
    )


def gates() -> list[Criterion]:
    """The gates of the rubric that is in force: what is looked at when a text is screened."""
    return list(Criterion.objects.filter(version=RubricVersion.objects.first(), kind=Criterion.Kind.GATE))


def review_of(assignment: ReviewAssignment) -> Review | None:
    """What the reviewer wrote, sent in or not."""
    return getattr(assignment, "review", None)
