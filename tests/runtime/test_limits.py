"""Budgets held and queries cancelled: what is stopped, what is kept, and that the next query works."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio
import pytest

from orchestra import Budget, Orchestra
from orchestra.spec import (
    Answered,
    Context,
    Cost,
    Declined,
    EmbedRequest,
    Event,
    Evidence,
    Progress,
    Reply,
    StepEnded,
    StepStarted,
    Text,
    Vectors,
)
from orchestra.store import Store
from tests.fakes import DEAR, add, embed, manifest, module, retrieve, says

PATIENCE = 20


def run(orc: Orchestra, query: Any) -> Any:
    """Run a coroutine function with an Orchestra on a loop, within bounds."""

    async def main() -> Any:
        with anyio.fail_after(PATIENCE):
            async with orc:
                return await query()

    return anyio.run(main)


@pytest.fixture
def aorc(even: Any, bare: Any) -> Orchestra:
    """An Orchestra that no loop holds yet."""
    return Orchestra(bare)


def test_a_step_that_the_budget_cannot_pay_for_never_starts(orc: Orchestra) -> None:
    """Refused before, not stopped during."""
    ran: list[str] = []

    def dear(request: Any, context: Context) -> Reply:
        ran.append("dear")
        return Reply(text="x")

    add(orc, "dear", dear, cost=DEAR)
    answer = orc.ask("anything", budget=Budget(1000))
    assert (answer.finish, answer.text, answer.usage.flops, ran) == ("budget", "", 10, [])
    assert answer.error is not None and answer.error.type == "BudgetExceeded"
    assert "1,000,000,000" in answer.error.message and "990 of 1,000" in answer.error.message


def test_without_the_price_of_routing_nothing_runs(orc: Orchestra) -> None:
    """A zero budget is a budget."""
    add(orc, "free", says("x"), cost=Cost(lower=0, expected=0, upper=0))
    answer = orc.ask("anything", budget=Budget(0))
    assert (answer.finish, answer.usage.flops, answer.usage.charges) == ("budget", 0, ())


def test_a_plan_the_budget_can_pay_for_runs_though_a_better_one_cannot(orc: Orchestra) -> None:
    """Out of budget for one is not out of budget for all."""
    add(orc, "best", says("best"), cost=Cost(lower=900, expected=900, upper=900))
    add(orc, "other", says("other"), cost=Cost(lower=1, expected=901, upper=901))
    orc.register(
        manifest("cheap", cost={"model": "declared", "flops": 0}), module(lambda r, c: Declined("no"), cost=None)
    )
    answer = orc.ask("anything", budget=Budget(910))
    assert answer.text == "best"


def test_the_grant_a_module_sees_is_what_is_left_under_its_upper_bound(orc: Orchestra) -> None:
    """A module under cpu-time can be limited, so it starts on less."""
    seen: list[int | None] = []

    def look(request: Any, context: Context) -> Reply:
        seen.append(context.grant)
        return Reply(text="x")

    cost = Cost(lower=1, expected=100, upper=10**12)
    orc.register(manifest("look", cost={"model": "cpu-time"}), module(look, cost))
    orc.ask("anything", budget=Budget(10**11))
    orc.ask("anything", budget=Budget(10**13))
    orc.ask("anything", budget=Budget())
    assert seen == [10**11 - 10, 10**12, 10**12]


async def forever(request: Any, context: Context) -> Reply:
    """Never ends by itself."""
    context.charge(100)
    await anyio.sleep_forever()
    raise AssertionError


def test_the_seconds_of_a_budget_stop_a_coroutine(orc: Orchestra) -> None:
    """What it had charged stays charged."""
    add(orc, "slow", forever)
    answer = orc.ask("anything", budget=Budget(seconds=0.05))
    assert (answer.finish, answer.usage.flops) == ("budget", 110)
    assert answer.error is not None and answer.error.type == "DeadlineExceeded"


def test_a_thread_that_ignores_its_cancellation_is_given_up_and_its_later_words_ignored(orc: Orchestra) -> None:
    """It can neither charge, nor speak, nor run what it uses."""
    release, spoke, ended = threading.Event(), threading.Event(), threading.Event()
    failures: list[BaseException] = []

    def stubborn(request: Any, context: Context) -> Iterator[Any]:
        release.wait(PATIENCE)
        try:
            context.charge(777)
            assert context.cancelled
            spoke.set()
            context.used["embedder"].run(EmbedRequest(texts=("late",)))
        except BaseException as error:
            failures.append(error)
        finally:
            ended.set()
        yield Text(text="late")
        yield Reply(text="late")

    calls: list[EmbedRequest] = []

    def count(request: EmbedRequest, context: Context) -> Any:
        calls.append(request)
        return embed(request, context)

    add(orc, "vec", count, kind="embedder/1")
    add(orc, "stubborn", stubborn, uses=["embedder/1"])
    with orc.stream("anything", budget=Budget(seconds=0.05)) as stream:
        events = list(stream)
    release.set()
    assert ended.wait(PATIENCE) and spoke.is_set()
    assert stream.answer.finish == "budget"
    assert isinstance(events[-1], Answered)
    assert not any(isinstance(event, Text) for event in events)
    assert 777 not in [charge.flops for charge in stream.answer.usage.charges]
    assert not calls
    assert "has ended" in str(failures[0])
    add(orc, "good", says("fine"))
    assert orc.ask("anything", modules=["good"]).text == "fine"


def test_the_cpu_time_of_a_grant_stops_a_run_in_this_process(orc: Orchestra) -> None:
    """The query is then out of budget, and says so."""
    orc.register(manifest("slow", cost={"model": "cpu-time"}), module(forever, Cost(lower=1, expected=1)))
    answer = orc.ask("anything", budget=Budget(5e7))
    assert answer.finish == "budget"
    assert answer.usage.flops <= 5e7  # waiting is not billed
    assert answer.error is not None and "its grant of" in answer.error.message


def test_a_timeout_of_the_module_s_own_is_a_failure_and_the_next_plan_runs(orc: Orchestra) -> None:
    """The budget is not gone: only this module's upper bound."""
    orc.register(
        manifest("slow", cost={"model": "cpu-time"}), module(forever, Cost(lower=1, expected=1, upper=5 * 10**7))
    )
    add(orc, "good", says("fine"), cost=DEAR)
    with orc.stream("anything") as stream:
        ends = [event.outcome for event in stream if isinstance(event, StepEnded)]
    assert ends == ["failed", "accepted"]


def test_runs_beyond_the_concurrency_of_a_module_wait_their_turn(aorc: Orchestra) -> None:
    """And waiting costs no FLOPs."""
    at_once: list[int] = []
    running = 0

    async def count(request: Any, context: Context) -> Reply:
        nonlocal running
        running += 1
        at_once.append(running)
        await anyio.lowlevel.checkpoint()
        running -= 1
        context.charge(1)
        return Reply(text="x")

    add(aorc, "two", count, concurrency=2)

    async def query() -> list[int]:
        answers = await asyncio.gather(*(aorc.aask("anything") for _ in range(8)))
        return [answer.usage.flops for answer in answers]

    assert run(aorc, query) == [11] * 8
    assert max(at_once) == 2


# --- cancellation -----------------------------------------------------------------------------------------------


def talk(events: list[str]) -> Any:
    """A module that talks until it is cancelled, and notes how it ended."""

    async def endless(request: Any, context: Context) -> AsyncIterator[Any]:
        context.charge(50)
        try:
            while True:
                yield Text(text="and ")
                await anyio.lowlevel.checkpoint()
        finally:
            events.append("closed")

    return endless


def test_leaving_a_stream_cancels_the_query_and_keeps_its_spend(aorc: Orchestra, home: Any) -> None:
    """The module is told, the bill stays, and the trace ends as every trace does."""
    ended: list[str] = []
    add(aorc, "talker", talk(ended))

    async def query() -> Any:
        async with aorc.astream("anything") as stream:
            async for event in stream:
                if isinstance(event, Text):
                    break
        return stream.answer

    answer = run(aorc, query)
    assert (answer.finish, answer.text, answer.usage.flops) == ("cancelled", "", 60)
    assert ended == ["closed"]
    trace = Store(home).trace(answer.id)
    assert [event.seq for event in trace] == list(range(len(trace)))
    last = trace[-1]
    assert isinstance(last, Answered) and last.answer == answer
    assert [event.outcome for event in trace if isinstance(event, StepEnded)] == ["cancelled"]


def test_leaving_a_plain_stream_cancels_the_query_too(orc: Orchestra) -> None:
    """`break` is enough inside `with`."""
    ended: list[str] = []
    add(orc, "talker", talk(ended))
    with orc.stream("anything") as stream:
        for event in stream:
            if isinstance(event, Text):
                break
    assert stream.answer.finish == "cancelled"
    assert ended == ["closed"]


def test_cancelling_the_caller_s_task_cancels_the_query_and_goes_on_up(aorc: Orchestra, home: Any) -> None:
    """Structured concurrency holds: nothing runs on."""
    started, ended = anyio.Event(), []

    async def slow(request: Any, context: Context) -> Reply:
        context.charge(50)
        started.set()
        try:
            await anyio.sleep_forever()
        finally:
            ended.append("closed")
        raise AssertionError

    add(aorc, "slow", slow)

    async def query() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(aorc.aask, "anything")
            await started.wait()
            tasks.cancel_scope.cancel()
        assert not aorc.running

    run(aorc, query)
    assert ended == ["closed"]


async def swallow(request: Any, context: Context) -> Reply:
    """Takes its cancellation for a reason to answer."""
    context.charge(50)
    try:
        await anyio.sleep_forever()
    except asyncio.CancelledError:
        return Reply(text="never mind")
    raise AssertionError


async def hide(request: Any, context: Context) -> AsyncIterator[Any]:
    """Fails while it is closed."""
    context.charge(50)
    yield Progress(message="x")
    try:
        await anyio.sleep_forever()
    finally:
        raise ValueError("hidden")


@pytest.mark.parametrize("rude", [swallow, hide])
def test_a_module_that_swallows_its_cancellation_does_not_keep_the_query_alive(aorc: Orchestra, rude: Any) -> None:
    """No other plan starts after it."""
    ran: list[str] = []

    def second(request: Any, context: Context) -> Reply:
        ran.append("second")
        return Reply(text="x")

    add(aorc, "rude", rude)
    add(aorc, "second", second, cost=DEAR)

    async def query() -> Any:
        stream = aorc.astream("anything")
        events: list[Event] = []
        async with stream:
            async for event in stream:
                events.append(event)
                if isinstance(event, StepStarted):
                    await anyio.wait_all_tasks_blocked()
                    break
        return stream.answer

    answer = run(aorc, query)
    assert (answer.finish, answer.usage.flops, ran) == ("cancelled", 60, [])


def test_a_stream_that_was_never_read_costs_nothing(aorc: Orchestra) -> None:
    """Nor does one that is left before it was read, and it cannot be begun after."""
    ran: list[str] = []

    def note(request: Any, context: Context) -> Reply:
        ran.append("x")
        return Reply(text="x")

    add(aorc, "note", note)

    async def query() -> Any:
        async with aorc.astream("anything") as stream:
            pass
        assert [event async for event in stream] == []
        return stream.answer

    answer = run(aorc, query)
    assert (answer.finish, answer.usage.flops, ran) == ("cancelled", 0, [])


def test_closing_while_a_query_runs_ends_it_as_cancelled(aorc: Orchestra) -> None:
    """Whoever waits for it gets an answer."""
    started = anyio.Event()

    async def slow(request: Any, context: Context) -> Reply:
        started.set()
        await anyio.sleep_forever()
        raise AssertionError

    add(aorc, "slow", slow)

    async def query() -> Any:
        asked = asyncio.ensure_future(aorc.aask("anything"))
        await started.wait()
        await aorc.aclose()
        return await asked

    assert run(aorc, query).finish == "cancelled"


def test_a_slow_reader_holds_the_module_back(aorc: Orchestra) -> None:
    """Queues are bounded."""
    said: list[int] = []

    async def chatter(request: Any, context: Context) -> AsyncIterator[Any]:
        for number in range(1000):
            said.append(number)
            yield Text(text=str(number))
        yield Reply(text="done")

    add(aorc, "chatter", chatter)

    async def query() -> int:
        stream = aorc.astream("anything")
        async with stream:
            events = aiter(stream)
            await anext(events)
            await anyio.wait_all_tasks_blocked()
            held = len(said)
            rest = [event async for event in events]
            assert [event.seq for event in rest] == list(range(1, len(rest) + 1))
        assert stream.answer.text == "done"
        return held

    assert 0 < run(aorc, query) < 200


def test_a_search_is_bounded_by_no_budget_and_cancelled_with_its_caller(aorc: Orchestra) -> None:
    """It is not a query: no plan, no answer."""
    add(aorc, "books", retrieve, kind="retriever/1", cost=DEAR)

    async def query() -> Evidence:
        return await aorc.asearch("sky")

    assert len(run(aorc, query).passages) == 1


def test_a_module_may_use_another_out_of_what_it_holds(orc: Orchestra) -> None:
    """A step without a bound holds all that is left, and what it causes is paid from that."""
    seen: list[object] = []

    def count(request: Any, context: Context) -> Vectors:
        context.charge(100)
        return Vectors(dim=1, data=b"\0\0\x80\x3f" * len(request.texts), fingerprint="f")

    def ask(request: Any, context: Context) -> Reply:
        seen.append(context.used["embedder"].run(EmbedRequest(texts=("a",))))
        return Reply(text="x")

    orc.register(manifest("vec", "embedder/1"), module(count, Cost(lower=100, expected=100, upper=100)))
    orc.register(manifest("holder", cost={"model": "cpu-time"}, uses=["embedder/1"]), module(ask, None))

    answer = orc.ask("anything", budget=Budget(10**9))

    assert answer.text == "x" and len(seen) == 1
    assert answer.usage.flops <= 10**9
    assert 100 in [charge.flops for charge in answer.usage.charges]


def test_a_coroutine_is_billed_what_it_computes_and_not_what_it_waits(orc: Orchestra) -> None:
    """Half a second of waiting costs less than a hundredth of one of work."""

    async def wait(request: Any, context: Context) -> Reply:
        await anyio.sleep(0.5)  # waiting is what is tested
        return Reply(text="x")

    orc.register(manifest("waits", cost={"model": "cpu-time"}), module(wait))

    answer = orc.ask("anything")

    (charge,) = [charge for charge in answer.usage.charges if charge.instance == "waits"]
    assert charge.method == "cpu-time" and charge.flops < 0.1 * 1e9
