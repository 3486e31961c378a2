"""Who gets to a page of the desk, and what is answered when a service refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from practices.members.models import User
from practices.models import EntryPage
from practices.querysets import public_entries
from practices.review import facts, policy
from practices.review.errors import NotAllowed, WrongStage
from practices.review.models import Submission
from practices.review.policy import Action
from practices.review.refusals import refusal

View = Callable[..., HttpResponseBase]


class SignedIn(HttpRequest):
    """A request that `login_required` let through."""

    user: User


def desk_page(view: View) -> View:
    """A page for people who are signed in, kept by no cache; refusals of services become pages that say why."""

    @never_cache
    @login_required
    @wraps(view)
    def answered(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            return refused(request, str(error), status=403, pk=kwargs.get("pk"))
        except WrongStage as error:
            return refused(request, str(error), status=409, pk=kwargs.get("pk"))

    return answered


def refused(request: HttpRequest, reason: str, *, status: int, pk: int | None = None) -> HttpResponse:
    """The page that says why something was not done, with a way back."""
    back = reverse("desk_submission", args=[pk]) if pk else reverse("desk")
    return render(
        request, "submissions/refused.html", {"reason": reason, "back": back, "status": status}, status=status
    )


def may(person: User, action: Action, submission: Submission) -> bool:
    """Whether the person may do this now."""
    return policy.may(facts.actor(person), action, facts.matter(submission))


def readable(person: User, pk: int) -> Submission:
    """The submission, if the person may read its text. Raises Http404: others are not told that it exists."""
    found = (
        Submission.objects.select_related("city__country", "entry", "proposal", "declaration", "handling_editor")
        .select_related("working_revision__user", "submitted_revision", "merged_into")
        .filter(pk=pk)
        .first()
    )
    if found is None or not may(person, Action.READ_TEXT, found):
        raise Http404
    return found


def require_team(person: User, submission: Submission) -> None:
    """Raises NotAllowed for people outside the city's team, who may read the page and change nothing."""
    if submission.city_id not in facts.actor(person).cities:
        raise NotAllowed(refusal(Action.WRITE))


def own_entry(person: User, slug: str) -> EntryPage:
    """A public entry of a city whose team the person is in, in its original language. Raises Http404 for all others."""
    entry = public_entries().select_related("city", "locale").filter(slug=slug).order_by("pk").first()
    if entry is None or entry.city_id not in facts.actor(person).cities:
        raise Http404
    return entry
