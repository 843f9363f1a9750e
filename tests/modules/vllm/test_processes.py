"""Processes: found by descent, known for certain, ended whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from orchestra_modules.vllm import processes

from tests.modules.vllm.standing import gone

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")

#: A shell with a child that tells its own number.
NEST = ["sh", "-c", "sh -c 'echo $$; exec sleep 600' & wait"]


def test_a_process_is_seen_with_its_descendants() -> None:
    """And is not the same as another with its number but another start."""
    with subprocess.Popen(NEST, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as outer:
        assert outer.stdout is not None
        inner = int(outer.stdout.readline())
        known = processes.look(inner)
        assert known is not None and known.parent == outer.pid and known.group == os.getpgrp()
        assert {inner} == {process.pid for process in processes.family(outer.pid)}
        assert {outer.pid, inner} <= {process.pid for process in processes.family(os.getpid())}
        assert processes.same(inner, known.start, known.exe)
        assert not processes.same(inner, known.start + "1", known.exe)
        assert not known.exe or not processes.same(inner, known.start, "/bin/another")
        os.kill(inner, signal.SIGKILL)
        outer.kill()
    assert gone(inner)
    assert processes.look(outer.pid) is None


@pytest.mark.parametrize("stopped", [False, True])
def test_what_is_deaf_or_stopped_is_ended_all_the_same(stopped: bool) -> None:
    """A stopped one is woken to hear that it should end; a deaf one is killed after the grace."""
    trap = "" if stopped else "trap '' TERM; "
    with subprocess.Popen(["sh", "-c", f"{trap}echo ready; read x"], stdin=-1, stdout=-1) as process:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        if stopped:
            process.send_signal(signal.SIGSTOP)

        def alive() -> list[int]:
            return [process.pid] if process.poll() is None else []

        left = processes.end(alive, leader=process.pid, grace=10.0 if stopped else 0.1, bury=False)
        assert left == []
        assert process.returncode == (-signal.SIGTERM if stopped else -signal.SIGKILL)


def test_memory_of_processes_that_are_gone_is_not_told() -> None:
    """No figure rather than a wrong one."""
    assert processes.memory([2**22 + 1]) is None
