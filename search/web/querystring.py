"""An address as plain data and back. Names of parameters come from the declared facets; none stands here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import quote_plus

from search.core.facets import Facet, RangeFacet, TermsFacet
from search.core.query import Range, SearchQuery, TextQuery
from search.core.schema import IndexSchema
from search.core.words import clean

RELEVANCE = "relevance"
LIST, MAP = "list", "map"
SIZES = (20, 50, 100)
LAST_HIT = 10_000
"""Pages end here, see SearchQuery."""
ON_THE_MAP = 500
"""Hits whose places are drawn; the list beside the map shows its page of them, so that one call is enough."""
LONGEST_TEXT = 2_000
"""Kept of the text in links; what is searched is shorter still, see search.core.text."""
MOST_VALUES = 200
"""Values of one facet that one address may choose."""


class Parameters(Protocol):
    """What Django's QueryDict offers."""

    def getlist(self, key: str) -> list[str]:
        """All values of a parameter, in order."""
        ...


class BadParameter(ValueError):
    """A parameter has an impossible value; `reason` says why, in English, for the one who wrote the request."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for.

    `filters` are facet name → slugs, `ranges` facet name → numbers, `more` the facets that show all their values.
    `renamed` says that a slug was given which another stands for today.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    sort: str = RELEVANCE
    page: int = 1
    size: int = SIZES[0]
    view: str = LIST
    more: tuple[str, ...] = ()
    renamed: bool = False

    @property
    def choices(self) -> int:
        """How many values and ranges are chosen."""
        return sum(map(len, self.filters.values())) + len(self.ranges)

    def chooses(self, facet: str, slug: str) -> bool:
        """Whether this value is chosen."""
        return slug in self.filters.get(facet, ())

    def with_only(self, facet: str, slug: str) -> Asked:
        """The same with this one value added, from the first page."""
        slugs = tuple(sorted({*self.filters.get(facet, ()), slug}))
        return replace(self, filters={**self.filters, facet: slugs}, page=1)

    def without(self, facet: str, slug: str | None = None) -> Asked:
        """The same without one value of a facet, or without all that is chosen in it, from the first page."""
        rest = tuple(other for other in self.filters.get(facet, ()) if slug is not None and other != slug)
        filters = {name: slugs for name, slugs in self.filters.items() if name != facet}
        ranges = {name: range_ for name, range_ in self.ranges.items() if name != facet}
        return replace(self, filters={**filters, facet: rest} if rest else filters, ranges=ranges, page=1)

    def bare(self) -> Asked:
        """The text and the order alone."""
        return Asked(text=self.text, sort=self.sort, size=self.size, view=self.view)


class QueryString:
    """Reads and writes addresses for one schema."""

    def __init__(self, schema: IndexSchema) -> None:
        self.schema = schema
        self._sorts = (RELEVANCE, *(sort.name for sort in schema.sorts))

    def read(self, parameters: Parameters) -> Asked:
        """For people: what is unknown or broken is left out."""
        return _Reader(self.schema, parameters, self._sorts, strict=False).asked()

    def read_strictly(self, parameters: Parameters) -> Asked:
        """For programs: raises BadParameter when a value is impossible. Unknown parameters are left out."""
        return _Reader(self.schema, parameters, self._sorts, strict=True).asked()

    def write(self, asked: Asked) -> str:
        """The canonical query string without "?"; empty for a search that browses all."""
        return "&".join(f"{name}={quote_plus(value, safe='')}" for name, value in self._pairs(asked))

    def link(self, asked: Asked) -> str:
        """A link on the search page itself."""
        return f"?{self.write(asked)}"

    def to_query(
        self,
        asked: Asked,
        text: TextQuery,
        *,
        language: str,
        neighbours: tuple[tuple[str, float], ...] = (),
        facets: bool = True,
    ) -> SearchQuery:
        """The question to the engine, with counts of all facets of values unless `facets` is false."""
        page, size = (1, ON_THE_MAP) if asked.view == MAP else (min(asked.page, LAST_HIT // asked.size), asked.size)
        return SearchQuery(
            text=text,
            neighbours=neighbours,
            filters=asked.filters,
            ranges=asked.ranges,
            sort=asked.sort,
            page=page,
            size=size,
            facets=tuple(facet.name for facet in self.schema.facets.terms) if facets else (),
            highlight=asked.view == LIST,
            language=language,
        )

    def _pairs(self, asked: Asked) -> Iterator[tuple[str, str]]:
        if asked.text:
            yield "q", asked.text
        for facet in self.schema.facets:
            if isinstance(facet, TermsFacet):
                for slug in sorted(asked.filters.get(facet.name, ())):
                    yield facet.name, slug
            elif range_ := asked.ranges.get(facet.name):
                for name, number in ((facet.from_param, range_.low), (facet.to_param, range_.high)):
                    if number is not None:
                        yield name, str(number)
        if asked.sort != RELEVANCE:
            yield "sort", asked.sort
        if asked.size != SIZES[0]:
            yield "size", str(asked.size)
        if asked.view != LIST:
            yield "view", asked.view
        for name in sorted(asked.more):
            yield "more", name
        if asked.page > 1:
            yield "page", str(asked.page)


class _Reader:
    """One reading; `strict` decides whether what is impossible is left out or raised."""

    def __init__(self, schema: IndexSchema, parameters: Parameters, sorts: tuple[str, ...], *, strict: bool) -> None:
        self._schema, self._parameters, self._sorts, self._strict = schema, parameters, sorts, strict
        self._renamed = False

    def asked(self) -> Asked:
        """The whole address."""
        filters, ranges = {}, {}
        for facet in self._schema.facets:
            if isinstance(facet, TermsFacet):
                if slugs := self._slugs(facet):
                    filters[facet.name] = slugs
            elif range_ := self._range(facet):
                ranges[facet.name] = range_
        size = self._number("size", 1, SIZES[-1]) or SIZES[0]
        if not self._strict and size not in SIZES:
            size = SIZES[0]
        page = self._number("page", 1, LAST_HIT // size if self._strict else 10**9) or 1
        return Asked(
            text=" ".join(clean(self._last("q")).split())[:LONGEST_TEXT].strip(),
            filters=filters,
            ranges=ranges,
            sort=self._one_of("sort", self._sorts) or RELEVANCE,
            page=page,
            size=size,
            view=LIST if self._strict else self._one_of("view", (LIST, MAP)) or LIST,
            more=self._more(),
            renamed=self._renamed,
        )

    def _last(self, name: str) -> str:
        values = self._parameters.getlist(name)
        return values[-1] if values else ""

    def _slugs(self, facet: TermsFacet) -> tuple[str, ...]:
        given = [value.strip() for value in self._parameters.getlist(facet.name)[:MOST_VALUES]]
        known = facet.labels("en") if any(given) else {}
        found = set()
        for value in filter(None, given):
            slug = facet.resolve(value) if facet.resolve else value
            slug = next((s for s in (slug, slug.lower(), slug.upper()) if s in known), slug if not known else "")
            if not slug:
                self._impossible(facet.name, f"there is no value {value[:80]!r}")
                continue
            self._renamed |= slug.lower() != value.lower()
            found.add(slug)
        return tuple(sorted(found))

    def _range(self, facet: RangeFacet) -> Range | None:
        low = self._number(facet.from_param, -(10**12), 10**12)
        high = self._number(facet.to_param, -(10**12), 10**12)
        if low is not None and high is not None and low > high:
            self._impossible(facet.from_param, f"it is greater than {facet.to_param}")
        return Range(low, high) if low is not None or high is not None else None

    def _number(self, name: str, lowest: int, highest: int) -> int | None:
        value = self._last(name).strip()
        if not value:
            return None
        try:
            number = int(value) if len(value) <= 15 and value.lstrip("-").isascii() else None
        except ValueError:
            number = None
        if number is None:
            self._impossible(name, f"{value[:80]!r} is not a whole number")
        elif not lowest <= number <= highest:
            self._impossible(name, f"{number} is not between {lowest} and {highest}")
            number = None
        return number

    def _one_of(self, name: str, possible: tuple[str, ...]) -> str | None:
        value = self._last(name).strip()
        if value in possible:
            return value
        if value:
            self._impossible(name, f"{value[:80]!r} is not one of {', '.join(possible)}")
        return None

    def _more(self) -> tuple[str, ...]:
        names = {facet.name for facet in self._schema.facets.terms}
        return tuple(sorted(names.intersection(self._parameters.getlist("more"))))

    def _impossible(self, name: str, reason: str) -> None:
        if self._strict:
            raise BadParameter(name, reason)


def parameter_names(facet: Facet) -> tuple[str, ...]:
    """The parameters by which an address chooses in this facet."""
    return (facet.name,) if isinstance(facet, TermsFacet) else (facet.from_param, facet.to_param)
