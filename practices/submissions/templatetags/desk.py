"""What public pages show to people of a city's team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from practices.members.selectors import cities_of
from practices.models import EntryPage

register = template.Library()


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An entry of the reader's own city; `listed` tells that it can be taken over."""

    slug: str
    listed: bool


@register.simple_tag(takes_context=True)
def own_entry(context: Context, entry: EntryPage) -> OwnEntry | None:
    """Set for readers who are in the team of the entry's city.

    Without a session cookie nobody is asked who they are, so that pages for the public do not come to vary by cookie.
    """
    request: Any = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    person = request.user
    if not (person.is_authenticated and entry.live and entry.city_id):
        return None
    if not cities_of(person).filter(pk=entry.city_id).exists():
        return None
    return OwnEntry(entry.slug, entry.review_level == "listed")
