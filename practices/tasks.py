"""Slow work that follows a change, outside of the request where a worker runs."""

from __future__ import annotations

from django_tasks import task

from practices.models import EntryPage
from practices.renditions import make_renditions
from search.indexing.api import enqueue


@task()
def prepare_pictures(entry_id: int) -> int:
    """Make the picture sizes of an entry and let its card show them; returns how many sizes there are."""
    entry = EntryPage.objects.filter(pk=entry_id).first()
    if entry is None:
        return 0
    made = make_renditions(entry)
    enqueue([str(entry.translation_key)])
    return made
