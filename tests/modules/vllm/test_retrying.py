"""The retry budget and the back-off, with clock and dice given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.vllm.retrying import RetryBudget, backoff


def test_a_burst_of_failures_is_retried_only_a_few_times() -> None:
    """The floor, and then one for five requests."""
    budget = RetryBudget(lambda: 0.0, share=0.2, floor=10)
    assert sum(budget.take() for _ in range(50)) == 10
    for _ in range(5):
        budget.asked()
    assert budget.take() and not budget.take()


def test_time_alone_brings_a_retry_back() -> None:
    """For a client that asks little."""
    now = [0.0]
    budget = RetryBudget(lambda: now[0], floor=1, rate=0.1)
    assert budget.take() and not budget.take()
    now[0] = 10.0
    assert budget.take()


@given(st.lists(st.booleans(), max_size=300))
def test_retries_never_exceed_their_share(asked: list[bool]) -> None:
    """One in five requests and the floor, in any order."""
    budget = RetryBudget(lambda: 0.0, share=0.2, floor=10)
    taken = 0
    for new in asked:
        if new:
            budget.asked()
        else:
            taken += budget.take()
    assert taken <= 10 + 0.2 * sum(asked) + 1e-6


@given(st.integers(0, 10_000), st.floats(0, 0.999))
def test_a_wait_is_jittered_from_nothing_to_a_bound(attempt: int, dice: float) -> None:
    """Full jitter: clients that failed together do not come back together."""
    assert 0 <= backoff(attempt, lambda: dice) <= min(5.0, 0.2 * 2 ** min(attempt, 20))
