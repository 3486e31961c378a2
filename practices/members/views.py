"""The ways to somebody's place of work after signing in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from practices.members import selectors
from practices.members.roles import ADMIN_ACCESS


@never_cache
def admin_login(request: HttpRequest) -> HttpResponse:
    """One sign-in for the site and the admin, so that the second factor holds for both.

    Raises PermissionDenied for somebody who is signed in and may not enter: another sign-in would not help.
    """
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = reverse("wagtailadmin_home")
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
    if not request.user.has_perm(ADMIN_ACCESS):
        raise PermissionDenied
    return redirect(target)


@never_cache
def after_login(request: HttpRequest) -> HttpResponse:
    """Where somebody goes after signing in without a target: to the admin, to the desk, or to the site."""
    if request.user.is_authenticated:
        if request.user.has_perm(ADMIN_ACCESS):
            return redirect("wagtailadmin_home")
        if selectors.works_at_desk(request.user):
            return redirect("desk")
    return redirect(f"/{get_language() or 'en'}/")
