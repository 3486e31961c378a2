"""What the admin may not do to vocabularies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from practices.vocabulary.models import Country, Goal, Term, Theme


def kept_by_rule(record: Any) -> bool:
    """Whether something other than links depends on the record: a rule in the code, or a standard."""
    if isinstance(record, Term):
        return record.fixed
    if isinstance(record, Theme):
        return record.parent_id is None
    return isinstance(record, Goal | Country)


@hooks.register("before_delete_snippet")
def refuse_to_delete(request: HttpRequest, records: Sequence[Any]) -> HttpResponse | None:
    """Leave fixed terms, first-level themes, goals and countries where they are."""
    kept = [str(record) for record in records if kept_by_rule(record)]
    if not kept:
        return None
    messages.error(request, _("A rule depends on %(names)s; it cannot be deleted.") % {"names": ", ".join(kept)})
    return redirect(type(records[0]).snippet_viewset.get_url_name("list"))
