"""Reports for editors and auditors, on a page and as files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from practices.review import facts
from practices.review.errors import NotAllowed
from practices.review.policy import Actor
from practices.review.presenters.reports import REPORTS
from practices.review.views.access import SignedIn, desk_page, works_on_reviews
from search.core.tables import csv_table


def _reader(request: SignedIn) -> Actor:
    """The person as the rules see them. Raises NotAllowed for who does not work on reviews."""
    actor = facts.actor(request.user)
    if not works_on_reviews(actor):
        raise NotAllowed(_("Reports are for editors and auditors."))
    return actor


@require_safe
@desk_page
def reports(request: SignedIn) -> HttpResponse:
    """All reports on one page."""
    actor = _reader(request)
    context = {"reads_reports": True, "reports": [make(actor) for make in REPORTS.values()]}
    return render(request, "review/reports.html", context)


@require_safe
@desk_page
def report(request: SignedIn, name: str) -> HttpResponse:
    """One report as CSV. Raises Http404 for a name that there is not."""
    actor = _reader(request)
    if name not in REPORTS:
        raise Http404
    made = REPORTS[name](actor)
    answer = HttpResponse(csv_table(made.columns, made.rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="use-review-{name}.csv"'
    return answer
