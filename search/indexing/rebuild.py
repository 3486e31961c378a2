"""Builds a new generation beside the active one and switches to it in one step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from search.core import registry
from search.core.engine import Put, SearchEngine
from search.core.query import SearchQuery
from search.indexing.models import IndexGeneration, IndexJob
from search.indexing.worker import BATCH, drain, prune
from search.meaning.store import remember

State = IndexGeneration.State
Progress = Callable[[int], None]


class RebuildFailed(Exception):
    """The new generation did not pass its checks and was not activated; the message says which."""


def clean(searcher: SearchEngine) -> None:
    """Remove what a killed run left behind, and generations that nobody can roll back to."""
    kept = set(IndexGeneration.objects.exclude(state=State.BUILDING).values_list("name", flat=True))
    kept.add(searcher.active() or "")
    for name in searcher.generations():
        if name not in kept:
            searcher.drop(name)
    IndexGeneration.objects.exclude(name__in=set(searcher.generations())).delete()


def chunks(keys: Iterator[str], size: int) -> Iterator[list[str]]:
    """Keys in lists of `size`."""
    while chunk := list(islice(keys, size)):
        yield chunk


def _load(searcher: SearchEngine, generation: IndexGeneration, progress: Progress) -> int:
    """Write every public document; returns their number."""
    source, written = registry.registered().source, 0
    for chunk in chunks(source.keys(), BATCH):
        documents = source.build(chunk)
        remember(documents.values())
        report = searcher.write(generation.name, [Put(document, generation.cursor) for document in documents.values()])
        if report.refused:
            key, reason = next(iter(report.refused.items()))
            raise RebuildFailed(f"{len(report.refused)} documents were refused, the first is {key}: {reason}")
        written += report.written
        progress(written)
    return written


def _verify(searcher: SearchEngine, generation: IndexGeneration) -> int:
    """Compare the count and a sample of documents with the database; returns the number of documents."""
    source = registry.registered().source
    held, public = searcher.count(generation.name), sum(1 for _key in iter(source.keys()))
    waiting = IndexJob.objects.filter(pk__gt=generation.cursor).count()
    if abs(held - public) > waiting:
        raise RebuildFailed(f"the index holds {held} documents, the library {public}")
    sample = dict(islice(searcher.hashes(generation.name), 0, None, max(1, held // 20)))
    documents = source.build(sample)
    stale = [key for key, mark in sample.items() if key not in documents or documents[key].content_hash() != mark]
    if len(stale) > waiting:
        raise RebuildFailed(f"{len(stale)} of {len(sample)} sampled documents differ, the first is {stale[0]}")
    return held


def _activate(searcher: SearchEngine, generation: IndexGeneration) -> None:
    """Switch, check that it answers, keep the one before for a rollback, remove older ones."""
    before = searcher.active()
    searcher.activate(generation.name)
    searcher.search(SearchQuery(size=1))
    IndexGeneration.objects.filter(state=State.PREVIOUS).delete()
    IndexGeneration.objects.filter(name=before).update(state=State.PREVIOUS)
    IndexGeneration.objects.filter(pk=generation.pk).update(
        state=State.ACTIVE, activated_at=timezone.now(), documents=generation.documents
    )
    clean(searcher)


def rebuild(searcher: SearchEngine, *, progress: Progress = lambda _written: None) -> IndexGeneration:
    """Build, replay what changed meanwhile, verify, switch. Raises RebuildFailed or SearchError and changes nothing."""
    clean(searcher)
    cursor = IndexJob.objects.aggregate(last=Max("pk"))["last"] or 0
    last = IndexGeneration.objects.aggregate(last=Max("cursor"))["last"] or 0
    generation = IndexGeneration.objects.create(
        name=timezone.now().strftime("%Y%m%d%H%M%S%f"),
        engine=settings.SEARCH_URL.split("@")[-1],
        cursor=max(cursor, last),
    )
    searcher.create(generation.name)
    _load(searcher, generation, progress)
    searcher.refresh(generation.name)
    drain(searcher, generation)
    generation.documents = _verify(searcher, generation)
    _activate(searcher, generation)
    drain(searcher, generation)
    prune()
    generation.refresh_from_db()
    return generation
