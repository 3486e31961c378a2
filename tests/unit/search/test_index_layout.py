"""Strings and numbers that compare as the values they stand for, and schemas that cannot be laid out."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.core.schema import Sort
from search.engines.embedded.layout import key_numbers, order_string
from search.engines.rules import check_schema, clean, fingerprint
from tests.search_contract.corpus import SCHEMA, entry

numbers = st.none() | st.integers(-(2**63), 2**63 - 1)
keywords = st.none() | st.text(st.characters(codec="utf-8"), max_size=4)
keys = st.text(st.characters(codec="utf-8"), min_size=1, max_size=4)


def in_order(left, right, descending):
    """Whether the left (value, key) belongs before the right one."""
    if left[0] is None or right[0] is None or left[0] == right[0]:
        return (left[0] is None, left[1]) <= (right[0] is None, right[1])
    return (left[0] > right[0]) if descending else (left[0] < right[0])


@given(numbers, numbers, keys, keys, st.booleans())
def test_orders_by_number(one, other, key, other_key, descending):
    sort = Sort("s", "", "years", descending)
    first, second = (
        replace(entry(k), numbers={} if n is None else {"years": n}) for n, k in ((one, key), (other, other_key))
    )
    before = order_string(first, sort, SCHEMA) <= order_string(second, sort, SCHEMA)
    assert before == in_order((one, key), (other, other_key), descending)


@given(keywords, keywords, keys, keys, st.booleans())
def test_orders_by_keyword(one, other, key, other_key, descending):
    sort = Sort("s", "", "title_sort", descending)
    first, second = (
        replace(entry(k), keywords={} if w is None else {"title_sort": w}) for w, k in ((one, key), (other, other_key))
    )
    before = order_string(first, sort, SCHEMA) <= order_string(second, sort, SCHEMA)
    assert before == in_order((one, key), (other, other_key), descending)


@given(keys, keys)
def test_the_numbers_of_a_key_never_contradict_the_key(one, other):
    if key_numbers(one) < key_numbers(other):
        assert one < other


def test_weights_may_change_without_a_rebuild_and_fields_may_not():
    heavier = replace(SCHEMA, texts=tuple(replace(text, weight=9.0) for text in SCHEMA.texts))
    assert fingerprint(heavier) == fingerprint(SCHEMA)
    assert fingerprint(replace(SCHEMA, languages=("en", "fr"))) != fingerprint(SCHEMA)


@pytest.mark.parametrize(
    "change",
    [
        {"languages": ("en", "xx")},
        {"sorts": (Sort("s", "", "nowhere"),)},
        {"numbers": ("completeness",)},
    ],
)
def test_a_schema_that_cannot_be_laid_out_is_refused_at_once(change):
    with pytest.raises(ValueError):
        check_schema(replace(SCHEMA, **change))


def test_text_is_composed_and_loses_half_characters():
    assert clean("e\u0301\ud800") == "\u00e9?"
