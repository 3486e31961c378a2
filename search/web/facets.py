"""Counts of the engine as the filters that a page shows and the API lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from search.core.facets import FacetSet, RangeFacet, TermsFacet
from search.core.words import fold
from search.web.labels import Labels, counted
from search.web.querystring import Asked

FILTER_BOX_FROM = 21
"""Values from which on a facet has a box to find one."""
OPEN_AT_FIRST = 5
"""Groups that stand open when nothing is chosen in the others."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet. `parent` is the slug above it in a tree."""

    slug: str
    label: str
    count: int
    chosen: bool
    children: tuple[Value, ...] = ()
    parent: str = ""

    @property
    def number(self) -> str:
        """The count with separators."""
        return counted(self.count)

    @property
    def unfolded(self) -> bool:
        """Whether its children are shown: it is chosen, or one of them is."""
        return self.chosen or any(child.chosen for child in self.children)


@dataclass(frozen=True, slots=True)
class TermsView:
    """A group of values as a page shows it; `left` values more can be asked for."""

    name: str
    title: str
    values: tuple[Value, ...]
    left: int
    total: int
    chosen: int
    all_shown: bool
    open: bool
    is_range = False

    @property
    def filter_box(self) -> bool:
        """Whether a box helps to find a value."""
        return self.total >= FILTER_BOX_FROM


@dataclass(frozen=True, slots=True)
class RangeView:
    """Two inputs for the ends of a range; text, so that no locale puts separators into years."""

    name: str
    title: str
    from_param: str
    to_param: str
    low: str
    high: str
    open: bool = True
    is_range = True


FacetView = TermsView | RangeView


def values_of(facet: TermsFacet, counts: Mapping[str, int], asked: Asked, labels: Labels) -> tuple[Value, ...]:
    """All values with a count, and all chosen ones, as a tree where the facet is one.

    Ordered facets keep the order of their labels; the others go by count, then by label. A zero is there only when it
    is chosen, or when something below it is counted.
    """
    words = labels.of(facet.name)
    chosen = set(asked.filters.get(facet.name, ()))
    slugs = {slug for slug, count in counts.items() if count > 0} | chosen
    parents = {slug: parent for slug in slugs if facet.parent_of and (parent := facet.parent_of(slug))}
    below: dict[str, list[str]] = {}
    for slug, parent in parents.items():
        below.setdefault(parent, []).append(slug)
    place = {slug: number for number, slug in enumerate(words)} if facet.ordered else {}

    def rank(value: Value) -> tuple[int, int, str, str]:
        return place.get(value.slug, len(place)), 0 if place else -value.count, fold(value.label), value.slug

    def value(slug: str, parent: str = "") -> Value:
        return Value(
            slug=slug,
            label=words.get(slug, slug),
            count=counts.get(slug, 0),
            chosen=slug in chosen,
            children=tuple(sorted((value(child, slug) for child in below[slug]), key=rank)) if slug in below else (),
            parent=parent,
        )

    return tuple(sorted((value(slug) for slug in slugs | set(below) if slug not in parents), key=rank))


def facet_views(
    facets: FacetSet, counts: Mapping[str, Mapping[str, int]], asked: Asked, labels: Labels
) -> tuple[FacetView, ...]:
    """The groups of a page, in the declared order. A group without any value is left out."""
    views: list[FacetView] = []
    for facet in facets:
        if isinstance(facet, RangeFacet):
            views.append(_range_view(facet, asked))
        elif values := values_of(facet, counts.get(facet.name, {}), asked, labels):
            views.append(_terms_view(facet, values, asked, opened=len(views) < OPEN_AT_FIRST))
    return tuple(views)


def _terms_view(facet: TermsFacet, values: tuple[Value, ...], asked: Asked, *, opened: bool) -> TermsView:
    everything = facet.name in asked.more
    first, rest = (values, ()) if everything else (values[: facet.visible], values[facet.visible :])
    shown = (*first, *(value for value in rest if value.unfolded))
    chosen = len(asked.filters.get(facet.name, ()))
    return TermsView(
        name=facet.name,
        title=str(facet.title),
        values=tuple(v if v.unfolded else replace(v, children=()) for v in shown),
        left=len(values) - len(shown),
        total=len(values),
        chosen=chosen,
        all_shown=everything,
        open=opened or chosen > 0 or everything,
    )


def _range_view(facet: RangeFacet, asked: Asked) -> RangeView:
    range_ = asked.ranges.get(facet.name)
    low, high = (range_.low, range_.high) if range_ else (None, None)
    return RangeView(
        name=facet.name,
        title=str(facet.title),
        from_param=facet.from_param,
        to_param=facet.to_param,
        low="" if low is None else str(low),
        high="" if high is None else str(high),
    )


def begins_with(label: str, typed: str) -> bool:
    """Whether a word of the label begins with what was typed, accents aside."""
    wanted = fold(unicodedata.normalize("NFC", typed.strip()))
    folded = fold(label)
    return bool(wanted) and (folded.startswith(wanted) or f" {wanted}" in folded.replace("-", " ").replace("'", " "))
