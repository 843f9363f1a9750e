"""One module taken out and another put in while queries run."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from orchestra import Orchestra
from orchestra.spec import ConfigError, Context, LoadError, Reply, StepEnded
from tests.fakes import CHEAP, DEAR, add, manifest, module, retrieve, says

PATIENCE = 20


def made(text: str, closed: list[str], load: Any = None) -> Any:
    """A factory of modules that say one thing and note that they were closed."""
    members = {"load": load} if load else {}
    return lambda: SimpleNamespace(
        run=says(text), estimate=lambda request: CHEAP, close=lambda: closed.append(text), **members
    )


def test_a_swap_closes_the_old_module_and_the_new_one_answers_in_its_version(orc: Orchestra) -> None:
    """Under the id that both had."""
    closed: list[str] = []
    orc.register(manifest("x"), made("old", closed))
    assert orc.ask("anything").text == "old"
    orc.swap("x", manifest("x", version="2.0.0"), made("new", closed))
    assert closed == ["old"]
    with orc.stream("anything") as stream:
        versions = {event.version for event in stream if isinstance(event, StepEnded)}
    assert (stream.answer.text, stream.answer.plan, versions) == ("new", ("x",), {"2.0.0"})
    assert orc.manifest("x").version == "2.0.0"
    assert [row.version for row in orc.modules() if row.id == "x"] == ["2.0.0"]


def fails() -> None:
    """A load that goes wrong."""
    raise ValueError("no weights")


@pytest.mark.parametrize(
    ("factory", "error"),
    [
        (lambda closed: made("new", closed, fails), LoadError),
        (lambda closed: lambda: SimpleNamespace(), LoadError),
        (lambda closed: lambda: 1 / 0, LoadError),
    ],
    ids=["load", "no run", "constructor"],
)
def test_when_the_new_module_does_not_load_the_old_one_stays(orc: Orchestra, factory: Any, error: Any) -> None:
    """As if nothing had been asked."""
    closed: list[str] = []
    orc.register(manifest("x"), made("old", closed))
    with pytest.raises(error):
        orc.swap("x", manifest("x", version="2.0.0"), factory(closed))
    assert "old" not in closed
    assert orc.ask("anything").text == "old"
    assert orc.manifest("x").version == "1.2.3"


def test_only_a_module_of_the_same_kind_may_take_the_place(orc: Orchestra) -> None:
    """And only of an instance that is there."""
    add(orc, "x", says("old"))
    with pytest.raises(ConfigError, match="'x' is a expert/1, 'y' a retriever/1"):
        orc.swap("x", manifest("y", kind="retriever/1"), module(retrieve))
    with pytest.raises(ConfigError, match="there is no instance 'z'"):
        orc.swap("z", manifest("y"), module(says("new")))


@pytest.fixture
def aorc(even: Any, bare: Path) -> Orchestra:
    """An Orchestra that no loop holds yet."""
    return Orchestra(bare)


def test_a_run_that_began_on_the_old_module_ends_on_it(aorc: Orchestra) -> None:
    """It is closed after, and new queries go to the new one meanwhile."""
    closed: list[str] = []

    async def main() -> None:
        begun, go_on = anyio.Event(), anyio.Event()

        async def slow(request: Any, context: Context) -> Reply:
            begun.set()
            await go_on.wait()
            assert not closed
            context.charge(1)
            return Reply(text="old")

        aorc.register(
            manifest("x"),
            lambda: SimpleNamespace(run=slow, estimate=lambda r: CHEAP, close=lambda: closed.append("old")),
        )
        async with aorc:
            first = asyncio.ensure_future(aorc.aask("anything"))
            await begun.wait()
            swap = asyncio.ensure_future(aorc.aswap("x", manifest("x", version="2.0.0"), made("new", closed)))
            while aorc.instance("x").manifest.version != "2.0.0":
                await anyio.lowlevel.checkpoint()
            assert (await aorc.aask("anything")).text == "new"
            assert not swap.done()
            go_on.set()
            assert (await first).text == "old"
            await swap
            assert closed == ["old"]

    async def bounded() -> None:
        with anyio.fail_after(PATIENCE):
            await main()

    anyio.run(bounded)
    assert closed == ["old", "new"]


def test_a_query_that_had_not_come_to_the_step_runs_it_on_the_new_module(aorc: Orchestra) -> None:
    """The old one was closed by then, and is not woken up again."""
    loads: list[str] = []

    async def main() -> Any:
        begun, go_on = anyio.Event(), anyio.Event()

        async def first(request: Any, context: Context) -> Any:
            begun.set()
            await go_on.wait()
            raise ValueError("on to the next plan")

        add(aorc, "first", first)
        aorc.register(
            manifest("x"),
            lambda: SimpleNamespace(run=says("old"), estimate=lambda r: DEAR, load=lambda: loads.append("old")),
        )
        async with aorc:
            asked = asyncio.ensure_future(aorc.aask("anything"))
            await begun.wait()
            await aorc.aswap("x", manifest("x"), module(says("new"), DEAR))
            go_on.set()
            return await asked

    async def bounded() -> Any:
        with anyio.fail_after(PATIENCE):
            return await main()

    assert anyio.run(bounded).text == "new"
    assert not loads


def test_swaps_that_meet_leave_one_module_and_close_the_others(aorc: Orchestra) -> None:
    """None is lost open."""
    closed: list[str] = []
    aorc.register(manifest("x"), made("0", closed))

    async def main() -> None:
        with anyio.fail_after(PATIENCE):
            async with aorc:
                await aorc.aask("anything")
                await asyncio.gather(*(aorc.aswap("x", manifest("x"), made(str(n), closed)) for n in range(1, 5)))
                assert len(closed) == 4

    anyio.run(main)
    assert sorted(closed) == ["0", "1", "2", "3", "4"]
