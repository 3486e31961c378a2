"""A round as its editors see it: who was asked, what they found, beside each other, and what the numbers suggest."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practices.members.selectors import today
from practices.review import scoring
from practices.review.models import Criterion, Review, ReviewAssignment, ReviewRound
from practices.review.presenters.fields import field_label, field_rank
from practices.review.selectors.submission import Whole, review_of
from practices.review.services.decisions import failed_gates, scores_of

Status = ReviewAssignment.Status
SUGGESTED = {"accept": gettext_lazy("accept"), "revise": gettext_lazy("revise"), "decline": gettext_lazy("decline")}


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who was asked to review."""

    assignment: ReviewAssignment
    name: str
    where: str
    status: str
    status_label: str
    due_on: datetime.date | None
    is_late: bool
    reminders: int
    words: str
    """Why it was declined or replaced, or the conflict that was declared."""

    @property
    def is_open(self) -> bool:
        """Whether something is still awaited of them."""
        return self.status in {Status.INVITED, Status.ACCEPTED}


@dataclass(frozen=True, slots=True)
class Cell:
    """What one reviewer said to one criterion."""

    value: str
    is_low: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion with the answers of all reviewers."""

    label: str
    weight: int
    needed: bool
    is_gate: bool
    cells: Sequence[Cell]
    apart: bool
    """Whether the scores are so far apart that a third reviewer is needed."""


@dataclass(frozen=True, slots=True)
class Column:
    """One review: by whom, how much in total, and its texts."""

    name: str
    total: int | None
    recommendation: str
    to_city: str
    to_editor: str


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of a round beside each other."""

    columns: Sequence[Column]
    lines: Sequence[Line]
    comments: Sequence[dict[str, Any]]
    advice: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shown:
    """A round with its people and their reviews; `reviews` is None as long as nobody sent one in."""

    round: ReviewRound
    asked: Sequence[Asked]
    reviews: Reviews | None
    handed_over: Sequence[dict[str, Any]]


def rounds(found: Whole) -> list[Shown]:
    """Every round, the newest first."""
    return [_shown(found, round) for round in reversed(found.rounds)]


def _shown(found: Whole, round: ReviewRound) -> Shown:
    everybody = found.assignments_of(round)
    for assignment in everybody:
        assignment.round = round
    sent = sorted((one for one in everybody if one.submitted_at), key=lambda one: one.submitted_at)  # type: ignore[arg-type, return-value]
    return Shown(
        round=round,
        asked=[asked(assignment) for assignment in everybody],
        reviews=reviews(sent, found.criteria_of(round)) if sent else None,
        handed_over=[
            {"name": name_of(one), "review": review, "comments": _comments([one])}
            for one in everybody
            if one.pk in found.handed_over and (review := review_of(one)) is not None
        ],
    )


def name_of(assignment: ReviewAssignment) -> str:
    """Who it is, for editors; nobody else reads these pages."""
    return str(assignment.person or assignment.name or assignment.email)


def asked(assignment: ReviewAssignment) -> Asked:
    """One assignment in words. Its round must be loaded."""
    profile = getattr(assignment.person, "reviewer", None) if assignment.person else None
    country = (profile and profile.country) or assignment.country
    organisation = assignment.organisation or (profile.organisation if profile else "")
    status = assignment.status
    return Asked(
        assignment=assignment,
        name=name_of(assignment),
        where=", ".join(filter(None, [organisation, country.name() if country else ""])),
        status=status,
        status_label=str(Status(status).label),
        due_on=assignment.due_on,
        is_late=assignment.is_late(today()),
        reminders=assignment.reminders,
        words=assignment.removal_reason or assignment.decline_reason or assignment.conflict_words,
    )


def reviews(sent: Sequence[ReviewAssignment], criteria: Sequence[Criterion]) -> Reviews:
    """Reviews that were sent in, in the order of arrival, beside each other."""
    return Reviews(
        columns=[_column(assignment) for assignment in sent],
        lines=[_line(criterion, sent) for criterion in criteria],
        comments=_comments(sent),
        advice=advice(sent, criteria),
    )


def _column(assignment: ReviewAssignment) -> Column:
    review: Review = assignment.review
    total = scoring.total(scores_of(assignment))
    return Column(
        name=name_of(assignment),
        total=None if total is None else round(total),
        recommendation=review.get_recommendation_display(),
        to_city=review.to_city,
        to_editor=review.to_editor,
    )


def _line(criterion: Criterion, sent: Sequence[ReviewAssignment]) -> Line:
    found = [next((row for row in one.review.scores.all() if row.code == criterion.code), None) for one in sent]
    numbers = [row.score for row in found if row is not None and row.score is not None]
    return Line(
        label=criterion.label(),
        weight=criterion.weight,
        needed=criterion.needed,
        is_gate=criterion.kind == Criterion.Kind.GATE,
        cells=[_cell(row, criterion) for row in found],
        apart=bool(numbers) and max(numbers) - min(numbers) >= scoring.CRITERION_APART,
    )


def _cell(row: Any, criterion: Criterion) -> Cell:
    if row is None:
        return Cell("–", False, "")
    if criterion.kind == Criterion.Kind.GATE:
        return Cell(_("yes") if row.passed else _("no"), row.passed is False, row.sentence)
    low = criterion.needed and (row.score or 0) < scoring.NEEDED
    return Cell(_("not enough information") if row.score is None else str(row.score), low, row.sentence)


def _comments(sent: Sequence[ReviewAssignment]) -> list[dict[str, Any]]:
    """Comments by the part of the text that they are about, in the order of the form."""
    groups: dict[str, list[dict[str, str]]] = {}
    for assignment in sent:
        for comment in assignment.review.comments.all():
            said = {"name": name_of(assignment), "quotation": comment.quotation, "text": comment.text}
            groups.setdefault(comment.field, []).append(said)
    return [
        {"field": field, "label": field_label(field), "comments": groups[field]}
        for field in sorted(groups, key=field_rank)
    ]


def advice(sent: Sequence[ReviewAssignment], criteria: Sequence[Criterion]) -> list[str]:
    """What the numbers say, in sentences: they advise, an editor decides."""
    numbers = [scores_of(assignment) for assignment in sent]
    labels = {criterion.code: criterion.label() for criterion in criteria}
    found = []
    totals = [total for one in numbers if (total := scoring.total(one)) is not None]
    if totals:
        found.append(
            _("The mean of the totals is %(mean)d of 100, which suggests: %(suggestion)s.")
            % {"mean": round(sum(totals) / len(totals)), "suggestion": str(SUGGESTED[scoring.suggestion(numbers)])}
        )
    if scoring.needs_third(numbers):
        found.append(_("The two reviews are far apart: a third reviewer is needed."))
    if closed := [labels.get(code, code) for code in failed_gates(sent)]:
        found.append(_("A gate is closed: %(gates)s.") % {"gates": "; ".join(closed)})
    needed = [criterion.code for criterion in criteria if criterion.needed]
    if low := [labels[code] for code in scoring.below_needed(numbers, needed)]:
        found.append(_("Below 2 in a review, so at most Listed: %(low)s.") % {"low": "; ".join(low)})
    return found
