"""The arithmetic of a review: totals, what they suggest, when a third is needed. Source: rubric v1 (review.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

BEST = 4
TOTALS_APART = 20
CRITERION_APART = 3
ACCEPT_FROM, REVISE_FROM = 70, 50
NEEDED = 2
"""Evidence and lessons below this in either review: never “reviewed”."""
REVIEWS_NEEDED = 2


@dataclass(frozen=True, slots=True)
class Scores:
    """One review as numbers: code → 0 to 4 (None: not enough information), and code → weight."""

    values: Mapping[str, int | None]
    weights: Mapping[str, int]


def total(scores: Scores) -> float | None:
    """Weighted share of the best possible, 0 to 100; criteria without enough information do not count.

    None when nothing was scored.
    """
    counted = {code: value for code, value in scores.values.items() if value is not None and scores.weights.get(code)}
    weight = sum(scores.weights[code] for code in counted)
    if not weight:
        return None
    return 100 * sum(scores.weights[code] * value for code, value in counted.items()) / (BEST * weight)


def needs_third(reviews: Sequence[Scores]) -> bool:
    """Whether two reviews are so far apart that a third is needed: 20 points in total, or 3 on one criterion."""
    if len(reviews) != REVIEWS_NEEDED:
        return False
    one, two = reviews
    totals = [value for review in reviews if (value := total(review)) is not None]
    if len(totals) == REVIEWS_NEEDED and abs(totals[0] - totals[1]) > TOTALS_APART:
        return True
    pairs = [(one.values.get(code), two.values.get(code)) for code in one.values]
    return any(a is not None and b is not None and abs(a - b) >= CRITERION_APART for a, b in pairs)


def below_needed(reviews: Sequence[Scores], needed: Sequence[str]) -> list[str]:
    """Codes that must reach 2 and do not in one of the reviews; “not enough information” does not reach it."""
    return [code for code in needed if any((review.values.get(code) or 0) < NEEDED for review in reviews)]


def suggestion(reviews: Sequence[Scores]) -> str:
    """What the mean of the totals suggests: "accept", "revise", "decline", or "" without totals."""
    totals = [value for review in reviews if (value := total(review)) is not None]
    if not totals:
        return ""
    average = mean(totals)
    if average >= ACCEPT_FROM:
        return "accept"
    return "revise" if average >= REVISE_FROM else "decline"
