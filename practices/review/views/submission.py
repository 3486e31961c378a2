"""One submission with everything that editors need to see, and the steps that they take from here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from practices.review.models import Submission
from practices.review.policy import Action, Actor, Matter, may, may_at_all
from practices.review.presenters.events import timeline
from practices.review.presenters.rounds import rounds
from practices.review.presenters.submission import head, letters, waivers
from practices.review.selectors.submission import gates, whole
from practices.review.stages import Stage
from practices.review.views.access import SignedIn, desk_page, readable
from practices.review.views.steps import STEPS, form_of, offered, take


@require_safe
@desk_page
def submission(request: SignedIn, pk: int) -> HttpResponse:
    """The page. Raises Http404 for who may not read it."""
    found, actor, matter = readable(request.user, pk)
    return submission_page(request, found, actor, matter, offered(found, actor, matter))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def take_step(request: SignedIn, pk: int, step: str) -> HttpResponse:
    """Take a step, and show the page again; a form with mistakes keeps what was typed."""
    found, actor, matter = readable(request.user, pk)
    chosen = STEPS.get(step)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return redirect("review_submission", pk=pk)
    form = form_of(chosen, found, request.POST)
    if take(chosen, form, by=request.user):
        messages.success(request, _("Done: %(step)s.") % {"step": chosen.heading})
        return redirect("review_submission", pk=pk)
    return submission_page(request, found, actor, matter, offered(found, actor, matter, form))


def submission_page(
    request: SignedIn, found: Submission, actor: Actor, matter: Matter, steps: Sequence[dict[str, Any]]
) -> HttpResponse:
    """Everything on one page, with the forms of the steps that the person may take."""
    everything = whole(found)
    context = {
        "reads_reports": True,
        "submission": found,
        "head": head(everything),
        "steps": [row for row in steps if not row["step"].rare],
        "rare": [row for row in steps if row["step"].rare],
        "wrong": next((row for row in steps if row["form"].errors), None),
        "gates": gates() if found.stage == Stage.SCREENING else [],
        "rounds": rounds(everything),
        "letters": letters(everything),
        "waivers": waivers(everything),
        "timeline": timeline(everything.events),
        "may_invite": may(actor, Action.INVITE_REVIEWER, matter),
        "may_decide": may(actor, Action.DECIDE, matter),
        "may_correct": may_at_all(actor, Action.CORRECT_DECISION, matter),
        "reads_confidential": may_at_all(actor, Action.READ_CONFIDENTIAL, matter),
    }
    return render(request, "review/submission.html", context)
