"""Who gets to a page, and what a refusal looks like. Shared by all pages of the review."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from practices.members.models import User
from practices.members.roles import EDITORS, Group
from practices.review import facts
from practices.review.errors import NotAllowed, RoundClosed, WrongStage
from practices.review.models import Submission
from practices.review.policy import Action, Actor, Matter, may_at_all

View = Callable[..., HttpResponse]


class SignedIn(HttpRequest):
    """A request that `login_required` let through."""

    user: User


def works_on_reviews(actor: Actor) -> bool:
    """Whether the person sees the editors' pages: editors, auditors, administrators."""
    return actor.is_admin or bool(actor.groups & (EDITORS | {Group.AUDITORS}))


def desk_page(view: View) -> View:
    """A page of the editors for people who are signed in; nothing of it is kept by a browser. `pk` is a submission's.

    NotAllowed becomes a page with 403; WrongStage and RoundClosed one with 409 that shows what was typed.
    """

    @never_cache
    @login_required
    @wraps(view)
    def page(request: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as error:
            return not_allowed(request, str(error))
        except (WrongStage, RoundClosed) as error:
            back = reverse("review_submission", args=[kwargs["pk"]]) if "pk" in kwargs else request.path
            return moved_on(request, str(error), back=back)

    return page


def not_allowed(request: HttpRequest, sentence: str) -> HttpResponse:
    """The page that says who may do this."""
    context = {"heading": _("You cannot do this"), "sentence": sentence}
    return render(request, "review/refused.html", context, status=403)


def moved_on(request: HttpRequest, sentence: str, *, back: str) -> HttpResponse:
    """The page that says that somebody was quicker; what was typed is shown, so that nothing is lost."""
    context = {
        "heading": _("This has moved on"),
        "sentence": sentence,
        "back": back,
        "kept": typed(request.POST),
    }
    return render(request, "review/refused.html", context, status=409)


def typed(posted: Mapping[str, str]) -> list[dict[str, str]]:
    """The longer texts of a posted form, with the names of their fields."""
    hidden = {"csrfmiddlewaretoken"}
    return [
        {"label": name.replace("-", " ").replace("_", " "), "text": text}
        for name, text in posted.items()
        if name not in hidden and len(text) > SHORT and not text.isdigit()
    ]


SHORT = 12
"""Characters up to which a value is a choice and not something that was written."""


def readable(person: User, pk: int, *, within: Iterable[str] = ()) -> tuple[Submission, Actor, Matter]:
    """A submission that the person reads as an editor or auditor, with both as the rules see them.

    Raises Http404 for everybody else, editors with a stake too: that it exists is not told. `within` names relations
    to fetch along.
    """
    found = Submission.objects.select_related(
        "city__country", "entry", "handling_editor", "submitted_revision", *within
    )
    submission = get_object_or_404(found, pk=pk)
    actor, matter = facts.actor(person), facts.matter(submission)
    if not may_at_all(actor, Action.READ_REVIEWS, matter):
        raise Http404
    return submission, actor, matter
