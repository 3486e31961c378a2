"""How far a review is, and what reviewers see of each other's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practices.review.models import Criterion, EditorialDecision, Review, ReviewAssignment, ReviewRound
from practices.review.presenters.fields import field_label
from practices.review.scoring import total
from practices.review.services.decisions import scores_of
from practices.review.services.reviewing import problems_of


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a review still lacks, and where on the page it is."""

    anchor: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is. `total` is the weighted sum so far, 0 to 100, in words."""

    problems: list[Problem]
    sentence: str
    saved_at: str
    version: int


def progress(assignment: ReviewAssignment, review: Review) -> Progress:
    """How far the stored review is."""
    criteria = {one.code: one for one in assignment.round.rubric.criteria.all()}  # type: ignore[attr-defined]
    words = {"recommendation": _("Recommendation"), "to_city": _("To the city")}
    problems = [
        Problem(f"c-{code}", criteria[code].label() if code in criteria else words[code], why)
        for code, why in problems_of(review).items()
    ]
    count = len(problems)
    lacking = ngettext("%(n)d answer is missing", "%(n)d answers are missing", count) % {"n": count}
    points = total_in_words(assignment)
    return Progress(
        problems=problems,
        sentence=" · ".join([lacking if count else _("Nothing is missing"), *([points] if points else [])]),
        saved_at=date_format(localtime(review.saved_at), "TIME_FORMAT") if review.version else "",
        version=review.version,
    )


def total_in_words(assignment: ReviewAssignment) -> str:
    """The weighted total, or "" while nothing is scored."""
    points = total(scores_of(assignment))
    return "" if points is None else _("total: %(points)d of 100") % {"points": round(points)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion as a reviewer answered it."""

    label: str
    weight: int
    answer: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownReview:
    """A review that was sent in, without what is for the editor only unless it is one's own."""

    author: str
    gates: list[Judged]
    scores: list[Judged]
    total: str
    recommendation: str
    to_city: str
    comments: list[dict[str, str]]
    to_editor: str = field(default="", repr=False)


def own_review(assignment: ReviewAssignment) -> ShownReview:
    """One's own review, whole."""
    return _shown(assignment, author="", to_editor=assignment.review.to_editor)


def others_reviews(assignment: ReviewAssignment) -> list[ShownReview]:
    """The other reviews of the round that were sent in, once one's own was: before, nobody is swayed."""
    if assignment.submitted_at is None:
        return []
    others = assignment.round.assignments.exclude(pk=assignment.pk)  # type: ignore[attr-defined]
    sent = others.filter(submitted_at__isnull=False).select_related("review", "person")
    is_open = assignment.round.anonymity == ReviewRound.Anonymity.OPEN
    return [_shown(other, author=str(other) if is_open else _("Another reviewer")) for other in sent]


def _shown(assignment: ReviewAssignment, *, author: str, to_editor: str = "") -> ShownReview:
    review: Review = assignment.review
    rows = review.scores.select_related("criterion")  # type: ignore[attr-defined]
    judged = [(row.kind, Judged(row.criterion.label(), row.weight, _answer(row), row.sentence)) for row in rows]
    return ShownReview(
        author=author,
        gates=[one for kind, one in judged if kind == Criterion.Kind.GATE],
        scores=[one for kind, one in judged if kind == Criterion.Kind.SCORE],
        total=total_in_words(assignment),
        recommendation=review.get_recommendation_display(),
        to_city=review.to_city,
        comments=[
            {"part": field_label(one.field), "quotation": one.quotation, "text": one.text}
            for one in review.comments.all()  # type: ignore[attr-defined]
        ],
        to_editor=to_editor,
    )


def _answer(row: Any) -> str:
    if row.kind == Criterion.Kind.GATE:
        return {True: _("yes"), False: _("no")}.get(row.passed, "")
    return _("not enough information") if row.not_enough_information else str(row.score)


def outcome(round: ReviewRound) -> EditorialDecision | None:
    """What was decided on the round; None while it is not."""
    found: EditorialDecision | None = round.decisions.order_by("at", "pk").last()  # type: ignore[attr-defined]
    return found


def earlier_round(assignment: ReviewAssignment) -> ReviewRound | None:
    """The last round before this one that the same reviewer judged; None: they see the text for the first time."""
    earlier = ReviewRound.objects.filter(
        submission=assignment.round.submission_id,
        number__lt=assignment.round.number,
        assignments__email__iexact=assignment.email,
        assignments__submitted_at__isnull=False,
    )
    return earlier.order_by("number").last()
