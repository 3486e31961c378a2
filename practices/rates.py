"""US dollars of the year, for cost bands.

Rates are the European Central Bank's reference rates, carried by the package CurrencyConverter (1999 to today);
currencies that it lacks are converted where a legal peg ties them to one that it has.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

PEGS: dict[str, tuple[str, float, str]] = {
    "XOF": ("EUR", 655.957, "fixed to the euro since 1999, BCEAO"),
    "XAF": ("EUR", 655.957, "fixed to the euro since 1999, BEAC"),
    "XPF": ("EUR", 119.3317, "fixed to the euro since 1999, IEOM"),
    "NAD": ("ZAR", 1.0, "one to one with the rand, Bank of Namibia"),
    "AED": ("USD", 3.6725, "fixed to the dollar since 1997, Central Bank of the UAE"),
    "SAR": ("USD", 3.75, "fixed to the dollar since 1986, Saudi Central Bank"),
    "BBD": ("USD", 2.0, "fixed to the dollar since 1975, Central Bank of Barbados"),
}
"""Currency → the currency it is tied to, units of it for one of that, source."""


class NoRate(Exception):
    """No rate is known; the message names currency and year."""


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter(fallback_on_missing_rate=True, fallback_on_missing_rate_method="last_known")


@cache
def dollars_for_one(currency: str, year: int | None) -> float:
    """US dollars for one unit of `currency` at the middle of `year` (1 July). Raises NoRate."""
    if currency == "USD":
        return 1.0
    if currency in PEGS:
        anchor, units, _source = PEGS[currency]
        return dollars_for_one(anchor, year) / units
    if year is None:
        raise NoRate(f"{currency} without a year")
    converter = _converter()
    if currency not in converter.currencies:
        raise NoRate(f"{currency} is not among the reference rates")
    first, last = converter.bounds[currency]
    day = date(year, 7, 1)
    if year == last.year:
        day = min(day, last)
    if not first <= day <= last:
        raise NoRate(f"{currency} has no reference rate for {year}")
    try:
        return float(converter.convert(1, currency, "USD", date=day))
    except (RateNotFoundError, ValueError) as error:
        raise NoRate(f"{currency} has no reference rate for {year}") from error
