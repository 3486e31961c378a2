"""The ten-minute proposal."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import model_to_dict
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from practices.members.models import User
from practices.members.selectors import cities_of, leads_of, today
from practices.review.errors import Incomplete, TopicChanged, WrongStage
from practices.review.models import Proposal, Submission
from practices.review.policy import Action
from practices.review.services import proposals
from practices.review.stages import Stage
from practices.review.transitions import lock, require
from practices.submissions.duplicates import similar_in_city
from practices.submissions.overview import entries_of
from practices.submissions.pages.access import SignedIn, desk_page, readable
from practices.submissions.pages.expired import forget, kept_text
from practices.submissions.pages.proposing_forms import BeginForm, ProposalForm
from practices.submissions.pages.scripts import autosaved, form_of, saved


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def propose(request: SignedIn) -> HttpResponse:
    """Who may submit and what is asked; a POST begins a proposal."""
    cities = cities_of(request.user).order_by("name_en")
    if not cities:
        return render(request, "submissions/no_team.html")
    form = BeginForm(request.POST or None, cities=cities, initial={"city": request.GET.get("city")})
    if form.is_valid():
        begun = proposals.begin_proposal(by=request.user, **form.cleaned_data)
        return redirect("desk_proposal", pk=begun.pk)
    entries = entries_of([city.pk for city in cities], {}, today())
    listed = [own for own in entries if own.entry.review_level == "listed"]
    context = {"form": form, "cities": cities, "listed": listed}
    return render(request, "submissions/propose.html", context, status=422 if form.errors else 200)


# the form and what is kept of it


def mark(proposal: Proposal) -> str:
    """What a form carries of the proposal that it was opened with, to see whether it was changed since."""
    values = [str(model_to_dict(proposal)[name]) for name in ProposalForm.Meta.fields]
    return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:16]


def _form(submission: Submission, posted: Any = None) -> ProposalForm:
    leads = User.objects.filter(pk__in=leads_of(submission.city).values("person"))
    return ProposalForm(posted, submission=submission, leads=leads)


@transaction.atomic
def _keep(request: SignedIn, submission: Submission) -> ProposalForm:
    """Store each answer that can be stored, and return the form. Raises TopicChanged for a form that is old."""
    now = Submission.objects.select_related("proposal", "city").get(pk=lock(submission).pk)
    form, current = _form(now, request.POST), mark(now.proposal)
    if request.POST.get("opened_at", current) != current and form.has_changed():
        raise TopicChanged(0, form)
    form.is_valid()
    proposals.save_proposal(submission=now, values=form.cleaned_data, by=request.user)
    forget(request)
    return form


def autosave(request: SignedIn, pk: int) -> JsonResponse:
    """What a script sends while somebody types."""
    submission = readable(request.user, pk)
    form = _keep(request, submission)
    stored = Proposal.objects.get(submission=pk)
    return saved(
        mark(stored), [(form[name].auto_id, " ".join(map(str, errors))) for name, errors in form.errors.items()]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@autosaved(autosave)
@desk_page
def proposal(request: SignedIn, pk: int) -> HttpResponse:
    """The proposal; each POST keeps what can be kept, and sends it when that was pressed."""
    submission = readable(request.user, pk)
    if submission.stage == Stage.PROPOSED or (request.method != "POST" and submission.stage != Stage.DRAFT):
        return redirect("desk_submission", pk=pk)  # sent already, perhaps a moment ago
    require(request.user, Action.WRITE_PROPOSAL, submission)
    if request.method != "POST":
        return _page(request, submission, _form(submission, kept_text(request)))
    try:
        form = _keep(request, submission)
    except TopicChanged as changed:
        return _page(request, submission, changed.current, status=409, meanwhile=str(changed))
    if "send" in request.POST and form.is_valid():
        return _send(request, submission, form)
    if not form.is_valid():
        return _page(request, submission, form, status=422)
    at = time_format(timezone.localtime(), "TIME_FORMAT")
    messages.success(request, _("Saved at %(time)s.") % {"time": at})
    return redirect("desk_proposal", pk=pk)


def _send(request: SignedIn, submission: Submission, form: ProposalForm) -> HttpResponse:
    try:
        sent = proposals.propose(submission=submission, by=request.user)
    except Incomplete as error:
        for missing in error.missing:
            form.add_error(missing.field, missing.reason)
        return _page(request, submission, form, status=422)
    except WrongStage:  # a colleague, or a second click, was quicker
        return redirect("desk_submission", pk=submission.pk)
    told = _("Your proposal was sent. Its reference number is %(reference)s; it also comes by mail.")
    messages.success(request, told % {"reference": sent.reference})
    return redirect("desk_submission", pk=submission.pk)


def _page(
    request: SignedIn, submission: Submission, form: ProposalForm, status: int = 200, meanwhile: str = ""
) -> HttpResponse:
    stored = Proposal.objects.get(submission=submission)
    title = form["title"].value() or ""
    context = {
        **form_of(request, mark(stored)),
        "submission": submission,
        "form": form,
        "meanwhile": meanwhile,
        "theirs": _theirs(stored, form) if meanwhile else [],
        "similar": similar_in_city(submission, title) if title else [],
        "has_lead": leads_of(submission.city).exists(),
        "autosave_key": "proposal",
    }
    return render(request, "submissions/proposal.html", context, status=status)


def _theirs(stored: Proposal, form: ProposalForm) -> list[dict[str, Any]]:
    """The answers that are there now and differ from those in the form."""
    found = []
    for name in form.changed_data:
        value = form.fields[name].prepare_value(getattr(stored, name))
        label = dict(getattr(form.fields[name], "choices", ())).get(value, value)
        found.append({"label": form.fields[name].label, "text": str(label or "")})
    return found
