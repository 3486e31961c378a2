"""Following a submission, and stopping it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from practices.members.selectors import team_of, today
from practices.review import facts
from practices.review.errors import WrongStage
from practices.review.models import Submission
from practices.review.notices import title_of
from practices.review.policy import Action
from practices.review.services import publishing
from practices.review.stages import ENDED, WRITABLE, Stage
from practices.review.transitions import require
from practices.submissions.form.progress import percent, task_list
from practices.submissions.pages.access import SignedIn, desk_page, may, readable
from practices.submissions.pages.desk_forms import SureForm
from practices.submissions.standing import ahead, happened, standing


@require_safe
@desk_page
def submission(request: SignedIn, pk: int) -> HttpResponse:
    """One submission: where it stands, what is to be done, what happened, and who writes with whom."""
    found = readable(request.user, pk)
    actor = facts.actor(request.user)
    events = list(found.events.filter(seen_by_city=True).select_related("by"))  # type: ignore[attr-defined]
    decisions = found.decisions.order_by("at", "pk")  # type: ignore[attr-defined]
    sent_back = any(event.action == "send-back" for event in events)
    context: dict[str, Any] = {
        "submission": found,
        "title": current_title(found),
        "in_team": found.city_id in actor.cities,
        "standing": standing(found, leads=found.city_id in actor.leads, today=today()),
        "ended": found.stage in ENDED,
        "happened": happened(events),
        "ahead": ahead(found, was_decided=bool(decisions)),
        "has_letter": bool(decisions) or sent_back,
        "can_write": found.stage in WRITABLE and found.city_id in actor.cities,
        "can_stop": found.stage != Stage.PUBLISHED and may(request.user, Action.WITHDRAW, found),
        "team": team_of(found.city),
        "last_writer": found.working_revision,
        "tasks": task_list(found) if found.entry_id else [],
        "completeness": percent(found) if found.entry_id else None,
    }
    return render(request, "submissions/submission.html", context)


def current_title(submission: Submission) -> str:
    """What the city calls it now: by the text in work, else by the entry or the proposal."""
    if submission.working_revision is not None:
        return str(submission.working_revision.content.get("title") or "")
    return title_of(submission)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def stop(request: SignedIn, pk: int) -> HttpResponse:
    """Withdraw what is under way, with words and after a question."""
    found = readable(request.user, pk)
    require(request.user, Action.WITHDRAW, found)
    if found.stage == Stage.PUBLISHED:
        raise WrongStage(found.stage)
    form = SureForm(
        request.POST if request.method == "POST" else None,
        label=gettext_lazy("Why does your city stop it?"),
        help_text=gettext_lazy("The editors and your team read it; it is not published."),
    )
    if form.is_valid():
        publishing.withdraw(submission=found, by=request.user, words=form.cleaned_data["words"])
        messages.success(request, _("It was withdrawn. The text stays here, for your team to read and to use again."))
        return redirect("desk_submission", pk=pk)
    context = {"submission": found, "title": current_title(found), "form": form}
    return render(request, "submissions/stop.html", context, status=422 if form.errors else 200)
