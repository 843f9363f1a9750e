"""A managed server: started, shared, watched, restarted, and taken down whole, however its starter ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from orchestra_modules import vllm as package
from orchestra_modules.vllm import Vllm, processes, record, supervisor
from orchestra_modules.vllm import hold as holding
from orchestra_modules.vllm.breaker import Breaker
from orchestra_modules.vllm.managed import Managed

from orchestra import Orchestra
from orchestra.spec import Budget, ConfigError, Unreachable
from tests.fakes import bare_profile
from tests.modules.vllm.standing import Stand, gone, living, phase, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="managed servers are tried on Linux alone")

MANIFEST = Path(package.__file__).with_name("module.toml")


def test_constructing_starts_nothing(stand: Stand) -> None:
    """Not even a folder is made before the server is wanted."""
    module = Vllm(manage=True, model=str(stand.model), home=str(stand.home))
    module.close()
    assert not stand.home.exists()


def test_a_server_is_started_told_of_and_ended_whole(stand: Stand, tmp_path: Path) -> None:
    """The stages of its log are told while it comes up; once closed, no process of it is left."""
    gate = tmp_path / "gate"
    stand.misbehave(gate=str(gate))
    managed = stand.managed()
    managed.begin()
    until(lambda: managed.status(ask=False).stage == "loading weights")
    gate.touch()
    lines = stand.ready(managed)
    family = stand.family(managed)
    status = managed.status()

    managed.close()

    assert lines[0].startswith("starting vLLM: loading weights (")
    assert (status.phase, status.answers, status.served, status.detached) == ("ready", True, "tiny", False)
    assert status.memory is not None and status.memory > 0
    assert gone(*family.values())
    assert managed.status().phase == "stopped"


def test_a_question_starts_the_server_and_closing_ends_it(stand: Stand, tmp_path: Path) -> None:
    """The whole road: the question's progress tells of the start, its answer is the server's, its FLOPs are counted."""
    options: dict[str, Any] = {"manage": True, "model": str(stand.model), "home": str(stand.home), "parameters": 10}
    with Orchestra(bare_profile(tmp_path)) as orchestra:
        orchestra.register(MANIFEST, Vllm, **options)
        assert not stand.home.exists()
        with orchestra.stream("Write me a poem.", modules=["vllm"]) as stream:
            told = [event.message for event in stream if event.type == "progress"]
            answer = stream.answer
        managed = orchestra.instance("vllm").module.managed
        family = stand.family(managed)
    assert (answer.text, answer.finish) == ("Served.", "complete")
    assert any(line.startswith("starting vLLM: ") for line in told)
    assert gone(*family.values())


def test_a_server_started_again_does_not_answer_for_failures_of_before(stand: Stand, tmp_path: Path) -> None:
    """The breaker that they opened is not waited for."""
    options: dict[str, Any] = {"manage": True, "model": str(stand.model), "home": str(stand.home), "parameters": 10}
    with Orchestra(bare_profile(tmp_path)) as orchestra:
        orchestra.register(MANIFEST, Vllm, **options)
        module = orchestra.instance("vllm").module
        assert orchestra.ask("Write me a poem.", modules=["vllm"]).text == "Served."
        (replica,) = module._fleet.replicas.values()
        replica.breaker = Breaker(time.monotonic, lambda: 0.5, failures=1, cooling=3600, longest=3600)
        replica.breaker.failed(trial=False)
        assert orchestra.ask("Write me a song.", modules=["vllm"]).finish == "error"

        os.kill(stand.family(module.managed)["server"], signal.SIGKILL)
        until(lambda: module.managed.status(ask=False).restarts == 1)

        assert orchestra.ask("Write me a play.", modules=["vllm"]).text == "Served."


def test_a_question_whose_time_is_up_during_the_start_says_so(stand: Stand, tmp_path: Path) -> None:
    """With the command that waits; nothing is charged, and nothing is left."""
    stand.misbehave(gate=str(tmp_path / "never"))
    options: dict[str, Any] = {"manage": True, "model": str(stand.model), "home": str(stand.home), "parameters": 10}
    with Orchestra(bare_profile(tmp_path)) as orchestra:
        orchestra.register(MANIFEST, Vllm, **options)
        answer = orchestra.ask("Write me a poem.", modules=["vllm"], budget=Budget(None, 5.0))
        managed = orchestra.instance("vllm").module.managed
    assert answer.finish == "error" and answer.error is not None
    assert "the server is not" in answer.error.message and "orchestra core start" in answer.error.hint
    assert [charge.flops for charge in answer.usage.charges if charge.instance == "vllm"] == [0]
    until(lambda: managed.status(ask=False).phase == "stopped")


def test_two_share_one_server_until_both_let_go(stand: Stand) -> None:
    """Whoever comes second joins; the first to leave takes nothing away."""
    first, second = stand.managed(), stand.managed()
    stand.ready(first)
    stand.ready(second)
    family = stand.family(first)
    assert first.url == second.url

    first.close()
    assert second.status().answers
    assert all(map(living, family.values()))

    second.close()
    assert gone(*family.values())


def test_other_options_are_another_server(stand: Stand) -> None:
    """It is told of, and ended with the others only."""
    first, second = stand.managed(), stand.managed(lora=True)
    first.start(print)
    stand.ready(second)
    assert first.url != second.url
    assert second.others() == (str(stand.model),)
    assert second.stop_others() == (str(stand.model),)
    assert (first.url, second.others()) == ("", ())
    assert second.status().answers


def test_a_detached_server_outlives_its_starter_and_is_joined(stand: Stand) -> None:
    """`start` leaves it; who uses it afterwards does not end it; `stop` does, and a second one finds nothing."""
    managed, user = stand.managed(), stand.managed()
    managed.start(print)
    family = stand.family(managed)
    stand.ready(user)
    user.close()
    assert managed.status().detached and managed.status().answers

    assert managed.stop() is True
    assert gone(*family.values())
    assert managed.stop() is False


def test_an_interrupted_start_leaves_nothing(stand: Stand, tmp_path: Path) -> None:
    """What was begun is ended before the interrupt goes on."""
    stand.misbehave(gate=str(tmp_path / "never"))
    managed = stand.managed()
    seen: list[int] = []

    def interrupt(line: str) -> None:
        state = record.read(managed.folder)
        assert state is not None
        seen.extend(state[who][0] for who in ("keeper", "supervisor"))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        managed.start(interrupt)
    assert len(set(seen)) == 2 and gone(*seen)


@pytest.mark.parametrize("place", ["_line", "_supervise"])
def test_an_interrupt_while_the_supervisor_is_begun_leaves_nothing(
    place: str, stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is known whether it has started: it has, and ends before the interrupt goes on."""
    owner: Any = holding if place == "_line" else holding.Hold
    whole = getattr(owner, place)

    def interrupted(*arguments: Any) -> str:
        assert whole(*arguments) == supervisor.STARTED
        raise KeyboardInterrupt

    monkeypatch.setattr(owner, place, interrupted)
    managed = stand.managed()
    with pytest.raises(KeyboardInterrupt):
        managed.start(print)
    state = record.read(managed.folder)
    assert state is not None and state["phase"] == "stopped"
    assert not living(state["keeper"][0]) and not living(state["supervisor"][0])
    assert not Path(state["scratch"]).exists()


def test_the_folder_of_its_sockets_goes_with_the_server(stand: Stand) -> None:
    """Whoever ends it: vLLM leaves its sockets wherever it was killed."""
    managed = stand.managed()
    stand.ready(managed)
    state = record.read(managed.folder)
    assert state is not None
    told = Path(f"/proc/{state['pid']}/environ").read_bytes().split(b"\0")
    assert f"VLLM_RPC_BASE_PATH={state['scratch']}".encode() in told
    Path(state["scratch"], "socket").touch()
    managed.close()
    assert not Path(state["scratch"]).exists()


@pytest.mark.parametrize("role", ["server", "engine", "worker"])
def test_a_server_that_dies_or_hangs_is_started_again(role: str, stand: Stand, tmp_path: Path) -> None:
    """A dead server is noticed by its end; without engine or worker no token comes, though /health is well."""
    hang = tmp_path / "hang"
    stand.misbehave(hang=str(hang))
    managed = stand.managed()
    stand.ready(managed)
    family = stand.family(managed)

    os.kill(family[role], signal.SIGKILL)
    if role != "server":
        hang.touch()
        assert httpx.get(f"{managed.url.removesuffix('/v1')}/health", trust_env=False).status_code == 200
    until(lambda: managed.status(ask=False).restarts == 1)
    hang.unlink(missing_ok=True)

    assert phase(managed, "ready").restarts == 1
    assert gone(family["server"], family["engine"], family["worker"])
    assert managed.status().answers
    assert family["supervisor"] == stand.family(managed)["supervisor"]


def test_a_server_that_falls_too_often_is_given_up(stand: Stand) -> None:
    """The error says how often, and where its log is."""
    managed = stand.managed(restarts=1)
    stand.ready(managed)
    for _ in range(2):
        server = phase(managed, "ready").pid
        assert server is not None
        os.kill(server, signal.SIGKILL)
        assert gone(server)
        until(lambda: managed.status(ask=False).phase != "ready")
    assert "2 times within 600 s" in phase(managed, "failed").error
    with pytest.raises(Unreachable, match="ended by signal 9") as caught:
        stand.ready(managed)
    assert str(managed.log) in (caught.value.hint or "")
    with pytest.raises(Unreachable):  # and no new try at once
        managed.begin()


@pytest.mark.parametrize(
    ("log", "advice"),
    [
        ("ValueError: Available memory on node 0 (1/2 GiB) on startup is less than desired CPU memory", "memory"),
        ("OSError: [Errno 98] Address already in use", "listens there"),
        ("api_server.py: error: unrecognized arguments: --nonsense", "serve_args"),
        ("ValueError: the KV cache is needed, which is larger than the available KV cache memory", "max_length"),
        ("nothing known", "its log says why"),
    ],
)
def test_a_failed_start_is_told_with_its_cause_and_a_remedy(stand: Stand, log: str, advice: str) -> None:
    """It is not tried again by itself: what failed at once would fail again."""
    stand.misbehave(fail=log)
    managed = stand.managed()
    with pytest.raises(Unreachable) as caught:
        stand.ready(managed)
    assert log in caught.value.message and "ended with code 1" in caught.value.message
    assert advice in caught.value.hint
    assert managed.status().restarts == 0
    assert not caught.value.retryable


def test_a_server_that_does_not_come_up_in_time_is_ended(stand: Stand, tmp_path: Path) -> None:
    """Option `ready_timeout` bounds the wait."""
    stand.misbehave(gate=str(tmp_path / "never"))
    managed = stand.managed(ready_timeout=0.2)
    with pytest.raises(Unreachable, match=r"within 0\.2 s"):
        stand.ready(managed)
    assert not managed.status().left_over


def test_the_port_in_the_url_is_used_and_one_that_is_taken_is_told(stand: Stand) -> None:
    """The next free one is not taken in its stead: others may know the address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        managed = stand.managed(url=f"http://127.0.0.1:{port}/v1")
        with pytest.raises(Unreachable, match=f"port {port} is taken"):
            stand.ready(managed)
    fresh = stand.managed(url=f"http://127.0.0.1:{port}/v1")
    stand.ready(fresh)
    assert fresh.url == f"http://127.0.0.1:{port}/v1"
    assert stand.ready(stand.managed(url=f"http://127.0.0.1:{port}/v1")) == []  # it is joined, not in the way
    rival = stand.managed(url=f"http://127.0.0.1:{port}/v1", max_length=64)
    with pytest.raises(Unreachable, match=f"port {port} is taken by another managed server, of .*tiny"):
        stand.ready(rival)


def test_a_key_is_asked_for_and_stands_nowhere(stand: Stand) -> None:
    """The server takes it from its environment; neither state, log nor command line holds it."""
    managed = stand.managed(key="s3cr3t")
    stand.ready(managed)
    family = stand.family(managed)
    refused = httpx.post(f"{managed.url}/completions", json={}, trust_env=False)
    texts = [path.read_text() for path in (managed.log, managed.folder / record.STATE)]
    texts += [Path(f"/proc/{pid}/cmdline").read_text() for pid in family.values()]
    assert managed.status().answers
    assert refused.status_code == 401
    assert "s3cr3t" not in "".join(texts)


def test_the_key_of_the_environment_is_asked_for_before_the_module_is_loaded(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`orchestra core start` loads no module, and the server is not open for that."""
    monkeypatch.setenv("SOME_KEY", "s3cr3t")
    options: dict[str, Any] = {"home": str(stand.home), "cache_memory": 2**26}
    module = Vllm(manage=True, model=str(stand.model), api_key_env="SOME_KEY", **options)
    assert module.managed is not None
    stand.made.append(module.managed)
    url = module.managed.start(print).url
    assert httpx.post(f"{url}/completions", json={}, trust_env=False).status_code == 401


def test_one_folder_written_in_two_ways_is_one_server(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative to where one stands, or whole."""
    monkeypatch.chdir(stand.model.parent)
    other = Managed(model="./tiny", url="", key=str, options={"home": str(stand.home), "cache_memory": 2**26})
    assert other.folder == stand.managed().folder


def test_state_and_log_are_the_users_own(stand: Stand) -> None:
    """Folders 0700, files 0600."""
    managed = stand.managed()
    stand.ready(managed)
    modes = {
        path.name: path.stat().st_mode & 0o777 for path in (managed.folder, *managed.folder.iterdir(), managed.log)
    }
    assert modes.pop(managed.folder.name) == 0o700
    assert set(modes.values()) == {0o600}


def test_a_server_that_ignores_sigterm_is_killed(stand: Stand) -> None:
    """After its grace, with engine and worker."""
    stand.hurry(grace=0.3)
    stand.misbehave(deaf=True)
    managed = stand.managed()
    stand.ready(managed)
    family = stand.family(managed)
    managed.close()
    assert gone(*family.values())


@pytest.mark.parametrize("deaf", [False, True])
@pytest.mark.parametrize("victim", ["supervisor", "keeper"])
def test_either_of_the_two_that_own_it_ends_it_when_the_other_is_killed(stand: Stand, victim: str, deaf: bool) -> None:
    """SIGKILL of one leaves nothing; who uses the server is told, or it begins anew."""
    stand.misbehave(deaf=deaf)
    managed = stand.managed()
    stand.ready(managed)
    family = stand.family(managed)
    os.kill(family[victim], signal.SIGKILL)
    assert gone(*family.values())
    assert managed.status().phase == ("failed" if victim == "supervisor" else "stopped")
    if victim == "supervisor":
        assert "signal 9" in managed.status().error


def test_what_is_left_when_both_are_killed_is_found_and_ended(stand: Stand) -> None:
    """By the next start: nobody else is there to do it where the server ignores the signal of its leash."""
    stand.misbehave(deaf=True)
    managed = stand.managed()
    managed.start(print)
    family = stand.family(managed)
    phase(managed, "ready")
    until(lambda: len((record.read(managed.folder) or {})["members"]) >= 3)
    for number in (signal.SIGSTOP, signal.SIGKILL):  # stopped first, or the one left might be quicker than the test
        os.kill(family["keeper"], number)
        os.kill(family["supervisor"], number)
    assert gone(family["keeper"], family["supervisor"])
    status = managed.status()
    assert (status.phase, set(status.left_over)) == ("failed", {family[who] for who in ("server", "engine", "worker")})
    assert any("are left" in finding.detail for finding in managed.examine())
    scratch = (record.read(managed.folder) or {})["scratch"]
    assert Path(scratch).is_dir()

    stand.misbehave()
    stand.ready(stand.managed())

    assert gone(*family.values())
    assert not Path(scratch).exists()


def test_a_stranger_with_a_number_that_was_noted_is_let_live(stand: Stand) -> None:
    """A process is the one noted only if it started when that did, in the same run of the machine."""
    managed = stand.managed()
    stand.ready(managed)
    state = record.read(managed.folder)
    managed.close()
    assert state is not None
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as stranger:
        known = processes.look(stranger.pid)
        assert known is not None
        for start, boot in (("1", state["boot"]), (known.start, "another")):
            members = [[stranger.pid, start, known.exe]]
            told = {**state, "phase": "ready", "members": members, "boot": boot, "supervisor": [stranger.pid, "1", ""]}
            record.write(managed.folder, told)
            assert managed.status().left_over == ()
            assert managed.stop() is False
        assert living(stranger.pid)
        stranger.communicate()


PARENT = """
import sys, anyio
from orchestra_modules.vllm.managed import Managed
managed = Managed(model=sys.argv[1], url="", key=str, options={"home": sys.argv[2], "cache_memory": 2**26})
async def wait():
    async for _ in managed.until_ready():
        pass
managed.begin()
anyio.run(wait)
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_when_the_process_that_started_it_is_killed(stand: Stand, number: signal.Signals) -> None:
    """The kernel closes what it held, and that is enough."""
    python = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(stand.model), str(stand.home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with python:
        assert python.stdout is not None and python.stdout.readline() == b"ready\n"
        managed = stand.managed()
        family = stand.family(managed)
        python.send_signal(number)
        python.wait()
    assert gone(*family.values())


def test_a_server_whose_folder_was_deleted_ends(stand: Stand) -> None:
    """Nobody could find it any more to end it."""
    managed = stand.managed()
    managed.start(print)
    family = stand.family(managed)
    for path in managed.folder.iterdir():
        path.unlink()
    assert gone(*family.values())


def test_only_addresses_of_this_machine_can_be_managed(stand: Stand) -> None:
    """Said when the module is made, with what to do."""
    with pytest.raises(ConfigError, match="listens on this machine alone"):
        stand.managed(url="http://example.org:8000/v1")
    with pytest.raises(ConfigError, match="restarts"):
        stand.managed(restarts=-1)
