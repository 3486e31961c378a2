"""The hidden bookmarks by which a form in Word is read again, whatever its language."""

from __future__ import annotations

from hashlib import blake2b

PREFIX = "_use_"
"""Names that begin with an underline are hidden in Word's list of bookmarks."""
FORM = f"{PREFIX}form"
OURS = f"{PREFIX}own_"
"""What the form itself says outside the answers."""
LONGEST = 40
"""Characters that Word allows in a name."""


def answer_mark(key: str) -> str:
    """Stands in the question above an answer."""
    return f"{PREFIX}a_{key}"


def column_mark(key: str, column: str) -> str:
    """Stands above a column of a repeating answer."""
    return f"{PREFIX}c_{key}__{column}"


def option_mark(key: str, value: str) -> str:
    """Stands at one choice of a list. Slugs may be longer than a bookmark's name, so it is a digest."""
    return f"{PREFIX}o_{blake2b(f'{key}:{value}'.encode(), digest_size=8).hexdigest()}"
