"""The circuit breaker, on a clock that stands still until it is moved."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.vllm.breaker import Breaker


class Time:
    """Seconds, set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(time: Time) -> Breaker:
    """A breaker after three failures."""
    breaker = Breaker(time, lambda: 1.0, failures=3, cooling=1.0, longest=8.0)
    for _ in range(3):
        breaker.failed(breaker.begin())
    return breaker


def test_it_opens_after_failures_in_a_row_and_not_before() -> None:
    """A whole answer between them starts the count anew; one that began and broke does not."""
    breaker = Breaker(Time(), lambda: 0.0, failures=3)
    for _ in range(2):
        breaker.failed(breaker.begin())
    breaker.completed()
    for _ in range(2):
        breaker.failed(breaker.begin())
        breaker.progressed()
        assert breaker.allows()
    breaker.failed(breaker.begin())
    assert not breaker.allows() and not breaker.closed


def test_one_trial_is_let_through_when_it_has_cooled_down() -> None:
    """The others wait for what comes of it."""
    time = Time()
    breaker = opened(time)
    assert not breaker.allows() and breaker.wait == 1.0
    time.now += 1.0
    assert breaker.allows()
    assert breaker.begin()
    assert not breaker.allows()


def test_a_token_closes_it_and_a_failure_opens_it_for_longer() -> None:
    """Twice as long each time, up to the longest."""
    time = Time()
    breaker = opened(time)
    for wait in (2.0, 4.0, 8.0, 8.0):
        time.now += breaker.wait
        breaker.failed(breaker.begin())
        assert breaker.wait == wait
    time.now += breaker.wait
    breaker.begin()
    breaker.progressed()
    assert breaker.closed and breaker.allows()


def test_a_trial_that_proves_nothing_makes_room_for_the_next() -> None:
    """A client that left is no failure."""
    time = Time()
    breaker = opened(time)
    time.now += 1.0
    breaker.left(breaker.begin())
    assert breaker.allows()


def test_a_failure_of_before_it_opened_does_not_end_the_trial() -> None:
    """Requests that were under way when it opened fail later, and say nothing new."""
    time = Time()
    breaker = opened(time)
    time.now += 1.0
    breaker.begin()
    breaker.failed(False)
    assert not breaker.allows() and breaker.wait == 0.0


@given(st.lists(st.sampled_from(["ask", "token", "fail", "leave", "wait"]), max_size=60), st.floats(0, 0.999))
def test_there_is_never_more_than_one_trial_and_it_always_heals(steps: list[str], dice: float) -> None:
    """Whatever happens, time and one token bring it back."""
    time = Time()
    breaker = Breaker(time, lambda: dice)
    under_way: list[bool] = []
    for step in steps:
        if step == "ask" and breaker.allows():
            under_way.append(breaker.begin())
        elif step == "wait":
            time.now += 40
        elif under_way and step == "token":
            breaker.progressed()
            under_way = [False] * len(under_way)
        elif under_way and step in ("fail", "leave"):
            (breaker.failed if step == "fail" else breaker.left)(under_way.pop())
        assert sum(under_way) <= 1
    for trial in under_way:
        breaker.left(trial)
    time.now += 40
    assert breaker.allows()
    breaker.begin()
    breaker.progressed()
    assert breaker.closed
