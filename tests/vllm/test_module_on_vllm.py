"""The vllm module by itself on a real server: counts, limits, schemas, refusals."""

from __future__ import annotations

import json
from contextlib import aclosing
from typing import Any

import anyio
import pytest
from orchestra_modules.vllm import Vllm

from orchestra.budget.flops import DecoderConfig, prefill_flops, request_flops
from orchestra.spec import (
    BudgetExceeded,
    Cut,
    GenerateRequest,
    Generation,
    Rejected,
    Sampling,
    Text,
    Turn,
)
from orchestra.testing import FakeContext
from orchestra.testing.tiny_model import ENDLESS, PAIRS

pytestmark = pytest.mark.vllm


def request(text: str, **settings: Any) -> GenerateRequest:
    """One user message."""
    return GenerateRequest(messages=(Turn(role="user", text=text),), **settings)


def messages(asked: GenerateRequest) -> list[dict[str, str]]:
    """As the server takes them."""
    return [{"role": turn.role, "content": turn.text} for turn in asked.messages]


async def _run(module: Vllm, asked: GenerateRequest, context: FakeContext) -> tuple[list[str], Generation]:
    items = [item async for item in module.run(asked, context)]
    assert isinstance(items[-1], Generation)
    return [item.text for item in items if isinstance(item, Text)], items[-1]


def run(
    server: Any, asked: GenerateRequest, context: FakeContext | None = None, **options: Any
) -> tuple[list[str], Generation]:
    """One request, to its end."""
    return anyio.run(_run, Vllm(url=server.url, **options), asked, context or FakeContext())


@pytest.fixture
def shape(server: Any) -> DecoderConfig:
    """The served model's shape, from its own config.json."""
    return DecoderConfig.from_hf(json.loads((server.folder / "config.json").read_text()))


def test_an_answer_is_streamed_and_ends_by_itself(server: Any) -> None:
    """The pieces joined are the generation, however few packets they came in; the end is the model's own."""
    question, answer = PAIRS[3]
    pieces, made = run(server, request(question))
    assert "".join(pieces) == made.text == answer
    assert (made.finish, made.model) == ("stop", "core")


def test_usage_is_the_tokenizers_count_and_the_charge_is_the_formula(server: Any, shape: DecoderConfig) -> None:
    """Nothing but the address is set: the shape is found through the server, and the charge is counted."""
    asked, context = request("How many tokens has this question, told to nobody before?"), FakeContext()
    drawn = server.metric("vllm:generation_tokens_total")
    _, made = run(server, asked, context)
    usage = made.usage
    assert usage.prompt_tokens == server.count(messages(asked))
    assert server.wait_for("vllm:generation_tokens_total", drawn + usage.completion_tokens)
    assert usage.cached_tokens is not None
    flops = request_flops(shape, usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens)
    assert context.charges == [(flops, "counted")]


def test_a_repeated_prompt_is_cheaper_by_what_was_cached(server: Any, shape: DecoderConfig) -> None:
    """The server's cache is seen in its usage and in the charge."""
    asked = request("A rather long question, asked twice over. " * 8, max_tokens=3)
    first, second = FakeContext(), FakeContext()
    run(server, asked, first)
    _, made = run(server, asked, second)
    assert made.usage.cached_tokens and made.usage.cached_tokens % 32 == 0
    assert second.charges[0][0] < first.charges[0][0]
    assert second.charges == [(request_flops(shape, made.usage.prompt_tokens, 3, made.usage.cached_tokens), "counted")]


def test_a_grant_lowers_the_limit_on_the_server(server: Any, shape: DecoderConfig) -> None:
    """Exactly the tokens paid for are drawn, from a story that would not end."""
    asked = request(ENDLESS)
    context = FakeContext(grant=request_flops(shape, server.count(messages(asked)), 17))
    _, made = run(server, asked, context)
    assert (made.usage.completion_tokens, made.finish) == (17, "length")
    assert context.grant is not None and 0 < context.charges[0][0] <= context.grant


def test_a_grant_below_the_prompt_is_refused_with_nothing_computed(server: Any, shape: DecoderConfig) -> None:
    """The server sees no such request."""
    asked = request("A question that costs more than there is.")
    prompts = server.metric("vllm:prompt_tokens_total")
    context = FakeContext(grant=prefill_flops(shape, server.count(messages(asked))) - 1)
    with pytest.raises(BudgetExceeded):
        run(server, asked, context)
    assert server.metric("vllm:prompt_tokens_total") == prompts
    assert context.charged == 0


@pytest.mark.parametrize("text", ["Hello!", "sea " * 150, "\u6d77\u6d77\u6d77 " * 30])
def test_an_estimate_holds_the_real_cost(server: Any, text: str) -> None:
    """From local files alone, lower <= real <= upper."""
    asked, context = request(text, max_tokens=20), FakeContext()
    cost = Vllm(url=server.url, architecture=str(server.folder)).estimate(asked)
    run(server, asked, context)
    assert cost.upper is not None
    assert cost.lower <= context.charges[0][0] <= cost.upper


def test_leaving_early_charges_the_tokens_drawn(server: Any, shape: DecoderConfig) -> None:
    """The server reports tokens at every piece, so what was left is charged as it stood."""

    async def leave(context: FakeContext) -> int:
        generator: Any = Vllm(url=server.url, max_tokens=16000).run(request(ENDLESS), context)
        seen = 0
        async with aclosing(generator) as items:
            async for item in items:
                seen += isinstance(item, Text)
                if seen == 10:
                    break
        return seen

    context = FakeContext()
    anyio.run(leave, context)
    assert server.wait_for("vllm:num_requests_running", 0)
    ((flops, method),) = context.charges
    prompt = server.count(messages(request(ENDLESS)))
    assert request_flops(shape, prompt, 10) <= flops <= request_flops(shape, prompt, 15000)
    assert method == "modelled"


def test_a_stop_string_ends_an_endless_answer(server: Any) -> None:
    """Sampling reaches the server."""
    _, made = run(server, request(ENDLESS, sampling=Sampling(stop=("sea",))))
    assert made.finish == "stop"
    assert made.text.endswith("to the ")


def test_a_seed_repeats_a_random_answer(server: Any) -> None:
    """Equal seeds, equal texts, at a temperature that would differ."""
    hot = request(ENDLESS, max_tokens=30, sampling=Sampling(temperature=1.5, seed=11))
    assert run(server, hot)[1].text == run(server, hot)[1].text


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "route": {"type": "string", "enum": ["small", "large"]},
        "places": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 9}, "maxItems": 3},
    },
    "required": ["route", "places"],
    "additionalProperties": False,
}


@pytest.mark.parametrize("question", [PAIRS[0][0], PAIRS[4][0], ENDLESS, "Which route?"])
def test_a_schema_is_always_kept(server: Any, question: str) -> None:
    """A model that knows no JSON gives nothing else."""
    _, made = run(server, request(question, json_schema=SCHEMA, max_tokens=100))
    answer = json.loads(made.text)
    assert made.finish == "stop"
    assert answer["route"] in ("small", "large")
    assert set(answer) == {"route", "places"} and all(0 <= place <= 9 for place in answer["places"])


def test_a_schema_that_is_none_is_rejected(server: Any) -> None:
    """In the server's words."""
    with pytest.raises(Rejected, match="nonsense"):
        run(server, request("Hello!", json_schema={"type": "nonsense"}))


def test_a_prompt_too_long_is_rejected(server: Any) -> None:
    """The error says how long it is and what may be."""
    with pytest.raises(Rejected, match="16384") as caught:
        run(server, request("sea " * 20000))
    assert "max-model-len" in caught.value.hint


def test_earlier_turns_that_the_window_does_not_hold_are_left_out(server: Any) -> None:
    """By the server's own count; what is left is answered."""
    question, _ = PAIRS[3]
    said = ["sea " * 9000, "Yes.", "sea " * 9000, "Yes."]
    roles: list[Any] = ["user", "assistant"] * 3
    turns = tuple(Turn(role=role, text=text) for role, text in zip(roles, [*said, question], strict=False))
    _, made = run(server, GenerateRequest(messages=turns, earlier=4, max_tokens=30))
    kept = server.count(messages(GenerateRequest(messages=turns[2:])))
    _, alone = run(server, GenerateRequest(messages=turns[2:], max_tokens=30))
    assert (made.left_out, made.usage.prompt_tokens) == (2, kept)
    assert made.text == alone.text


def test_a_cut_names_max_tokens_or_the_grant(server: Any, shape: DecoderConfig) -> None:
    """Whichever was less."""
    _, asked = run(server, request(ENDLESS), max_tokens=5)
    size = asked.usage.prompt_tokens
    grant = request_flops(shape, size, 7)
    _, paid = run(server, request(ENDLESS), FakeContext(grant=grant))
    assert (asked.usage.completion_tokens, asked.cut) == (5, Cut(limit="max_tokens", value=5))
    assert (paid.usage.completion_tokens, paid.cut) == (7, Cut(limit="grant", value=grant))


def test_an_unknown_model_is_rejected_and_the_served_ones_are_named(server: Any) -> None:
    """The hint holds what to write instead."""
    context = FakeContext()
    with pytest.raises(Rejected, match="nope") as caught:
        run(server, request("Hello!"), context, model="nope", parameters=1000)
    assert "core" in caught.value.hint
    assert context.charges == [(0, "declared")]


@pytest.mark.parametrize("question", [question for question, _ in PAIRS])
def test_the_tiny_model_ends_by_itself(server: Any, question: str) -> None:
    """What the other tests rest on: every answer it was taught has an end."""
    _, made = run(server, request(question, max_tokens=200))
    assert made.finish == "stop"
