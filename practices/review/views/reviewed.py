"""What hangs on a review: what changed since the last one, documents of the text, the certificate."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from practices.presenters.entries import lang_attributes
from practices.review.models import DecisionPoint, ReviewAssignment, ReviewRound
from practices.review.presenters.changes import changes
from practices.review.presenters.invitation import what_is_asked
from practices.review.presenters.reviewing import earlier_round
from practices.review.views.opening import reviewer_page

READING = frozenset({ReviewAssignment.Status.ACCEPTED, ReviewAssignment.Status.SUBMITTED})
"""Who said no, was replaced or missed the round reads the city's text no more."""


def reads_text(assignment: ReviewAssignment) -> None:
    """Raises Http404 for those who do not read the text now."""
    if assignment.status not in READING:
        raise Http404


@require_safe
@reviewer_page
def review_my_changes(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """What the city changed since this reviewer's last review, and what it answered to the letter."""
    reads_text(assignment)
    earlier = earlier_round(assignment)
    if earlier is None:
        raise Http404
    entry = assignment.round.revision.as_object()
    context = {
        "assignment": assignment,
        "earlier": earlier,
        "changes": changes(earlier.revision.as_object(), entry),
        "points": DecisionPoint.objects.filter(decision__round=earlier, decision__corrected_by=None),
        "lang": lang_attributes(entry.locale.language_code, request.LANGUAGE_CODE),  # type: ignore[attr-defined]
        **what_is_asked(assignment),
    }
    return render(request, "review/my_changes.html", context)


@require_safe
@reviewer_page
def review_file(request: HttpRequest, assignment: ReviewAssignment, document: int) -> FileResponse:
    """A document of the text under review, to be saved and never shown inside the site."""
    reads_text(assignment)
    rows = [block.value.get("document") for block in assignment.round.revision.as_object().documents]
    found = next((row for row in rows if row is not None and row.pk == document), None)
    if found is None:
        raise Http404
    name = f"{slugify(found.title)[:80] or 'document'}.{found.file_extension}"
    response = FileResponse(
        found.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@reviewer_page
def review_certificate(request: HttpRequest, assignment: ReviewAssignment) -> HttpResponse:
    """A page to print that says that the person reviewed; it names the text only where the city knows the names."""
    if assignment.submitted_at is None:
        raise Http404
    context = {
        "assignment": assignment,
        "names_the_text": assignment.round.anonymity == ReviewRound.Anonymity.OPEN,
        **what_is_asked(assignment),
    }
    return render(request, "review/certificate.html", context)
