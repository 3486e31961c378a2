"""Asks editors for a second factor."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, resolve
from django.urls.exceptions import Resolver404
from django.utils.translation import gettext as _

from practices.members.roles import ADMIN_ACCESS

SETUP = "mfa_activate_totp"
OPEN_PREFIXES = ("account_", "mfa_", "health_", "wagtailadmin_logout", "set_language")
"""Names of addresses that somebody without a second factor may see: sign-in, setting the factor up, health."""


class EditorMfaMiddleware:
    """Whoever may enter the admin must have a second factor, where `REQUIRE_EDITOR_MFA` is on.

    Until then every address leads to its set-up, so that a stolen password alone opens nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or lead to the set-up; scripts of the admin get 403."""
        if not (settings.REQUIRE_EDITOR_MFA and needs_factor(request)):
            return self.get_response(request)
        if request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.method not in ("GET", "HEAD"):
            raise PermissionDenied
        messages.warning(request, _("Editors sign in with a second factor. Set it up first; it takes a minute."))
        return redirect(SETUP)


def needs_factor(request: HttpRequest) -> bool:
    """Whether this request is made by an editor without a second factor, for something other than setting it up."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:  # so that public pages do not come to vary by cookie
        return False
    if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)) or not request.user.is_authenticated:
        return False
    try:
        match: ResolverMatch = resolve(request.path_info)
    except Resolver404:
        return False
    if (match.url_name or "").startswith(OPEN_PREFIXES):
        return False
    return request.user.has_perm(ADMIN_ACCESS) and not is_mfa_enabled(request.user)
