"""When somebody is reminded: pure rules over days.

Source: review.md, "Notices, audit, reports": before and after the due date, with a stop.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

AROUND_DUE_DATE = (-7, -1, 3, 10)
"""Days from the due date on which a reviewer is reminded; the last one ends it, and the editor is told."""
INVITATION, INVITATION_GIVEN_UP = 7, 14
"""Days without an answer after which an invited person is reminded once, and after which the editor is told."""
MANDATE = (7, 14)
"""Days that a text waits for its lead."""
REVISING = (30, 55)
"""Days that a text is back with its city, which has 60."""
PROPOSAL_WORKING_DAYS = 5
CONFIRMATION_MONTHS = (11, 12)
"""Months since the city last confirmed its entry."""


def reached(
    marks: Iterable[int], base: datetime.date, today: datetime.date, after: datetime.date | None = None
) -> int | None:
    """The last mark (days from `base`) whose day has come, and None before the first.

    Marks on or before the day `after` do not count: who says yes three days before the due date is not told at once
    that a week is left. Marks that were missed while nothing ran are not made up for.
    """
    come = [mark for mark in marks if (day := base + datetime.timedelta(days=mark)) <= today and _later(day, after)]
    return max(come, default=None)


def _later(day: datetime.date, after: datetime.date | None) -> bool:
    return after is None or day > after


def working_days(since: datetime.date, today: datetime.date) -> int:
    """Mondays to Fridays after the day `since`, until today."""
    days = (since + datetime.timedelta(days=n) for n in range(1, (today - since).days + 1))
    return sum(day.weekday() < 5 for day in days)  # Saturday is 5


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = datetime.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (first_after - datetime.timedelta(days=1)).day
    return datetime.date(year, month + 1, min(day.day, last))
