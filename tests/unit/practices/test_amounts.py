import pytest
from django.utils.translation import override

from practices.presenters.amounts import amount, full_amount, number, years
from practices.presenters.results import bars, result, spoken


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2_600_000_000, "KRW 2.6 bn"),
        (5_200_000_000_000, "KRW 5.2 tn"),
        (650_000, "KRW 650,000"),
        (1_000_000, "KRW 1 m"),
        ("114300000", "KRW 114.3 m"),
        ("37.5", "KRW 37.5"),
    ],
)
def test_amounts_are_said_as_people_say_them(value, shown):
    assert amount(value, "KRW") == shown


def test_the_full_amount_has_every_digit():
    assert full_amount(2_600_000_000, "KRW") == "KRW 2,600,000,000"


def test_numbers_follow_the_language():
    assert number(1234567) == "1,234,567"
    with override("fr"):
        assert number("1234.5").replace("\u202f", " ").replace("\xa0", " ") == "1 234,5"


def test_words_are_not_numbers():
    assert number("about 40") == "about 40"
    assert spoken("79,000 forecast") == "79,000 forecast"
    assert spoken("nan") == "nan"


@pytest.mark.parametrize(
    ("start", "end", "status", "shown"),
    [
        (2020, None, "ongoing", "since 2020"),
        (2010, None, "completed", "from 2010"),
        (2016, 2018, "", "2016–2018"),
        (2016, 2016, "", "2016"),
        (None, 2018, "", "until 2018"),
        (None, None, "", ""),
    ],
)
def test_years_say_when_it_ran(start, end, status, shown):
    assert years(start, end, status) == shown


def test_bars_share_one_scale():
    assert bars("50", "100") == bars("1,000", "2,000")
    assert (bars("50", "100").before, bars("50", "100").after) == ("50.0", "100.0")
    assert bars("79,000 forecast", "40000").before == "100.0"


@pytest.mark.parametrize(
    ("baseline", "value"), [("", "3"), ("-9", "3"), ("0", "0"), ("7 million NZD", "37.4"), ("5", "many")]
)
def test_what_cannot_be_compared_is_not_drawn(baseline, value):
    assert bars(baseline, value) is None


def test_a_result_row_is_words_and_numbers_ready_to_show():
    row = result(
        {"indicator": "Passengers", "baseline": "509000", "value": "1800000", "year": 2022, "method": "monitored"},
        {"monitored": "Monitored"},
    )
    assert (row.baseline, row.value, row.year, row.method) == ("509,000", "1.8 m", "2022", "Monitored")
