"""Middleware of the whole site."""

import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

from cms.logs import request_id


class RequestIdMiddleware:
    """Names each request, so that its log lines can be found, and says how long the server took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with `X-Request-ID` and `Server-Timing` headers."""
        given = request.headers.get("X-Request-ID", "")
        name = given if 8 <= len(given) <= 64 and given.replace("-", "").isalnum() else uuid.uuid4().hex
        token = request_id.set(name)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        timing = f"app;dur={(time.perf_counter() - started) * 1000:.1f}"
        response["Server-Timing"] = f"{response['Server-Timing']}, {timing}" if "Server-Timing" in response else timing
        return response


class SiteLocaleMiddleware(LocaleMiddleware):
    """Leads an address without a language to the reader's language, but not those that programs ask."""

    FOR_PROGRAMS = ("/api/", "/health/", "/static/", "/media/", "/documents/", "/metrics")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """A 404 for a program stays a 404."""
        if request.path_info.startswith(self.FOR_PROGRAMS):
            return response
        return super().process_response(request, response)
