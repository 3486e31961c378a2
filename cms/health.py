"""Whether the site is alive, and whether what it stands on is there."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.indexing.status import search_status

log = logging.getLogger("use.health")


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is looked at."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Each dependency by itself: 503 "down" without the database, 200 "degraded" without search."""
    database = database_status()
    search = search_part() if database["ok"] else {"ok": False, "error": "not asked: the database is down"}
    if not database["ok"]:
        status = "down"
    else:
        status = "ok" if search["ok"] else "degraded"
    return JsonResponse(
        {"status": status, "database": database, "search": search}, status=200 if database["ok"] else 503
    )


def database_status() -> dict[str, Any]:
    """Whether the database answers, and which one it is."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        log.exception("the database does not answer")
        return {"ok": False, "vendor": connection.vendor}
    return {"ok": True, "vendor": connection.vendor}


def search_part() -> dict[str, Any]:
    """What search says about itself; whatever goes wrong there, the answer is only that it is down."""
    try:
        return search_status()
    except Exception:
        log.exception("search cannot say how it is")
        return {"ok": False, "error": "search cannot say how it is; see the log"}


urlpatterns = [
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
]
