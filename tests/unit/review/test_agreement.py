"""Cohen's weighted kappa."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practices.review.agreement import FEWEST, enough, weighted_kappa

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60)


def test_it_is_what_a_calculation_by_hand_gives():
    """Disagreement seen: one pair of four is 2 apart, 4/16, so 1/16 on average. By chance, from the marginals
    (1, 2, 1) and (1, 1, 2) of the scores 0, 2, 4: (1·¼ + 2·1 + 2·¼ + 4·¼ + 1·1 + 1·¼) / 16 = 5/16.
    So 1 − (1/16) / (5/16) = 0.8.
    """
    assert weighted_kappa([(0, 0), (2, 2), (4, 4), (2, 4)]) == pytest.approx(0.8)


def test_what_chance_gives_is_zero():
    assert weighted_kappa([(0, 0), (4, 4), (0, 4), (4, 0)]) == pytest.approx(0)


def test_perfect_opposition_is_minus_one():
    assert weighted_kappa([(0, 4), (4, 0)]) == pytest.approx(-1)


def test_without_pairs_or_variation_there_is_no_number():
    assert weighted_kappa([]) is None
    assert weighted_kappa([(3, 3), (3, 3)]) is None


@given(PAIRS)
def test_it_does_not_matter_who_is_called_the_first(pairs):
    one, other = weighted_kappa(pairs), weighted_kappa([(b, a) for a, b in pairs])
    assert one == (None if other is None else pytest.approx(other))


@given(PAIRS)
def test_it_lies_between_minus_one_and_one(pairs):
    kappa = weighted_kappa(pairs)
    assert kappa is None or -1.000001 <= kappa <= 1


def test_a_few_pairs_are_too_few():
    assert not enough([(1, 1)] * (FEWEST - 1))
    assert enough([(1, 1)] * FEWEST)
