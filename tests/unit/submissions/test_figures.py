from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.submissions.word.figures import TwoReadings, number, number_or_text, written


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1250000", 1_250_000),
        ("1 250 000", 1_250_000),
        ("1\u202f250\u00a0000,50", 1_250_000.5),
        ("1,250,000.5", 1_250_000.5),
        ("1.250.000,5", 1_250_000.5),
        ("1'250'000", 1_250_000),
        ("2,5", 2.5),
        ("2.5", 2.5),
        ("0,125", 0.125),
        ("-3", -3),
        ("1,250.00", 1250),
    ],
)
def test_numbers_are_read_as_people_of_many_countries_write_them(typed, meant):
    assert number(typed) == meant


@pytest.mark.parametrize("typed", ["1,250", "1.250", "12.500"])
def test_a_number_with_two_readings_is_not_guessed(typed):
    with pytest.raises(TwoReadings):
        number(typed)


@pytest.mark.parametrize("typed", ["", "many", "1e9", "1,2,3", "12 EUR", "nan", "1.2.3,4,5"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError):
        number(typed)


@given(
    st.integers(-(10**12), 10**15) | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)
)
def test_what_is_written_is_read_as_the_same_number(value):
    assert number(written(value)) == value
    assert number_or_text(written(value)) == value


@pytest.mark.parametrize("text", ["most nights", "007", "1,250", "2.50", "+5", "1 250", "5 %"])
def test_words_stay_words(text):
    assert number_or_text(text) == text


def test_a_number_has_no_exponent():
    assert written(1e21) == "1000000000000000000000"
    assert written(Decimal("2.50")) == "2.5"
