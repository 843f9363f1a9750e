"""The whole of Orchestra on a real server: a question in, streamed text, a bill that is the formula's, and an end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from orchestra import Budget, Orchestra
from orchestra.budget.flops import DecoderConfig, request_flops
from orchestra.spec import Answer, Answered, Event, Text
from orchestra.testing.tiny_model import ENDLESS, PAIRS

pytestmark = pytest.mark.vllm

QUESTION, ANSWER = PAIRS[3]
CORE = ["vllm"]


@pytest.fixture
def profile(server: Any, tmp_path: Path) -> Path:
    """A profile that names the server and nothing else."""
    path = tmp_path / "profile.toml"
    path.write_text(f'name = "real"\n\n[instances.vllm]\nurl = "{server.url}"\nmax_tokens = 16000\n')
    return path


@pytest.fixture
def orchestra(profile: Path, tmp_path: Path) -> Iterator[Orchestra]:
    """An Orchestra on that profile, with a home of its own."""
    with Orchestra.from_profile(profile, home=tmp_path / "home") as made:
        yield made


@pytest.fixture
def shape(server: Any) -> DecoderConfig:
    """The served model's shape, from its own config.json."""
    return DecoderConfig.from_hf(json.loads((server.folder / "config.json").read_text()))


def _texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Text)]


def test_an_open_question_is_answered_in_a_stream(orchestra: Orchestra) -> None:
    """The texts together are the answer, and the answer comes last."""
    with orchestra.stream(QUESTION, modules=CORE) as stream:
        events = list(stream)
        answer = stream.answer
    assert "".join(_texts(events)) == answer.text == ANSWER
    assert isinstance(events[-1], Answered)
    assert (answer.finish, answer.plan, answer.error) == ("complete", ("vllm",), None)


def test_the_bill_is_the_formula_over_the_servers_own_counters(
    orchestra: Orchestra, server: Any, shape: DecoderConfig
) -> None:
    """Prompt, drawn and cached tokens as the server counts them for itself, through the formula: integer equal."""
    names = ("prompt_tokens", "generation_tokens", "prompt_tokens_cached")
    before = [server.metric(f"vllm:{name}_total") for name in names]
    answer = orchestra.ask(QUESTION, modules=CORE)
    assert server.wait_for("vllm:generation_tokens_total", before[1] + answer.usage.completion_tokens)
    after = [server.metric(f"vllm:{name}_total") for name in names]
    prompt, drawn, cached = (int(b - a) for a, b in zip(before, after, strict=True))
    assert answer.usage.prompt_tokens == prompt
    (charge,) = [charge for charge in answer.usage.charges if charge.instance == "vllm"]
    assert (charge.flops, charge.method) == (request_flops(shape, prompt, drawn, cached), "counted")
    assert answer.usage.flops == sum(charge.flops for charge in answer.usage.charges)


def test_leaving_the_stream_stops_the_server(orchestra: Orchestra, server: Any) -> None:
    """Text comes while the server still writes; left, it ends long before its limit, and the next is answered."""
    drawn = server.metric("vllm:generation_tokens_total")
    with orchestra.stream(ENDLESS, modules=CORE) as stream:
        for event in stream:
            if isinstance(event, Text):
                break
        assert server.wait_for("vllm:num_requests_running", 1)
    assert stream.answer.finish == "cancelled"
    assert sum(charge.flops for charge in stream.answer.usage.charges if charge.instance == "vllm") > 0
    assert orchestra.ask(QUESTION, modules=CORE).text == ANSWER
    assert server.wait_for("vllm:num_requests_running", 0)
    assert server.metric("vllm:generation_tokens_total") - drawn < 15000, "it wrote on to its limit of 16000"


def test_many_questions_at_once_are_each_answered_and_all_billed(profile: Path, server: Any, tmp_path: Path) -> None:
    """On the caller's loop: every answer ends by itself, and together they are billed what the server drew."""
    answers: list[Answer] = []

    async def ask_all() -> None:
        async with (
            Orchestra.from_profile(profile, home=tmp_path / "home") as orchestra,
            anyio.create_task_group() as all,
        ):

            async def ask(question: str) -> None:
                answers.append(await orchestra.aask(question, modules=CORE))

            for question, _ in PAIRS:
                all.start_soon(ask, question)

    drawn = server.metric("vllm:generation_tokens_total")
    anyio.run(ask_all)
    assert [answer.finish for answer in answers] == ["complete"] * len(PAIRS)
    billed = sum(answer.usage.completion_tokens for answer in answers)
    assert server.wait_for("vllm:generation_tokens_total", drawn + billed)


def test_a_budget_holds_an_endless_answer(orchestra: Orchestra, shape: DecoderConfig) -> None:
    """The tokens stop where the FLOPs do, and the bill stays within."""
    budget = request_flops(shape, 200, 60)  # the prompt is shorter, so a few more tokens are paid for
    answer = orchestra.ask(ENDLESS, modules=CORE, budget=Budget(flops=budget))
    assert 0 < answer.usage.completion_tokens < 400
    assert answer.usage.flops <= budget
    assert answer.finish != "complete"


def test_the_seconds_of_a_budget_stop_the_server_too(orchestra: Orchestra, server: Any) -> None:
    """A deadline in the middle of an answer frees the server."""
    assert server.wait_for("vllm:num_requests_running", 0)  # what another test gave up draws tokens too
    drawn = server.metric("vllm:generation_tokens_total")
    answer = orchestra.ask(ENDLESS, modules=CORE, budget=Budget(seconds=1))
    assert answer.finish != "complete"
    assert server.wait_for("vllm:num_requests_running", 0)
    assert server.metric("vllm:generation_tokens_total") - drawn < 15000, "it wrote on to its limit of 16000"


def test_an_unknown_model_is_an_answer_with_its_error(server: Any, tmp_path: Path) -> None:
    """Typed, with the models served in the hint."""
    path = tmp_path / "wrong.toml"
    path.write_text(f'name = "wrong"\n\n[instances.vllm]\nurl = "{server.url}"\nmodel = "nope"\nparameters = 1000\n')
    with Orchestra.from_profile(path, home=tmp_path / "home") as orchestra:
        answer = orchestra.ask(QUESTION, modules=CORE)
    assert answer.finish == "error" and answer.error is not None
    assert answer.error.type == "Rejected"
    assert "core" in answer.error.hint


def test_a_prompt_too_long_is_an_answer_with_its_error(orchestra: Orchestra) -> None:
    """The next question is answered all the same."""
    answer = orchestra.ask("sea " * 20000, modules=CORE)
    assert answer.error is not None and answer.error.type == "Rejected"
    assert orchestra.ask(QUESTION, modules=CORE).finish == "complete"


def test_the_address_alone_in_the_environment_is_enough(
    server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ORCHESTRA_VLLM_URL adds the core model to the default profile."""
    monkeypatch.setenv("ORCHESTRA_VLLM_URL", server.url)
    with Orchestra(home=tmp_path / "home") as orchestra:
        answer = orchestra.ask(QUESTION, modules=CORE)
    assert answer.text == ANSWER
