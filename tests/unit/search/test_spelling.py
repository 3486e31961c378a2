"""Which word was meant."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.core.query import Clause, SearchQuery, Term, TextQuery
from search.engines.spelling import allowed_edits, distance, letters, nearest, typed_words

short_words = st.text("abc", min_size=1, max_size=6)


@cache
def edits_by_definition(one, other):
    """Recursive definition of optimal string alignment."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        edits_by_definition(one[:-1], other) + 1,
        edits_by_definition(one, other[:-1]) + 1,
        edits_by_definition(one[:-1], other[:-1]) + (one[-1] != other[-1]),
    )
    if len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and one[-2] == other[-1]:
        best = min(best, edits_by_definition(one[:-2], other[:-2]) + 1)
    return best


@given(short_words, short_words, st.integers(1, 3))
def test_distance_is_that_of_its_definition(one, other, limit):
    assert distance(one, other, limit) == min(edits_by_definition(one, other), limit + 1)


@given(short_words, short_words)
def test_words_whose_letters_differ_too_much_are_never_near(one, other):
    assert (letters(one) ^ letters(other)).bit_count() <= 2 * edits_by_definition(one, other)


@pytest.mark.parametrize(("word", "edits"), [("bus", 0), ("tram", 1), ("tramway", 1), ("tramways", 2)])
def test_longer_words_are_forgiven_more(word, edits):
    assert allowed_edits(word) == edits


def test_fewest_edits_then_first_letter_then_frequency():
    assert nearest("houzing", [("housing", 1), ("mouzing", 9)]) == "housing"
    assert nearest("watar", [("water", 2), ("watan", 5)]) == "watan"
    assert nearest("planninng", [("planning", 1), ("plannings", 50)]) == "planning"
    assert nearest("watar", [("watered", 2)]) is None


def test_only_single_words_outside_quotes_are_guessed_at():
    clauses = (
        Clause((Term(("watr",)), Term(("synonim",)))),
        Clause((Term(("bus", "rapid")),)),
        Clause((Term(("quotted",), exact=True),), required=True),
        Clause((Term(("bsu",)),)),
        Clause(()),
    )
    assert typed_words(SearchQuery(TextQuery(clauses))) == ("watr",)
