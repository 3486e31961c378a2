"""Numbered pages of a long list, as `components/pagination.html` shows them."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import QueryDict


def numbered_pages(page: Page, asked: QueryDict) -> dict[str, Any] | None:
    """Numbers and addresses that keep the filters; None when one page holds all."""
    if page.paginator.num_pages == 1:
        return None

    def url(number: int) -> str:
        query = asked.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    numbers = page.paginator.get_elided_page_range(page.number)
    return {
        "pages": [
            {"number": n, "url": url(n) if isinstance(n, int) else "", "current": n == page.number} for n in numbers
        ],
        "previous_url": url(page.previous_page_number()) if page.has_previous() else "",
        "next_url": url(page.next_page_number()) if page.has_next() else "",
    }
