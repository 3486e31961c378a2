"""Who opens a reviewer's pages: the account that was asked, or the browser that used the one-time link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from practices.review.forms.invitation import AddressForm
from practices.review.models import ReviewAssignment
from practices.review.views.access import not_allowed, typed

BOUND = "review_assignments"
"""Key of the session: ids of the assignments that this browser opened by a link."""


def bind(request: HttpRequest, assignment: ReviewAssignment) -> None:
    """Let this browser open the assignment from now on, in a session with a new id."""
    request.session.cycle_key()
    request.session[BOUND] = sorted({*request.session.get(BOUND, []), assignment.pk})


def may_open(request: HttpRequest, assignment: ReviewAssignment) -> bool:
    """Whether the person or browser is the reviewer. A link counts only while nobody is signed in."""
    if request.user.is_authenticated:
        return assignment.person_id == request.user.pk
    return assignment.pk in request.session.get(BOUND, [])


def wants_json(request: HttpRequest) -> bool:
    """Whether a script saves, and no person waits for a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def reviewer_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of one assignment, for its reviewer only; others who are signed in get 404.

    Somebody who is not signed in is led to where a new link is sent, whether the assignment exists or not; what was
    typed is shown there, so that an ended session loses nothing.
    """

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        found = ReviewAssignment.objects.select_related(
            "person", "round__rubric", "round__revision", "round__submission__city__country"
        ).filter(pk=pk)
        assignment = found.first()
        if assignment is not None and may_open(request, assignment):
            return view(request, assignment, **kwargs)
        if not request.user.is_authenticated:
            return _not_known(request)
        if wants_json(request):
            return not_allowed(request, _("You are signed in as somebody else now."))
        raise Http404

    return page


def _not_known(request: HttpRequest) -> HttpResponse:
    """Ask to sign in or for a new link."""
    if wants_json(request):
        return JsonResponse({"error": "signed-out"}, status=401)
    if request.method == "POST":
        context = {"form": AddressForm(), "kept": typed(request.POST), "next": request.path}
        return render(request, "review/new_link.html", context, status=403)
    return redirect(f"{reverse('review_new_link')}?{urlencode({'next': request.path})}")
