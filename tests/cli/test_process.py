"""The command as a process of its own: pipes that close, interrupts, and threads that will not end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

from .support import command, environment, interrupt, interrupted

pytestmark = pytest.mark.usefixtures("scripted")

ASK = ("ask", "--module", "scripted")


def test_query_over_a_pipe() -> None:
    """A shell's pipe is standard input like any other."""
    done = subprocess.run(command(*ASK), input=b"gr\xc3\xbc\xc3\x9f\n", env=environment(), capture_output=True)

    assert (done.returncode, done.stdout.decode()) == (0, "you said: grüß\n")


def test_reader_that_goes_away_ends_it_without_a_word() -> None:
    """As for every program in a pipeline, there is no trace of it on standard error."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command(*ASK, "-q", "x"), env=environment(), stdout=writing, stderr=subprocess.PIPE)
    os.close(writing)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_full_disk_is_one_line() -> None:
    """An answer that could not be written is no answer."""
    with open("/dev/full", "w") as full:
        done = subprocess.run(command(*ASK, "-q", "x"), env=environment(), stdout=full, stderr=subprocess.PIPE)

    assert done.returncode == 5
    assert b"No space left" in done.stderr
    assert b"Traceback" not in done.stderr


def test_missing_standard_streams_do_no_harm() -> None:
    """With all three closed there is nobody to tell, and the exit code tells."""
    shell = 'exec "$@" <&- >&- 2>&-'
    done = subprocess.run(["sh", "-c", shell, "sh", *command(*ASK, "x")], env=environment())

    assert done.returncode == 0


def test_character_the_output_cannot_hold_is_escaped() -> None:
    """JSON stays JSON in any encoding."""
    env = environment({"PYTHONIOENCODING": "ascii"})
    done = subprocess.run(command(*ASK, "--json", "grüß"), env=env, capture_output=True, text=True, check=True)

    assert json.loads(done.stdout)["text"] == "you said: grüß"


@pytest.mark.parametrize("query", ["wait", "stuck"])
def test_interrupt_prints_the_object_and_exits_130(query: str, tmp_path: Path) -> None:
    """With --json there is one object still; a module that goes on regardless does not hold up the end."""
    # The child says when the query runs by the text it streams, which --json hides; so it is told by a file instead.
    began = tmp_path / "began"
    os.mkfifo(began)
    folder = next((tmp_path / "folders" / "scripted").glob("scripted_*.py"))
    code = folder.read_text(encoding="utf-8")
    folder.write_text(
        code.replace("query = request.query", f"query = request.query; open({str(began)!r}, 'w').close()")
    )
    process = subprocess.Popen(
        command(*ASK, "--json", query), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    began.read_text(encoding="utf-8")
    out, err = interrupted(process)

    assert process.returncode == 130
    assert json.loads(out)["finish"] == "cancelled"
    assert "Traceback" not in err


def test_text_is_streamed_to_a_terminal_once() -> None:
    """A person sees the answer as it comes, and does not see it twice."""
    program, *arguments = command(*ASK, "good day")
    child = pexpect.spawn(program, arguments, env=environment({"TERM": "dumb"}), encoding="utf-8", timeout=60)
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == 0
    assert child.before.count("you said: good day") == 1
    assert child.before.index("→") < child.before.index("you said") < child.before.index("= not verified")


def test_interrupt_on_a_terminal_marks_what_had_come() -> None:
    """The part that was read is said to be a part."""
    program, *arguments = command(*ASK, "wait")
    child = pexpect.spawn(program, arguments, env=environment({"TERM": "dumb"}), encoding="utf-8", timeout=60)
    child.expect("begun")
    interrupt(child, r"\[stopped\]")
    child.expect(pexpect.EOF)
    child.wait()

    assert child.exitstatus == 130


def test_command_is_installed_under_its_name() -> None:
    """The console script is the same command."""
    script = Path(sys.executable).with_name("orchestra")
    if not script.exists():
        pytest.skip("the console script is not beside this interpreter")
    done = subprocess.run([script, "--version"], env=environment(), capture_output=True, text=True, check=True)

    assert done.stdout.startswith("orchestra ")
