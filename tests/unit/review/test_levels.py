"""Levels are computed from facts: an attestation and the yearly confirmations."""

import datetime
from dataclasses import dataclass

import pytest

from practices.review.levels import expires_on, lapses_on, level

GRANTED = datetime.date(2026, 3, 1)


@dataclass
class Attested:
    kind: str = "reviewed"
    granted_on: datetime.date = GRANTED
    expires_on: datetime.date = datetime.date(2030, 3, 1)


def after(days, start=GRANTED):
    return start + datetime.timedelta(days=days)


def test_what_nobody_reviewed_is_listed_however_often_it_is_confirmed():
    assert level(None, [GRANTED], after(1)) == "listed"


@pytest.mark.parametrize(
    ("kind", "shown"), [("reviewed", "reviewed"), ("lessons", "reviewed"), ("results-verified", "results-verified")]
)
def test_a_fresh_attestation_shows_its_kind(kind, shown):
    assert level(Attested(kind), [], after(30)) == shown


def test_it_lapses_a_year_and_sixty_days_after_the_last_confirmation():
    assert level(Attested(), [], after(425)) == "reviewed"
    assert level(Attested(), [], after(426)) == "lapsed"
    assert level(Attested(), [after(400)], after(825)) == "reviewed"
    assert level(Attested(), [after(400)], after(826)) == "lapsed"


def test_a_confirmation_after_the_lapse_brings_it_back():
    assert level(Attested(), [after(500)], after(500)) == "reviewed"


def test_after_four_years_it_lapses_even_when_confirmed():
    confirmed = [after(days) for days in range(300, 1500, 300)]
    assert lapses_on(Attested(), confirmed) == datetime.date(2030, 3, 1)
    assert level(Attested(), confirmed, datetime.date(2030, 3, 2)) == "lapsed"


@pytest.mark.parametrize(
    ("granted", "expected"),
    [
        (datetime.date(2026, 11, 25), datetime.date(2030, 11, 25)),
        (datetime.date(2028, 2, 29), datetime.date(2032, 2, 29)),
        (datetime.date(2096, 2, 29), datetime.date(2100, 2, 28)),
    ],
)
def test_a_review_holds_four_years(granted, expected):
    assert expires_on(granted) == expected
