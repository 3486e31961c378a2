"""Locks that a forked child must not keep.

A file lock (flock) belongs to the open file, which parent and child share after a fork: it is let go only when both
have closed it. tantivy opens and locks files in threads of its own, a moment after an index was opened; those threads
do not exist in the child. Without this, a fork at the wrong moment leaves a child that waits for itself for ever, and a
parent that cannot write until the child ends.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

WRITER_LOCK = ".search-writer.lock"

_LOCKS = frozenset({WRITER_LOCK, ".tantivy-meta.lock", ".tantivy-writer.lock"})
_OPEN_FILES = Path("/proc/self/fd")


def let_go_of_locks() -> None:
    """Point every lock file that is open here at /dev/null instead, so that a later close of that number is harmless.

    Where the system does not list open files (it is Linux that does), nothing is done.
    """
    with suppress(OSError):
        numbers = [int(name) for name in os.listdir(_OPEN_FILES)]
        nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
        for number in numbers:
            with suppress(OSError):  # the listing itself was one of them
                if os.path.basename(os.readlink(_OPEN_FILES / str(number))) in _LOCKS:
                    os.dup2(nothing, number, inheritable=False)
        os.close(nothing)


os.register_at_fork(after_in_child=let_go_of_locks)
