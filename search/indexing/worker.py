"""Takes jobs from the outbox into a generation of the index."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence

from django.db.models import F, Min
from django.db.models.functions import Greatest

from search.core import registry
from search.core.engine import Drop, Put, SearchEngine
from search.core.errors import SearchError
from search.indexing.api import engine
from search.indexing.models import IndexGeneration, IndexJob
from search.meaning.store import forget, remember

log = logging.getLogger("use.search")

BATCH = 200


def active_generation(searcher: SearchEngine) -> IndexGeneration | None:
    """The row of the generation that searches read; None before the first rebuild."""
    name = searcher.active()
    return IndexGeneration.objects.filter(name=name).first() if name else None


def operations(jobs: Sequence[IndexJob]) -> list[Put | Drop]:
    """What a run of jobs asks of the index: each key once, as it is in the database now, at its last job's version."""
    versions = {job.key: job.pk for job in jobs}
    documents = registry.registered().source.build(versions)
    remember(documents.values())
    forget([key for key in versions if key not in documents])
    return [
        Put(documents[key], version) if key in documents else Drop(key, version) for key, version in versions.items()
    ]


def take_batch(searcher: SearchEngine, generation: IndexGeneration, limit: int = BATCH) -> int:
    """Write the next jobs after the generation's cursor and move it; returns how many jobs were taken."""
    jobs = list(IndexJob.objects.filter(pk__gt=generation.cursor).order_by("pk")[:limit])
    if not jobs:
        return 0
    report = searcher.write(generation.name, operations(jobs))
    for key, reason in report.refused.items():
        log.error("index refused %s: %s", key, reason)
    generation.cursor = jobs[-1].pk
    IndexGeneration.objects.filter(pk=generation.pk).update(cursor=Greatest(F("cursor"), generation.cursor))
    return len(jobs)


def drain(searcher: SearchEngine | None = None, generation: IndexGeneration | None = None) -> int:
    """Take all waiting jobs into a generation (default: the active one) and make them visible; returns their number."""
    searcher = searcher or engine()
    generation = generation or active_generation(searcher)
    if generation is None:
        return 0
    taken = 0
    while count := take_batch(searcher, generation):
        taken += count
    if taken:
        searcher.refresh(generation.name)
        prune()
    return taken


def prune() -> None:
    """Remove jobs that every generation has taken in."""
    seen = IndexGeneration.objects.exclude(state=IndexGeneration.State.PREVIOUS).aggregate(cursor=Min("cursor"))[
        "cursor"
    ]
    if seen:
        IndexJob.objects.filter(pk__lte=seen - 1).delete()


def work(*, stop: Callable[[], bool], pause: float = 1.0, sleep: Callable[[float], object] = time.sleep) -> None:
    """Drain the outbox again and again until `stop()`; a failing engine is asked again after a growing pause."""
    failures = 0
    while not stop():
        try:
            drain()
            failures = 0
        except SearchError as error:
            failures += 1
            log.warning("index waits, the engine does not answer: %s", error)
        sleep(min(pause * 2**failures, 60.0))
