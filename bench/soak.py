"""`make soak`: a minute of searches from four threads, with a rebuild in the middle; nothing may fail."""

import sys
import threading
import time

from bench.setting import QUERIES, set_up

SECONDS, THREADS = 60, 4


def main() -> int:
    """Print p50 and p95 before and during the rebuild; exit 1 when an answer was not 200."""
    set_up()
    from django.db import connection
    from django.test import Client

    from search.indexing.api import engine
    from search.indexing.rebuild import rebuild

    rebuild(engine())
    rebuilding, failures, times = threading.Event(), [], {False: [], True: []}
    end = time.monotonic() + SECONDS

    def ask(offset: int) -> None:
        client, n = Client(), offset
        while time.monotonic() < end:
            n += 1
            started = time.perf_counter()
            answer = client.get("/en/search/", {"q": QUERIES[n % len(QUERIES)]})
            times[rebuilding.is_set()].append(time.perf_counter() - started)
            if answer.status_code != 200:
                failures.append(answer.status_code)
        connection.close()

    threads = [threading.Thread(target=ask, args=(n * 3,)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS / 3)
    rebuilding.set()
    rebuild(engine())
    rebuilding.clear()
    for thread in threads:
        thread.join()
    for name, key in (("idle", False), ("during the rebuild", True)):
        ordered = sorted(times[key]) or [0.0]
        middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        print(f"{name}: {len(ordered)} searches, p50 {middle * 1000:.0f} ms, p95 {high * 1000:.0f} ms")
    print(f"failed: {len(failures)}")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
