"""Documents near to a query in meaning, by exact comparison with all of them in memory.

One multiplication of the matrix of all vectors (n × 384) with the query's; at 20,000 documents that is a few
milliseconds, so no approximate index is needed at the size of this library (see docs/adr/0007).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
from django.db.models import Count, Max

from search.meaning.model import Vector, query_vector, unpack
from search.meaning.models import DocumentVector

RECHECK = 30.0
"""Seconds between two looks at whether another process changed the vectors."""
FLOOR = 0.80
"""Cosine below which a document is no neighbour; set by the judgements (see docs/search.md)."""
MARGIN = 0.05
"""A neighbour is at most this much further from the query than the nearest document."""
LIMIT = 60
"""Most neighbours that join a result set."""
WEIGHT = 60.0
"""What a cosine above the floor adds to a score, in units of the lexical score; set by the judgements."""


@dataclass
class Matrix:
    """All vectors as they were when it was made."""

    keys: list[str]
    vectors: Vector
    mark: tuple[int, object]
    checked: float = field(default_factory=time.monotonic)


_matrix: Matrix | None = None


def _mark() -> tuple[int, object]:
    found = DocumentVector.objects.aggregate(n=Count("key"), last=Max("changed_at"))
    return found["n"], found["last"]


def _load() -> Matrix:
    mark = _mark()
    rows = list(DocumentVector.objects.order_by("key").values_list("key", "vector__vector"))
    return Matrix([key for key, _ in rows], unpack([bytes(vector) for _, vector in rows]), mark)


def matrix() -> Matrix:
    """The matrix; read again when vectors changed, which is looked up every RECHECK seconds at most."""
    global _matrix
    if _matrix is None:
        _matrix = _load()
    elif time.monotonic() - _matrix.checked > RECHECK:
        if _mark() == _matrix.mark:
            _matrix.checked = time.monotonic()
        else:
            _matrix = _load()
    return _matrix


def forget_matrix() -> None:
    """Read the vectors again at the next query."""
    global _matrix
    _matrix = None


def neighbours(text: str) -> tuple[tuple[str, float], ...]:
    """Keys near to the text with the score each adds, nearest first; empty without a model or without text."""
    text = " ".join(text.split())[:400]
    vector = query_vector(text) if text else None
    if vector is None:
        return ()
    held = matrix()
    if not held.keys:
        return ()
    cosines = held.vectors @ vector
    order = np.argsort(-cosines, kind="stable")[:LIMIT]
    floor = max(FLOOR, float(cosines[order[0]]) - MARGIN)
    return tuple((held.keys[i], WEIGHT * (float(cosines[i]) - FLOOR)) for i in order if cosines[i] > floor)
