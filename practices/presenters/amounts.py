"""Amounts of money and numbers in words of the reader's language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.dates import format_date
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

MILLION, BILLION, TRILLION = Decimal(10) ** 6, Decimal(10) ** 9, Decimal(10) ** 12


def number(value: Any, decimals: int | None = None) -> str:
    """A number as the active language writes it, 1,234.5 or 1 234,5; text that is no number stays as it is."""
    try:
        parsed = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return str(value)
    if not parsed.is_finite():
        return str(value)
    if parsed == parsed.to_integral_value():
        parsed = parsed.quantize(Decimal(1))
    else:
        parsed = parsed.normalize()
    return number_format(parsed, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def short_number(value: Any) -> str:
    """A large number in three or four digits and a word: 2.6 bn; below a million in full."""
    amount = Decimal(str(value))
    size = abs(amount)
    if size >= TRILLION:
        return pgettext("number", "%(number)s tn") % {"number": _rounded(amount / TRILLION)}
    if size >= BILLION:
        return pgettext("number", "%(number)s bn") % {"number": _rounded(amount / BILLION)}
    if size >= MILLION:
        return pgettext("number", "%(number)s m") % {"number": _rounded(amount / MILLION)}
    return number(amount)


def _rounded(amount: Decimal) -> str:
    """At most one decimal, two below ten, none that is a zero."""
    places = Decimal("0.01") if abs(amount) < 10 else Decimal("0.1")
    return number(amount.quantize(places))


def amount(value: Any, currency: str) -> str:
    """An amount as people say it: KRW 2.6 bn."""
    return pgettext("amount of money", "%(currency)s %(number)s") % {
        "currency": currency,
        "number": short_number(value),
    }


def full_amount(value: Any, currency: str) -> str:
    """The same amount to the last unit: KRW 2,600,000,000."""
    return pgettext("amount of money", "%(currency)s %(number)s") % {"currency": currency, "number": number(value)}


def day(moment: date) -> str:
    """A date in words of the active language: 25 November 2025."""
    language = (get_language() or "en")[:2]
    return format_date(moment, format="long", locale="en_GB" if language == "en" else language)


def years(start: int | None, end: int | None, status: str = "") -> str:
    """When it ran: "since 2020", "2016–2018", "2016", "until 2018"; empty when not known."""
    if start and end:
        return str(start) if start == end else f"{start}–{end}"
    if end:
        return _("until %(year)s") % {"year": end}
    if start:
        running = status in ("", "ongoing", "scaled-up", "piloting")
        return _("since %(year)s") % {"year": start} if running else _("from %(year)s") % {"year": start}
    return ""
