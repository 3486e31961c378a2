"""Two texts compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.review.diffing import ADDED, REMOVED, SAME, Part, after, before, compare

WORDS = st.lists(
    st.sampled_from(["car", "free", " ", "  ", "\n", "é", "1,000", "[1]", "Sundays.", "\u2028"]), max_size=40
)
TEXTS = st.one_of(st.text(max_size=80), WORDS.map("".join))


@given(TEXTS, TEXTS)
def test_the_parts_give_both_texts_back(old, new):
    parts = compare(old, new)
    assert before(parts) == old
    assert after(parts) == new


@given(TEXTS)
def test_a_text_differs_from_itself_in_nothing(text):
    assert {part.kind for part in compare(text, text)} <= {SAME}


@pytest.mark.parametrize("filler", ["The same again.\n", "word ", "Sentence {n} of many. "])
def test_the_parts_of_long_texts_give_both_back_too(filler):
    long = "".join(filler.format(n=n) for n in range(2000))
    old, new = f"Before. {long}", f"{long[:9000]}Between them! {long[9000:]} After"
    parts = compare(old, new)
    assert before(parts) == old
    assert after(parts) == new


def test_in_a_long_text_too_only_the_changed_word_is_marked():
    sentences = [f"This is sentence number {n} of a long text." for n in range(1000)]
    changed = [*sentences[:500], "This is sentence number five hundred of a long text.", *sentences[501:]]
    parts = compare(" ".join(sentences), " ".join(changed))
    assert [part for part in parts if part.kind != SAME] == [Part(REMOVED, "500"), Part(ADDED, "five hundred")]


def test_a_long_text_that_is_another_is_shown_as_replaced():
    old, new = "one " * 3000, "two " * 3000
    assert compare(old, new) == [Part(REMOVED, old), Part(ADDED, new)]


def test_only_the_changed_word_is_marked():
    assert compare("One hundred people came.", "Two hundred people came.") == [
        Part(REMOVED, "One"),
        Part(ADDED, "Two"),
        Part(SAME, " hundred people came."),
    ]


@pytest.mark.parametrize(("old", "new", "kind"), [("", "new", ADDED), ("old", "", REMOVED)])
def test_a_text_that_was_not_there_is_wholly_added_and_one_that_is_gone_wholly_removed(old, new, kind):
    assert compare(old, new) == [Part(kind, old or new)]
