"""Writing and sending a review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from practices.review import notices
from practices.review.errors import IncompleteReview, NotAllowed, ReviewChanged, RoundClosed
from practices.review.models import Comment, Criterion, CriterionScore, Event, Review, ReviewAssignment
from practices.review.models.reviews import TEXT
from practices.review.services.inviting import check_conflicts
from practices.review.transitions import lock, record

SENTENCE = 10
"""Characters that the sentence of a score needs."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one criterion: `passed` of a gate; a score 0 to 4, or "not enough information"."""

    passed: bool | None = None
    score: int | None = None
    not_enough_information: bool = False
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on one field of the text."""

    field: str
    text: str
    quotation: str = ""


@transaction.atomic
def save_review(
    *,
    assignment: ReviewAssignment,
    answers: Mapping[str, Answer],
    remarks: Sequence[Remark] = (),
    recommendation: str = "",
    to_city: str = "",
    to_editor: str = "",
    opened_at: int | None = None,
) -> Review:
    """Keep what a reviewer has written so far; what is not answered stays open. `answers` by code of the criterion.

    It is kept even when the round was closed or the reviewer was replaced meanwhile, so that nothing typed is lost.
    Raises NotAllowed before the invitation is accepted, RoundClosed after the review was sent in, ReviewChanged when
    it was saved from elsewhere since version `opened_at`.
    """
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    if not assignment.accepted:
        raise NotAllowed(_("Accept the invitation first."))
    if assignment.submitted_at:
        raise RoundClosed
    review, _made = Review.objects.get_or_create(assignment=assignment)
    if opened_at is not None and opened_at != review.version:
        raise ReviewChanged(review.version)
    review.recommendation = recommendation if recommendation in Review.Recommendation.values else ""
    review.to_city, review.to_editor = to_city[:TEXT], to_editor[:TEXT]
    review.version += 1
    review.save()
    for criterion in assignment.round.rubric.criteria.all():
        if criterion.code in answers:
            _keep_answer(review, criterion, answers[criterion.code])
    review.comments.all().delete()  # type: ignore[attr-defined]
    Comment.objects.bulk_create(
        [
            Comment(review=review, field=r.field[:60], text=r.text[:2000], quotation=r.quotation[:500])
            for r in remarks
            if r.text.strip()
        ]
    )
    return review


def _keep_answer(review: Review, criterion: Criterion, answer: Answer) -> None:
    """One answer with copies of the criterion's name and weight as they are now."""
    gate = criterion.kind == Criterion.Kind.GATE
    score = None if gate or answer.not_enough_information or answer.score not in range(5) else answer.score
    CriterionScore.objects.update_or_create(
        review=review,
        criterion=criterion,
        defaults={
            "code": criterion.code,
            "label": criterion.label("en"),
            "kind": criterion.kind,
            "weight": criterion.weight,
            "passed": answer.passed if gate else None,
            "score": score,
            "not_enough_information": answer.not_enough_information and not gate,
            "sentence": answer.sentence.strip()[:1500],
        },
    )


def problems_of(review: Review) -> dict[str, str]:
    """What keeps a review from being sent in: code of the criterion, or field, → why."""
    known = {score.code: score for score in review.scores.all()}  # type: ignore[attr-defined]
    found: dict[str, str] = {}
    for criterion in review.assignment.round.rubric.criteria.all():
        score = known.get(criterion.code)
        if criterion.kind == Criterion.Kind.GATE:
            if score is None or score.passed is None:
                found[criterion.code] = _("Answer yes or no.")
            elif score.passed is False and len(score.sentence) < SENTENCE:
                found[criterion.code] = _("Say why not, and how it could be mended.")
        elif score is None or (score.score is None and not score.not_enough_information):
            found[criterion.code] = _("Choose 0 to 4, or “not enough information”.")
        elif len(score.sentence) < SENTENCE:
            found[criterion.code] = _("Add a sentence that says why.")
    if not review.recommendation:
        found["recommendation"] = _("Choose what you recommend.")
    if not review.to_city.strip():
        found["to_city"] = _("Write some lines to the city.")
    return found


@transaction.atomic
def submit_review(*, assignment: ReviewAssignment, no_conflict: bool) -> Review:
    """Send the review in; it never changes again. Sending twice changes nothing.

    `no_conflict` is the reviewer's word, asked a second time. Raises ConflictOfInterest, RoundClosed, NotAllowed, or
    IncompleteReview (with the criteria that lack an answer).
    """
    submission = lock(assignment.round.submission)
    assignment = ReviewAssignment.objects.select_for_update().select_related("round").get(pk=assignment.pk)
    if assignment.submitted_at:
        return assignment.review
    if not assignment.accepted:
        raise NotAllowed(_("Accept the invitation first."))
    if assignment.status != ReviewAssignment.Status.ACCEPTED:
        raise RoundClosed
    check_conflicts(assignment, declared=not no_conflict)
    review: Review = assignment.review
    problems = problems_of(review)
    if problems:
        raise IncompleteReview(problems)
    assignment.submitted_at = timezone.now()
    assignment.conflict_declared = False
    assignment.token_digest = None
    assignment.save()
    event = record(submission, "review-submitted", by=assignment.person, seen_by_city=False)
    notices.tell_reviewer("reviewer_thanked", assignment, key="submitted")
    notices.tell("review_arrived", notices.responsible(submission), event=event, name="review_submission")
    return review


@transaction.atomic
def hand_over(*, assignment: ReviewAssignment) -> None:
    """Send what a replaced or late reviewer wrote to the editor, as a text and not as a review."""
    submission = lock(assignment.round.submission)
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    review = Review.objects.filter(assignment=assignment).first()
    if review is None or assignment.submitted_at:
        raise RoundClosed
    if was_handed_over(assignment):
        return
    event = record(submission, "handed-over", by=assignment.person, words=str(assignment.pk), seen_by_city=False)
    notices.tell("text_handed_over", notices.responsible(submission), event=event, name="review_submission")


def was_handed_over(assignment: ReviewAssignment) -> bool:
    """Whether the editor got the unfinished text."""
    handed = Event.objects.filter(submission=assignment.round.submission_id, action="handed-over")
    return handed.filter(words=str(assignment.pk)).exists()
