"""What the editor decides on a round; the numbers advise, the editor gives reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from practices.members.models import User
from practices.members.selectors import today
from practices.review import facts, notices, policy
from practices.review.errors import CannotDecide, ConflictOfInterest, ReasonNeeded, RoundClosed, WrongStage
from practices.review.models import (
    Comment,
    Criterion,
    DecisionPoint,
    EditorialDecision,
    ReviewAssignment,
    ReviewRound,
    Submission,
)
from practices.review.models.decisions import ACCEPTING, REVISING
from practices.review.policy import Action
from practices.review.scoring import REVIEWS_NEEDED, Scores, below_needed, needs_third
from practices.review.services.screening import end_workflow
from practices.review.services.sending import station_of
from practices.review.transitions import advance, lock, record, require
from practices.vocabulary.models import Country

Outcome = EditorialDecision.Outcome


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the letter that the city is to answer; `field` names the part of the text, if one."""

    text: str
    field: str = ""


def reviews_of(round: ReviewRound) -> list[ReviewAssignment]:
    """The reviews that were sent in, each as its assignment, in the order of arrival."""
    sent = round.assignments.filter(submitted_at__isnull=False).order_by("submitted_at")  # type: ignore[attr-defined]
    return list(
        sent.select_related("review", "person", "country").prefetch_related("review__scores", "review__comments")
    )


def scores_of(assignment: ReviewAssignment) -> Scores:
    """One review as numbers, with the weights as they were."""
    rows = [row for row in assignment.review.scores.all() if row.kind == Criterion.Kind.SCORE]
    return Scores({row.code: row.score for row in rows}, {row.code: row.weight for row in rows})


def failed_gates(reviews: Sequence[ReviewAssignment]) -> list[str]:
    """Codes of the gates that one of the reviewers did not let pass."""
    return sorted({row.code for one in reviews for row in one.review.scores.all() if row.passed is False})


def below_minimum(round: ReviewRound) -> list[str]:
    """Codes that must reach 2 and do not in one of the reviews: such a text is never called reviewed."""
    needed = list(round.rubric.criteria.filter(needed=True).values_list("code", flat=True))  # type: ignore[attr-defined]
    return below_needed([scores_of(review) for review in reviews_of(round)], needed)


def region_of(assignment: ReviewAssignment) -> str:
    """Metropolis' region that the reviewer is from; "" when nobody said."""
    who = facts.candidate(person=assignment.person, email=assignment.email, country=assignment.country_id or "")
    country = Country.objects.filter(pk=who.country).first()
    return country.region if country else ""


def lacking(round: ReviewRound, outcome: str) -> list[str]:
    """What keeps the round from that outcome, in words; empty: it may be decided."""
    reviews = reviews_of(round)
    if outcome not in ACCEPTING:
        return [] if reviews or outcome == Outcome.DECLINE else [_("Nobody has sent a review in yet.")]
    found = []
    if len(reviews) < REVIEWS_NEEDED:
        found.append(_("Two reviews are needed before a text is accepted."))
    if needs_third([scores_of(review) for review in reviews]):
        found.append(_("The two reviews are far apart: a third reviewer is needed."))
    home = round.submission.city.country.region
    if reviews and not any(region_of(review) not in {"", home} for review in reviews):
        found.append(_("At least one reviewer must come from another region of the world."))
    if failed_gates(reviews):
        found.append(_("A reviewer found a gate closed: %(gates)s.") % {"gates": ", ".join(failed_gates(reviews))})
    ended = round.revision.content.get("status") in {"discontinued", "completed"}
    if outcome == Outcome.LESSONS and not ended:
        found.append(_("The lessons track is for what has ended."))
    return found


@transaction.atomic
def decide(
    *,
    round: ReviewRound,
    outcome: str,
    reasons: str,
    letter: str,
    points: Sequence[Point] = (),
    by: User,
) -> EditorialDecision:
    """Decide the round. Pressing twice makes one decision.

    Raises CannotDecide (what the round lacks), ConflictOfInterest of the editor, RoundClosed when somebody was quicker,
    ReasonNeeded, NotAllowed, WrongStage.
    """
    submission = lock(round.submission)
    round = ReviewRound.objects.select_for_update().get(pk=round.pk)
    if not round.is_open:
        raise RoundClosed
    require(by, Action.DECIDE, submission)
    refuse_near_editor(submission, by)
    if not letter.strip():
        raise ReasonNeeded("letter")
    if problems := lacking(round, outcome):
        raise CannotDecide(" ".join(problems))
    if outcome in REVISING and not points:
        raise ReasonNeeded("points")
    step = "decide-accept" if outcome in ACCEPTING else "decide-revise" if outcome in REVISING else "decide-decline"
    event = advance(submission, step, by=by, words=reasons)
    decision = EditorialDecision.objects.create(
        submission=submission,
        round=round,
        revision=round.revision,
        outcome=outcome,
        reasons=reasons.strip(),
        letter=letter.strip(),
        listed_only=outcome in ACCEPTING and bool(below_minimum(round)),
        by=by,
    )
    DecisionPoint.objects.bulk_create(
        [DecisionPoint(decision=decision, number=n, text=p.text, field=p.field) for n, p in enumerate(points, 1)]
    )
    station = station_of(submission)
    if outcome in ACCEPTING:
        station.approve(user=by)
    else:
        station.reject(user=by)
        if outcome == Outcome.DECLINE:
            end_workflow(submission, by=by)
    notices.tell("decision", notices.city_people(submission), event=event, decision=decision)
    for review in reviews_of(round):
        notices.tell_reviewer("reviewer_outcome", review, key=f"decision-{decision.pk}", decision=decision)
    return decision


def refuse_near_editor(submission: Submission, by: User) -> None:
    """Raises ConflictOfInterest when the editor has a hard conflict; having screened it is part of the office."""
    who = facts.candidate(person=by)
    found = policy.conflicts(who, facts.practice(submission), today())
    hard = [conflict for conflict in policy.hard(found) if conflict.code != "handled-it"]
    if hard:
        raise ConflictOfInterest(hard)


@transaction.atomic
def check_correction(*, submission: Submission, by: User, reasons: str, letter: str = "") -> EditorialDecision:
    """Accept a correction after an editor compared it with the published text. Raises as `decide` does."""
    submission = lock(submission)
    require(by, Action.CHECK_CORRECTION, submission)
    refuse_near_editor(submission, by)
    if submission.kind != Submission.Kind.CORRECTION:
        raise CannotDecide(_("This is not a correction: it goes to reviewers."))
    event = advance(submission, "check-correction", by=by, words=reasons)
    decision = EditorialDecision.objects.create(
        submission=submission,
        revision=submission.submitted_revision,
        outcome=Outcome.ACCEPT,
        reasons=reasons.strip(),
        letter=letter.strip() or reasons.strip(),
        by=by,
    )
    station_of(submission).approve(user=by)
    notices.tell("decision", notices.city_people(submission), event=event, decision=decision)
    return decision


@transaction.atomic
def correct_decision(*, decision: EditorialDecision, reasons: str, letter: str, by: User) -> EditorialDecision:
    """Correct the reasons or the letter of the last decision; the outcome stays.

    A new decision takes the place of the one that it corrects, which is kept; the points go over to it with what the
    city has answered, so that the last decision always has them. Pressing twice makes one correction.
    Raises WrongStage for an earlier one, ConflictOfInterest, ReasonNeeded, NotAllowed.
    """
    submission = lock(decision.submission)
    require(by, Action.CORRECT_DECISION, submission)
    refuse_near_editor(submission, by)
    reasons, letter = reasons.strip(), letter.strip()
    if not reasons or not letter:
        raise ReasonNeeded("letter" if reasons else "reasons")
    last: EditorialDecision = submission.decisions.order_by("-at", "-pk")[0]  # type: ignore[attr-defined]
    if decision.pk in {last.pk, last.corrects_id} and (last.reasons, last.letter) == (reasons, letter):
        return last
    if decision != last:
        raise WrongStage(submission.stage)
    correction = EditorialDecision.objects.create(
        submission=submission,
        round=decision.round,
        revision=decision.revision,
        outcome=decision.outcome,
        reasons=reasons,
        letter=letter,
        listed_only=decision.listed_only,
        corrects=decision,
        by=by,
    )
    decision.points.update(decision=correction)  # type: ignore[attr-defined]
    event = record(submission, "correct-decision", by=by, words=reasons)
    notices.tell("decision", notices.city_people(submission), event=event, decision=correction)
    return correction


def drafted_points(round: ReviewRound) -> list[Point]:
    """Points for the letter, drafted from the reviewers' comments and closed gates, field by field."""
    points = []
    for review in reviews_of(round):
        for row in review.review.scores.all():
            if row.passed is False:
                points.append(Point(text=row.sentence))
        points += [Point(text=comment.text, field=comment.field) for comment in _comments(review)]
    return points


def _comments(review: ReviewAssignment) -> list[Comment]:
    return list(review.review.comments.all())


def drafted_letter(round: ReviewRound) -> str:
    """The body of the letter, drafted from what the reviewers wrote to the city; the editor writes it over."""
    reviews = reviews_of(round)
    parts = []
    for n, review in enumerate(reviews, 1):
        name = str(review) if round.anonymity == ReviewRound.Anonymity.OPEN else _("Reviewer %(n)d") % {"n": n}
        parts.append(f"{name}:\n{review.review.to_city.strip()}")
    return "\n\n".join(parts)
