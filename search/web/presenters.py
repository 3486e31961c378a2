"""What the search page shows, as plain values: everything is in words and links, nothing asks the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.core.facets import RangeFacet
from search.core.results import Hit
from search.core.schema import IndexSchema
from search.core.text import MAX_LENGTH, too_long
from search.web.facets import FacetView, facet_views
from search.web.labels import Labels, counted
from search.web.marking import marked_texts, torn
from search.web.querystring import LAST_HIT, LIST, MAP, ON_THE_MAP, RELEVANCE, SIZES, Asked, QueryString
from search.web.service import Found
from search.web.worldmap import Mark, marks

FIELD_WORDS: Mapping[str, Any] = {
    "title": gettext_lazy("title"),
    "summary": gettext_lazy("summary"),
    "names": gettext_lazy("place"),
    "terms": gettext_lazy("subject"),
    "body": gettext_lazy("full text"),
}
"""Text fields in the words of a reader."""
NEIGHBOURING_PAGES = 2


@dataclass(frozen=True, slots=True)
class Link:
    """A link, what it says, and whether it is where the reader is."""

    url: str
    label: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A chosen value, and the link that takes it away."""

    title: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of results; one without an address stands for those left out."""

    number: int = 0
    url: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit for its card: what the index holds for display; escaped HTML of marked texts and of why it was found."""

    display: Mapping[str, Any]
    title: str
    summary: str
    passage: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class RelaxedView:
    """What is found without one choice."""

    choice: str
    count: str
    url: str


class ResultsPage:
    """One search as a page. Templates read its properties."""

    def __init__(self, schema: IndexSchema, asked: Asked, found: Found, *, language: str) -> None:
        self.schema, self.asked, self.found, self.language = schema, asked, found, language
        self.strings = QueryString(schema)
        self.labels = Labels(schema.facets, language)

    # what was found

    @property
    def total(self) -> int:
        """Entries found."""
        return self.found.results.total

    @property
    def number(self) -> str:
        """The total with separators."""
        return counted(self.total)

    @property
    def text(self) -> str:
        """The text that the results are for."""
        return self.found.suggestion.text if self.found.corrected and self.found.suggestion else self.asked.text

    @property
    def cut(self) -> int:
        """How many characters of the text were used, when it was too long; else 0."""
        return MAX_LENGTH if too_long(self.asked.text) else 0

    @cached_property
    def hits(self) -> tuple[HitView, ...]:
        """The hits of this page; on the map one call brings many hits, and the list shows its page of them."""
        hits = self.found.results.hits
        if self.asked.view == MAP:
            start = (self.asked.page - 1) * self.asked.size
            hits = hits[start : start + self.asked.size]
        return tuple(self._hit(hit) for hit in hits)

    @property
    def near(self) -> tuple[HitView, ...]:
        """Entries with some of the words, when none has all."""
        return tuple(self._hit(hit) for hit in self.found.near)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Places of the hits on the world map."""
        return marks(self.found.results.hits, self.language) if self.asked.view == MAP else ()

    @property
    def on_the_map(self) -> str:
        """How many of the hits are drawn, when not all are."""
        return counted(ON_THE_MAP) if self.total > ON_THE_MAP else ""

    def _hit(self, hit: Hit) -> HitView:
        shown = (hit.display.get("versions") or {}).get(self.language) or hit.display
        texts = {name: str(shown.get(name) or "") for name in ("title", "summary")}
        html = marked_texts(texts, hit.highlights)
        passage = torn(hit.highlights["body"]) if "body" in hit.highlights and not html else ""
        filled = {name: html.get(name) or escape(text) for name, text in texts.items()}
        return HitView(hit.display, **filled, passage=passage, why=escape(self._why(hit)))

    def _why(self, hit: Hit) -> str:
        if not self.asked.text:
            return ""
        if not hit.matched:
            return _("Close in meaning")
        return _("Found in: %(parts)s") % {"parts": ", ".join(str(FIELD_WORDS.get(name, name)) for name in hit.matched)}

    # what was chosen

    @cached_property
    def chips(self) -> tuple[Chip, ...]:
        """Every chosen value with the link that takes it away."""
        chips = []
        for facet in self.schema.facets:
            title = str(facet.title)
            if isinstance(facet, RangeFacet):
                if range_ := self.asked.ranges.get(facet.name):
                    label = self.labels.choice(facet.name, (), range_)
                    chips.append(Chip(title, f"{title} {label}", self._link(self.asked.without(facet.name))))
                continue
            for slug in self.asked.filters.get(facet.name, ()):
                url = self._link(self.asked.without(facet.name, slug))
                chips.append(Chip(title, self.labels.label(facet.name, slug), url))
        return tuple(chips)

    @property
    def clear_url(self) -> str:
        """The same text without any filter."""
        return self._link(self.asked.bare())

    @cached_property
    def facets(self) -> tuple[FacetView, ...]:
        """The filters with their counts."""
        return facet_views(self.schema.facets, self.found.results.facets, self.asked, self.labels)

    def more_url(self, name: str) -> str:
        """The same page with all values of a facet."""
        return self._link(replace(self.asked, more=tuple(sorted({*self.asked.more, name}))))

    @property
    def sorts(self) -> tuple[Link, ...]:
        """The orders to choose from; `url` is the value of the parameter."""
        names = [(RELEVANCE, _("Relevance") if self.asked.text else _("Best documented"))]
        names += [
            (sort.name, str(sort.title)) for sort in self.schema.sorts if self.asked.text or sort.name != "complete"
        ]
        return tuple(Link(name, label, name == self.asked.sort) for name, label in names)

    # where else to go

    @property
    def last_page(self) -> int:
        """The last page there is; 1 when nothing was found."""
        reachable = min(self.total, ON_THE_MAP if self.asked.view == MAP else LAST_HIT)
        return max(1, -(-reachable // self.asked.size))

    @property
    def beyond(self) -> bool:
        """Whether the page asked for lies after the last one."""
        return self.asked.page > self.last_page

    @property
    def last_page_url(self) -> str:
        """The last page there is."""
        return self._page_url(self.last_page)

    @property
    def pages(self) -> tuple[PageLink, ...]:
        """First, last, and the pages around this one; empty when there is one only."""
        if self.last_page == 1 or self.beyond:
            return ()
        here = self.asked.page
        wanted = {1, self.last_page, *range(here - NEIGHBOURING_PAGES, here + NEIGHBOURING_PAGES + 1)}
        links: list[PageLink] = []
        for number in sorted(n for n in wanted if 1 <= n <= self.last_page):
            if links and number > links[-1].number + 1:
                links.append(PageLink())
            links.append(PageLink(number, self._page_url(number), number == here))
        return tuple(links)

    @property
    def previous_url(self) -> str:
        """The page before; empty on the first."""
        return self._page_url(self.asked.page - 1) if 1 < self.asked.page <= self.last_page else ""

    @property
    def next_url(self) -> str:
        """The page after; empty on the last."""
        return self._page_url(self.asked.page + 1) if self.asked.page < self.last_page else ""

    @property
    def sizes(self) -> tuple[Link, ...]:
        """How many results a page may have, where it makes a difference."""
        if self.total <= SIZES[0]:
            return ()
        return tuple(
            Link(self._link(replace(self.asked, size=size, page=1)), str(size), size == self.asked.size)
            for size in SIZES
        )

    @property
    def view_url(self) -> str:
        """The same results on the map, or without it."""
        return self._link(replace(self.asked, view=LIST if self.asked.view == MAP else MAP, page=1))

    @property
    def export_query(self) -> str:
        """The query string of exports and feeds: everything but page and view."""
        return self.strings.write(replace(self.asked, text=self.text, page=1, size=SIZES[0], view=LIST, more=()))

    @property
    def canonical_query(self) -> str:
        """The query string that stands for this page; what only changes its looks is left out."""
        return self.strings.write(replace(self.asked, size=SIZES[0], view=LIST, more=()))

    @property
    def indexable(self) -> bool:
        """Whether search engines may list it: browsing all, or by one value."""
        plain = self.asked.sort == RELEVANCE and self.asked.size == SIZES[0] and self.asked.view == LIST
        return plain and not (self.asked.text or self.asked.more or self.beyond) and self.asked.choices <= 1

    # nothing found

    @property
    def suggestion_url(self) -> str:
        """The search with the other spelling."""
        suggestion = self.found.suggestion
        return self._link(replace(self.asked, text=suggestion.text, page=1)) if suggestion else ""

    @property
    def suggestion_total(self) -> str:
        """How much the other spelling finds."""
        return counted(self.found.suggestion.total) if self.found.suggestion else ""

    @property
    def relaxed(self) -> tuple[RelaxedView, ...]:
        """What dropping each choice would give."""
        views = []
        for relaxed in self.found.relaxed:
            words = self.labels.choice(
                relaxed.facet, self.asked.filters.get(relaxed.facet, ()), self.asked.ranges.get(relaxed.facet)
            )
            choice = _("%(filter)s: %(values)s") % {"filter": self.labels.title(relaxed.facet), "values": words}
            views.append(RelaxedView(choice, counted(relaxed.total), self._link(self.asked.without(relaxed.facet))))
        return tuple(views)

    @property
    def unfiltered(self) -> str:
        """How much is found without any filter, when there are several; else empty."""
        return counted(self.found.unfiltered) if self.found.unfiltered and self.asked.choices > 1 else ""

    # pieces

    def _link(self, asked: Asked) -> str:
        return self.strings.link(asked)

    def _page_url(self, number: int) -> str:
        return self._link(replace(self.asked, page=number))
