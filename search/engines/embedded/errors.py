"""What tantivy raises, as what search raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from search.core.errors import SearchError, SearchUnavailable


@contextmanager
def translated() -> Iterator[None]:
    """Let only search's own errors out. A panic of tantivy arrives as a BaseException of that name."""
    try:
        yield
    except SearchError:
        raise
    except Exception as error:
        raise SearchUnavailable(f"the embedded index cannot answer: {error}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise SearchUnavailable(f"the embedded index cannot answer: {error}") from error
