from dataclasses import replace

import pytest

from practices.facets import SCHEMA
from search.core.query import SearchQuery
from search.core.results import SearchResults
from search.web.querystring import Asked, QueryString
from search.web.service import Finder

NAMES = {"wuhan", "mexico city", "mexico"}


class Recorder:
    """An engine that remembers what it was asked."""

    name = "recorder"

    def search(self, query: SearchQuery) -> SearchResults:
        self.asked = query
        return SearchResults((), 1, {}, 0.0)


@pytest.fixture
def ask():
    engine = Recorder()
    schema = replace(SCHEMA, is_name=NAMES.__contains__)
    finder = Finder(engine, QueryString(schema), "en", lambda text: (("near", 1.0),))

    def ask(text):
        finder.find(Asked(text=text))
        return engine.asked

    return ask


def required(query):
    return [clause.terms[0].words for clause in query.text.clauses if clause.required]


def test_a_name_must_be_there_and_the_other_words_only_rank(ask):
    query = ask("Wuhan transport")
    assert required(query) == [("wuhan",)]
    assert query.text.minimum == 0
    assert len(query.text.clauses) == 2


def test_the_longest_name_counts_as_a_phrase(ask):
    assert required(ask("parks in Mexico City")) == [("mexico", "city")]


def test_a_name_has_no_neighbours_in_meaning(ask):
    assert ask("Wuhan").neighbours == ()
    assert ask("river parks").neighbours == (("near", 1.0),)


@pytest.mark.parametrize("text", ['"river parks"', "river -parks"])
def test_exact_wishes_have_no_neighbours(ask, text):
    assert ask(text).neighbours == ()
