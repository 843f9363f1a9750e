"""The forms that solvers publish, on a real server: the grammar compiles, and what a model writes under it is one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import orchestra_modules
import pytest
from orchestra_modules.vllm import Vllm

from orchestra import Orchestra
from orchestra.plan.bindings import Query, bind
from orchestra.spec import (
    GenerateRequest,
    Generation,
    ProblemForm,
    Progress,
    Sampling,
    Step,
    StepEnded,
    StepStarted,
    Turn,
    read_manifest,
)
from orchestra.testing import FakeContext

pytestmark = pytest.mark.vllm

QUERY = "Ana has 3 apples and twice as many pears. How many pieces of fruit does she have?"


def form(module: str) -> ProblemForm:
    """What a built-in solver publishes."""
    found = read_manifest(Path(orchestra_modules.__path__[0], module, "module.toml")).problem
    assert found is not None
    return found


def generated(server: Any, asked: GenerateRequest) -> Generation:
    """One request, to its end."""

    async def run() -> Generation:
        items = [item async for item in Vllm(url=server.url, max_tokens=8000).run(asked, FakeContext())]
        assert isinstance(items[-1], Generation)
        return items[-1]

    return anyio.run(run)


@pytest.mark.parametrize("module", ["mathematics", "logic"])
@pytest.mark.parametrize("sample", range(3))
def test_a_model_that_knows_nothing_writes_a_problem_of_the_form(server: Any, module: str, sample: int) -> None:
    """At random, so that the schema alone makes it one; and it ends."""
    published = form(module)
    query = Query(text=QUERY, forms={published.schema_id: published})
    step = Step(instance="vllm", role="formalise", form=published.schema_id)
    asked = bind("generator", step, query, {}, sample=sample)
    assert isinstance(asked, GenerateRequest)

    made = generated(server, asked)

    assert made.finish == "stop"
    assert published.problem(made.text).schema_id == published.schema_id


def test_effort_is_taken_by_the_server(server: Any) -> None:
    """A model that does not think answers as ever."""
    turn = Turn(role="user", text="Hello!")
    made = generated(server, GenerateRequest(messages=(turn,), max_tokens=5, sampling=Sampling(effort="low")))
    assert made.usage.completion_tokens > 0


def test_a_worded_problem_is_written_on_the_server_and_judged_by_the_solver(server: Any, tmp_path: Path) -> None:
    """What a model without sense writes the solver turns down, and the query goes on to a direct answer."""
    path = tmp_path / "profile.toml"
    path.write_text(
        f'name = "real"\n\n[policy]\nrepairs = 1\n\n[budget]\nflops = "unlimited"\nseconds = 300\n\n'
        f'[instances.vllm]\nurl = "{server.url}"\nmax_tokens = 8000\n'
    )
    with (
        Orchestra.from_profile(path, home=tmp_path / "home") as orc,
        orc.stream(QUERY, modules=["vllm", "mathematics"]) as stream,
    ):
        events = list(stream)
        answer = stream.answer
    roles = {event.step: event.role for event in events if isinstance(event, StepStarted)}
    ended = [(roles[event.step], event.outcome) for event in events if isinstance(event, StepEnded)]
    read = [event.message for event in events if isinstance(event, Progress) and event.message.startswith("read as: ")]
    assert ("formalise", "accepted") in ended
    assert read and "orchestra/mathematics/1" in read[0]
    assert answer.finish == "complete", answer.error
