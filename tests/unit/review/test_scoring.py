"""The arithmetic of rubric v1."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import practices.review
from practices.review.scoring import Scores, below_needed, needs_third, suggestion, total

RUBRIC = json.loads((Path(practices.review.__file__).parent / "data" / "rubric_v1.json").read_text())
WEIGHTS = {c["code"]: c["weight"] for c in RUBRIC["criteria"] if c["kind"] == "score"}
values = st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.none() | st.integers(0, 4))


def scores(score=None, **given):
    return Scores({**dict.fromkeys(WEIGHTS, score), **given}, WEIGHTS)


def test_the_weights_of_version_1_add_up_to_a_hundred():
    assert sum(WEIGHTS.values()) == 100
    assert {c["code"] for c in RUBRIC["criteria"] if c.get("needed")} == {"results", "lessons"}
    assert sum(c["kind"] == "gate" for c in RUBRIC["criteria"]) == 7


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_criterion_speaks_every_language(language):
    for criterion in RUBRIC["criteria"]:
        texts = [criterion["labels"], criterion["helps"], *criterion.get("anchors", {}).values()]
        assert all(text[language] for text in texts)


@pytest.mark.parametrize(("score", "expected"), [(0, 0), (2, 50), (3, 75), (4, 100)])
def test_the_total_is_a_share_of_the_best_possible(score, expected):
    assert total(scores(score)) == expected


def test_not_enough_information_is_not_zero():
    assert total(scores(4, results=None)) == 100
    assert total(scores(4, results=0)) == 75
    assert total(scores(None)) is None


@given(values)
def test_a_total_is_between_0_and_100(given_values):
    found = total(Scores(given_values, WEIGHTS))
    assert found is None or 0 <= found <= 100


@pytest.mark.parametrize(
    ("one", "two", "third"),
    [
        (scores(3), scores(3), False),
        (scores(3), scores(3, novelty=0), True),
        (scores(3), scores(3, novelty=1), False),
        (scores(4), scores(3), True),
        (scores(3, results=4), scores(3, results=2), False),
        (scores(4, usefulness=None), scores(4, usefulness=0), False),
    ],
)
def test_a_third_reviewer_is_needed_when_two_are_far_apart(one, two, third):
    assert needs_third([one, two]) is third
    assert needs_third([two, one]) is third


def test_three_reviews_need_no_fourth():
    assert not needs_third([scores(4), scores(0), scores(2)])


@pytest.mark.parametrize(
    ("reviews", "below"),
    [
        ([scores(2), scores(2)], []),
        ([scores(4), scores(4, lessons=1)], ["lessons"]),
        ([scores(4), scores(4, results=None)], ["results"]),
        ([scores(1), scores(4)], ["results", "lessons"]),
    ],
)
def test_evidence_and_lessons_must_reach_2_with_every_reviewer(reviews, below):
    assert below_needed(reviews, ["results", "lessons"]) == below


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([scores(4), scores(3)], "accept"),
        ([scores(3), scores(3)], "accept"),
        ([scores(3), scores(2)], "revise"),
        ([scores(2), scores(2)], "revise"),
        ([scores(2), scores(1)], "decline"),
        ([scores(None)], ""),
        ([], ""),
    ],
)
def test_the_mean_suggests(reviews, expected):
    assert suggestion(reviews) == expected
