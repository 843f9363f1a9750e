"""What tokens cost and how they are counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessageChunk

from orchestra.langchain.tokens import Price, Tally, least, likely, most, price
from orchestra.spec import ConfigError, Turn

QWEN = {
    "model_type": "qwen2",
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "num_hidden_layers": 2,
    "vocab_size": 1000,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a config.json."""
    (tmp_path / "config.json").write_text(json.dumps(QWEN), encoding="utf-8")
    return tmp_path


def test_parameters_cost_two_flop_each_a_token() -> None:
    """Prompt and answer alike."""
    assert Price(parameters=10).flops(3, 4) == 2 * 10 * 7
    assert Price(parameters=10).output_within(3, 2 * 10 * 7 + 1) == 4


def test_an_architecture_is_read_from_its_file_or_its_folder(folder: Path) -> None:
    """And goes over the parameters."""
    priced = price(folder, 7)

    assert priced == price(str(folder / "config.json"), 0)
    assert priced is not None
    assert priced.architecture is not None
    assert priced.flops(10, 5) > priced.flops(10, 5, cached=8) > priced.flops(10, 0, cached=8)


def test_a_grant_pays_for_what_it_is_said_to_pay_for(folder: Path) -> None:
    """One token more would be too much."""
    priced = price(folder, 0)
    assert priced is not None
    output = priced.output_within(50, 10**9)

    assert priced.flops(50, output) <= 10**9 < priced.flops(50, output + 1)


def test_without_either_there_is_no_price() -> None:
    """Which is said where it matters: under a cap."""
    assert price(None, 0) is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"model_type": "unheard-of"}'])
def test_an_architecture_that_cannot_be_used_is_refused(tmp_path: Path, text: str) -> None:
    """When the model is registered."""
    (tmp_path / "config.json").write_text(text, encoding="utf-8")

    with pytest.raises(ConfigError):
        price(tmp_path, 0)
    with pytest.raises(ConfigError, match="less than 0"):
        price(None, -1)


@given(st.lists(st.text(max_size=200), max_size=5))
def test_the_bounds_of_a_prompt_are_in_order(texts: list[str]) -> None:
    """For any text; the contract wants lower <= expected <= upper."""
    turns = [Turn(role="user", text=text) for text in texts if text.isprintable()]

    assert 1 <= least(turns) <= likely(turns) <= most(turns)


def test_reported_usage_is_added_up_over_the_pieces() -> None:
    """Some integrations report the prompt with the first piece and the answer with the last."""
    tally = Tally(prompt=99)
    tally.cap = 10
    first = AIMessageChunk(content="a")
    first.usage_metadata = {
        "input_tokens": 20,
        "output_tokens": 0,
        "total_tokens": 20,
        "input_token_details": {"cache_read": 16},
    }
    last = AIMessageChunk(content="b")
    last.usage_metadata = {"input_tokens": 0, "output_tokens": 3, "total_tokens": 3}

    tally.take(first, "a")
    tally.take(last, "b")

    usage = tally.usage
    assert (usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens) == (20, 3, 16)
    assert not tally.over


def test_tokens_that_nobody_reports_are_estimated_from_bytes() -> None:
    """Four bytes each, and no more than the model was asked to keep to."""
    tally = Tally(prompt=12)
    tally.cap = 10
    tally.take(AIMessageChunk(content="abcdefghi"), "abcdefghi")

    assert (tally.usage.prompt_tokens, tally.usage.completion_tokens) == (12, 3)
    assert tally.charge(Price(parameters=1)) == (2 * 15, "declared")
    tally.take(AIMessageChunk(content=""), "x" * 40)
    assert tally.usage.completion_tokens == 10


def test_a_text_far_beyond_the_limit_shows_that_the_model_knows_none() -> None:
    """What it wrote is then charged, for it was computed."""
    tally = Tally(prompt=1)
    tally.cap = 10
    tally.take(AIMessageChunk(content=""), "x" * 400)

    assert tally.over
    assert tally.usage.completion_tokens == 100


def test_a_charge_is_counted_only_where_every_number_is_the_models_own(folder: Path) -> None:
    """Without a word on its cache the whole prompt is charged, as a bound."""
    priced = price(folder, 0)
    assert priced is not None
    tally = Tally(prompt=1)
    tally.cap = 10
    message = AIMessageChunk(content="a")
    message.usage_metadata = {"input_tokens": 20, "output_tokens": 3, "total_tokens": 23}
    tally.take(message, "a")
    assert tally.charge(priced) == (priced.flops(20, 3), "modelled")

    message.usage_metadata = {
        "input_tokens": 0,
        "output_tokens": 0,
        "total_tokens": 0,
        "input_token_details": {"cache_read": 8},
    }
    tally.take(message, "")
    assert tally.charge(priced) == (priced.flops(20, 3, 8), "counted")
