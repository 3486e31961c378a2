"""Which hits stand on a page: a total order, so that pages neither repeat nor lose a hit."""

from __future__ import annotations

from itertools import groupby

from tantivy import DocAddress, Query

from search.core.schema import COMPLETENESS, IndexSchema
from search.engines.embedded.layout import KEY_PARTS, number_field
from search.engines.embedded.readers import Snapshot

Ranked = tuple[float, DocAddress]


def by_column(snapshot: Snapshot, query: Query, order: str, start: int, size: int) -> tuple[list[Ranked], int]:
    """Places `start` to `start + size` in the order of a column of distinct strings, and the total. Scores are 0."""
    hits, total = snapshot.find(query, max(size, 1), start, by=order)
    return [(0.0, place) for _, place in hits[:size]], total


def by_score(snapshot: Snapshot, schema: IndexSchema, query: Query, start: int, size: int) -> tuple[list[Ranked], int]:
    """Places by falling score, then falling completeness, then key, and the total.

    tantivy leaves equal scores in the order of its files, so hits are taken until the score falls below that of the
    last place on the page, and equal ones are then put in order.
    """
    stop, documents = start + size, snapshot.searcher.num_docs
    limit = stop + 1
    while True:
        hits, total = snapshot.find(query, max(min(limit, documents), 1))
        if len(hits) <= stop or hits[-1][0] < hits[stop - 1][0] or limit >= documents:
            break
        limit *= 4
    page: list[Ranked] = []
    for place, (score, group) in enumerate_groups(hits):
        if place >= stop:
            break
        if place + len(group) > start:
            in_order = [group[0]] if len(group) == 1 else _tied(snapshot, schema, group)
            page += [(score, address) for address in in_order[max(start - place, 0) : stop - place]]
    return page if size else [], total


def enumerate_groups(hits: list[Ranked]) -> list[tuple[int, tuple[float, list[DocAddress]]]]:
    """Runs of equal scores, each with the place of its first hit."""
    groups, place = [], 0
    for score, run in groupby(hits, key=lambda hit: hit[0]):
        group = [address for _, address in run]
        groups.append((place, (score, group)))
        place += len(group)
    return groups


def _tied(snapshot: Snapshot, schema: IndexSchema, group: list[DocAddress]) -> list[DocAddress]:
    if COMPLETENESS in schema.numbers:
        completeness = snapshot.column(number_field(COMPLETENESS), group)
    else:
        completeness = [None] * len(group)
    falling = [(value is None, -(value or 0)) for value in completeness]
    heads = list(zip(falling, *(snapshot.column(part, group) for part in KEY_PARTS), strict=True))
    in_order = []
    for _, run in groupby(sorted(range(len(group)), key=heads.__getitem__), key=heads.__getitem__):
        same = list(run)
        if len(same) > 1:  # keys that share their first 24 bytes: now the whole key has to be read
            same.sort(key=lambda member: snapshot.key(group[member]))
        in_order += [group[place] for place in same]
    return in_order
