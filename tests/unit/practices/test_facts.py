from types import SimpleNamespace

import pytest

from practices.facts import ABOVE_ALL, NOT_KNOWN, WEIGHTS, completeness, cost_band, evidence_level
from practices.rates import NoRate, dollars_for_one


def cost(amount, currency="USD", year=2019, phase="setup"):
    return {"phase": phase, "amount": amount, "currency": currency, "year": year}


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        (100_000, "up-to-100k"),
        (100_001, "100k-1m"),
        (1_000_000, "100k-1m"),
        (9_999_999, "1m-10m"),
        (100_000_000, "10m-100m"),
        (100_000_001, ABOVE_ALL),
    ],
)
def test_bands_include_their_upper_bound(amount, band):
    assert cost_band([cost(amount)]).slug == band


def test_the_largest_set_up_row_decides_because_rows_may_contain_each_other():
    assert cost_band([cost(90_000), cost(5_000_000), cost(80_000)]).slug == "1m-10m"


def test_yearly_costs_alone_say_nothing_about_set_up():
    assert cost_band([cost(5_000_000, phase="yearly")]).slug == NOT_KNOWN
    assert cost_band([]).slug == NOT_KNOWN


def test_an_amount_without_a_rate_has_no_band_and_says_why():
    band = cost_band([cost(1_000, "XYZ"), cost(1_000, "EUR", None)])
    assert band.slug == ""
    assert "XYZ" in band.reason
    assert "EUR without a year" in band.reason


def test_rates_are_those_of_the_middle_of_the_year():
    assert dollars_for_one("EUR", 2019) == pytest.approx(1.1349, abs=1e-4)  # ECB, 1 July 2019
    assert dollars_for_one("XOF", 2019) == pytest.approx(1.1349 / 655.957, rel=1e-3)
    assert dollars_for_one("USD", None) == 1.0


@pytest.mark.parametrize(("currency", "year"), [("EUR", 1985), ("EUR", None), ("COP", 2019)])
def test_a_missing_rate_is_an_error_not_a_guess(currency, year):
    with pytest.raises(NoRate):
        dollars_for_one(currency, year)


@pytest.mark.parametrize(
    ("methods", "taken_up", "level"),
    [
        ([], [], "described"),
        (["self-reported"], [{}], "described"),
        (["self-reported", "monitored"], [], "monitored"),
        (["monitored", "evaluated"], [], "evaluated"),
        (["monitored"], [{"city": "Lima"}], "replicated"),
    ],
)
def test_the_best_known_result_gives_the_evidence_level(methods, taken_up, level):
    assert evidence_level([{"method": method} for method in methods], taken_up) == level


def test_completeness_runs_from_nothing_to_all():
    assert completeness({}, WEIGHTS) == 0
    assert completeness(dict.fromkeys(WEIGHTS, True), WEIGHTS) == 100
    assert 0 < completeness({"did_not_work": True}, WEIGHTS) < 20


def test_saying_that_costs_are_not_known_counts_as_an_answer():
    from practices.facts import set_computed

    entry = SimpleNamespace(
        kind="practice", costs=[], costs_unknown=False, results=[], too_early=False, replications=[]
    )
    set_computed(entry)
    without = entry.completeness
    entry.costs_unknown = True
    set_computed(entry)
    assert entry.completeness > without
