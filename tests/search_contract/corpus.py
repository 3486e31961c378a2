"""A small schema and documents for it, as both engines and the oracle see them."""

from search.core.document import SearchDocument
from search.core.facets import FacetSet, RangeFacet, TermsFacet
from search.core.schema import IndexSchema, Sort, TextField


def _labels(language):
    return {}


SCHEMA = IndexSchema(
    texts=(
        TextField("title", 3.0, "what it is called", highlighted=True),
        TextField("names", 2.0, "cities and partners", stemmed=False, highlighted=True),
        TextField("summary", 1.5, "what it is about", highlighted=True),
        TextField("body", 1.0, "all the rest", highlighted=True),
    ),
    facets=FacetSet(
        (
            TermsFacet("theme", "themes", "Theme", _labels, kinship=3.0),
            TermsFacet("city", "cities", "City", _labels),
            TermsFacet("kind", "kinds", "Kind", _labels, kinship=0.0),
            RangeFacet("year", "years", "Year", "year_from", "year_to"),
        )
    ),
    languages=("en", "fr", "es"),
    numbers=("years", "completeness"),
    keywords=("title_sort",),
    sorts=(
        Sort("newest", "Newest", "years"),
        Sort("oldest", "Oldest", "years", descending=False),
        Sort("a-z", "A to Z", "title_sort", descending=False),
        Sort("z-a", "Z to A", "title_sort"),
    ),
)


def entry(key, title="", *, language="en", names="", summary="", body="", themes=(), cities=(), kinds=(), **numbers):
    """A document in one language; whole texts can be given as language → text."""
    texts = {
        name: text if isinstance(text, dict) else {language: text}
        for name, text in (("title", title), ("summary", summary), ("body", body))
        if text
    }
    if names:
        texts["names"] = {"": names}
    facets = {"themes": tuple(themes), "cities": tuple(cities), "kinds": tuple(kinds)}
    shown = title if isinstance(title, str) else next(iter(title.values()))
    return SearchDocument(
        key=key,
        texts=texts,
        language=language,
        facets={field: slugs for field, slugs in facets.items() if slugs},
        numbers=numbers,
        keywords={"title_sort": shown.lower()} if shown else {},
        display={"title": shown, "n": {"deep": [1, None, "é"]}},
    )
