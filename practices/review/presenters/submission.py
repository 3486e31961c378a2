"""The head of a submission, its decisions and waivers, as its editors see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from practices.review.models import DecisionPoint, EditorialDecision
from practices.review.notices import title_of
from practices.review.presenters.conflicts import conflict_words
from practices.review.presenters.fields import field_label
from practices.review.presenters.rounds import name_of
from practices.review.selectors.queue import due_on
from practices.review.selectors.submission import Whole
from practices.vocabulary import labels


def head(found: Whole) -> dict[str, Any]:
    """Title, city and stage in words, what is due, and the proposal if there was one."""
    submission = found.submission
    open_rounds = [round for round in found.rounds if round.is_open]
    proposal = getattr(submission, "proposal", None)
    return {
        "title": title_of(submission) or submission.reference or "",
        "city": submission.city.name(),
        "country": submission.city.country.name(),
        "language": submission.get_language_display(),  # type: ignore[attr-defined]
        "kind": submission.get_kind_display(),
        "stage": submission.get_stage_display(),
        "due_on": due_on(submission, open_rounds[0].closes_on if open_rounds else None),
        "proposal": proposal,
        "proposal_status": labels.term_label("status", proposal.status, get_language() or "en")
        if proposal and proposal.status
        else "",
        "texts": len({round.revision_id for round in found.rounds} | {submission.submitted_revision_id}) > 1
        or bool(submission.submitted_revision_id and submission.entry and submission.entry.live),
    }


@dataclass(frozen=True, slots=True)
class Letter:
    """A decision as it stands today, with the points that the city answers and what was corrected."""

    decision: EditorialDecision
    in_force: EditorialDecision
    earlier: Sequence[EditorialDecision]
    points: Sequence[dict[str, Any]]


def letters(found: Whole) -> list[Letter]:
    """The decisions, the newest first, each with its corrections."""
    corrections = {one.corrects_id: one for one in found.decisions if one.corrects_id is not None}
    return [_letter(one, corrections) for one in reversed(found.decisions) if one.corrects_id is None]


def _letter(decision: EditorialDecision, corrections: dict[int, EditorialDecision]) -> Letter:
    chain = [decision]
    while chain[-1].pk in corrections:
        chain.append(corrections[chain[-1].pk])
    points = [_point(point) for point in chain[-1].points.all()]  # type: ignore[attr-defined]
    return Letter(decision=decision, in_force=chain[-1], earlier=chain[:-1], points=points)


def _point(point: DecisionPoint) -> dict[str, Any]:
    return {"point": point, "label": field_label(point.field) if point.field else ""}


def waivers(found: Whole) -> list[dict[str, Any]]:
    """The conflicts that were let pass, with the reasons."""
    return [
        {
            "who": str(waiver.person) if waiver.person else name_of(waiver.assignment) if waiver.assignment else "",
            "conflict": conflict_words(waiver.conflict),
            "waiver": waiver,
        }
        for waiver in found.waivers
    ]
