"""Modules in processes of their own: the same answers, and nothing they do harms the runtime or the next query."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from orchestra import Budget, Orchestra
from orchestra.runtime.context import seed_of
from orchestra.spec import Answer, Event, Progress, Text, Warned
from tests.fakes import bare_profile, write_module

PATIENCE = 60
ROOT = Path(__file__).parents[2]

CODE = """
import asyncio, os, subprocess, sys, time
from orchestra.spec import Cost, Declined, Progress, Reply, Solution, Text, TokenUsage, Unreachable, Warned, IndexBroken

class Own(IndexBroken):
    pass

class Module:
    def estimate(self, request):
        return Cost(lower=1, expected=100, upper=10**11)

    def run(self, request, context):
        order, _, rest = request.query.partition(" ")
        return getattr(self, order)(rest, context)

    def say(self, rest, context):
        return Reply(text=rest)

    async def later(self, rest, context):
        await asyncio.sleep(0)
        return Reply(text=rest)

    def talk(self, rest, context):
        yield Progress(message="thinking", fraction=0.5)
        yield Warned(message="mind this")
        yield Text(text=rest)
        yield Reply(text=rest)

    async def atalk(self, rest, context):
        for item in self.talk(rest, context):
            yield item

    def charge(self, rest, context):
        context.charge(float(rest), "modelled")
        return Reply(text="charged")

    def tokens(self, rest, context):
        context.charge(1, "counted", TokenUsage(prompt_tokens=3, completion_tokens=4))
        raise ValueError(rest)

    def decline(self, rest, context):
        return Declined(rest)

    def unreachable(self, rest, context):
        raise Unreachable(rest, hint="start it", retryable=False)

    def own(self, rest, context):
        raise Own(rest)

    def fail(self, rest, context):
        raise ValueError(rest)

    def leave(self, rest, context):
        sys.exit(rest)

    def wrong(self, rest, context):
        return Solution(value="1", text="1")

    def text(self, rest, context):
        return rest

    def surrogate(self, rest, context):
        return Reply(text="\\ud800")

    def twice(self, rest, context):
        yield Reply(text="1")
        yield Reply(text="2")

    def printer(self, rest, context):
        print("noise" * 10_000, flush=True)
        os.write(1, b"\\x00\\x00\\x00\\x05noise")
        os.system("echo noise")
        return Reply(text=repr(sys.stdin.read()) + rest)

    def die(self, rest, context):
        os._exit(3)

    def spin(self, rest, context):
        print("begun", flush=True)
        while True:
            pass

    def freeze(self, rest, context):
        print("begun", flush=True)
        # One long operation that never lets another thread of this process run.
        return Reply(text=str(len(str(7 ** (10 ** 9)))))

    def hog(self, rest, context):
        data = []
        while True:
            data.append(bytearray(64 * 1024 * 1024))

    def big(self, rest, context):
        return Reply(text="x" * int(rest))

    def length(self, rest, context):
        return Reply(text=str(len(rest)))

    def pid(self, rest, context):
        return Reply(text=str(os.getpid()))

    def folder(self, rest, context):
        (context.scratch / "file").touch()
        return Reply(text=str(context.scratch))

    def stuck(self, rest, context):
        (context.scratch / "file").touch()
        print("begun", flush=True)
        yield Text(text=str(context.scratch))
        while True:
            time.sleep(1)

    def seen(self, rest, context):
        return Reply(text=f"{context.query_id} {context.seed} {context.grant} {context.remaining() is None}")

    def check(self, rest, context):
        while True:
            context.check()
"""


@pytest.fixture
def isolated(orc: Orchestra, tmp_path: Path) -> Orchestra:
    """An Orchestra with one module that does as it is told, in a process."""
    orc.add_folder(write_module(tmp_path / "worker", "worker", CODE, isolation="process", cost={"model": "cpu-time"}))
    return orc


def told(orc: Orchestra, query: str, **options: Any) -> tuple[Answer, list[Event]]:
    """A query's answer and its events."""
    with orc.stream(query, **options) as stream:
        events = list(stream)
    return stream.answer, events


def works(orc: Orchestra) -> bool:
    """Whether the module answers."""
    return orc.ask("say hello").text == "hello"


def gone(pid: int) -> bool:
    """Whether a process has ended, given some time; a zombie has."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
    return False


@pytest.mark.parametrize("form", ["say", "later", "talk", "atalk"])
def test_the_four_forms_of_run_answer_alike_from_a_process(isolated: Orchestra, form: str) -> None:
    """With their events, and CPU time as the price."""
    answer, events = told(isolated, f"{form} forty-two")
    assert (answer.text, answer.finish) == ("forty-two", "complete")
    said = [event for event in events if isinstance(event, Progress | Text | Warned)]
    assert len(said) == (3 if "talk" in form else 0)
    assert all((event.instance, event.version) == ("worker", "1.2.3") for event in said)
    assert [charge.method for charge in answer.usage.charges] == ["counted", "cpu-time"]


def test_a_process_is_reused_from_query_to_query(isolated: Orchestra) -> None:
    """Loading is paid once, and it is not this process."""
    first, second = isolated.ask("pid").text, isolated.ask("pid").text
    assert first == second != str(os.getpid())


def test_what_a_process_charges_arrives(isolated: Orchestra) -> None:
    """Beside the CPU time that the runtime measures."""
    answer = isolated.ask("charge 12.5")
    assert [(c.flops, c.method) for c in answer.usage.charges][1] == (13, "modelled")


def test_tokens_that_a_process_tells_with_a_charge_arrive(isolated: Orchestra) -> None:
    """Of a run that failed too."""
    usage = isolated.ask("tokens oh").usage
    assert (usage.prompt_tokens, usage.completion_tokens) == (3, 4)


@pytest.mark.parametrize(
    ("query", "type", "words"),
    [
        ("unreachable no server", "Unreachable", "no server"),
        ("own torn page", "IndexBroken", "torn page"),
        ("fail oh", "RunError", "ValueError: oh"),
        ("leave oh", "RunError", "SystemExit: oh"),
        ("nonsense", "RunError", "AttributeError"),
        ("charge nan", "RunError", "nan"),
        ("charge -1", "RunError", "-1"),
        ("wrong", "ResultError", "gave Solution"),
        ("text", "ResultError", "str"),
        ("twice", "ResultError", "after its result"),
        ("surrogate", "ResultError", "JSON"),
    ],
)
def test_what_goes_wrong_in_a_process_is_told_apart(isolated: Orchestra, query: str, type: str, words: str) -> None:
    """Errors of the tree keep their type, and the process serves on."""
    answer = isolated.ask(query)
    assert answer.finish == "error"
    assert answer.error is not None
    assert (answer.error.type, answer.error.instance) == (type, "worker")
    assert words in answer.error.message
    assert not answer.error.retryable
    assert works(isolated)


def test_a_process_may_decline(isolated: Orchestra) -> None:
    """With its reason."""
    answer = isolated.ask("decline not mine")
    assert answer.finish == "declined"
    assert answer.error is not None and "not mine" in answer.error.message


def test_what_a_module_prints_corrupts_nothing(isolated: Orchestra, capfd: pytest.CaptureFixture[str]) -> None:
    """It comes out on stderr, its own input is empty, and the channel stays clean."""
    assert isolated.ask("printer done").text == "''done"
    out, err = capfd.readouterr()
    assert not out
    assert "noise" in err
    assert works(isolated)


def test_a_process_that_ends_is_replaced(isolated: Orchestra) -> None:
    """The query that it took with it says so."""
    answer = isolated.ask("die")
    assert answer.error is not None
    assert (answer.finish, answer.error.type, answer.error.retryable) == ("error", "WorkerDied", True)
    assert works(isolated)


def test_a_process_that_was_killed_between_queries_is_replaced(isolated: Orchestra) -> None:
    """At the latest for the query after."""
    pid = int(isolated.ask("pid").text)
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    isolated.ask("pid")
    assert works(isolated)


def test_a_loop_without_end_is_killed_when_its_grant_is_spent(isolated: Orchestra) -> None:
    """And the next query has a process of its own."""
    assert works(isolated)
    answer = isolated.ask("spin", budget=Budget(2e8))
    assert answer.finish == "budget"
    assert answer.usage.flops >= 1.5e8
    assert works(isolated)


def test_a_loop_without_end_is_killed_at_the_deadline(isolated: Orchestra) -> None:
    """Seconds are a limit of their own."""
    assert works(isolated)
    assert isolated.ask("spin", budget=Budget(seconds=0.2)).finish == "budget"
    assert works(isolated)


def test_a_limit_of_one_query_does_not_outlive_it(isolated: Orchestra) -> None:
    """A query without a budget, after one with, has all the CPU time it wants; and no limit is too high to be set."""
    assert isolated.ask("say a", budget=Budget(1e9)).text == "a"
    assert isolated.ask("say b", budget=Budget(1e30)).text == "b"
    assert isolated.ask("say c", budget=Budget()).text == "c"


def test_a_process_that_wants_too_much_memory_is_refused_it(even: Any, tmp_path: Path) -> None:
    """The error says so, and the next query works."""
    profile = bare_profile(tmp_path, "[limits]\nmemory_bytes = 1_000_000_000\n")
    folder = write_module(tmp_path / "worker", "worker", CODE, isolation="process", cost={"model": "cpu-time"})
    with Orchestra(profile) as orc:
        orc.add_folder(folder)
        answer = orc.ask("hog")
        assert answer.error is not None and "memory" in answer.error.message
        assert works(orc)


def test_large_requests_and_results_pass(isolated: Orchestra) -> None:
    """Longer than any pipe's buffer."""
    assert isolated.ask("length " + "é" * 90_000).text == "90000"
    assert len(isolated.ask("big 3000000").text) == 3_000_000


def test_a_process_sees_the_query_it_works_for(isolated: Orchestra) -> None:
    """Its id, its seed, its grant."""
    answer = isolated.ask("seen", budget=Budget(10**9))
    assert answer.text == f"{answer.id} {seed_of(answer.id)} {10**9 - 10} True"


def test_a_process_s_scratch_folder_is_removed_though_it_was_killed(isolated: Orchestra) -> None:
    """Nothing is left behind, whoever ended it."""
    assert not Path(isolated.ask("folder").text).exists()
    answer, events = told(isolated, "stuck", budget=Budget(seconds=1.5))
    assert answer.finish == "budget"
    (text,) = [event for event in events if isinstance(event, Text)]
    assert not Path(text.text).exists()


def test_leaving_a_stream_kills_the_process_that_works_for_it(isolated: Orchestra) -> None:
    """What it did stays charged."""
    pid = int(isolated.ask("pid").text)
    with isolated.stream("stuck") as stream:
        for event in stream:
            if isinstance(event, Text):
                break
    assert stream.answer.finish == "cancelled"
    assert stream.answer.usage.flops > 10
    assert gone(pid)
    assert works(isolated)


def test_closing_ends_the_process(isolated: Orchestra) -> None:
    """It is asked to, and waited for."""
    pid = int(isolated.ask("pid").text)
    isolated.close()
    assert gone(pid)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("import nowhere_to_be_found", "nowhere_to_be_found"),
        ("raise SystemExit('bye')", "bye"),
        ("class Other: pass", "Module"),
        (
            "class Module:\n    def __init__(self): raise ValueError('no weights')\n    def run(self): pass",
            "no weights",
        ),
        ("class Module:\n    def load(self): raise ValueError('no weights')\n    def run(self): pass", "no weights"),
    ],
)
def test_a_module_that_does_not_load_in_its_process_is_a_load_error(
    orc: Orchestra, tmp_path: Path, code: str, words: str
) -> None:
    """And is listed as failed, with the reason."""
    folder = write_module(tmp_path / "broken", "broken", code, isolation="process", cost={"model": "cpu-time"})
    orc.add_folder(folder)
    answer = orc.ask("anything")
    assert answer.error is not None
    assert (answer.error.type, answer.error.instance) == ("LoadError", "broken")
    assert words in answer.error.message
    (row,) = [row for row in orc.modules() if row.id == "broken"]
    assert row.state == "failed" and words in row.reason


HOST = """
import sys
import orchestra.orchestra
from orchestra import Budget, Orchestra
from tests.fakes import EvenRouter

if __name__ == "__main__":
    orchestra.orchestra.Router = EvenRouter
    orc = Orchestra(sys.argv[1])
    orc.add_folder(sys.argv[2])
    print(orc.ask("pid", modules=["worker"], budget=Budget()).text, flush=True)
    answer = orc.ask(sys.argv[3], modules=["worker"], budget=Budget())
    print(answer.finish, answer.text, flush=True)
"""


@pytest.fixture
def host(tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command of a program that uses an isolated module and prints its process id."""
    folder = write_module(tmp_path / "worker", "worker", CODE, isolation="process", cost={"model": "cpu-time"})
    script = tmp_path / "host.py"
    script.write_text(HOST, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return [sys.executable, str(script), str(bare), str(folder)]


@pytest.mark.parametrize("order", ["spin", "freeze", "stuck"])
def test_a_process_dies_with_its_parent_even_when_that_is_killed(host: list[str], order: str) -> None:
    """Whatever it is doing, and though nobody can tell it."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*host, order], stdout=pipe, stderr=pipe, text=True) as parent:
        assert parent.stdout is not None and parent.stderr is not None
        pid = int(parent.stdout.readline())
        assert parent.stderr.readline() == "begun\n"
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(pid)


SLOW = """
import signal, sys
import orchestra.orchestra
from orchestra import Budget, Orchestra
from orchestra.spec import Text
from tests.fakes import EvenRouter

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
    orchestra.orchestra.Router = EvenRouter
    orc = Orchestra(sys.argv[1])
    orc.add_folder(sys.argv[2])
    assert orc.ask("say warm", modules=["worker"], budget=Budget()).text == "warm"
    with orc.stream("stuck", modules=["worker"], budget=Budget()) as stream:
        try:
            for event in stream:
                if isinstance(event, Text):
                    print("begun", flush=True)
        except KeyboardInterrupt:
            pass
    print(stream.answer.finish, flush=True)
    print(orc.ask("say again", modules=["worker"], budget=Budget()).text, flush=True)
    orc.close()
"""


def test_an_interrupt_reaches_the_parent_alone_and_cancels_the_query(host: list[str], tmp_path: Path) -> None:
    """Sent to the whole group, as a terminal does: the query is cancelled, and the next one works."""
    (tmp_path / "host.py").write_text(SLOW, encoding="utf-8")
    with subprocess.Popen(host, stdout=subprocess.PIPE, text=True, start_new_session=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "begun\n"
        os.killpg(parent.pid, signal.SIGINT)
        try:
            out, _ = parent.communicate(timeout=PATIENCE)
        finally:
            parent.kill()
    assert out == "cancelled\nagain\n"
    assert parent.returncode == 0


PID = """
import os
from orchestra.spec import Reply

class Module:
    def run(self, request, context):
        return Reply(text=str(os.getpid()))
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSTOP])
def test_a_worker_that_ended_or_hangs_while_idle_is_replaced_and_nobody_notices(
    orc: Orchestra, tmp_path: Path, sign: signal.Signals
) -> None:
    """The next query is answered, by another process, and pays for one run."""
    orc.add_folder(write_module(tmp_path / "pid", "pid", PID, isolation="process", cost={"model": "cpu-time"}))
    first = orc.ask("anything").text
    os.kill(int(first), sign)

    answer = orc.ask("anything")

    assert answer.finish == "complete"
    assert answer.text != first
    assert [charge.instance for charge in answer.usage.charges].count("pid") == 1
    assert gone(int(first))


PIECES = """
import os, time
from orchestra.spec import Cost, Reply, Text

class Module:
    def estimate(self, request):
        return Cost(lower=1, expected=10, upper=1000)

    def run(self, request, context):
        if request.query == "pid":
            return Reply(text=str(os.getpid()))
        return getattr(self, request.query)(context)

    def checks(self, context):
        try:
            while True:
                yield Text(text=str(os.getpid()))
                context.check()
        finally:
            context.charge(7, "counted")

    def yields(self, context):
        try:
            while True:
                yield Text(text=str(os.getpid()))
        finally:
            context.charge(7, "counted")

    async def awaits(self, context):
        try:
            while True:
                yield Text(text=str(os.getpid()))
        finally:
            context.charge(7, "counted")

    def deaf(self, context):
        yield Text(text=str(os.getpid()))
        while True:
            time.sleep(1)
"""


@pytest.fixture
def pieces(orc: Orchestra, tmp_path: Path) -> Orchestra:
    """An Orchestra with one module that yields piece by piece in a process, and counts its own FLOPs."""
    more = {"capabilities": {"streams": True}, "cost": {"model": "transformer"}}
    orc.add_folder(write_module(tmp_path / "pieces", "pieces", PIECES, isolation="process", **more))
    return orc


def left(orc: Orchestra, query: str) -> Answer:
    """The answer of a query that is left at its first piece."""
    with orc.stream(query) as stream:
        next(event for event in stream if isinstance(event, Text))
    return stream.answer


@pytest.mark.parametrize("query", ["checks", "yields", "awaits"])
def test_a_run_that_yields_is_told_to_stop_and_its_process_is_kept(pieces: Orchestra, query: str) -> None:
    """What it charges on its way out is on the bill, and what it has loaded serves the next query."""
    pid = pieces.ask("pid").text
    answer = left(pieces, query)
    assert answer.finish == "cancelled"
    assert [(c.flops, c.method) for c in answer.usage.charges if c.instance == "pieces"] == [(7, "counted")]
    assert pieces.ask("pid").text == pid


def test_a_run_that_yields_is_told_to_stop_at_its_deadline_too(pieces: Orchestra) -> None:
    """And its process is kept likewise."""
    pid = pieces.ask("pid").text
    answer = pieces.ask("checks", budget=Budget(seconds=0.3))
    assert (answer.finish, answer.usage.charges[-1].flops) == ("budget", 7)
    assert pieces.ask("pid").text == pid


def test_a_run_that_does_not_heed_it_is_killed(pieces: Orchestra, monkeypatch: pytest.MonkeyPatch) -> None:
    """After some patience; the next query has another process."""
    monkeypatch.setattr("orchestra.runtime.instance._PATIENCE", 0.1)
    pid = pieces.ask("pid").text
    assert left(pieces, "deaf").finish == "cancelled"
    assert gone(int(pid))
    assert pieces.ask("pid").text != pid


def test_flops_that_are_no_cpu_time_set_no_limit_in_seconds(pieces: Orchestra) -> None:
    """A grant of a thousand FLOP would be a microsecond, at the price of a CPU second."""
    assert pieces.ask("pid").finish == "complete"
