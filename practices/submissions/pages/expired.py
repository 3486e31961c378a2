"""Text that was sent after the session had ended: kept for this browser until its writer has signed in again."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from practices.members.models import User

KEPT = "kept_text"
WRITER = "writer"
"""Name of the hidden input that says who opened the form, signed: nobody else's text is kept, and none for others."""
SENT, ARRIVED = "sent", "arrived"
"""A mark that the browser puts on a form, given back with the next page: then it drops its own copy of the text."""
MOST_BYTES = 300_000
LASTS = 60 * 60
"""Seconds that the text waits for the sign-in, which then sets the session's own time."""


def writer_token(person: User) -> str:
    """What the form says about who opened it."""
    return signing.dumps(person.pk, salt=WRITER)


def writer_of(posted: QueryDict) -> int | None:
    """The key of who opened the form; None when it was not made here."""
    try:
        return int(signing.loads(posted.get(WRITER, ""), salt=WRITER))
    except signing.BadSignature:
        return None


def keeps_text(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page whose posted text outlives the session: scripts get 401, browsers the sign-in and then the form again."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated or request.method != "POST":
            return view(request, *args, **kwargs)
        if wants_json(request):
            return JsonResponse({"login": reverse("account_login")}, status=401)
        keep(request)
        return redirect_to_login(request.path)

    return answered


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return not request.accepts("text/html")


def keep(request: HttpRequest) -> None:
    """Put what was sent into the session, unless it is too much or not from a form of the desk."""
    person = writer_of(request.POST)
    typed = {name: texts for name, texts in request.POST.lists() if name not in {"csrfmiddlewaretoken", WRITER}}
    size = sum(len(text.encode()) for texts in typed.values() for text in texts)
    if person is None:
        return
    if size > MOST_BYTES:
        reason = _(
            "Your session had ended, and the text is too long to be kept here. Go back in your browser and copy it."
        )
        messages.error(request, reason)
        return
    request.session[KEPT] = {"path": request.path, "person": person, "typed": typed}
    request.session.set_expiry(LASTS)


def kept_text(request: HttpRequest) -> MultiValueDict | None:
    """What the person sent to this very page before signing in again; somebody else's is dropped."""
    kept = request.session.get(KEPT)
    if kept and kept["person"] != request.user.pk:
        forget(request)
        return None
    return MultiValueDict(kept["typed"]) if kept and kept["path"] == request.path else None


def forget(request: HttpRequest) -> None:
    """The text has arrived where it belongs; the next form tells the browser so."""
    request.session.pop(KEPT, None)
    if sent := request.POST.get(SENT):
        request.session[ARRIVED] = sent[:40]


def arrived(request: HttpRequest) -> str:
    """The mark of the form that was sent last and has arrived; told once."""
    return str(request.session.pop(ARRIVED, ""))
