"""Deciding a round, and correcting the words of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices.models import EntryPage
from practices.review.errors import CannotDecide, ConflictOfInterest, ReasonNeeded
from practices.review.forms.deciding import MOST_POINTS, Decision, Words, point_forms, points_in
from practices.review.models import EditorialDecision, ReviewRound
from practices.review.policy import Action
from practices.review.presenters.conflicts import in_words
from practices.review.presenters.rounds import reviews
from practices.review.services import decisions
from practices.review.services.decisions import Point
from practices.review.transitions import require
from practices.review.views.access import SignedIn, desk_page, readable
from practices.review.views.candidates import open_round


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def decide(request: SignedIn, pk: int) -> HttpResponse:
    """The form, drafted from the reviews; buttons add and remove points, one decides.

    Raises NotAllowed, and WrongStage or RoundClosed when somebody was quicker.
    """
    submission, _actor, _matter = readable(request.user, pk)
    require(request.user, Action.DECIDE, submission)
    round = open_round(submission)
    assert round.revision is not None
    text: EntryPage = round.revision.as_object()
    do = request.POST.get("do", "decide")
    if request.method != "POST":
        form = Decision(initial={"letter": decisions.drafted_letter(round)})
        points = point_forms(text, points=decisions.drafted_points(round))
    elif do != "decide":
        form = Decision(initial=request.POST.dict())
        points = point_forms(text, points=rearranged(points_in(request.POST), do))
    else:
        form = Decision(request.POST)
        points = point_forms(text, posted=request.POST)
        if form.is_valid() and points.is_valid() and _decided(round, form, points, request):
            messages.success(request, _("Decided. The city was told by mail."))
            return redirect("review_submission", pk=pk)
    return _page(request, round, form, points)


def rearranged(points: Sequence[Point], do: str) -> list[Point]:
    """The points with an empty one more ("add"), or without one ("remove-2")."""
    if do == "add":
        return [*points, Point("")][:MOST_POINTS]
    return [point for n, point in enumerate(points) if do != f"remove-{n}"]


def _decided(round: ReviewRound, form: Decision, points: BaseFormSet, request: SignedIn) -> bool:
    """Whether it was decided; if not, the form says why."""
    rows = [row for row in points.cleaned_data if row.get("text", "").strip()]
    try:
        decisions.decide(
            round=round,
            points=[Point(text=row["text"].strip(), field=row["field"]) for row in rows],
            by=request.user,
            **form.cleaned_data,
        )
    except CannotDecide as error:
        form.add_error("outcome", str(error))
    except ConflictOfInterest as error:
        form.add_error(None, f"{error} {in_words(error.conflicts)}")
    except ReasonNeeded as error:
        if error.field == "points":
            form.add_error(None, _("Name at least one point that the city is to change."))
        else:
            form.add_error("letter" if error.field == "letter" else "reasons", str(error))
    return form.is_valid()


def _page(request: SignedIn, round: ReviewRound, form: Decision, points: BaseFormSet) -> HttpResponse:
    sent = decisions.reviews_of(round)
    criteria = list(round.rubric.criteria.all())
    chosen = form["outcome"].value()
    context: dict[str, Any] = {
        "reads_reports": True,
        "submission": round.submission,
        "round": round,
        "form": form,
        "points": points,
        "outcomes": [
            {"value": value, "label": label, "lacking": decisions.lacking(round, value), "chosen": value == chosen}
            for value, label in EditorialDecision.Outcome.choices
        ],
        "reviews": reviews(sent, criteria) if sent else None,
    }
    return render(request, "review/decide.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def correct(request: SignedIn, pk: int, decision: int) -> HttpResponse:
    """Correct the reasons or the letter; the earlier words are kept. Raises NotAllowed, WrongStage."""
    submission, _actor, _matter = readable(request.user, pk)
    require(request.user, Action.CORRECT_DECISION, submission)
    found = get_object_or_404(EditorialDecision, pk=decision, submission=submission)
    form = Words(request.POST or None, initial={"reasons": found.reasons, "letter": found.letter})
    if request.method == "POST" and form.is_valid():
        try:
            decisions.correct_decision(decision=found, by=request.user, **form.cleaned_data)
        except ConflictOfInterest as error:
            form.add_error(None, f"{error} {in_words(error.conflicts)}")
        else:
            messages.success(request, _("Corrected. The city was told by mail."))
            return redirect("review_submission", pk=pk)
    context = {"reads_reports": True, "submission": submission, "decision": found, "form": form}
    return render(request, "review/correct.html", context)
