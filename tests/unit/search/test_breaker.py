"""A breaker spares everybody the wait for a dead engine."""

import pytest

from search.core.errors import SearchRejected, SearchUnavailable
from search.engines.breaker import Breaker


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Work:
    """Fails as told, and counts how often it was asked."""

    def __init__(self):
        self.error, self.calls = SearchUnavailable("down"), 0

    def __call__(self):
        self.calls += 1
        if self.error:
            raise self.error
        return "answer"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def breaker(clock):
    return Breaker(clock=clock)


@pytest.fixture
def work():
    return Work()


def fail(breaker, work, times):
    for _ in range(times):
        with pytest.raises(SearchUnavailable):
            breaker.call(work)


def test_it_opens_after_three_failures_in_a_row(breaker, work):
    fail(breaker, work, 5)
    assert work.calls == 3


def test_an_answer_in_between_starts_the_count_anew(breaker, work):
    fail(breaker, work, 2)
    work.error = None
    assert breaker.call(work) == "answer"
    work.error = SearchUnavailable("down")
    fail(breaker, work, 2)
    assert not breaker.open


def test_a_refusal_is_an_answer(breaker, work):
    work.error = SearchRejected("no")
    for _ in range(5):
        with pytest.raises(SearchRejected):
            breaker.call(work)
    assert work.calls == 5


def test_after_the_pause_one_call_tries_and_success_closes_it(breaker, work, clock):
    fail(breaker, work, 3)
    clock.now = 10.0
    work.error = None
    assert breaker.call(work) == "answer"
    assert breaker.call(work) == "answer"


def test_a_failed_try_opens_it_again(breaker, work, clock):
    fail(breaker, work, 3)
    clock.now = 10.0
    fail(breaker, work, 2)
    assert work.calls == 4
    clock.now = 19.9
    fail(breaker, work, 1)
    assert work.calls == 4


def test_while_one_call_tries_the_others_do_not_wait(breaker, work, clock):
    fail(breaker, work, 3)
    clock.now = 10.0

    def trying():
        with pytest.raises(SearchUnavailable):
            breaker.call(work)
        return "answer"

    assert breaker.call(trying) == "answer"
    assert work.calls == 3
