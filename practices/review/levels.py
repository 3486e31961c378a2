"""The review level of an entry, computed from facts: listed → reviewed → results verified → lapsed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol

LISTED, REVIEWED, VERIFIED, LAPSED = "listed", "reviewed", "results-verified", "lapsed"
YEARS = 4
"""Years after which an entry is reviewed anew."""
CONFIRMED_WITHIN = datetime.timedelta(days=365 + 60)
"""A city confirms each year; it has sixty days of grace."""


class Attested(Protocol):
    """What an attestation says."""

    kind: str
    granted_on: datetime.date
    expires_on: datetime.date


def expires_on(granted_on: datetime.date) -> datetime.date:
    """The last day on which a review of that day can hold, however often it is confirmed."""
    return _years_later(granted_on, YEARS)


def _years_later(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def lapses_on(attested: Attested, confirmed: Iterable[datetime.date]) -> datetime.date:
    """The day after which the attestation no longer holds unless the city confirms before."""
    last = max([attested.granted_on, *confirmed])
    return min(attested.expires_on, last + CONFIRMED_WITHIN)


def level(attested: Attested | None, confirmed: Iterable[datetime.date], today: datetime.date) -> str:
    """The level on a day, from the attestation of the live revision (None: it has none) and the confirmations."""
    if attested is None:
        return LISTED
    if today > lapses_on(attested, confirmed):
        return LAPSED
    return VERIFIED if attested.kind == VERIFIED else REVIEWED
