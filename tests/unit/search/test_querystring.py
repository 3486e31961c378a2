"""Addresses and what they ask for are two forms of one thing."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from search.core.facets import FacetSet, RangeFacet, TermsFacet
from search.core.query import Range
from search.core.schema import IndexSchema, Sort, TextField
from search.core.text import parse
from search.web.querystring import ON_THE_MAP, Asked, BadParameter, QueryString, parameter_names

COLOURS = {"red": "Red", "blue": "Blue", "dark-blue": "Dark blue", "UK": "United Kingdom"}
OLD = {"scarlet": "red"}
SCHEMA = IndexSchema(
    texts=(TextField("title", 1.0, "the only one"),),
    facets=FacetSet(
        (
            TermsFacet(
                "colour", "colours", "Colour", lambda language: COLOURS, resolve=lambda slug: OLD.get(slug, slug)
            ),
            TermsFacet("place", "places", "Place", lambda language: COLOURS),
            RangeFacet("year", "years", "Year", "year_from", "year_to"),
        )
    ),
    languages=("en",),
    numbers=("years",),
    keywords=(),
    sorts=(Sort("newest", "Newest", "years"),),
)
STRINGS = QueryString(SCHEMA)


def read(address):
    return STRINGS.read(QueryDict(address))


def canonical(address):
    return STRINGS.write(read(address))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ""),
        ("q=", ""),
        (
            "page=3&year_to=2010&colour=red&q=two+words&colour=blue&sort=newest",
            "q=two+words&colour=blue&colour=red&year_to=2010&sort=newest&page=3",
        ),
        ("sort=relevance&page=1&size=20&view=list", ""),
        ("utm_source=x&q=a&color=red", "q=a"),
        ("colour=&colour=red&colour=red", "colour=red"),
        ("colour=none-such&place=uk", "place=UK"),
        ("sort=price&page=-2&size=7&view=globe&year_from=abc", ""),
        ("more=place&more=colour&more=nothing", "more=colour&more=place"),
        ("view=map&size=50", "size=50&view=map"),
    ],
)
def test_the_page_reads_what_it_knows_in_one_order(address, expected):
    assert canonical(address) == expected


@given(st.text(max_size=200))
def test_any_address_can_be_read_and_its_canonical_form_reads_the_same(address):
    asked = read(address)
    assert STRINGS.write(STRINGS.read(QueryDict(STRINGS.write(asked)))) == STRINGS.write(asked)


@given(st.text(max_size=300))
def test_a_text_survives_the_way_through_an_address(text):
    parameters = QueryDict(mutable=True)
    parameters["q"] = text
    asked = STRINGS.read(parameters)
    assert read(STRINGS.write(asked)).text == asked.text


def test_an_old_slug_leads_to_the_one_of_today():
    asked = read("colour=scarlet")
    assert asked.filters == {"colour": ("red",)}
    assert asked.renamed
    assert not read("colour=red").renamed
    assert not read("place=uk").renamed


def test_ranges_may_be_open():
    assert read("year_from=1990").ranges == {"year": Range(1990, None)}
    assert read("year_from=1990&year_to=2000").ranges == {"year": Range(1990, 2000)}


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("colour=green", "colour"),
        ("year_from=abc", "year_from"),
        ("year_to=1e3", "year_to"),
        ("year_from=2010&year_to=2000", "year_from"),
        ("sort=price", "sort"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("page=501", "page"),
        ("size=1000", "size"),
        ("page=" + "9" * 400, "page"),
        ("page=٣", "page"),
    ],
)
def test_a_program_is_told_which_parameter_is_impossible(address, parameter):
    with pytest.raises(BadParameter) as error:
        STRINGS.read_strictly(QueryDict(address))
    assert error.value.name == parameter
    assert error.value.reason


def test_what_a_program_may_ask_for():
    asked = STRINGS.read_strictly(QueryDict("q=a&colour=red&colour=blue&page=2&size=100&unknown=x"))
    assert (asked.filters, asked.page, asked.size) == ({"colour": ("blue", "red")}, 2, 100)


def test_a_page_beyond_the_last_hit_asks_the_engine_for_the_last_possible_one():
    assert STRINGS.to_query(read("page=999999"), parse("", "en"), language="en").page == 500


def test_the_map_asks_once_for_all_that_it_draws():
    query = STRINGS.to_query(read("view=map&page=2"), parse("", "en"), language="en")
    assert (query.page, query.size, query.highlight) == (1, ON_THE_MAP, False)


def test_choices_are_added_and_taken_away():
    asked = read("q=a&colour=red&year_from=1990&page=4")
    assert asked.choices == 2
    assert STRINGS.write(asked.with_only("colour", "blue")) == "q=a&colour=blue&colour=red&year_from=1990"
    assert STRINGS.write(asked.without("colour", "red")) == "q=a&year_from=1990"
    assert STRINGS.write(asked.without("year")) == "q=a&colour=red"
    assert STRINGS.write(asked.bare()) == "q=a"
    assert Asked(filters={"colour": ("red",)}).chooses("colour", "red")


def test_parameters_of_a_facet():
    assert [parameter_names(facet) for facet in SCHEMA.facets] == [("colour",), ("place",), ("year_from", "year_to")]
