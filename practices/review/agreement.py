"""How much two reviewers agree: Cohen's weighted kappa."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

BEST = 4
FEWEST = 20
"""Pairs of scores below which the number says nothing."""


def weighted_kappa(pairs: Sequence[tuple[int, int]], best: int = BEST) -> float | None:
    """Agreement of two raters on scores from 0 to `best`, beyond what chance would give, with quadratic weights.

    1 is perfect, 0 is what chance gives, less is worse than chance. None without pairs, and where both raters gave
    always the same score, so that chance explains everything.
    Source: J. Cohen, “Weighted kappa: nominal scale agreement with provision for scaled disagreement or partial
    credit”, Psychological Bulletin 70 (1968), 213–220; disagreement weights (i − j)² / best².
    """
    if not pairs:
        return None
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(_weight(a, b, best) for a, b in pairs) / len(pairs)
    expected = sum(
        first[a] * second[b] * _weight(a, b, best) for a in range(best + 1) for b in range(best + 1)
    ) / len(pairs) ** 2  # fmt: skip
    return 1 - observed / expected if expected else None


def _weight(a: int, b: int, best: int) -> float:
    return (a - b) ** 2 / best**2


def enough(pairs: Sequence[tuple[int, int]]) -> bool:
    """Whether there are enough pairs for the number to say something."""
    return len(pairs) >= FEWEST
