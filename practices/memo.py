"""Answers kept in this process for a minute: live numbers need not be counted for every reader."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

MAX_AGE = 60.0
A = ParamSpec("A")
R = TypeVar("R")
_kept: dict[tuple[object, ...], tuple[float, object]] = {}


def for_a_minute(function: Callable[A, R]) -> Callable[A, R]:
    """Keep what the function returned for the same (hashable, positional) arguments for a minute."""

    @wraps(function)
    def kept(*args: A.args, **kwargs: A.kwargs) -> R:
        key = (function.__module__, function.__qualname__, *args, *sorted(kwargs.items()))
        moment, value = _kept.get(key, (-MAX_AGE, None))
        if time.monotonic() - moment >= MAX_AGE:
            value = function(*args, **kwargs)
            _kept[key] = (time.monotonic(), value)
        return value  # type: ignore[return-value]

    return kept


def forget() -> None:
    """Drop everything kept: for tests."""
    _kept.clear()
