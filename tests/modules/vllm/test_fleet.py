"""Several servers behind one instance: who is asked, who is left alone, and what is paid for what came to nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest
from orchestra_modules.vllm import Vllm
from orchestra_modules.vllm.client import Client
from orchestra_modules.vllm.fleet import Fleet, Lease
from orchestra_modules.vllm.pool import Pool
from orchestra_modules.vllm.server import Server

from orchestra import Orchestra
from orchestra.budget.flops import DecoderConfig, prefill_flops, request_flops
from orchestra.spec import GenerateRequest, Generation, OrchestraError, Overloaded, StreamBroken, Turn, Unreachable
from orchestra.testing import FakeContext
from orchestra.testing.endpoint import Drop, FakeEndpoint, Script, Stall
from tests.modules.vllm.test_vllm import CONFIG, PROMPT, SHAPE


def asked(text: str) -> GenerateRequest:
    """One user message."""
    return GenerateRequest(messages=(Turn(role="user", text=text),))


ASK = asked("write me a poem")


async def generate(module: Vllm, request: GenerateRequest = ASK, context: FakeContext | None = None) -> Generation:
    """The generation alone."""
    *_, last = [item async for item in module.run(request, context or FakeContext())]
    assert isinstance(last, Generation)
    return last


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    """A coroutine function, within a bound."""

    async def bounded() -> Any:
        with anyio.fail_after(60):
            return await work()

    return anyio.run(bounded)


def both(first: FakeEndpoint, second: FakeEndpoint, **options: Any) -> Vllm:
    """One instance on two servers."""
    return Vllm(url=first.url, servers=[second.url], **options)


def chats(*servers: FakeEndpoint) -> list[int]:
    """How many chats each has seen."""
    return [len(server.chats) for server in servers]


def test_a_conversation_stays_with_one_server() -> None:
    """Turn after turn, while other conversations go elsewhere."""

    async def talk(module: Vllm) -> None:
        for _ in range(3):
            await generate(module)

    async def others(module: Vllm) -> None:
        for number in range(16):
            await generate(module, asked(f"question {number}"))

    with FakeEndpoint() as one, FakeEndpoint() as two:
        module = both(one, two)
        run(lambda: talk(module))
        assert sorted(chats(one, two)) == [0, 3]
        run(lambda: others(module))
        assert min(chats(one, two)) > 0


def test_a_server_that_is_gone_is_passed_over_before_the_first_byte() -> None:
    """The query does not notice, and after a few failures nobody knocks there any more."""
    with FakeEndpoint() as gone:
        url = gone.url

    async def ask(module: Vllm) -> None:
        for number in range(12):
            assert (await generate(module, asked(f"question {number}"))).text == "Hello there."
        broken = module._fleet.replicas[url].breaker  # type: ignore[union-attr]
        assert not broken.closed

    with FakeEndpoint() as there:
        run(lambda: ask(Vllm(url=url, servers=[there.url])))


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_is_unwell_or_busy_is_passed_over(status: int) -> None:
    """With a wait of nothing, for another is there."""

    async def ask(module: Vllm) -> None:
        for number in range(6):
            assert (await generate(module, asked(f"question {number}"))).text == "fine"

    with FakeEndpoint([Script(status=status, error="no")]) as bad, FakeEndpoint([Script("fine")]) as good:
        run(lambda: ask(both(bad, good)))
        assert chats(bad)[0] > 0


def test_a_server_that_hangs_is_passed_over_and_its_prompt_is_on_the_bill(tmp_path: Path) -> None:
    """It may have read the prompt: that is paid for, and marked modelled."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    context = FakeContext()
    question = _question_for(first=True)

    async def ask(module: Vllm) -> Generation:
        return await generate(module, question, context)

    with FakeEndpoint([Script(Stall(headers=True))]) as hung, FakeEndpoint([Script("a", "b")]) as good:
        module = both(hung, good, architecture=str(tmp_path), first_token_timeout=0.4)
        urls = [hung.url, good.url]
        question = _question_for(first=True, urls=urls)
        assert run(lambda: ask(module)).text == "ab"
        assert hung.wait_for_leaving()
    ((flops, method),) = context.charges
    size = len(question.messages[0].text.split()) + 4
    assert flops >= request_flops(SHAPE, size, 2) + prefill_flops(SHAPE, size)
    assert method == "modelled"


def _question_for(*, first: bool, urls: list[str] | None = None) -> GenerateRequest:
    """A question whose own server is the first, or the other."""
    from orchestra_modules.vllm.choice import fingerprint, ranked

    urls = urls or ["a", "b"]
    for number in range(1000):
        request = asked(f"question {number}")
        if (ranked(fingerprint(request.messages), urls)[0] == urls[0]) == first:
            return request
    raise AssertionError("no such question")


def test_a_stream_that_broke_is_not_asked_elsewhere() -> None:
    """After the first byte the query has text already."""

    async def ask(module: Vllm, question: GenerateRequest) -> None:
        with pytest.raises(StreamBroken):
            await generate(module, question)

    with FakeEndpoint([Script("a", Drop())]) as bad, FakeEndpoint() as good:
        question = _question_for(first=True, urls=[bad.url, good.url])
        run(lambda: ask(both(bad, good), question))
        assert chats(bad, good) == [1, 0]


def test_retries_end_with_their_budget() -> None:
    """A server that is down for all is not asked three times by everyone."""

    async def ask(module: Vllm) -> None:
        for number in range(30):
            with pytest.raises(Overloaded):
                await generate(module, asked(f"question {number}"))

    with FakeEndpoint([Script(status=503, error="busy")]) as one, FakeEndpoint([Script(status=503, error="b")]) as two:
        run(lambda: ask(both(one, two, retries=1)))
        assert sum(chats(one, two)) <= 30 + 10 + 0.2 * 30 + 1


def test_where_every_server_is_out_the_error_says_when_it_is_tried_again() -> None:
    """At once, with nobody asked."""

    async def ask(module: Vllm) -> OrchestraError:
        errors: list[OrchestraError] = []
        for _ in range(4):
            with pytest.raises(Unreachable) as caught:
                await generate(module)
            errors.append(caught.value)
        return errors[-1]

    with FakeEndpoint([Script(status=500, error="dead")]) as dead:
        error = run(lambda: ask(Vllm(url=dead.url, retries=0)))
        assert chats(dead) == [3]
    assert "next trial" in error.message and dead.url in error.message and error.retryable
    assert f"{dead.url} answered 500: dead" in error.message  # why it is out


def test_where_all_servers_are_dead_each_is_named_with_its_own_reason() -> None:
    """Not just the one that happened to be asked last."""

    async def ask(module: Vllm) -> OrchestraError:
        with pytest.raises(Unreachable) as caught:
            await generate(module)
        return caught.value

    with FakeEndpoint() as gone:
        port = gone.url.rpartition(":")[2].removesuffix("/v1")
    with FakeEndpoint([Script(status=500, error="no engine")]) as ill:
        error = run(lambda: ask(both(gone, ill)))
    assert f"{gone.url}: connection refused at 127.0.0.1:{port}" in error.message
    assert f"{ill.url} answered 500: no engine" in error.message
    assert "start the server" in error.hint and "look at its log" in error.hint


def test_servers_in_a_profile_are_enough_without_a_url(tmp_path: Path) -> None:
    """The instance is there, and answers; with neither it says what would do."""
    profile = tmp_path / "profile.toml"
    with FakeEndpoint([Script("fine")]) as server:
        profile.write_text(f'[instances.vllm]\nservers = ["{server.url}"]\nparameters = 10\n', encoding="utf-8")
        with Orchestra.from_profile(profile, home=tmp_path) as orchestra:
            assert orchestra.ask("Write a short poem about the sea").text == "fine"
    profile.write_text("", encoding="utf-8")
    with Orchestra.from_profile(profile, home=tmp_path) as orchestra:
        (row,) = [row for row in orchestra.modules() if row.id == "vllm"]
        assert row.reason.startswith("url is not set") and "servers or manage will do as well" in row.reason


def test_a_server_is_given_no_more_at_once_than_its_bound() -> None:
    """The others wait in order and all are answered."""
    most = 0

    async def watch(module: Vllm) -> list[Generation]:
        nonlocal most
        made: list[Generation] = []

        async def one(number: int) -> None:
            nonlocal most
            async for item in module.run(asked(f"question {number}"), FakeContext()):
                replicas = module._fleet.replicas.values()  # type: ignore[union-attr]
                most = max(most, *(replica.running for replica in replicas))
                if isinstance(item, Generation):
                    made.append(item)

        async with anyio.create_task_group() as group:
            for number in range(12):
                group.start_soon(one, number)
        return made

    with FakeEndpoint() as server:
        made = run(lambda: watch(Vllm(url=server.url, concurrency=2)))
    assert len(made) == 12
    assert most == 2


def _fleet(count: int, clock: Callable[[], float], limit: int = 1) -> Fleet:
    pool = Pool(key="", connect=1.0, tls=None)
    clients = [Client(Server(f"http://127.0.0.1:{number}/v1"), pool) for number in range(1, count + 1)]
    return Fleet(clients, limit=limit, clock=clock, dice=lambda: 0.0)


def test_who_waits_for_a_place_and_leaves_hands_the_turn_on() -> None:
    """A cancelled waiter does not keep a place from the next."""

    async def wait() -> None:
        fleet = _fleet(1, lambda: 0.0)
        held = await fleet.lease(b"x")
        first, second = (asyncio.create_task(fleet.lease(b"x")) for _ in range(2))
        await asyncio.sleep(0)
        held.end()  # it is the first one's turn, and
        first.cancel()  # before it takes it, it leaves
        lease: Lease = await second
        lease.end()
        assert first.cancelled()
        assert fleet.replicas[lease.replica.url].running == 0

    run(wait)


def test_silence_is_counted_from_the_last_token_of_anyone() -> None:
    """A server that answers others is not hung, however long one request waits."""
    now = [0.0]

    async def silence() -> None:
        fleet = _fleet(1, lambda: now[0], limit=2)
        waiting, other = await fleet.lease(b"x"), await fleet.lease(b"y")
        now[0] = 50.0
        assert waiting.silent() == 50.0
        other.progressed()
        now[0] = 60.0
        assert waiting.silent() == 10.0

    run(silence)


def test_a_connection_is_used_again() -> None:
    """One after the other, five answers on one connection: the model list, and every chat."""

    async def ask(module: Vllm) -> None:
        for number in range(5):
            await generate(module, asked(f"question {number}"))

    with FakeEndpoint() as server:
        run(lambda: ask(Vllm(url=server.url)))
        assert len({seen.port for seen in server.requests}) == 1


def test_closing_gives_the_connections_back_and_a_later_run_makes_new_ones() -> None:
    """From a thread, while the loop runs, as the runtime does it; twice does no harm."""

    async def ask(module: Vllm) -> None:
        await generate(module)
        for _ in range(2):
            await anyio.to_thread.run_sync(module.close)
        await generate(module)

    with FakeEndpoint() as server:
        run(lambda: ask(Vllm(url=server.url)))
        assert len({seen.port for seen in server.requests}) == 2


def test_an_instance_may_go_from_one_loop_to_the_next() -> None:
    """Connections end with their loop, and are made anew."""
    with FakeEndpoint() as server:
        module = Vllm(url=server.url)
        for _ in range(2):
            assert run(lambda: generate(module)).text == "Hello there."


def test_prompts_are_counted_as_the_stand_in_counts() -> None:
    """What the numbers above rest on."""
    assert len(ASK.messages[0].text.split()) + 4 == PROMPT
    assert DecoderConfig.from_hf(CONFIG) == SHAPE
