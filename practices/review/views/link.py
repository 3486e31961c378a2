"""The one-time link of a reviewer, and how to get a new one.

Programs that scan mail open links: a GET changes nothing. The token is in the address only, so that no referrer holds
the path, nothing is loaded from elsewhere, and log lines have it masked (`cms.logs`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from practices.review.errors import BadLink
from practices.review.forms.invitation import AddressForm
from practices.review.models import ReviewAssignment
from practices.review.presenters.invitation import masked, what_is_asked
from practices.review.services import inviting
from practices.review.views.opening import bind, may_open

RENEWED = 5
"""So many links at most are sent for one address that is typed: the newest."""
GONE = {"used": 410, "expired": 410, "unknown": 404}


def told_to_nobody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The path of the page is told to nobody, and no page of it is kept.

    Not `no-referrer`: browsers then post with `Origin: null`, which the protection against forged requests refuses.
    """

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        return response

    return page


@told_to_nobody
def review_link(request: HttpRequest, token: str) -> HttpResponse:
    """Say what the invitation is about; a POST uses the link up and lets this browser open the review."""
    known = inviting.assignment_of(token)
    if known is not None and may_open(request, known):
        return redirect("review_assignment", known.pk)
    try:
        assignment = inviting.find_by_token(token)
        if request.user.is_authenticated:
            return render(request, "review/link.html", {"somebody_else": request.user}, status=403)
        if request.method == "POST":
            bind(request, inviting.use_token(token))
            return redirect("review_assignment", assignment.pk)
    except BadLink as error:
        context = {"why": error.why, "token": token, "form": AddressForm()}
        context |= {"address": masked(known.email)} if known and error.why != "unknown" else {}
        return render(request, "review/bad_link.html", context, status=GONE[error.why])
    return render(request, "review/link.html", {"assignment": assignment, **what_is_asked(assignment)})


@told_to_nobody
def review_new_link(request: HttpRequest) -> HttpResponse:
    """Send a new link to the address that was invited; the answer never tells whether an address is known."""
    if request.method != "POST":
        return render(request, "review/new_link.html", {"form": AddressForm(), "next": _next(request)})
    by_token = inviting.assignment_of(request.POST.get("token", ""))
    form = AddressForm({"email": by_token.email} if by_token else request.POST)
    if not form.is_valid():
        return render(request, "review/new_link.html", {"form": form, "next": _next(request)})
    address = form.cleaned_data["email"].lower()
    if not ratelimit.consume(request, action="review_link", key=address):
        sentence = _("A link was asked for too often. Wait an hour, and look into the folder for unwanted mail.")
        return render(request, "review/new_link_sent.html", {"sentence": sentence}, status=429)
    for assignment in [by_token] if by_token else _newest_of(address):
        inviting.renew_link(assignment=assignment)
    sentence = _("If somebody invited this address to a review, a new link is on its way to it.")
    return render(request, "review/new_link_sent.html", {"sentence": sentence})


def _newest_of(address: str) -> list[ReviewAssignment]:
    return list(ReviewAssignment.objects.filter(email__iexact=address).order_by("-invited_at", "-pk")[:RENEWED])


def _next(request: HttpRequest) -> str:
    """Where a person who signs in goes on: back to the review."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=False)
    return wanted if ours else reverse("review_desk")
