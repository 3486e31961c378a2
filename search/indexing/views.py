"""The state of the index, for editors."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from search.core.errors import SearchError
from search.indexing.api import engine
from search.indexing.models import IndexGeneration, IndexJob
from search.indexing.status import search_status
from search.indexing.verify import verify
from search.meaning.model import model

access = permission_required("wagtailadmin.access_admin", login_url="wagtailadmin_login")


@access
@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """Engine, documents, lag, meaning, and the generations there are."""
    waiting = IndexJob.objects.order_by("pk").last()
    context = {
        "status": search_status(),
        "generations": IndexGeneration.objects.order_by("-pk"),
        "newest_job": waiting,
        "meaning": model() is not None,
        "page_title": _("Search index"),
        "header_icon": "search",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Search index")},
        ],
    }
    return render(request, "search_indexing/status.html", context)


@access
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Compare the index with the library, repair what differs, say what was found."""
    try:
        drift = verify(engine(), repair=True)
    except SearchError as error:
        messages.error(request, _("The index could not be checked: %(reason)s") % {"reason": error})
    else:
        if drift.total:
            messages.warning(
                request,
                _("%(checked)d entries checked; %(wrong)d documents differed and were written again.")
                % {"checked": drift.checked, "wrong": drift.total},
            )
        else:
            messages.success(request, _("%(n)d entries checked; the index is right.") % {"n": drift.checked})
    return redirect("search_index_status")
