"""The one page of a reviewer: what stands there follows from the status of the assignment."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices.members.selectors import today
from practices.review.errors import (
    ConflictOfInterest,
    IncompleteReview,
    ReviewChanged,
    RoundClosed,
)
from practices.review.forms.invitation import ConflictForm, DeclineForm
from practices.review.forms.reviewing import REMOVE, ReviewForm
from practices.review.models import Review, ReviewAssignment, Reviewer
from practices.review.presenters.conflict import differences
from practices.review.presenters.invitation import conflicts_shown, what_is_asked
from practices.review.presenters.reading import reading
from practices.review.presenters.reviewing import earlier_round, others_reviews, outcome, own_review, progress
from practices.review.services import inviting, reviewing
from practices.review.views.access import typed
from practices.review.views.opening import reviewer_page, wants_json

Status = ReviewAssignment.Status
ADD = "remark-"
"""Button that adds a comment; the part of the text that it is about follows."""


@require_http_methods(["GET", "HEAD", "POST"])
@reviewer_page
def review_assignment(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """Invited: answer. Accepted: read and write. Sent in: read. Ended otherwise: keep the text, or hand it over."""
    pages = {Status.INVITED: invited, Status.ACCEPTED: write, Status.SUBMITTED: sent}
    return pages.get(assignment.status, ended)(request, assignment)  # type: ignore[call-overload,no-any-return]


def invited(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """The question about conflicts first, then yes or no."""
    do = request.POST.get("do")
    conflict = ConflictForm(request.POST if do == "accept" else None)
    decline = DeclineForm(request.POST if do == "decline" else None)
    if do == "accept" and conflict.is_valid():
        words = conflict.cleaned_data["conflict_words"]
        try:
            inviting.respond(assignment=assignment, accept=True, conflict=conflict.has_conflict, conflict_words=words)
        except ConflictOfInterest:
            messages.error(request, _("There is a conflict of interest that USE found. See below."))
        return redirect("review_assignment", assignment.pk)
    if do == "decline" and decline.is_valid():
        inviting.respond(assignment=assignment, accept=False, **decline.answer())
        return redirect("review_assignment", assignment.pk)
    context = {"conflict": conflict, "decline": decline, "assignment": assignment, **what_is_asked(assignment)}
    return render(request, "review/invited.html", context | conflicts_shown(assignment))


def write(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """The text beside the rubric; each POST keeps everything."""
    Review.objects.get_or_create(assignment=assignment)
    if request.method != "POST":
        return writing_page(request, assignment)
    if request.POST.get("do") == "decline":
        return step_back(request, assignment)
    return kept(request, assignment)


def kept(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """Keep what was posted, then do what the button says."""
    form = ReviewForm(assignment, assignment.round.revision.as_object(), request.POST)
    by_script = wants_json(request)
    if not form.is_valid():
        if by_script:
            return JsonResponse({"problems": [f"{label}: {why}" for _id, label, why in form.problems()]}, status=422)
        return writing_page(request, assignment, form, unsaved=form.problems())
    try:
        review = reviewing.save_review(assignment=assignment, opened_at=form.version, **form.content())
    except RoundClosed:  # it was sent in from another window a moment ago
        return sent(request, ReviewAssignment.objects.get(pk=assignment.pk))
    except ReviewChanged as error:
        assignment = ReviewAssignment.objects.select_related("round__revision").get(pk=assignment.pk)  # as it is now
        if assignment.submitted_at:  # a second click: the first one has sent it in
            return sent(request, assignment)
        stored = differences(assignment, form)
        if stored:
            if by_script:
                return JsonResponse({"error": "changed"}, status=409)
            context = {"stored": stored, "version": error.version}
            return writing_page(request, assignment, form, status=409, **context)
        review = Review.objects.get(assignment=assignment)  # pressed twice: the same text is there already
    assignment.review = review
    if by_script:
        state = progress(assignment, review)
        return JsonResponse({"version": state.version, "saved_at": state.saved_at, "sentence": state.sentence})
    return follow(request, assignment)


def follow(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """What the pressed button asks for, once everything is kept."""
    do = request.POST.get("do", "")
    if do.startswith(ADD):
        return redirect(f"{request.path}?{urlencode({'remark': do.removeprefix(ADD)})}#new-remark")
    if do.startswith(REMOVE):
        return redirect(f"{request.path}#remarks")
    if do == "send":
        return send(request, assignment)
    messages.success(request, _("Saved."))
    return redirect(f"{request.path}#save")


def send(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """Send the review in, or give it back for a conflict that the reviewer sees now."""
    again = ConflictForm(request.POST)
    if not again.is_valid():
        return writing_page(request, assignment, again=again, checked=True)
    try:
        if again.has_conflict:
            inviting.step_back(
                assignment=assignment, conflict=True, conflict_words=again.cleaned_data["conflict_words"]
            )
        else:
            reviewing.submit_review(assignment=assignment, no_conflict=True)
    except IncompleteReview:
        return writing_page(request, assignment, again=again, checked=True)
    except ConflictOfInterest:
        return writing_page(request, assignment, again=again, bars=conflicts_shown(assignment)["bars"])
    except RoundClosed:
        pass  # the page says so and offers to hand the text over
    return redirect("review_assignment", assignment.pk)


def step_back(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """Give the review back; what was written stays."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return writing_page(request, assignment, decline=form)
    with suppress(RoundClosed):  # it ended otherwise meanwhile
        inviting.step_back(assignment=assignment, **form.answer())
    return redirect("review_assignment", assignment.pk)


def writing_page(
    request: HttpRequest, assignment: ReviewAssignment, form: ReviewForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    """The text and the form, with what `more` has to say about them."""
    entry = assignment.round.revision.as_object()
    if form is None:
        form = ReviewForm(assignment, entry)
        form.add_remark(request.GET.get("remark", ""))
    review = Review.objects.get(assignment=assignment)
    state = progress(assignment, review)
    context = {
        "assignment": assignment,
        "form": form,
        "version": form.version,
        "progress": state,
        "missing": {problem.anchor: problem.why for problem in state.problems} if "checked" in more else {},
        "again": ConflictForm(),
        "decline": DeclineForm(),
        "earlier": earlier_round(assignment),
        "is_late": assignment.is_late(today()),
        **reading(entry, assignment.round.submission, request),
        **what_is_asked(assignment),
        **more,
    }
    return render(request, "review/write.html", context, status=status)


def sent(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """One's own review, the others' once there are some, the outcome, thanks."""
    profile = Reviewer.objects.filter(person=assignment.person).first() if assignment.person else None
    if request.method == "POST" and request.POST.get("do") == "thanks" and assignment.person:
        profile, _made = Reviewer.objects.get_or_create(person=assignment.person)
        profile.thanked_publicly = "thanked_publicly" in request.POST
        profile.save(update_fields=["thanked_publicly"])
        messages.success(request, _("Saved."))
        return redirect("review_assignment", assignment.pk)
    unused = typed_too_late(request, assignment)
    if request.method == "POST" and not unused:
        return redirect("review_assignment", assignment.pk)
    if wants_json(request):
        return JsonResponse({"error": "ended"}, status=410)
    context = {
        "assignment": assignment,
        "kept": unused,
        "own": own_review(assignment),
        "others": others_reviews(assignment),
        "outcome": outcome(assignment.round),
        "thanked_publicly": bool(profile and profile.thanked_publicly),
        **what_is_asked(assignment),
    }
    return render(request, "review/sent.html", context)


def ended(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """Declined, replaced, or the round is closed: what was being written is kept, and can go to the editor."""
    review = Review.objects.filter(assignment=assignment).first()
    if request.method == "POST" and request.POST.get("do") == "hand-over" and review:
        reviewing.hand_over(assignment=assignment)
        return redirect("review_assignment", assignment.pk)
    lost = request.method == "POST" and "version" in request.POST and not keep_late(request, assignment)
    if wants_json(request):
        return JsonResponse({"error": "ended"}, status=410)
    if review:
        assignment.review = Review.objects.get(pk=review.pk)
    context = {
        "assignment": assignment,
        "own": own_review(assignment) if review and assignment.review.version else None,
        "kept": typed(request.POST) if lost else [],
        "handed_over": reviewing.was_handed_over(assignment),
        **what_is_asked(assignment),
    }
    return render(request, "review/closed.html", context)


def keep_late(request: HttpRequest, assignment: ReviewAssignment) -> bool:
    """Keep what was posted after the end, which may hold what was never saved before; whether that was possible."""
    if not assignment.accepted or not Review.objects.filter(assignment=assignment).exists():
        return False
    form = ReviewForm(assignment, assignment.round.revision.as_object(), request.POST)
    if not form.is_valid():
        return False
    reviewing.save_review(assignment=assignment, **form.content())
    return True


def typed_too_late(request: HttpRequest, assignment: ReviewAssignment) -> list[dict[str, str]]:
    """What another window still held when the review was sent in: shown, so that nothing is lost, and not used."""
    if request.method != "POST" or "version" not in request.POST:
        return []
    form = ReviewForm(assignment, assignment.round.revision.as_object(), request.POST)
    if not form.is_valid():
        return typed(request.POST)
    return [{"label": row.label, "text": row.here} for row in differences(assignment, form) if row.here]
