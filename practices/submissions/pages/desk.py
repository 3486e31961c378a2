"""The first page of the desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from practices.submissions.overview import desks_of


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the person, city by city; for all others, what the desk is and how one gets to it."""
    if not request.user.is_authenticated:
        return render(request, "submissions/welcome.html")
    desks = desks_of(request.user)
    if not desks:
        return render(request, "submissions/no_team.html")
    first_visit = not any(found.to_do or found.with_others or found.ended for found in desks)
    return render(request, "submissions/desk.html", {"desks": desks, "first_visit": first_visit})
