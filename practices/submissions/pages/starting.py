"""Beginning to write on a public entry of one's own city."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from practices.review.errors import WrongStage
from practices.review.models import Submission
from practices.review.services import proposals
from practices.review.stages import ENDED
from practices.submissions.pages.access import SignedIn, desk_page, own_entry

KINDS = frozenset({Submission.Kind.TAKEOVER, Submission.Kind.UPDATE, Submission.Kind.CORRECTION})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page
def start(request: SignedIn, slug: str, kind: str) -> HttpResponse:
    """What it means to take an entry over, update or correct it; a POST begins."""
    if kind not in KINDS:
        raise Http404
    entry = own_entry(request.user, slug)
    under_way = Submission.objects.filter(entry=entry).exclude(stage__in=ENDED).first()
    if request.method == "POST":
        if under_way is not None and under_way.kind == kind:  # pressed twice
            return redirect("desk_submission", pk=under_way.pk)
        begun = proposals.start_from_entry(entry=entry, kind=kind, by=request.user)
        return redirect("desk_submission", pk=begun.pk)
    if under_way is None and (kind == Submission.Kind.TAKEOVER) != (entry.review_level == "listed"):
        raise WrongStage
    context = {"entry": entry, "kind": kind, "under_way": under_way}
    return render(request, "submissions/start.html", context)
