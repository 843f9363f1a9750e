"""The profile `local`: it ships, documents every option, and the whole of Orchestra answers through it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from orchestra_modules import transformers as package

from orchestra import Budget, Orchestra
from orchestra.budget.flops import DecoderConfig, request_flops
from orchestra.config import shipped_profiles
from orchestra.spec import Text, read_manifest
from orchestra.testing.tiny_model import ENDLESS, PAIRS

QUESTION, ANSWER = PAIRS[3]
LOCAL = ["transformers"]


@pytest.fixture
def model(tiny_llama: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny model, named in the environment as a user would."""
    monkeypatch.setenv("ORCHESTRA_TRANSFORMERS_MODEL", str(tiny_llama))
    monkeypatch.setenv("ORCHESTRA_TRANSFORMERS_THREADS", "1")
    return tiny_llama


def test_the_profile_documents_every_option() -> None:
    """Set or commented out, each stands there; what is commented stands at its default."""
    manifest = read_manifest(Path(package.__file__).parent / "module.toml")
    table = shipped_profiles()["local"].read_text(encoding="utf-8").partition("[instances.transformers]")[2]
    for key, option in manifest.config.items():
        lines = [line for line in table.splitlines() if line.removeprefix("# ").startswith(f"{key} = ")]
        assert len(lines) == 1, key
        if lines[0].startswith("#"):
            assert tomllib.loads(lines[0].removeprefix("# "))[key] == option.default


def test_without_a_model_the_default_profile_does_not_offer_it(tmp_path: Path) -> None:
    """It is listed with the reason, and no plan has it."""
    with Orchestra.from_profile("embedded", home=tmp_path) as orchestra:
        (row,) = [row for row in orchestra.modules() if row.id == "transformers"]
        assert not orchestra.instances("generator")
    assert row.state == "unconfigured" and "ORCHESTRA_TRANSFORMERS_MODEL" in row.reason


def test_an_open_question_is_answered_on_this_machine_with_an_exact_bill(model: Path, tmp_path: Path) -> None:
    """From question to streamed answer by the local profile: routed, written in a worker, charged by the formula."""
    shape = DecoderConfig.from_hf(json.loads((model / "config.json").read_text()))
    with (
        Orchestra.from_profile("local", home=tmp_path) as orchestra,
        orchestra.stream(QUESTION) as stream,
    ):
        texts = [event.text for event in stream if isinstance(event, Text)]
    answer = stream.answer
    assert (answer.finish, answer.plan, answer.error) == ("complete", ("transformers",), None)
    assert answer.text == "".join(texts) and len(texts) > 5
    (charge,) = [charge for charge in answer.usage.charges if charge.instance == "transformers"]
    expected = request_flops(shape, answer.usage.prompt_tokens, answer.usage.completion_tokens)
    assert (charge.flops, charge.method) == (expected, "counted")


def test_an_answer_that_is_left_stops_and_the_next_is_written_by_the_same_worker(model: Path, tmp_path: Path) -> None:
    """The model is not loaded again, and what was written is charged by count; so with a budget that runs out."""
    with Orchestra.from_profile("local", home=tmp_path) as orchestra:
        (instance,) = orchestra.instances("generator")
        assert orchestra.ask(QUESTION, modules=LOCAL).finish == "complete"
        (worker,) = instance._workers
        with orchestra.stream(ENDLESS, modules=LOCAL) as stream:
            next(event for event in stream if isinstance(event, Text))
        assert stream.answer.finish == "cancelled"
        (charge,) = [charge for charge in stream.answer.usage.charges if charge.instance == "transformers"]
        assert charge.flops > 0 and charge.method == "counted"

        late = orchestra.ask(ENDLESS, modules=LOCAL, budget=Budget(seconds=0.5))
        assert late.finish == "budget"
        short = orchestra.ask(ENDLESS, modules=LOCAL, budget=Budget(flops=5e7))
        assert short.finish == "budget" and 0 < short.usage.flops <= 5e7

        assert orchestra.ask(QUESTION, modules=LOCAL).finish == "complete"
        assert instance._workers == [worker]
