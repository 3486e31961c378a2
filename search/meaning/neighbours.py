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
FLOOR = 2.0
"""Standard deviations above the mean cosine of all documents below which a document is no neighbour. Cosines of this
model lie close together, and where they lie differs from query to query; the distance from the mean does not."""
LIMIT = 60
"""Most neighbours that join a result set."""
WEIGHT = 2.5
"""What a standard deviation above the floor adds to a score, in units of the lexical score; set by the judgements."""


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
    distances = (cosines - cosines.mean()) / max(float(cosines.std()), 1e-6)
    nearest = np.argsort(-distances, kind="stable")[:LIMIT]
    return tuple((held.keys[i], WEIGHT * float(distances[i] - FLOOR)) for i in nearest if distances[i] > FLOOR)
