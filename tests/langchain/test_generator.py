"""LangChain's chat models as generators of an Orchestra."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import anyio
import pytest
from langchain_core.language_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableLambda

from orchestra import Budget, Orchestra
from orchestra.langchain import ChatOrchestra, register_chat_model
from orchestra.langchain.generator import LangChainGenerator
from orchestra.langchain.tokens import Price
from orchestra.spec import (
    BudgetExceeded,
    ConfigError,
    GenerateRequest,
    Generation,
    ModuleEvent,
    OrchestraError,
    Overloaded,
    Progress,
    Rejected,
    ResultError,
    RunError,
    Sampling,
    StreamBroken,
    Text,
    Turn,
    Unreachable,
)
from orchestra.testing import FakeContext, violations
from tests.fakes import manifest
from tests.langchain.support import Chat, pieces

HELLO = GenerateRequest(messages=(Turn(role="system", text="Be kind."), Turn(role="user", text="Hello")))
PRICE = Price(parameters=100)


def generate(
    model: Any, request: GenerateRequest = HELLO, *, context: FakeContext | None = None, **given: Any
) -> tuple[list[ModuleEvent], Generation]:
    """What the module yields, with no runtime around it."""
    module = LangChainGenerator(model, **{"price": PRICE, **given})
    found: list[Any] = []

    async def run() -> None:
        async for item in module.run(request, context or FakeContext()):
            found.append(item)

    anyio.run(run)
    *events, generation = found
    assert isinstance(generation, Generation)
    return events, generation


def chat(*texts: str, **given: Any) -> Chat:
    """A model that says this; every list of it is its own."""
    usage = given.pop("usage", None)
    metadata = given.pop("metadata", {})
    return Chat(pieces=pieces(*texts, usage=usage, **metadata), calls=[], closed=[], **given)


class Structured(Chat):
    """Can be held to a schema."""

    raw: Any = None
    parsed: Any = None
    parsing_error: Any = None
    schemas: list[Any] = []

    def with_structured_output(self, schema: Any, *, include_raw: bool = False, **kwargs: Any) -> Any:
        """A chain that gives what it was made with."""
        self.schemas.append((schema, self.max_tokens))
        found = {"raw": self.raw, "parsed": self.parsed, "parsing_error": self.parsing_error}
        return RunnableLambda(lambda messages: found)


def test_an_answer_comes_in_pieces_and_then_whole() -> None:
    """With the tokens that the model reports."""
    events, generation = generate(chat("Hi ", "there", usage=(20, 2), metadata={"model_name": "tiny"}))

    assert [event.text for event in events if isinstance(event, Text)] == ["Hi ", "there"]
    assert (generation.text, generation.finish, generation.model) == ("Hi there", "stop", "tiny")
    assert (generation.usage.prompt_tokens, generation.usage.completion_tokens) == (20, 2)


def test_messages_keep_their_roles() -> None:
    """As LangChain's own classes."""
    model = chat("Hi")

    generate(model)

    assert model.calls[0]["messages"] == [SystemMessage("Be kind."), HumanMessage("Hello")]


@pytest.mark.parametrize(
    "model", [FakeListChatModel(responses=["Hi there"]), GenericFakeChatModel(messages=iter(["Hi there"]))]
)
def test_langchains_own_fakes_generate(model: Any) -> None:
    """They stream from plain functions and report no usage."""
    events, generation = generate(model)

    assert generation.text == "Hi there"
    assert len([event for event in events if isinstance(event, Text)]) > 1
    assert any("estimated" in event.message for event in events if isinstance(event, Progress))
    assert generation.usage.completion_tokens == 2


def test_a_model_that_cannot_stream_answers_all_the_same() -> None:
    """In one piece."""

    class Whole(FakeListChatModel):
        disable_streaming: Any = True

    events, generation = generate(Whole(responses=["Hi there"]))

    assert [event.text for event in events if isinstance(event, Text)] == ["Hi there"]
    assert generation.text == "Hi there"


def test_what_a_model_thinks_is_told_apart_from_its_answer() -> None:
    """On the channel for it, and not in the text."""
    thought = AIMessageChunk(content=[{"type": "reasoning", "reasoning": "hm"}])
    said = AIMessageChunk(content=[{"type": "text", "text": "Hi"}])

    events, generation = generate(Chat(pieces=[thought, said]))

    channels = [(event.channel, event.text) for event in events if isinstance(event, Text)]
    assert channels == [("reasoning", "hm"), ("answer", "Hi")]
    assert generation.text == "Hi"


@pytest.mark.parametrize(
    ("said", "finish"),
    [
        ({"finish_reason": "stop"}, "stop"),
        ({"finish_reason": "STOP"}, "stop"),
        ({"stop_reason": "end_turn"}, "stop"),
        ({"done_reason": "stop"}, "stop"),
        ({}, "stop"),
        ({"finish_reason": "length"}, "length"),
        ({"stop_reason": "max_tokens"}, "length"),
        ({"finish_reason": "MAX_TOKENS"}, "length"),
    ],
)
def test_the_reason_of_the_end_is_understood_in_every_integrations_words(said: dict[str, Any], finish: str) -> None:
    """OpenAI's, Anthropic's, Google's, Ollama's."""
    _, generation = generate(chat("Hi", metadata=said))

    assert generation.finish == finish


@pytest.mark.parametrize("reason", ["content_filter", "SAFETY", "refusal", "tool_calls"])
def test_an_end_for_any_other_reason_is_no_answer(reason: str) -> None:
    """Half a text must not pass for a whole one."""
    with pytest.raises(StreamBroken, match=reason):
        generate(
            chat("Hi", metadata={"finish_reason": reason})
            if reason != "tool_calls"
            else Chat(pieces=[AIMessageChunk(content="Hi", response_metadata={"finish_reason": reason})])
        )


def test_the_limit_of_the_request_goes_to_the_model() -> None:
    """Under the name that it knows; the registration's where the request has none."""
    named, usual, none = chat("Hi"), chat("Hi"), chat("Hi")

    generate(named, HELLO.model_copy(update={"max_tokens": 7}), token_limit="num_predict")
    generate(usual, max_tokens=55)
    generate(none, token_limit="")

    assert named.calls[0]["num_predict"] == 7
    assert usual.calls[0]["max_tokens"] == 55
    assert "max_tokens" not in none.calls[0]


def test_a_grant_becomes_a_token_limit() -> None:
    """What is left after the prompt's upper bound."""
    model = chat("Hi", usage=(20, 1))
    context = FakeContext(grant=2 * 100 * 400)

    generate(model, context=context)

    limit = model.calls[0]["max_tokens"]
    assert 0 < limit < 400
    assert context.charges == [(PRICE.flops(20, 1), "declared")]


def test_a_grant_too_small_for_the_prompt_is_refused_before_the_model_is_asked() -> None:
    """And nothing is charged."""
    model, context = chat("Hi"), FakeContext(grant=100)

    with pytest.raises(BudgetExceeded, match="granted"):
        generate(model, context=context)

    assert (model.calls, context.charged) == ([], 0)


def test_under_a_cap_a_model_without_a_limit_needs_its_whole_answer_paid() -> None:
    """For it cannot be held to less."""
    with pytest.raises(BudgetExceeded, match="no token limit"):
        generate(chat("Hi"), context=FakeContext(grant=2 * 100 * 400), token_limit="")


def test_a_model_of_unknown_cost_is_refused_under_a_cap_and_free_without_one() -> None:
    """And both are said."""
    with pytest.raises(ConfigError, match="FLOPs are capped"):
        generate(chat("Hi"), context=FakeContext(grant=10**12), price=None)
    context = FakeContext()
    events, _ = generate(chat("Hi"), context=context, price=None)

    assert context.charges == [(0, "declared")]
    assert any("charged as 0" in event.message for event in events if isinstance(event, Progress))


def test_a_model_that_goes_on_beyond_its_limit_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    """And its stream closed; what it wrote by then is charged."""
    model, context = chat(*["word " * 8] * 50), FakeContext()

    _, generation = generate(model, HELLO.model_copy(update={"max_tokens": 5}), context=context)

    assert generation.finish == "length"
    assert len(generation.text) < 100
    assert model.closed == [True]
    assert "cut" in caplog.text
    assert context.charged > 0


def test_sampling_is_passed_where_the_request_states_it() -> None:
    """A user's own temperature is not overruled by a default."""
    plain, stated = chat("Hi"), chat("Hi")

    generate(plain)
    generate(stated, HELLO.model_copy(update={"sampling": Sampling(temperature=0.5, seed=3, stop=("END",))}))

    assert not {"temperature", "top_p", "seed"} & plain.calls[0].keys()
    assert (stated.calls[0]["temperature"], stated.calls[0]["seed"], stated.calls[0]["stop"]) == (0.5, 3, ["END"])


def test_a_schema_is_kept_by_models_that_can() -> None:
    """The text is the JSON."""
    raw = AIMessage(content="", usage_metadata={"input_tokens": 9, "output_tokens": 4, "total_tokens": 13})
    model = Structured(pieces=[], raw=raw, parsed={"answer": 4}, schemas=[])
    request = HELLO.model_copy(update={"json_schema": {"type": "object"}, "max_tokens": 7})

    _, generation = generate(model, request)

    assert json.loads(generation.text) == {"answer": 4}
    assert generation.usage.completion_tokens == 4
    ((schema, limit),) = model.schemas
    assert (schema["type"], limit) == ("object", 7)


def test_a_model_that_cannot_keep_a_schema_says_so() -> None:
    """Rather than writing anything."""
    request = HELLO.model_copy(update={"json_schema": {"type": "object"}})

    with pytest.raises(Rejected, match="JSON schema"):
        generate(FakeListChatModel(responses=["Hi"]), request, token_limit="")
    with pytest.raises(Rejected, match="token_limit"):
        generate(FakeListChatModel(responses=["Hi"]), request)
    with pytest.raises(Rejected, match="'stop'"):
        generate(Structured(pieces=[]), request.model_copy(update={"sampling": Sampling(stop=("END",))}))


def test_an_answer_that_is_no_json_of_the_schema_may_be_asked_for_again() -> None:
    """With the parser's reason."""
    model = Structured(pieces=[], raw=AIMessage("{"), parsing_error=ValueError("no end"), schemas=[])

    with pytest.raises(ResultError, match="no end") as caught:
        generate(model, HELLO.model_copy(update={"json_schema": {"type": "object"}}))
    assert caught.value.retryable


@pytest.mark.parametrize(
    ("texts", "error", "expected", "charged"),
    [
        ((), ConnectionRefusedError("x"), Unreachable, False),
        (("Hi",), ConnectionResetError("x"), StreamBroken, True),
        ((), KeyError("x"), RunError, True),
        (("Hi",), Overloaded("x"), Overloaded, True),
    ],
    ids=["never reached", "lost", "of its own", "ours"],
)
def test_what_a_model_raises_is_of_the_tree_and_what_it_computed_is_charged(
    texts: tuple[str, ...], error: Exception, expected: type[OrchestraError], charged: bool
) -> None:
    """A server that was never reached computed nothing."""
    context = FakeContext()
    model = Chat(pieces=[AIMessageChunk(content=text) for text in texts], error=error)

    with pytest.raises(OrchestraError) as caught:
        generate(model, context=context)

    assert type(caught.value) is expected
    assert (context.charged > 0) is charged
    assert len(context.charges) == 1


def test_a_model_that_does_not_know_its_limits_name_says_which_setting_names_it() -> None:
    """TypeError alone would send the user into LangChain's source."""
    model = Chat(pieces=[], error=TypeError("got an unexpected keyword argument 'max_tokens'"))

    with pytest.raises(ConfigError, match="token_limit"):
        generate(model)


def test_leaving_an_answer_closes_the_models_stream_and_charges_what_came() -> None:
    """So that its server draws no more."""
    model, context = chat("Hi ", "there"), FakeContext()

    async def leave() -> None:
        module = LangChainGenerator(model, price=PRICE)
        answer = module.run(HELLO, context)
        async for _ in answer:
            break
        await answer.aclose()  # type: ignore[attr-defined]

    anyio.run(leave)

    assert model.closed == [True]
    assert len(context.charges) == 1
    assert context.charged > 0


def test_a_cancelled_query_closes_the_models_stream(even: Any, bare: Any) -> None:
    """Through the whole runtime."""

    async def cancel() -> tuple[str, list[bool]]:
        model = chat("Hi", waits=asyncio.Event())
        async with Orchestra(bare) as orc:
            register_chat_model(orc, model, id="chat", parameters=100)
            async with orc.astream("Hello", modules=["chat"]) as stream:
                async for event in stream:
                    if isinstance(event, Text):
                        break
            return stream.answer.finish, model.closed

    assert asyncio.run(cancel()) == ("cancelled", [True])


def test_a_registered_model_answers_a_query_with_its_bill(orc: Orchestra) -> None:
    """Through the public face."""
    register_chat_model(orc, chat("Hi there", usage=(30, 3)), id="chat", parameters=100)

    answer = orc.ask("Hello", budget=Budget(1e9))

    assert (answer.text, answer.finish, answer.plan) == ("Hi there", "complete", ("chat",))
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (30, 3)
    assert [c.flops for c in answer.usage.charges if c.instance == "chat"] == [2 * 100 * 33]


def test_a_registered_model_keeps_to_the_contract() -> None:
    """The conformance kit finds nothing."""
    data = manifest("chat", "generator/1", cost={"model": "transformer"})

    for model in (chat("Hi", usage=(5, 1)), FakeListChatModel(responses=["Hi there"])):
        made = LangChainGenerator(model, price=PRICE)
        assert violations(data, lambda made=made: made, [HELLO]) == []


@pytest.mark.parametrize(
    ("model", "given"),
    [
        (None, {}),
        (RunnableLambda(str), {}),
        (chat("Hi"), {"max_tokens": 0}),
        (chat("Hi"), {"parameters": -1}),
        (chat("Hi"), {"architecture": "/nowhere"}),
    ],
    ids=["none", "a chain", "no tokens", "negative", "no file"],
)
def test_what_cannot_be_registered_is_refused_at_once(model: Any, given: dict[str, Any], orc: Orchestra) -> None:
    """Not when the first query comes."""
    with pytest.raises(ConfigError):
        register_chat_model(orc, model, id="chat", **given)


def test_an_orchestra_is_not_its_own_generator(orc: Orchestra) -> None:
    """It would ask itself without end."""
    with pytest.raises(ConfigError):
        register_chat_model(orc, ChatOrchestra(orchestra=orc), id="chat")
