"""What is computed about an entry: cost band, evidence level, completeness. Pure functions, each the only place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from practices.rates import NoRate, dollars_for_one

Row = Mapping[str, Any]

BANDS: tuple[tuple[float, str], ...] = (
    (100_000, "up-to-100k"),
    (1_000_000, "100k-1m"),
    (10_000_000, "1m-10m"),
    (100_000_000, "10m-100m"),
)
"""Upper bound in US dollars of the year, and the band up to it."""
NOT_KNOWN, ABOVE_ALL = "not-known", "over-100m"

WEIGHTS: dict[str, int] = {
    "summary": 4,
    "problem": 6,
    "objectives": 3,
    "goals": 3,
    "target_groups": 2,
    "description": 8,
    "steps": 6,
    "components": 3,
    "instruments": 2,
    "novelty": 2,
    "actors": 5,
    "participation": 3,
    "gender_inclusion": 5,
    "costs": 8,
    "staff_fte": 3,
    "funding": 4,
    "durability": 3,
    "results": 10,
    "unintended_effects": 3,
    "worked": 4,
    "did_not_work": 10,
    "differently": 3,
    "conditions": 5,
    "where_not": 4,
    "offers": 2,
    "sources": 8,
    "pictures": 2,
}
"""What each part of an entry weighs; the parts that readers miss most in such collections (results, failures, costs,
sources) weigh most. Toolkits have no results of their own: see TOOLKIT_WEIGHTS."""

TOOLKIT_WEIGHTS: dict[str, int] = {
    "summary": 4,
    "strategy": 10,
    "for_whom": 5,
    "goals": 3,
    "instruments": 2,
    "toolkit_steps": 30,
    "success_signs": 10,
    "does_not_work_when": 12,
    "costs_and_staff": 8,
    "templates": 8,
    "sources": 8,
}


@dataclass(frozen=True, slots=True)
class CostBand:
    """A band, or none with the reason why."""

    slug: str
    reason: str = ""


def cost_band(costs: Iterable[Row]) -> CostBand:
    """The band of the set-up cost in US dollars of its year; "not-known" when no set-up cost is given.

    Rows of one entry may contain each other (a total and its parts), so the largest row decides and nothing is
    counted twice. Without a rate for any row there is no band, and `reason` says which rate is missing.
    """
    setup = [row for row in costs if row.get("phase") == "setup" and row.get("amount") is not None]
    if not setup:
        return CostBand(NOT_KNOWN)
    amounts, missing = [], []
    for row in setup:
        try:
            amounts.append(float(row["amount"]) * dollars_for_one(row["currency"], row.get("year")))
        except NoRate as error:
            missing.append(str(error))
    if not amounts:
        return CostBand("", "; ".join(dict.fromkeys(missing)))
    largest = max(amounts)
    return CostBand(next((slug for bound, slug in BANDS if largest <= bound), ABOVE_ALL))


def evidence_level(results: Sequence[Row], replications: Sequence[Row]) -> str:
    """How the results are known: "described", "monitored", "evaluated" or "replicated".

    The best method of any result counts. "Replicated" needs a result that was at least monitored and a city that
    took it up; self-reported results alone stay "described".
    """
    methods = {row.get("method") for row in results}
    if replications and methods & {"monitored", "evaluated"}:
        return "replicated"
    if "evaluated" in methods:
        return "evaluated"
    if "monitored" in methods:
        return "monitored"
    return "described"


def completeness(filled: Mapping[str, bool], weights: Mapping[str, int]) -> int:
    """Weighted share of the parts that are filled, 0 to 100."""
    total = sum(weights.values())
    return round(100 * sum(weight for part, weight in weights.items() if filled.get(part)) / total)


def rows(stream: Any) -> list[dict[str, Any]]:
    """The values of a stream field as plain dictionaries."""
    return [dict(block.value) for block in stream or []]


def set_computed(entry: Any) -> None:
    """Write the computed values onto an entry that is about to be saved."""
    weights = TOOLKIT_WEIGHTS if entry.kind == "toolkit" else WEIGHTS
    filled = {part: bool(getattr(entry, part, None)) for part in weights}
    filled["costs"] = bool(entry.costs) or entry.costs_unknown
    filled["results"] = bool(entry.results) or entry.too_early
    if entry.kind == "case-study":
        filled["description"] = bool(getattr(entry, "sections", None)) or bool(entry.description)
    entry.completeness = completeness(filled, weights)
    if entry.kind == "toolkit":
        entry.cost_band, entry.evidence_level = "", ""
    else:
        entry.cost_band = cost_band(rows(entry.costs)).slug
        entry.evidence_level = evidence_level(rows(entry.results), rows(entry.replications))
