"""`orchestra core`: the server of a managed instance, started, shown and stopped; a stand-in takes vLLM's place."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from orchestra.cli.main import main
from orchestra.testing.stand_in import install

from .conftest import BUILT_IN
from .support import HEAVY, command, environment, interrupt

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="managed servers are tried on Linux alone")

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command: exit code, standard output, standard error."""

    def run(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def managed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[Path]:
    """A profile with a managed instance and nothing else; give the model's folder."""
    model = tmp_path / "tiny"
    model.mkdir()
    (model / "config.json").write_text("{}", encoding="utf-8")
    profile = tmp_path / "managed.toml"
    others = [name for name in BUILT_IN if name != "vllm"]
    profile.write_text(
        f"disable = {json.dumps(others)}\n[instances.vllm]\nmanage = true\nmodel = {json.dumps(str(model))}\n"
        f"cache_memory = {2**26}\nparameters = 10\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("ORCHESTRA_PROFILE", str(profile))
    fake = install(tmp_path / "fake")
    monkeypatch.syspath_prepend(str(fake))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(fake), *filter(None, sys.path)]))
    yield model
    main(["core", "stop", "--all"])


@pytest.mark.usefixtures("managed")
def test_a_server_is_started_shown_asked_and_stopped(run: Run) -> None:
    """What `start` left is there for `ask` in a process of its own, and gone after `stop`, which may be said twice."""
    code, out, err = run("core", "start")
    assert (code, "answers at http://127.0.0.1:" in out) == (0, True)
    assert "starting vLLM: " in err

    code, out, _ = run("core", "status", "--json")
    status = json.loads(out)
    assert code == 0
    assert (status["phase"], status["answers"], status["detached"]) == ("ready", True, True)
    assert status["instance"] == "vllm" and status["memory"] > 0 and status["others"] == []

    asked = subprocess.run(command("ask", "--json", "Write me a poem."), capture_output=True, text=True, timeout=120)
    assert json.loads(asked.stdout)["text"] == "Served."
    assert json.loads(run("core", "status", "--json")[1])["pid"] == status["pid"]

    code, out, _ = run("core", "status")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[:4]] == ["vllm", "model", "address", "process"]
    assert "yes, a token in" in out

    assert run("core", "stop")[0] == 0
    assert not Path("/proc", str(status["pid"])).exists()
    code, _, err = run("core", "stop")
    assert (code, "did not run" in err) == (0, True)
    assert run("core", "status")[0] == 5


@pytest.mark.usefixtures("managed")
def test_logs_show_the_end_of_what_the_server_said(run: Run) -> None:
    """So many lines, also once it is stopped; before the first start there is none."""
    code, _, err = run("core", "logs")
    assert (code, "`orchestra core start`" in err) == (2, True)
    run("core", "start")
    run("core", "stop")
    code, out, _ = run("core", "logs", "-n", "1")
    assert (code, len(out.splitlines())) == (0, 1)
    assert "non-default args" in run("core", "logs")[1]
    assert run("core", "logs", "-n", "-1")[0] == 2


@pytest.mark.usefixtures("managed")
def test_logs_are_followed_until_ctrl_c() -> None:
    """What is added is shown as it comes."""
    main(["core", "start"])
    child = pexpect.spawn(sys.executable, command("core", "logs", "-f")[1:], env=environment(), encoding="utf-8")
    child.expect("Starting vLLM server", timeout=60)
    interrupt(child, pexpect.EOF)
    child.close()
    assert child.exitstatus == 130


@pytest.mark.usefixtures("managed")
def test_ctrl_c_during_start_leaves_nothing(run: Run, tmp_path: Path) -> None:
    """On a terminal: said in a line, and `status` finds no server."""
    manners = {"STAND_IN": json.dumps({"gate": str(tmp_path / "never")})}
    child = pexpect.spawn(sys.executable, command("core", "start")[1:], env=environment(manners), encoding="utf-8")
    child.expect("loading weights", timeout=60)
    status = json.loads(run("core", "status", "--json")[1])
    assert status["phase"] == "starting" and Path("/proc", str(status["pid"])).exists()
    interrupt(child, "nothing was left running")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert json.loads(run("core", "status", "--json")[1])["phase"] == "stopped"
    assert not Path("/proc", str(status["pid"])).exists()


@pytest.mark.usefixtures("managed")
def test_a_start_that_fails_says_why_and_exits_5(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cause, a remedy and the log; doctor tells of it too."""
    monkeypatch.setenv("STAND_IN", json.dumps({"fail": "torch.OutOfMemoryError: CUDA out of memory."}))
    code, _, err = run("core", "start")
    assert code == 5
    assert "CUDA out of memory" in err and "not enough memory" in err and "whole log: " in err
    assert "the last start failed" in run("doctor")[1]


def test_a_model_that_is_not_there_exits_2(run: Run, managed: Path) -> None:
    """A setting to correct, told before anything is started; doctor names it."""
    (managed / "config.json").unlink()
    code, _, err = run("core", "start")
    assert (code, "holds no config.json" in err) == (2, True)
    assert "holds no config.json" in run("doctor")[1]


@pytest.mark.usefixtures("home")
def test_a_profile_that_manages_nothing_is_told_how_to(run: Run) -> None:
    """The two settings are named."""
    code, _, err = run("core", "status")
    assert code == 2
    assert "manage = true" in err and "ORCHESTRA_VLLM_MANAGE=true" in err


@pytest.mark.usefixtures("managed")
def test_an_instance_can_be_named(run: Run) -> None:
    """One that is not managed is refused by name."""
    assert json.loads(run("core", "status", "vllm", "--json")[1])["instance"] == "vllm"
    code, _, err = run("core", "status", "other")
    assert (code, "'other'" in err) == (2, True)


@pytest.mark.usefixtures("managed")
def test_doctor_tells_build_model_and_whether_it_runs(run: Run) -> None:
    """Nothing is started by looking."""
    found = [check for check in json.loads(run("doctor", "--json")[1])["checks"] if check["name"] == "vllm server"]
    assert [check["state"] for check in found] == ["ok", "ok", "note"]
    assert "vllm 0.32.0+cpu, made for a CPU" in found[0]["detail"]
    assert "does not run" in found[2]["detail"] and found[2]["fix"] == "orchestra core start"
    assert json.loads(run("core", "status", "--json")[1])["phase"] == "stopped"


@pytest.mark.usefixtures("managed")
def test_a_status_loads_nothing_heavy() -> None:
    """Neither torch nor vLLM: it looks at files and asks over HTTP."""
    code = f"""
import sys
from orchestra.cli.main import main
main(["core", "status"])
print(*sorted(set(sys.modules) & {HEAVY | {"vllm"}!r}), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stderr.split() == []


def test_a_start_without_a_model_names_the_variable_and_the_option(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever is nearer; one that is wrong is told with where it was set."""
    monkeypatch.setenv("ORCHESTRA_PROFILE", "vllm")
    monkeypatch.delenv("ORCHESTRA_VLLM_URL", raising=False)
    monkeypatch.setenv("ORCHESTRA_VLLM_MANAGE", "true")
    code, _, err = run("core", "start")
    assert code == 2
    assert "set ORCHESTRA_VLLM_MODEL, or model under [instances.vllm] in a profile" in err
    monkeypatch.setenv("ORCHESTRA_VLLM_MODEL", "/no/such/model")
    code, _, err = run("core", "start")
    assert (code, "/no/such/model does not exist (set by the environment variable ORCHESTRA_VLLM_MODEL)" in err) == (
        2,
        True,
    )


@pytest.mark.usefixtures("managed")
def test_a_second_start_says_that_it_already_ran(run: Run) -> None:
    """With its address and process, which are the same as before; the first one says nothing of that kind."""
    assert "already" not in run("core", "start")[1]
    status = json.loads(run("core", "status", "--json")[1])
    code, out, _ = run("core", "start")
    assert code == 0
    assert out.startswith("already running, nothing was started: ")
    assert f"at {status['url']}, process {status['pid']}" in out
    again = json.loads(run("core", "start", "--json")[1])
    assert (again["already_running"], again["pid"]) == (True, status["pid"])
    assert "ready; it runs until `orchestra core stop`" in run("core", "status")[1]


@pytest.mark.usefixtures("managed")
def test_a_port_that_is_taken_is_told_with_who_has_it_and_how_to_choose_another(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing was started, so no log is named."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("ORCHESTRA_VLLM_URL", f"http://127.0.0.1:{port}/v1")
        code, _, err = run("core", "start")
    assert code == 5
    assert re.search(rf"port {port} is taken by .*, process {os.getpid()}\b", err)
    assert "option `url`" in err and "http://127.0.0.1:" in err and "log" not in err
    assert run("core", "logs")[0] == 2  # there is none
    assert run("core", "start")[0] == 0  # it is free again
