"""What the rest of the site uses: `enqueue` after a change, `engine` to ask."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from search.core import registry
from search.core.engine import SearchEngine
from search.engines import engine_for
from search.indexing import nudge
from search.indexing.models import IndexJob

OUTBOX_LOCK = 0x0553
"""Advisory lock that makes job ids on PostgreSQL become visible in their order, so that a cursor misses none."""


@cache
def engine() -> SearchEngine:
    """The engine of SEARCH_URL, one a process."""
    return engine_for(settings.SEARCH_URL, registry.registered().schema, Path(settings.BASE_DIR))


def enqueue(keys: Iterable[str]) -> None:
    """Leave a job for each key, in the transaction that changed it; nothing is asked of the engine here."""
    jobs = [IndexJob(key=key) for key in dict.fromkeys(keys)]
    if not jobs:
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [OUTBOX_LOCK])
        IndexJob.objects.bulk_create(jobs, batch_size=500)
    if settings.SEARCH_NUDGE:
        transaction.on_commit(nudge.after_commit)
