"""What `static/js/desk-autosave.js` is answered on pages that are not topics."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from practices.review.errors import NotAllowed, TopicChanged, WrongStage
from practices.submissions.pages.expired import arrived, keeps_text, kept_text, wants_json, writer_token


def autosaved(save: Callable[..., JsonResponse]) -> Callable[[Callable[..., Any]], Callable[..., HttpResponse]]:
    """A page whose form saves itself: a script's POST goes to `save`, all else to the page; what is posted after the
    session ended is kept until its writer has signed in again."""

    def decorated(page: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @never_cache
        @keeps_text
        @wraps(page)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not wants_json(request):
                shown: HttpResponse = page(request, *args, **kwargs)
                return shown
            if request.method != "POST":
                raise Http404
            try:
                return save(request, *args, **kwargs)
            except TopicChanged as error:
                return JsonResponse({"code": "changed", "message": str(error)}, status=409)
            except WrongStage as error:
                return JsonResponse({"code": "moved-on", "message": str(error)}, status=409)
            except NotAllowed as error:
                return JsonResponse({"code": "not-allowed", "message": str(error)}, status=403)

        return answered

    return decorated


def saved(version: str, troubles: Iterable[tuple[str, str]]) -> JsonResponse:
    """That it was saved; `troubles` are anchors of answers that were not, with the reason."""
    found = [{"anchor": anchor, "message": message} for anchor, message in troubles]
    return JsonResponse({"version": version, "percent": 0, "troubles": found})


def form_of(request: Any, version: str) -> dict[str, Any]:
    """What the hidden inputs of such a form need, and whether its text comes back after a sign-in."""
    kept = kept_text(request)
    return {
        "writer": writer_token(request.user),
        "opened_at": kept.get("opened_at", version) if kept is not None else version,
        "sent": "",
        "arrived": arrived(request),
        "returned": kept is not None,
    }
