"""The supervisor's program by itself: light, single, and silent about what is not its business."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
from orchestra_modules.vllm import record, supervisor
from orchestra_modules.vllm.supervisor import Spec

from tests.modules.vllm.standing import Stand, phase

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="managed servers are tried on Linux alone")

PROGRAM = [sys.executable, "-I", "-S", supervisor.__file__]


def test_it_needs_the_standard_library_alone() -> None:
    """Nothing of Orchestra or of a package is imported: it lives as long as the server, beside it."""
    check = (
        "import runpy, sys; sys.argv = ['supervisor']; "
        f"runpy.run_path({supervisor.__file__!r}, run_name='__main__'); "
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", check], input="", capture_output=True, text=True, check=True
    )
    loaded = set(done.stdout.split())
    assert {"processes", "probe", "record"} <= loaded
    assert loaded <= set(sys.stdlib_module_names) | {"processes", "probe", "record", "__main__", "sitecustomize"}


def test_without_a_spec_nothing_is_started() -> None:
    """Its starter has gone before it said what to serve."""
    done = subprocess.run(PROGRAM, input=b'{"run": "half', capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_second_one_for_the_same_folder_goes_away(stand: Stand) -> None:
    """It says that the place is taken, and touches nothing."""
    managed = stand.managed()
    stand.ready(managed)
    before = record.read(managed.folder)
    spec = asdict(Spec(run="2", folder=str(managed.folder), log=str(managed.log), command=["no"], served="", model=""))
    done = subprocess.run(PROGRAM, input=f"{json.dumps(spec)}\n".encode(), capture_output=True, timeout=60)
    after = record.read(managed.folder)
    assert done.stdout == b"taken\n"
    assert before is not None and after is not None and after["run"] == before["run"]
    assert managed.status().answers


def test_a_program_that_is_not_there_is_a_failed_start(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said in the log, by the one that would have become the server."""
    monkeypatch.setattr("orchestra_modules.vllm.launch._program", lambda build, model: ("/no/such/program",))
    managed = stand.managed()
    managed.begin()
    assert "ended with code 1" in phase(managed, "failed").error
    assert "/no/such/program: No such file or directory" in managed.log.read_text()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 99}'])
def test_a_state_that_cannot_be_read_is_no_server(stand: Stand, text: str) -> None:
    """A later format or a damaged file is as if there were none."""
    managed = stand.managed()
    managed.folder.mkdir(parents=True)
    (managed.folder / record.STATE).write_text(text, encoding="utf-8")
    assert record.read(managed.folder) is None
    assert managed.status().phase == "stopped"


def test_stages_are_read_as_the_log_grows(tmp_path: Path) -> None:
    """The last stage of the whole lines that are new; a line that is not whole yet waits."""
    log = tmp_path / "log"
    log.write_text("old: loading\n", encoding="utf-8")
    stages = supervisor._Stages(str(log), log.stat().st_size, [["loading", "loading weights"], ["warm", "warming up"]])
    assert stages.read() == ""
    with log.open("a", encoding="utf-8") as file:
        file.write("now loading\nnow wa")
    assert stages.read() == "loading weights"
    with log.open("a", encoding="utf-8") as file:
        file.write("rm\n")
    assert stages.read() == "warming up"
