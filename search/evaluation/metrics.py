"""Measures of a ranked list against graded judgements (0 to 3)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def dcg(grades: Sequence[int]) -> float:
    """Discounted cumulative gain, gain 2^grade − 1 (Burges et al. 2005)."""
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def ndcg(ranked: Sequence[str], judged: Mapping[str, int], depth: int = 10) -> float:
    """Normalised DCG of the first `depth` results, 0 to 1 (Järvelin and Kekäläinen 2002); unjudged counts 0."""
    best = dcg(sorted(judged.values(), reverse=True)[:depth])
    return dcg([judged.get(key, 0) for key in ranked[:depth]]) / best if best else 0.0


def reciprocal_rank(ranked: Sequence[str], judged: Mapping[str, int], relevant: int = 2) -> float:
    """1 ÷ the rank of the first result graded at least `relevant`; 0 when there is none."""
    return next((1 / rank for rank, key in enumerate(ranked, 1) if judged.get(key, 0) >= relevant), 0.0)


def success(ranked: Sequence[str], judged: Mapping[str, int], relevant: int = 2) -> float:
    """1 when the first result is graded at least `relevant`, else 0."""
    return float(bool(ranked) and judged.get(ranked[0], 0) >= relevant)
