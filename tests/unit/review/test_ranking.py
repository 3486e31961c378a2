"""The order in which possible reviewers are shown."""

from practices.review.policy import Conflict
from practices.review.ranking import Prospect, Wanted, points, ranked

TEXT = Wanted(themes=frozenset({1, 2, 3}), language="es", region="latin-america-caribbean")


def order(*prospects):
    return [prospect.name for prospect in ranked(prospects, TEXT)]


def test_who_knows_the_theme_comes_first():
    assert order(Prospect(1, "other", frozenset({9})), Prospect(2, "knows", frozenset({1}))) == ["knows", "other"]


def test_who_reads_the_language_comes_first():
    spanish = Prospect(1, "reads", languages=frozenset({"es"}))
    assert order(Prospect(2, "not", languages=frozenset({"fr"})), spanish) == ["reads", "not"]


def test_another_region_comes_before_the_same_and_an_unknown_one():
    prospects = (
        Prospect(1, "a same", region=TEXT.region),
        Prospect(2, "b unknown"),
        Prospect(3, "c far", region="africa"),
    )
    assert order(*prospects)[0] == "c far"
    assert points(prospects[0], TEXT) == points(prospects[1], TEXT)


def test_who_reviewed_an_earlier_round_comes_first():
    assert order(Prospect(1, "a new"), Prospect(2, "b again", reviewed_before=True)) == ["b again", "a new"]


def test_no_more_than_two_themes_count():
    two, three = Prospect(1, "two", frozenset({1, 2})), Prospect(2, "three", frozenset({1, 2, 3}))
    assert points(two, TEXT) == points(three, TEXT)


def test_who_has_enough_to_do_comes_after_who_fits_less():
    full = Prospect(1, "full", frozenset({1, 2}), frozenset({"es"}), "africa", open_reviews=2)
    assert order(full, Prospect(2, "free")) == ["free", "full"]


def test_who_has_a_hard_conflict_comes_last():
    barred = Prospect(1, "barred", frozenset({1, 2}), conflicts=(Conflict("same-city", hard=True),))
    assert order(barred, Prospect(2, "full", open_reviews=2)) == ["full", "barred"]


def test_a_soft_conflict_costs_points_and_bars_nobody():
    near = Prospect(1, "a near", conflicts=(Conflict("same-country", hard=False),))
    assert not near.is_barred
    assert order(near, Prospect(2, "b")) == ["b", "a near"]


def test_among_equals_the_less_burdened_comes_first_and_then_the_name():
    busy = Prospect(1, "A busy", open_reviews=1)
    assert order(busy, Prospect(2, "c"), Prospect(3, "B")) == ["B", "c", "A busy"]
