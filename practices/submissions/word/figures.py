"""Numbers as people write them in a cell, both ways."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

GAPS = re.compile(r"(?<=\d)[\s'’_\u00a0\u202f]+(?=\d{3}(?!\d))")
TWO_READINGS = re.compile(r"-?[1-9]\d{0,2}[.,]\d{3}")
"""1,250 is a thousand and a quarter in one country, and one and a quarter in another."""
COMMA_GROUPS = re.compile(r"-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
DOT_GROUPS = re.compile(r"-?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
PLAIN = re.compile(r"-?\d+(?:[.,]\d+)?")


class TwoReadings(ValueError):
    """The number can be read in two ways."""


def written(value: float | Decimal | str) -> str:
    """A number without exponent, and in a way that has one reading only; a text as it is."""
    if isinstance(value, str):
        return value
    if value == 0:
        return "0"
    text = format(Decimal(str(value)), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}0" if "." in text and TWO_READINGS.fullmatch(text) else text


def number(text: str) -> int | float:
    """The number that was typed. Raises TwoReadings, or ValueError for what is none."""
    text = GAPS.sub("", text.strip())
    if TWO_READINGS.fullmatch(text):
        raise TwoReadings(text)
    if COMMA_GROUPS.fullmatch(text):
        text = text.replace(",", "")
    elif DOT_GROUPS.fullmatch(text) and (text.count(".") > 1 or "," in text):
        text = text.replace(".", "").replace(",", ".")
    elif not PLAIN.fullmatch(text):
        raise ValueError(text)
    try:
        exact = Decimal(text.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(text) from error
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def number_or_text(text: str) -> int | float | str:
    """The number, where the text is exactly how it would be written; else the text."""
    if not PLAIN.fullmatch(text) or "," in text:
        return text
    value = int(text) if text.lstrip("-").isdigit() else float(text)
    return value if written(value) == text else text
