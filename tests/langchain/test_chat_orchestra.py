"""An Orchestra as a LangChain chat model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.tools import tool
from pydantic import ValidationError

from orchestra import Budget, Orchestra
from orchestra.langchain import ChatOrchestra, Unanswered
from orchestra.spec import (
    BudgetExceeded,
    BudgetInvalid,
    Citation,
    Context,
    Declined,
    ExpertRequest,
    GenerateRequest,
    Generation,
    InputError,
    Reply,
    Span,
    StreamBroken,
    Text,
    TokenUsage,
    UsageError,
)
from tests.fakes import CHEAP, DEAR, add, says

Ask = Callable[[ChatOrchestra, Any], AIMessage]


def hold(model: ChatOrchestra) -> None:
    """Hold its Orchestra to the Orchestra's own loop, as a first plain query would."""
    if not model.orchestra.closed:
        model.orchestra.run(lambda: bound(model.orchestra))


async def bound(orc: Orchestra) -> None:
    """On the loop that runs now."""
    orc.bind()


def invoked(model: ChatOrchestra, messages: Any) -> AIMessage:
    """Asked plainly."""
    return model.invoke(messages)


def awaited(model: ChatOrchestra, messages: Any) -> AIMessage:
    """Awaited on a loop that is not the Orchestra's."""
    hold(model)
    return asyncio.run(model.ainvoke(messages))


def streamed(model: ChatOrchestra, messages: Any) -> AIMessage:
    """The pieces added up, as LangChain's users do."""
    whole: AIMessageChunk | None = None
    for chunk in model.stream(messages):
        whole = chunk if whole is None else whole + chunk
    assert whole is not None
    return whole


def astreamed(model: ChatOrchestra, messages: Any) -> AIMessage:
    """The same, awaited."""

    async def added() -> AIMessageChunk:
        whole: AIMessageChunk | None = None
        async for chunk in model.astream(messages):
            whole = chunk if whole is None else whole + chunk
        assert whole is not None
        return whole

    hold(model)
    return asyncio.run(added())


FOUR = pytest.mark.parametrize("ask", [invoked, awaited, streamed, astreamed], ids=lambda each: each.__name__)


def writes(*texts: str, finish: Any = "stop", error: Exception | None = None) -> Any:
    """A generator that streams these."""

    async def run(request: GenerateRequest, context: Context) -> AsyncIterator[Text | Generation]:
        context.charge(9)
        for text in texts:
            yield Text(text=text)
        if error is not None:
            raise error
        usage = TokenUsage(prompt_tokens=20, completion_tokens=len(texts))
        yield Generation(text="".join(texts), finish=finish, usage=usage)

    return run


@FOUR
def test_an_answer_is_a_message_with_its_plan_and_bill(orc: Orchestra, ask: Ask) -> None:
    """No tokens where no model was asked."""
    add(orc, "oracle", says("42", flops=5, confidence=0.9))

    message = ask(ChatOrchestra(orchestra=orc), "What is it?")

    assert message.text == "42"
    assert message.usage_metadata == {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}
    data = message.response_metadata
    assert (data["plan"], data["finish"], data["finish_reason"]) == (["oracle"], "complete", "stop")
    assert (data["flops"], data["confidence"], data["verified"]) == (15, 0.9, None)
    assert len(data["query_id"]) == 32


@FOUR
def test_the_tokens_of_a_generator_are_on_the_message(orc: Orchestra, ask: Ask) -> None:
    """In LangChain's own form."""
    add(orc, "writer", writes("Hi ", "there"), kind="generator/1")

    message = ask(ChatOrchestra(orchestra=orc), "Hello")

    assert message.text == "Hi there"
    assert message.usage_metadata == {"input_tokens": 20, "output_tokens": 2, "total_tokens": 22}


def test_evidence_is_on_the_message_as_json(orc: Orchestra) -> None:
    """Quote, source and place."""

    def run(request: ExpertRequest, context: Context) -> Reply:
        context.charge(1)
        cited = Citation(document_id="d", source="a.txt", span=Span(start=1, end=4, line=2), text="sky")
        return Reply(text="sky", citations=(cited,), confidence=0.9)

    add(orc, "oracle", run)

    (evidence,) = ChatOrchestra(orchestra=orc).invoke("What?").response_metadata["evidence"]

    assert (evidence["source"], evidence["text"], evidence["span"]["line"]) == ("a.txt", "sky", 2)


@FOUR
def test_a_declined_query_raises_with_the_reason_and_is_never_an_empty_message(orc: Orchestra, ask: Ask) -> None:
    """The answer is on the error, with its bill."""

    def run(request: ExpertRequest, context: Context) -> Declined:
        context.charge(5)
        return Declined("not about dice")

    add(orc, "dice", run)

    with pytest.raises(Unanswered, match="not about dice") as caught:
        ask(ChatOrchestra(orchestra=orc), "What is it?")

    assert caught.value.answer.finish == "declined"
    assert caught.value.answer.usage.flops == 15


def test_the_best_so_far_is_given_and_said_to_be_cut(orc: Orchestra) -> None:
    """As `ask` does; a chain sees it by the finish reason."""
    add(orc, "writer", writes("Once upon", finish="length"), kind="generator/1")

    message = ChatOrchestra(orchestra=orc).invoke("A story")

    assert message.text == "Once upon"
    assert (message.response_metadata["finish"], message.response_metadata["finish_reason"]) == ("budget", "length")
    assert message.response_metadata["cut"] == {"limit": "other", "value": None}
    assert message.response_metadata["left_out"] == 0


def test_the_messages_before_the_last_are_the_history(orc: Orchestra) -> None:
    """System messages among them, for generators."""
    seen: list[GenerateRequest] = []

    def run(request: GenerateRequest, context: Context) -> Generation:
        seen.append(request)
        context.charge(1)
        return Generation(text="ok", finish="stop", usage=TokenUsage(prompt_tokens=1, completion_tokens=1))

    add(orc, "writer", run, kind="generator/1")
    messages = [SystemMessage("Be brief."), HumanMessage("Hello"), AIMessage("Hi"), HumanMessage("And you?")]

    ChatOrchestra(orchestra=orc).invoke(messages)

    said = [(turn.role, turn.text) for turn in seen[0].messages]
    assert said[1:] == [("system", "Be brief."), ("user", "Hello"), ("assistant", "Hi"), ("user", "And you?")]


def test_text_is_streamed_as_it_is_written(orc: Orchestra) -> None:
    """And its bill comes with the end."""
    add(orc, "writer", writes("Hi ", "there"), kind="generator/1")

    chunks = list(ChatOrchestra(orchestra=orc).stream("Hello"))

    assert [chunk.text for chunk in chunks] == ["Hi ", "there", ""]
    assert [bool(chunk.response_metadata.get("plan")) for chunk in chunks] == [False, False, True]
    assert chunks[-1].chunk_position == "last"


@pytest.mark.parametrize("ask", [streamed, astreamed], ids=lambda each: each.__name__)
def test_text_of_an_attempt_that_failed_is_taken_back_by_an_error_that_holds_the_answer(
    orc: Orchestra, ask: Ask
) -> None:
    """What was streamed cannot be unsaid, and must not pass for the answer."""
    add(orc, "breaks", writes("Wrong ", error=StreamBroken("lost")), kind="generator/1", cost=CHEAP)
    add(orc, "oracle", says("Right", confidence=0.9), cost=DEAR)

    with pytest.raises(Unanswered) as caught:
        ask(ChatOrchestra(orchestra=orc), "What?")

    assert caught.value.answer.text == "Right"


def test_with_streaming_disabled_only_what_was_accepted_is_given(orc: Orchestra) -> None:
    """LangChain's own switch."""
    add(orc, "breaks", writes("Wrong ", error=StreamBroken("lost")), kind="generator/1", cost=CHEAP)
    add(orc, "oracle", says("Right", confidence=0.9), cost=DEAR)

    assert streamed(ChatOrchestra(orchestra=orc, disable_streaming=True), "What?").text == "Right"


def test_what_an_attempt_wrote_before_its_budget_ran_out_stands(orc: Orchestra) -> None:
    """It is the best so far, and what was streamed."""
    add(orc, "writer", writes("Once ", "upon", error=BudgetExceeded("spent")), kind="generator/1")

    message = streamed(ChatOrchestra(orchestra=orc), "A story")

    assert (message.text, message.response_metadata["finish"]) == ("Once upon", "budget")


@pytest.mark.parametrize("ask", ["stream", "astream"])
def test_leaving_a_stream_cancels_the_query(even: Any, bare: Path, ask: str) -> None:
    """So that nothing more is computed."""
    ended: list[str] = []

    async def run(request: GenerateRequest, context: Context) -> AsyncIterator[Text]:
        context.charge(1)
        try:
            yield Text(text="Hi")
            await asyncio.Event().wait()
        finally:
            ended.append("closed")

    async def leave(model: ChatOrchestra) -> None:
        chunks = model.astream("Hello")
        async for _ in chunks:
            break
        await chunks.aclose()  # type: ignore[attr-defined]
        async with asyncio.timeout(30):  # LangChain leaves its inner stream to the loop's own tidying up
            while not ended:
                await asyncio.sleep(0)

    with Orchestra(bare) as orc:
        add(orc, "writer", run, kind="generator/1")
        model = ChatOrchestra(orchestra=orc)
        hold(model)
        if ask == "stream":
            chunks = model.stream("Hello")
            next(chunks)
            chunks.close()  # type: ignore[attr-defined]
        else:
            asyncio.run(leave(model))
        assert ended == ["closed"]


def test_a_cancelled_call_cancels_the_query(even: Any, bare: Path) -> None:
    """From a loop that is not the Orchestra's."""
    ended: list[str] = []

    async def cancel(model: ChatOrchestra, begun: asyncio.Event) -> None:
        task = asyncio.create_task(model.ainvoke("Hello"))
        await begun.wait()
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    async def both() -> None:
        begun, loop = asyncio.Event(), asyncio.get_running_loop()

        async def run(request: ExpertRequest, context: Context) -> Reply:
            context.charge(1)
            loop.call_soon_threadsafe(begun.set)
            try:
                await asyncio.Event().wait()
            finally:
                ended.append("closed")
            return Reply(text="")

        add(orc, "waits", run)
        await cancel(ChatOrchestra(orchestra=orc), begun)

    with Orchestra(bare) as orc:
        hold(ChatOrchestra(orchestra=orc))
        asyncio.run(both())

    assert ended == ["closed"]


def test_it_is_awaited_on_the_orchestras_own_loop(even: Any, bare: Path) -> None:
    """As `aask` is."""

    async def ask() -> str:
        async with Orchestra(bare) as orc:
            add(orc, "oracle", says("42", confidence=0.9))
            model = ChatOrchestra(orchestra=orc)
            pieces = [chunk.text async for chunk in model.astream("What?")]
            return (await model.ainvoke("What?")).text + "".join(pieces)

    assert asyncio.run(ask()) == "4242"


def test_queries_of_a_batch_run_side_by_side(orc: Orchestra) -> None:
    """LangChain asks from threads."""
    add(orc, "oracle", says("42", confidence=0.9))

    assert [message.text for message in ChatOrchestra(orchestra=orc).batch(["a", "b", "c"])] == ["42"] * 3


def test_the_budget_and_the_modules_are_set_once_or_in_a_call(orc: Orchestra) -> None:
    """A call goes over the model's own."""
    add(orc, "oracle", says("oracle", confidence=0.9))
    add(orc, "other", says("other", confidence=0.9))
    model = ChatOrchestra(orchestra=orc, modules=["oracle"], budget=Budget(1e6))

    assert model.invoke("What?").text == "oracle"
    assert model.invoke("What?", modules=["other"]).text == "other"
    with pytest.raises(Unanswered, match="budget"):
        model.invoke("What?", budget=Budget(1))
    with pytest.raises(BudgetInvalid):
        model.bind(budget=7).invoke("What?")


@pytest.mark.parametrize(
    ("given", "named"),
    [({"stop": ["END"]}, "stop"), ({"temperature": 0.5}, "temperature"), ({"model": "other"}, "model")],
)
def test_arguments_that_an_orchestra_has_no_use_for_are_refused(
    orc: Orchestra, given: dict[str, Any], named: str
) -> None:
    """Ignoring a stop sequence or a temperature would be silent."""
    add(orc, "oracle", says("42", confidence=0.9))

    with pytest.raises(InputError, match=named):
        ChatOrchestra(orchestra=orc).invoke("What?", **given)
    with pytest.raises(ValidationError):
        ChatOrchestra(orchestra=orc, **given)


def test_tools_and_schemas_are_refused_plainly(orc: Orchestra) -> None:
    """Before anything is asked."""

    @tool
    def adder(a: int, b: int) -> int:
        """Adds."""
        return a + b

    model = ChatOrchestra(orchestra=orc)

    with pytest.raises(NotImplementedError, match="register experts as modules"):
        model.bind_tools([adder])
    with pytest.raises(NotImplementedError, match="no schema"):
        model.with_structured_output({"type": "object"})


@FOUR
def test_messages_that_hold_no_query_are_the_callers_mistake(orc: Orchestra, ask: Ask) -> None:
    """An InputError, as from `ask`."""
    add(orc, "oracle", says("42", confidence=0.9))

    with pytest.raises(InputError):
        ask(ChatOrchestra(orchestra=orc), [HumanMessage("x"), AIMessage("y")])
    with pytest.raises(InputError, match="empty"):
        ask(ChatOrchestra(orchestra=orc), "  ")


@FOUR
def test_a_closed_orchestra_says_so(bare: Path, ask: Ask) -> None:
    """In every way of asking."""
    orc = Orchestra(bare)
    orc.close()

    with pytest.raises(UsageError, match="closed"):
        ask(ChatOrchestra(orchestra=orc), "x")
