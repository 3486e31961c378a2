"""The reviewers of a round: who was asked, who could be, and inviting somebody by address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices.members.models import User
from practices.review import policy
from practices.review.errors import AlreadyInvited, ConflictOfInterest, ReasonNeeded, WrongStage
from practices.review.forms.inviting import DueDate, InviteAddress, InviteKnown, Removal
from practices.review.models import ReviewAssignment, ReviewRound, Submission
from practices.review.policy import Action
from practices.review.presenters.candidates import row
from practices.review.presenters.conflicts import in_words
from practices.review.presenters.pages import numbered_pages
from practices.review.presenters.rounds import asked
from practices.review.selectors.candidates import Suggested, suggestions, wanted
from practices.review.services import inviting, managing
from practices.review.transitions import require
from practices.review.views.access import SignedIn, desk_page, readable

PEOPLE = 25
"""Possible reviewers on one page."""


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def candidates(request: SignedIn, pk: int) -> HttpResponse:
    """The page; a POST says in `do` which of its forms was sent. Raises NotAllowed for auditors, WrongStage."""
    submission, _actor, _matter = readable(request.user, pk)
    require(request.user, Action.INVITE_REVIEWER, submission)
    round = open_round(submission)
    bound: Form | None = None
    if request.method == "POST":
        do = DOES.get(request.POST.get("do", ""))
        bound = do(request, round) if do else None
        if bound is None or bound.is_valid():
            return redirect("review_candidates", pk=pk)
    return _page(request, round, bound)


def open_round(submission: Submission) -> ReviewRound:
    """The round that is open. Raises WrongStage."""
    found = ReviewRound.objects.filter(submission=submission, status="in_progress").first()
    if found is None:
        raise WrongStage(submission.stage)
    found.submission = submission
    return found


def _invite_known(request: SignedIn, round: ReviewRound) -> Form:
    """Invite a person of the list."""
    person = get_object_or_404(User, pk=_number(request, "person"), is_active=True)
    found = inviting.conflicts_of(round.submission, person=person)
    form = InviteKnown(request.POST, conflicts=found, auto_id=f"person{person.pk}_%s")
    if form.is_valid():
        _invite(form, round, request, person=person, waivers=form.waivers(), due_on=form.cleaned_data["due_on"])
    return form


def _invite_address(request: SignedIn, round: ReviewRound) -> Form:
    """Invite somebody by address; conflicts are known only now, so that the form may come back with a question."""
    first = InviteAddress(request.POST, auto_id="address_%s")
    if not first.is_valid():
        return first
    given = dict(first.cleaned_data)
    person = User.objects.filter(email__iexact=given["email"], is_active=True).first()
    found = inviting.conflicts_of(
        round.submission, person=person, email=given["email"].lower(), country=given["country"].pk
    )
    form = InviteAddress(request.POST, conflicts=found, auto_id="address_%s")
    if barred := policy.hard(found):
        form.add_error("email", in_words(barred))
    elif form.is_valid():
        _invite(form, round, request, **given, waivers=form.waivers())
    return form


def _invite(form: Form, round: ReviewRound, request: SignedIn, **whom: Any) -> None:
    try:
        assignment = inviting.invite_reviewer(round=round, by=request.user, **whom)
    except ConflictOfInterest as error:
        form.add_error(None, f"{error} {in_words(error.conflicts)}")
    except AlreadyInvited as error:  # a second click, or a colleague was quicker
        messages.info(request, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        messages.success(request, _("%(person)s was invited by mail.") % {"person": assignment})


def _number(request: SignedIn, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0


def _asked(request: SignedIn, round: ReviewRound) -> ReviewAssignment:
    return get_object_or_404(ReviewAssignment, pk=_number(request, "assignment"), round=round)


def _remove(request: SignedIn, round: ReviewRound) -> Form:
    assignment = _asked(request, round)
    form = Removal(request.POST, auto_id=f"remove{assignment.pk}_%s")
    if form.is_valid():
        _managed(form, partial(inviting.remove_reviewer, reason=form.cleaned_data["reason"]), assignment, request)
    return form


def _change_due_date(request: SignedIn, round: ReviewRound) -> Form:
    assignment = _asked(request, round)
    form = DueDate(request.POST, auto_id=f"due{assignment.pk}_%s")
    if form.is_valid():
        _managed(form, partial(managing.change_due_date, due_on=form.cleaned_data["due_on"]), assignment, request)
    return form


def _managed(form: Form, service: Callable[..., Any], assignment: ReviewAssignment, request: SignedIn) -> None:
    try:
        service(assignment=assignment, by=request.user)
    except ReasonNeeded as error:
        form.add_error("reason", str(error))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        messages.success(request, _("Changed: %(person)s.") % {"person": assignment})


def _remind(request: SignedIn, round: ReviewRound) -> None:
    assignment = _asked(request, round)
    if managing.remind_now(assignment=assignment, by=request.user):
        messages.success(request, _("%(person)s was reminded by mail.") % {"person": assignment})
    else:
        messages.info(request, _("%(person)s was reminded today already.") % {"person": assignment})


DOES: dict[str, Callable[[SignedIn, ReviewRound], Form | None]] = {
    "invite": _invite_known,
    "invite-address": _invite_address,
    "remove": _remove,
    "due": _change_due_date,
    "remind": _remind,
}
"""What the forms of the page do, by the name that each sends. Each returns its form, or None when it has none."""


def _page(request: SignedIn, round: ReviewRound, bound: Form | None) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    needed = wanted(round.submission)
    found = [one for one in suggestions(round) if not one.asked and _matches(one, query)]
    page = Paginator(found, PEOPLE).get_page(request.GET.get("page"))
    everybody = round.assignments.select_related("person__reviewer__country", "country")  # type: ignore[attr-defined]
    context = {
        "reads_reports": True,
        "submission": round.submission,
        "round": round,
        "asked": [_with_forms(assignment, round, bound) for assignment in everybody],
        "rows": [row(one, needed, partial(_invitation, bound=bound)) for one in page],
        "total": len(found),
        "query": query,
        "pages": numbered_pages(page, request.GET),
        "wrong": bound,
        "address_form": bound
        if isinstance(bound, InviteAddress)
        else InviteAddress(auto_id="address_%s", initial={"language": (get_language() or "en")[:2]}),
    }
    return render(request, "review/candidates.html", context)


def _matches(suggested: Suggested, query: str) -> bool:
    country = suggested.reviewer.country
    said = " ".join([suggested.prospect.name, suggested.reviewer.organisation, country.name() if country else ""])
    return query.casefold() in said.casefold()


def _invitation(suggested: Suggested, bound: Form | None) -> Form:
    """The form of a person, as it was sent when it was theirs."""
    auto_id = f"person{suggested.prospect.pk}_%s"
    if bound is not None and bound.auto_id == auto_id:
        return bound
    initial = {"person": suggested.prospect.pk}
    return InviteKnown(conflicts=suggested.prospect.conflicts, auto_id=auto_id, initial=initial)


def _with_forms(assignment: ReviewAssignment, round: ReviewRound, bound: Form | None) -> dict[str, Any]:
    """Somebody who was asked, with the forms to replace them and to change their date."""
    assignment.round = round
    forms: dict[str, Form] = {
        "remove": Removal(auto_id=f"remove{assignment.pk}_%s"),
        "due": DueDate(auto_id=f"due{assignment.pk}_%s", initial={"due_on": assignment.due_on}),
    }
    for name, form in forms.items():
        if bound is not None and bound.auto_id == form.auto_id:
            forms[name] = bound
    return {"who": asked(assignment), **forms}
