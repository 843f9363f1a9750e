"""Which results end a query."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from orchestra.plan.policy import Accept, Policy, Reliability
from orchestra.spec import Evidence, Generation, Model, Reply, Solution, TokenUsage

USAGE = TokenUsage(prompt_tokens=1, completion_tokens=7)


@pytest.mark.parametrize(
    ("result", "accepted", "why"),
    [
        (Solution(value="1", text="1", verified=True), True, "verified"),
        (Solution(value="1", text="1", verified=True, confidence=0.1), True, "verified"),
        (Solution(value="1", text="1", verified=False, confidence=1.0), False, "check failed"),
        (Solution(value="1", text="1", confidence=0.95), True, "0.95"),
        (Solution(value="1", text="1", confidence=0.8), False, "0.80 is under 0.9"),
        (Solution(value="1", text="1"), False, "not verified"),
        (Reply(text="a", confidence=0.7), True, ""),
        (Reply(text="a", confidence=0.69), False, "0.69 is under 0.7"),
        (Reply(text="a"), True, ""),
        (Generation(text="a", finish="stop", usage=USAGE), True, ""),
        (Generation(text="a", finish="length", usage=USAGE), False, "cut after 7 tokens"),
        (Evidence(), True, ""),
    ],
)
def test_a_result_is_accepted_for_what_it_says_of_itself(result: Model, accepted: bool, why: str) -> None:
    """Verified, confident enough, or ended by itself; otherwise with the reason."""
    found, reason = Accept(solver=0.9, reply=0.7).judge(result)
    assert found is accepted
    assert why in reason


def test_a_module_s_first_intent_is_its_best() -> None:
    """The others count for less."""
    reliability = Reliability(expert=0.8, secondary=0.5)
    assert reliability.of("expert", "open", ("open", "factual")) == 0.8
    assert reliability.of("expert", "factual", ("open", "factual")) == 0.4


@pytest.mark.parametrize(
    "wrong",
    [{"floor": 2}, {"floor": -0.1}, {"k": 0}, {"unknown": "guess"}, {"flor": 0.1}],
    ids=lambda wrong: str(wrong),
)
def test_a_policy_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    """Profiles are checked when they are read."""
    with pytest.raises(ValidationError):
        Policy.model_validate(wrong)
