"""Facets, similar entries, completions, and what is refused."""

import pytest

from search.core.errors import SearchRejected
from search.core.query import Range, SearchQuery
from tests.search_contract.corpus import entry


def keys(hits):
    return [hit.key for hit in hits]


def test_more_than_a_thousand_values_are_all_counted(engine, load):
    load(*(entry(f"e{number:04}", cities=[f"c{number}", "all", "all"]) for number in range(1200)))
    counts = engine.search(SearchQuery(facets=("city",), size=0)).facets["city"]
    assert len(counts) == 1201
    assert counts["all"] == 1200
    assert counts["c7"] == 1


def test_a_facet_of_numbers_has_no_counts(engine, load):
    load(entry("a", years=2020))
    assert engine.search(SearchQuery(facets=("year", "theme"))).facets == {"year": {}, "theme": {}}


def test_bounds_may_be_any_number(engine, load):
    load(entry("a", years=2020), entry("b"))
    assert engine.search(SearchQuery(ranges={"year": Range(-(10**30), 10**30)})).total == 1
    assert engine.search(SearchQuery(ranges={"year": Range(2021, 2019)})).total == 0
    assert engine.search(SearchQuery(ranges={"year": Range()})).total == 2


@pytest.mark.parametrize(
    "query",
    [
        SearchQuery(filters={"colour": ("red",)}),
        SearchQuery(filters={"year": ("2020",)}),
        SearchQuery(scope={"themes": ("t",)}),
        SearchQuery(ranges={"theme": Range(1)}),
        SearchQuery(facets=("colour",)),
        SearchQuery(sort="colour"),
        SearchQuery(page=0),
        SearchQuery(page=501, size=20),
        SearchQuery(neighbours=(("a", 0.0),)),
        SearchQuery(filters={"theme": ("\ud800",)}),
    ],
)
def test_what_the_schema_does_not_have_is_refused(engine, load, query):
    load(entry("a"))
    with pytest.raises(SearchRejected):
        engine.search(query)


def test_similar_entries_share_words_and_themes(engine, load):
    load(
        entry("a", "Cable cars for a hill", body="aerial cable car transport", themes=["mobility"], kinds=["k"]),
        entry("b", "An aerial cable car", body="transport up the hill", themes=["mobility"], kinds=["k"]),
        entry("c", "School meals", body="lunch", themes=["mobility"], kinds=["k"]),
        entry("d", "Rain gardens", body="lunch", themes=["water"], kinds=["k"]),
        *(entry(f"filler{number}", f"thing{number} stuff", kinds=["k"]) for number in range(5)),
    )
    assert keys(engine.similar("a", 5)) == ["b", "c"]
    assert keys(engine.similar("a", 1)) == ["b"]
    assert engine.similar("gone", 5) == ()
    assert engine.similar("a", 0) == ()
    assert engine.similar("a", 5)[0].display["title"] == "An aerial cable car"


def test_completions_need_all_words_and_the_beginning_of_the_last(engine, load):
    load(
        entry("a", "Water for Lima", completeness=10),
        entry("b", "Water fund", names="Lima", completeness=20),
        entry("c", "Wat", body="lima"),
        entry("d", "São Paulo’s waterfront"),
        entry("e", {"fr": "Waterloo"}, language="fr"),
    )
    assert keys(engine.suggest("wat", "en", 10)) == ["c", "b", "a", "d", "e"]
    assert keys(engine.suggest("WAT", "fr", 10)) == ["c", "e", "b", "a", "d"]
    assert keys(engine.suggest("lima wat", "en", 10)) == ["a", "b"]
    assert keys(engine.suggest("water li", "en", 10)) == ["a", "b"]
    assert keys(engine.suggest("sao pau", "en", 10)) == ["d"]
    assert keys(engine.suggest("paulo's wa", "en", 10)) == ["d"]
    assert keys(engine.suggest("wat", "en", 2)) == ["c", "b"]
    for nothing in ("", " ", "…", "wat*", "w.*", "\ud800"):
        assert set(keys(engine.suggest(nothing, "en", 10))) <= {"c", "b", "a", "d", "e"}
    assert engine.suggest("", "en", 10) == ()
