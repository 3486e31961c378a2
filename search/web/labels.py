"""Words for slugs while one page is made: each facet's labels are asked for once."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from search.core.facets import FacetSet, RangeFacet, TermsFacet
from search.core.query import Range


class Labels:
    """Labels of all facets in one language."""

    def __init__(self, facets: FacetSet, language: str) -> None:
        self._facets, self._language = facets, language
        self._held: dict[str, Mapping[str, str]] = {}

    def of(self, name: str) -> Mapping[str, str]:
        """Slug → label of one facet; empty for a facet that has none."""
        if name not in self._held:
            facet = self._facets.by_name.get(name)
            self._held[name] = facet.labels(self._language) if isinstance(facet, TermsFacet) else {}
        return self._held[name]

    def label(self, name: str, slug: str) -> str:
        """The word for one value; the slug where there is none."""
        return self.of(name).get(slug, slug)

    def title(self, name: str) -> str:
        """What the facet is called."""
        return str(self._facets.by_name[name].title)

    def choice(self, name: str, slugs: tuple[str, ...], range_: Range | None) -> str:
        """All that is chosen in a facet, in words."""
        facet = self._facets.by_name[name]
        if isinstance(facet, RangeFacet):
            return range_words(range_ or Range())
        return ", ".join(self.label(name, slug) for slug in slugs)


def range_words(range_: Range) -> str:
    """A range in words: 2010–2015, from 2010, to 2015."""
    if range_.low is None:
        return _("to %(number)s") % {"number": range_.high}
    if range_.high is None:
        return _("from %(number)s") % {"number": range_.low}
    return f"{range_.low}–{range_.high}"


def counted(number: int) -> str:
    """A count as the active language writes it: 1,234."""
    return number_format(number, use_l10n=True, force_grouping=True) if number >= 1000 else str(number)
