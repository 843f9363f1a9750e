"""What a process has of a supervised server: a hold, which the kernel closes for it, however it ends.

A server is served by its supervisor for as long as anybody holds it. A hold is the pipe to a supervisor that was begun
here, or its FIFO, opened for writing. Knows nothing of models, options or what a server answers.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from orchestra.spec import LoadError
from orchestra_modules.vllm import processes, record, supervisor

BEGIN_SECONDS = 60.0  # for a supervisor to say that it is there, one that is ending to be gone included
_CLOSE_SECONDS = 30.0


class Hold:
    """The hold of the server of one folder; at most one, of one of its runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._descriptor: int | None = None
        self._run = ""

    @property
    def taken(self) -> bool:
        """Whether a server is held, be it there or not."""
        return self._descriptor is not None

    def state(self) -> dict[str, Any] | None:
        """What the supervisor last said of itself."""
        return record.read(self.folder)

    def of(self, state: dict[str, Any] | None) -> bool:
        """Whether what is held is the run that a state tells of."""
        return self.taken and state is not None and state["run"] == self._run

    def join(self) -> bool:
        """Hold the server that runs, if there is one that goes on."""
        state = self.state()
        if state is None or state["phase"] not in record.LIVE or not alive(state):
            return False
        try:
            hold = os.open(self.folder / supervisor.HOLD, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads there: it is gone
            return False
        again = self.state()
        if again is None or again["run"] != state["run"] or again["phase"] not in record.LIVE:
            os.close(hold)
            return False
        self._run, self._descriptor = again["run"], hold
        return True

    def begin(self, spec: supervisor.Spec, environment: Mapping[str, str]) -> bool:
        """Start a supervisor; whether it is the one, for another may be quicker. LoadError.

        Interrupted, it ends first what it has begun.
        """
        said = ""
        try:
            said = self._supervise(spec, environment)
        finally:
            if said != supervisor.STARTED:
                self.let_go()
                until(lambda: self._gone(spec.run), _CLOSE_SECONDS)  # an interrupt may come when it has started
                record.tidy(spec.scratch)
        if said in (supervisor.STARTED, supervisor.TAKEN):
            return said == supervisor.STARTED
        raise LoadError("the server's supervisor did not start", hint=f"its log says why: {spec.log}")

    def _supervise(self, spec: supervisor.Spec, environment: Mapping[str, str]) -> str:
        """Start a supervisor and hold its server; what it says, which is nothing where it does not come up."""
        with open(spec.log, "ab", opener=record.private) as log:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", supervisor.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **environment},
                start_new_session=True,
            )
        assert process.stdin is not None and process.stdout is not None
        try:
            with process.stdin, process.stdout:
                self._run, self._descriptor = spec.run, os.dup(process.stdin.fileno())  # in this order: see `leave`
                os.write(self._descriptor, f"{json.dumps(asdict(spec))}\n".encode())
                said = _line(process.stdout.fileno(), BEGIN_SECONDS)
        except BaseException:
            self.let_go()
            raise
        finally:
            process.wait(BEGIN_SECONDS)  # it splits off or goes away
        return said

    def _gone(self, run: str) -> bool:
        """Whether a supervisor is no more, or never was: the lock of the folder is free, or another's."""
        import fcntl  # not there on Windows, where nothing is started

        lock = os.open(self.folder / supervisor.LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            state = self.state()
            return state is not None and state["run"] != run and alive(state)
        finally:
            os.close(lock)
        return True

    def order(self, word: str) -> None:
        """Tell the supervisor to `detach` or to `stop`."""
        assert self._descriptor is not None
        os.write(self._descriptor, f"{word}\n".encode())

    def let_go(self) -> None:
        """Hold nothing; who was the last ends the server by it, and does not wait for that."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def leave(self, run: str) -> None:
        """Let go of a server that ended, and not of the one that another thread has begun in its stead."""
        if self._run == run:
            self.let_go()

    def close(self) -> None:
        """Let go; where nobody else holds the server, wait until all of it is gone."""
        if not self.taken:
            return
        state = self.state()
        self.let_go()
        if state is None:
            return
        end = time.monotonic() + _CLOSE_SECONDS
        brief = time.monotonic() + 1.5  # by then it would be ending, did nobody else hold it
        while alive(state, "keeper") and time.monotonic() < end:
            now = self.state()
            if now is None or now["run"] != state["run"]:
                return
            if now["phase"] in record.LIVE and (now["detached"] or time.monotonic() > brief):
                return
            time.sleep(0.02)


def alive(state: dict[str, Any] | None, who: str = "supervisor") -> bool:
    """Whether the supervisor, or the keeper, of a state still runs."""
    if state is None or state["boot"] != processes.boot():
        return False
    pid, start, exe = state[who]
    return processes.same(pid, start, exe)


def stop(folder: Path) -> bool:
    """End the server of a folder, and what was left of it; whether there was anything to end."""
    state = record.read(folder)
    if state is None:
        return False
    if not alive(state) and not alive(state, "keeper"):
        left = record.left_over(state)
        processes.end(lambda: record.left_over(state), grace=2.0, bury=False)
        return bool(left)
    try:
        hold = os.open(folder / supervisor.HOLD, os.O_WRONLY | os.O_NONBLOCK)
    except OSError:
        pass  # nobody listens any more: it is ending
    else:
        os.write(hold, b"stop\n")
        os.close(hold)
    until(lambda: not alive(state, "keeper"), _CLOSE_SECONDS)
    if alive(state):  # it hangs, so its keeper ends what it owns
        processes.send([state["supervisor"][0]], signal.SIGKILL)
        until(lambda: not alive(state, "keeper"), _CLOSE_SECONDS)
    return True


def until(done: Callable[[], bool], seconds: float) -> None:
    """Wait for something, at most so long."""
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.02)


def _line(descriptor: int, seconds: float) -> str:
    """A line from a pipe; empty when none comes in time."""
    end, data = time.monotonic() + seconds, b""
    while not data.endswith(b"\n"):
        ready, _, _ = select.select([descriptor], [], [], max(0.0, end - time.monotonic()))
        piece = os.read(descriptor, 64) if ready else b""
        if not piece:
            return ""
        data += piece
    return data.decode().strip()
