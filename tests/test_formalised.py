"""A worded problem through the whole of Orchestra: the real router and solvers, a scripted language model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestra import Budget, Orchestra
from orchestra.spec import Context, Cost, GenerateRequest, Generation, TokenUsage
from tests.fakes import add

STORY = (
    "A bakery sold 18 loaves in the morning. In the afternoon it sold a third of that number more than half of what it "
    "had sold by noon, and every loaf cost 4 euros. How much money did it take in over the day?"
)
BODY = {
    "unknowns": [{"name": "morning", "domain": "integer"}, {"name": "afternoon", "domain": "integer"}],
    "constraints": ["morning = 18", "afternoon = morning/2 + morning/3"],
    "goal": "4*(morning + afternoon)",
}


@pytest.fixture
def orc(tmp_path: Path) -> Iterator[Orchestra]:
    """The default profile, and a model that writes the problem above or, asked otherwise, an opinion."""
    with Orchestra(home=tmp_path / "home") as orchestra:
        yield orchestra


def test_a_worded_problem_is_written_by_the_model_and_settled_by_the_solver(orc: Orchestra) -> None:
    """First with a mistake in it, which the solver names; the answer is verified and says who read the question."""
    wrong = {**BODY, "constraints": ["morning = 18", "afternoon = = 15"]}
    written = [json.dumps(wrong), json.dumps(BODY)]
    seen: list[str] = []

    def model(request: GenerateRequest, context: Context) -> Generation:
        context.charge(1000)
        seen.append(request.messages[-1].text)
        text = "perhaps 130 euros" if request.json_schema is None else written.pop(0)
        return Generation(text=text, finish="stop", usage=TokenUsage(prompt_tokens=9, completion_tokens=9))

    cost = Cost(lower=10**6, expected=10**9, upper=2 * 10**9)
    intents = ["open", "worded", "factual", "logical"]
    add(orc, "model", model, kind="generator/1", cost=cost, capabilities={"schema": True}, intents=intents)

    answer = orc.ask(STORY, budget=Budget(10**12))

    assert (answer.verified, answer.plan) == (True, ("model", "mathematics")), answer
    assert answer.solution is not None and answer.solution.value == "132"
    assert answer.confidence is not None and answer.confidence <= 0.8
    complaint: Any = seen[1]
    assert "the solver says: not understood as mathematics" in complaint
