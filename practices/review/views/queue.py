"""The way in: what waits for the editor, and what the reviewer was asked to read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.review import facts
from practices.review.errors import NotAllowed
from practices.review.forms.filtering import QueueFilter
from practices.review.policy import Actor
from practices.review.presenters.pages import numbered_pages
from practices.review.presenters.queue import counts_by_stage, next_step
from practices.review.selectors.mine import assignments_of, has_review_desk
from practices.review.selectors.queue import queue
from practices.review.views.access import SignedIn, desk_page, works_on_reviews

ROWS = 50
"""Submissions on one page."""


@require_safe
@desk_page
def desk(request: SignedIn) -> HttpResponse:
    """The queue for editors and auditors, the own assignments for reviewers, both for who is both.

    Raises NotAllowed for people without any part in reviews.
    """
    actor = facts.actor(request.user)
    edits = works_on_reviews(actor)
    assigned = assignments_of(request.user)
    if not has_review_desk(request.user):
        raise NotAllowed(
            _("The review desk is for editors and reviewers. Your city's submissions are at its own desk.")
        )
    context: dict[str, object] = {"reads_reports": edits, "edits": edits, "assigned": assigned}
    if edits:
        context |= _queue(request, actor)
    return render(request, "review/desk.html", context)


def _queue(request: SignedIn, actor: Actor) -> dict[str, object]:
    asked = QueueFilter(request.GET)
    rows = queue(actor)
    shown = queue(actor, stage=asked.chosen_stage()) if asked.chosen_stage() else rows
    asked.offer(shown)
    found = asked.applied(shown, request.user)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return {
        "filter": asked,
        "counts": counts_by_stage(rows),
        "total": len(found),
        "rows": [{"row": row, "next": next_step(row), "is_mine": row.editor == request.user} for row in page],
        "pages": numbered_pages(page, request.GET),
    }
