"""The Orchestra object: what it refuses, whose loop it runs on, and how it ends."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import pytest

from orchestra import Budget, Orchestra, Turn
from orchestra.spec import (
    BudgetInvalid,
    ConfigError,
    Context,
    Declined,
    Evidence,
    ExpertRequest,
    InputError,
    Reply,
    UsageError,
)
from tests.fakes import CHEAP, EvenRouter, add, bare_profile, manifest, retrieve, says

PATIENCE = 60
ROOT = Path(__file__).parent.parent

# --- a whole module, as the contract shows it -------------------------------------------------------------------

MANIFEST = """spec = "1"
id = "dice"
version = "1.0.0"
kind = "expert/1"
entry = "dice:Dice"
summary = "Throws dice"
examples = ["throw the dice"]
"""
DICE = """class Dice:
    def run(self, request, context):
        if "dice" not in request.query:
            return Declined("not about dice")
        return Reply(text=str(random.Random(context.seed).randint(1, 6)))
"""
IMPORTS = "import random\nfrom orchestra.spec import Declined, Reply\n"


def dice() -> Any:
    """The class, as the text above defines it."""
    names: dict[str, Any] = {"random": random, "Declined": Declined, "Reply": Reply}
    exec(DICE, names)
    return names["Dice"]


def throws(orc: Orchestra) -> None:
    """The module throws, and declines what is not its own."""
    answer = orc.ask("throw the dice", modules=["dice"])
    assert answer.text in set("123456")
    assert (answer.finish, answer.plan) == ("complete", ("dice",))
    assert orc.ask("what is the weather?", modules=["dice"]).finish == "declined"


def test_a_whole_module_is_ten_lines_from_code(even: type[EvenRouter], bare: Path) -> None:
    """The promise of the contract."""
    assert len(MANIFEST.splitlines()) == 7
    assert len(DICE.splitlines()) + len(IMPORTS.splitlines()) <= 10
    with Orchestra(bare) as orc:
        orc.register(tomllib.loads(MANIFEST), dice())
        throws(orc)


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_whole_module_is_ten_lines_in_a_folder(
    even: type[EvenRouter], bare: Path, tmp_path: Path, isolation: str
) -> None:
    """In this process or in its own."""
    folder = tmp_path / "dice"
    folder.mkdir()
    (folder / "module.toml").write_text(f'{MANIFEST}isolation = "{isolation}"\n', encoding="utf-8")
    (folder / "dice.py").write_text(IMPORTS + DICE, encoding="utf-8")
    with Orchestra(bare) as orc:
        assert orc.add_folder(folder).id == "dice"
        throws(orc)


# --- what is refused --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["", "  \n", "a\0b", "half \ud800 a pair", "x" * 200_001, "é" * 100_001, None, 5, b"bytes"], ids=range(9)
)
def test_a_query_that_is_no_text_is_an_input_error(orc: Orchestra, query: Any) -> None:
    """Before any work, by every way of asking."""
    for ask in (orc.ask, orc.stream, orc.route):
        with pytest.raises(InputError):
            ask(query)


def test_the_longest_query_allowed_is_answered(orc: Orchestra) -> None:
    """The limit is in bytes."""
    add(orc, "x", says("fine"))
    assert orc.ask("é" * 100_000).text == "fine"


@pytest.mark.parametrize(
    "history",
    [
        "hello",
        ["hello"],
        [{"role": "user"}],
        [{"role": "robot", "text": "a"}],
        [{"role": "user", "text": 5}],
        [None],
        [{"role": "user", "text": "\ud800"}],
        {"role": "user", "text": "a"},
    ],
    ids=range(8),
)
def test_a_history_of_anything_but_turns_is_an_input_error(orc: Orchestra, history: Any) -> None:
    """Never an error of the library that checks it."""
    with pytest.raises(InputError, match="history"):
        orc.ask("anything", history=history)


def test_a_history_may_be_turns_or_their_data(orc: Orchestra) -> None:
    """Modules see turns."""
    seen: list[Any] = []

    def run(request: ExpertRequest, context: Context) -> Reply:
        seen.append(request.history)
        context.charge(1)
        return Reply(text="x")

    add(orc, "x", run)
    orc.ask("a", history=[Turn(role="user", text="b"), {"role": "assistant", "text": "c"}])
    assert seen == [(Turn(role="user", text="b"), Turn(role="assistant", text="c"))]


@pytest.mark.parametrize("budget", [5, 1e9, "5", {"flops": 5}, True])
def test_a_budget_that_is_no_budget_object_is_refused(orc: Orchestra, budget: Any) -> None:
    """With what to give instead."""
    for ask in (orc.ask, orc.stream, orc.route):
        with pytest.raises(BudgetInvalid, match="give a Budget"):
            ask("anything", budget=budget)


def test_names_that_are_not_there_are_refused_with_the_nearest(orc: Orchestra) -> None:
    """And a string is no list of names."""
    add(orc, "weather", says("fine"))
    with pytest.raises(ConfigError, match="did you mean 'weather'"):
        orc.ask("anything", modules=["wether"])
    with pytest.raises(InputError, match="give a list"):
        orc.ask("anything", modules="weather")
    with pytest.raises(ConfigError, match="no instance 5"):
        orc.ask("anything", modules=[5])  # type: ignore[list-item]
    with pytest.raises(InputError, match="there is no index 'guide'"):
        orc.ask("anything", indexes=["guide"])
    with pytest.raises(InputError, match="give a list"):
        orc.ask("anything", indexes="guide")


def test_a_search_that_cannot_be_made_is_the_caller_s_mistake(orc: Orchestra) -> None:
    """No retriever, no passages wanted, filters that are none."""
    with pytest.raises(ConfigError, match="no retriever"):
        orc.search("sky")
    add(orc, "books", retrieve, kind="retriever/1")
    assert len(orc.search("sky").passages) == 1
    with pytest.raises(InputError, match="k=0"):
        orc.search("sky", k=0)
    filters: Any = {"year": 5}
    with pytest.raises(InputError, match="filters"):
        orc.search("sky", filters=filters)


def test_a_search_can_ask_any_retriever_by_its_id(orc: Orchestra) -> None:
    """The first one where none is named; what is no retriever is refused with those there are."""
    add(orc, "books", retrieve, kind="retriever/1")
    add(orc, "bare", lambda request, context: Evidence(), kind="retriever/1")
    add(orc, "weather", says("fine"))
    assert len(orc.search("sky").passages) == len(orc.search("sky", module="books").passages) == 1
    assert orc.search("sky", module="bare").passages == ()
    with pytest.raises(InputError, match=r"not a retriever.*books, bare"):
        orc.search("sky", module="weather")
    with pytest.raises(ConfigError, match="did you mean 'books'"):
        orc.search("sky", module="boks")


def test_only_the_modules_named_are_tried(orc: Orchestra) -> None:
    """None of them is none of them."""
    add(orc, "one", says("one"))
    add(orc, "two", says("two"))
    assert orc.ask("anything", modules=["two"]).plan == ("two",)
    assert orc.ask("anything", modules=[]).finish == "declined"


def test_routing_runs_nothing(orc: Orchestra) -> None:
    """It says what would be done."""
    ran: list[int] = []
    add(orc, "one", lambda request, context: ran.append(1))
    assert [plan.instances for plan in orc.route("anything").plans] == [("one",)]
    assert not ran


# --- whose loop -------------------------------------------------------------------------------------------------


@pytest.fixture
def aorc(even: type[EvenRouter], bare: Path) -> Orchestra:
    """An Orchestra that no loop holds yet, with one module."""
    orchestra = Orchestra(bare)
    add(orchestra, "x", says("fine"))
    return orchestra


def test_two_of_them_do_not_touch_each_other_in_threads(even: type[EvenRouter], bare: Path, tmp_path: Path) -> None:
    """Each has its own modules under the same id."""
    start = threading.Barrier(2)

    def work(name: str) -> set[str]:
        with Orchestra(bare, home=tmp_path / name) as orc:
            add(orc, "x", says(name))
            start.wait(timeout=PATIENCE)
            return {orc.ask("anything").text for _ in range(20)}

    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(work, name) for name in ("a", "b")]
        assert [future.result(timeout=PATIENCE) for future in futures] == [{"a"}, {"b"}]


def test_two_of_them_do_not_touch_each_other_on_one_loop(even: type[EvenRouter], bare: Path) -> None:
    """Though their queries interleave."""

    async def main() -> list[str]:
        with anyio.fail_after(PATIENCE):
            async with Orchestra(bare) as one, Orchestra(bare) as two:
                add(one, "x", says("one"))
                add(two, "x", says("two"))
                answers = await asyncio.gather(*(orc.aask("anything") for orc in (one, two) * 10))
                return [answer.text for answer in answers]

    assert anyio.run(main) == ["one", "two"] * 10


def test_many_threads_may_ask_one_of_them_at_once(aorc: Orchestra) -> None:
    """The very first calls included, which start its loop."""
    start = threading.Barrier(8)

    def work() -> str:
        start.wait(timeout=PATIENCE)
        return aorc.ask("anything").text

    with aorc, ThreadPoolExecutor(8) as pool:
        futures = [pool.submit(work) for _ in range(8)]
        assert {future.result(timeout=PATIENCE) for future in futures} == {"fine"}


def test_another_event_loop_is_refused_clearly(aorc: Orchestra) -> None:
    """Locks and modules belong to the first."""

    async def ask() -> str:
        return (await aorc.aask("anything")).text

    assert anyio.run(ask) == "fine"
    with pytest.raises(UsageError, match="another event loop"):
        anyio.run(ask)
    with pytest.raises(UsageError, match="runs on an event loop already"):
        aorc.ask("anything")
    with pytest.raises(UsageError, match="await aclose"):
        aorc.close()


def test_a_closed_orchestra_is_refused_and_closing_twice_is_not(aorc: Orchestra) -> None:
    """By every way of asking."""
    assert aorc.ask("anything").text == "fine"
    aorc.close()
    aorc.close()
    for ask in (aorc.ask, aorc.stream, aorc.route, aorc.search):
        with pytest.raises(UsageError, match="closed"):
            ask("anything")
    with pytest.raises(UsageError, match="closed"), aorc:
        pass


def test_a_module_that_fails_to_close_does_not_keep_the_thread_alive(bare: Path, even: type[EvenRouter]) -> None:
    """The error is raised, after everything else was closed."""

    def close() -> None:
        raise ValueError("stuck")

    orc = Orchestra(bare)
    factory: Any = lambda: SimpleNamespace(run=says("x"), estimate=lambda request: CHEAP, close=close)  # noqa: E731
    orc.register(manifest("x"), factory)
    orc.ask("anything")
    with pytest.raises(ValueError, match="stuck"):
        orc.close()
    assert orc.closed
    assert "orchestra" not in [thread.name for thread in threading.enumerate()]


# --- the end ----------------------------------------------------------------------------------------------------

UNCLOSED = """
import sys, orchestra.orchestra
from orchestra import Orchestra
from tests.fakes import EvenRouter, add, says
orchestra.orchestra.Router = EvenRouter
orc = Orchestra(sys.argv[1])
add(orc, "x", says("fine"))
print(orc.ask("anything").text)
"""

INTERRUPTED = """
import os, signal, sys, threading, time, orchestra.orchestra
from orchestra import Orchestra
from orchestra.spec import Reply
from tests.fakes import EvenRouter, add, says
signal.signal(signal.SIGINT, signal.default_int_handler)
orchestra.orchestra.Router = EvenRouter
orc = Orchestra(sys.argv[1])
ended = threading.Event()

def slow(request, context):
    context.charge(1)
    os.kill(os.getpid(), signal.SIGINT)
    while not context.cancelled:
        time.sleep(0.01)
    ended.set()
    return Reply(text="late")

add(orc, "slow", slow)
try:
    orc.ask("anything")
except KeyboardInterrupt:
    print("interrupted", ended.wait(30), flush=True)
add(orc, "x", says("fine"))
print(orc.ask("anything", modules=["x"]).text)
"""


def script(code: str, bare: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines a program prints; it must end by itself."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    command = [sys.executable, "-W", "error", "-c", code, str(bare)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_one_that_was_never_closed_does_not_keep_the_program_alive(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It notices by itself that the program is over."""
    assert script(UNCLOSED, bare, monkeypatch) == ["fine"]


def test_an_interrupt_cancels_the_query_and_the_next_one_works(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plain face is for people at a keyboard."""
    assert script(INTERRUPTED, bare, monkeypatch) == ["interrupted True", "fine"]


def test_a_budget_of_the_profile_holds_where_none_is_given(even: type[EvenRouter], tmp_path: Path) -> None:
    """And a call's own lifts it."""
    with Orchestra(bare_profile(tmp_path, "[budget]\nflops = 100\n")) as orc:
        add(orc, "x", says("fine"))
        assert orc.ask("anything").finish == "budget"
        assert orc.ask("anything", budget=Budget()).finish == "complete"
