"""Facets, declared once: mapping, form, query, templates and tests read these objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TermsFacet:
    """One multi-select filter.

    `field` holds slugs; `labels` turns them into words for a language; `parent_of` makes it a tree.
    `visible` is how many values a page shows before "show n more". `ordered` keeps the order of `labels`
    (sizes, levels) instead of counting down. `resolve` leads an old slug to the one that stands for it today.
    """

    name: str
    field: str
    title: object
    labels: Callable[[str], Mapping[str, str]]
    visible: int = 6
    parent_of: Callable[[str], str | None] | None = None
    ordered: bool = False
    kinship: float = 1.0
    resolve: Callable[[str], str] | None = None


@dataclass(frozen=True, slots=True)
class RangeFacet:
    """One filter on a whole number, from and to, both ends included. `field` is a number of the document."""

    name: str
    field: str
    title: object
    from_param: str
    to_param: str


Facet = TermsFacet | RangeFacet


@dataclass(frozen=True)
class FacetSet:
    """All facets of the index, by name, in the order pages show them."""

    facets: tuple[Facet, ...]
    by_name: Mapping[str, Facet] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raise ValueError when two facets share a name or a field."""
        names = [facet.name for facet in self.facets]
        fields = [facet.field for facet in self.facets]
        if len(set(names)) < len(names) or len(set(fields)) < len(fields):
            raise ValueError(f"two facets share a name or a field: {names}, {fields}")
        object.__setattr__(self, "by_name", dict(zip(names, self.facets, strict=True)))

    def __iter__(self) -> Iterator[Facet]:
        return iter(self.facets)

    @property
    def terms(self) -> tuple[TermsFacet, ...]:
        """The facets that hold slugs."""
        return tuple(facet for facet in self.facets if isinstance(facet, TermsFacet))

    @property
    def ranges(self) -> tuple[RangeFacet, ...]:
        """The facets that hold numbers."""
        return tuple(facet for facet in self.facets if isinstance(facet, RangeFacet))
