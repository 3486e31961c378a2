"""Waiting for a page. Playwright's own `wait_for_function` evaluates text inside the page, which our CSP forbids."""

from contextlib import suppress

from playwright.sync_api import Error


def until_true(page, script: str, seconds: float = 10) -> None:
    """Return once the script is true in the page, also across a navigation; fails after so many seconds."""
    for _n in range(int(seconds * 20)):
        with suppress(Error):  # the page is being left
            if page.evaluate(script):
                return
        page.wait_for_timeout(50)
    raise AssertionError(f"never became true: {script}")
