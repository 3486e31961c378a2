"""In development a commit wakes a worker in this process; in production the worker is a process of its own."""

from __future__ import annotations

import logging
import threading

from django.db import connection

log = logging.getLogger("use.search")

_wanted = threading.Event()
_running = threading.Lock()


def after_commit() -> None:
    """Index soon, in a thread; many calls in a row make one run."""
    _wanted.set()
    if _running.acquire(blocking=False):
        threading.Thread(target=_run, name="search-nudge", daemon=True).start()


def _run() -> None:
    from search.indexing.worker import drain  # the worker needs the engine, whose module imports this one

    try:
        while _wanted.is_set():
            _wanted.clear()
            drain()
    except Exception:
        log.exception("the nudged index run failed; the jobs wait for the next one")
    finally:
        connection.close()
        _running.release()
