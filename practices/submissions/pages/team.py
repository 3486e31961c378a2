"""The team of a city: who is in it, inviting, ending a place."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from practices.members import selectors, services
from practices.members.models import Membership, User
from practices.submissions.pages.team_forms import CityForm, InvitationForm
from practices.vocabulary.models import City


class SignedIn(HttpRequest):
    """A request that `login_required` let through."""

    user: User


@dataclass(frozen=True, slots=True)
class Team:
    """A city's team as one person sees it; `form` is None for those who may not invite."""

    city: City
    places: QuerySet[Membership]
    form: InvitationForm | None


def team_for(person: User, city: City, form: InvitationForm | None = None) -> Team:
    """The team of the city as the person sees it, with the form as it was filled in."""
    if form is None and selectors.manages_team(person, city):
        form = invitation_form(city)
    return Team(city=city, places=selectors.team_of(city), form=form)


def invitation_form(city: City, posted: QueryDict | None = None) -> InvitationForm:
    """The form of the city's team; several stand on one page, so that ids bear the city."""
    return InvitationForm(posted, auto_id=f"{city.slug}_%s")


def visible_city(person: User, slug: str) -> City:
    """A city whose team the person may see: their own, and any for editors. Raises Http404."""
    cities = City.objects.filter(merged_into=None) if selectors.is_editor(person) else selectors.cities_of(person)
    return get_object_or_404(cities, slug=slug)


def visible_place(person: User, pk: int) -> Membership:
    """A place that is held today in a team that the person may see. Raises Http404."""
    held = Membership.objects.filter(selectors.held_on(selectors.today())).select_related("city", "person")
    place = get_object_or_404(held, pk=pk)
    if not selectors.is_editor(person) and not selectors.cities_of(person).filter(pk=place.city_id).exists():
        raise Http404
    return place


def require_manager(person: User, city: City) -> None:
    """Raises NotAllowed for somebody who may see the team and not change it."""
    if not selectors.manages_team(person, city):
        raise services.NotAllowed


@never_cache
@require_safe
@login_required
def teams(request: SignedIn) -> HttpResponse:
    """The teams that the person is in; editors choose any other."""
    choice = CityForm(request.GET or None) if selectors.is_editor(request.user) else None
    if choice and choice.is_valid():
        return redirect("team_of_city", slug=choice.cleaned_data["city"].slug)
    found = [team_for(request.user, city) for city in selectors.cities_of(request.user)]
    return render(request, "submissions/team.html", {"teams": found, "choice": choice})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def team_of_city(request: SignedIn, slug: str) -> HttpResponse:
    """One team; a POST invites somebody into it. Raises NotAllowed for those who may not invite."""
    city = visible_city(request.user, slug)
    form = None
    if request.method == "POST":
        require_manager(request.user, city)
        form = invitation_form(city, request.POST)
    if form and form.is_valid():
        try:
            place = services.invite_to_team(city=city, by=request.user, **form.cleaned_data)
        except services.TeamError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("%(person)s was invited by mail.") % {"person": place.person})
            return redirect("team_of_city", slug=city.slug)
    return render(request, "submissions/team.html", {"teams": [team_for(request.user, city, form)]})


@never_cache
@require_POST
@login_required
def invite_again(request: SignedIn, pk: int) -> HttpResponse:
    """Send an invitation once more."""
    place = visible_place(request.user, pk)
    try:
        services.invite_again(membership=place, by=request.user)
    except services.TeamError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("%(person)s was invited by mail.") % {"person": place.person})
    return redirect("team_of_city", slug=place.city.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_place(request: SignedIn, pk: int) -> HttpResponse:
    """Ask, with a warning where nobody would lead the city any more, then end a place today."""
    place = visible_place(request.user, pk)
    require_manager(request.user, place.city)
    if request.method == "POST":
        try:
            warned = "last_lead" in request.POST
            ended = services.remove_from_team(membership=place, by=request.user, knows_it_is_the_last_lead=warned)
        except services.LastLead:
            pass  # the page says so, and asks again
        else:
            messages.success(request, _("The place of %(person)s ends today.") % {"person": ended.person})
            return redirect("team_of_city", slug=place.city.slug)
    context = {"place": place, "last_lead": selectors.is_last_lead(place)}
    return render(request, "submissions/team_end.html", context)
