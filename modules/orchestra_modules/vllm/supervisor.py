"""The process that owns a server: starts it, sees to it that it answers, and takes it down with all it started.

    python -I -S supervisor.py < SPEC       one line of JSON, see `Spec`; started by managed.py

Standard library only, so that it is there at once and small. It is two processes, in a session of their own that no
Ctrl-C of a terminal reaches:

    keeper            adopts whatever the supervisor leaves when it is killed, and ends it
    └── supervisor    adopts whatever the server leaves when it is killed, and ends it
        └── server    in a group of its own, with its engine and workers

The server lives as long as somebody holds it: the one who started it by the pipe on standard input, others by a FIFO
opened for writing, all until the kernel closes it for them; or, once told to `detach`, until told to `stop`. What is
going on stands in a record, which also names every process of the server, so that the next start can end what was
left where both the supervisor and its keeper were killed. Knows nothing of vLLM but the routes it asks: /health,
/metrics, /v1/completions.

Not covered: a server that escapes by double forking where there is no PR_SET_CHILD_SUBREAPER (other than Linux).
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING or __package__:
    from orchestra_modules.vllm import probe, processes, record
else:  # run by its path, without the package, whose import would take a second
    sys.path.append(str(Path(__file__).parent))
    import probe
    import processes
    import record

LOCK, HOLD = "lock", "hold"
STARTED, TAKEN = "started", "taken"

_TICK = 0.25
_LONGEST_BACKOFF = 30.0
_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


@dataclass(frozen=True, kw_only=True)
class Spec:
    """What to serve and how; `{port}` in the command is put in, 0 is any free one. Times are in seconds.

    `scratch` is a folder for the server's sockets, which goes when the server goes.
    """

    run: str
    folder: str
    log: str
    command: list[str]
    served: str
    model: str
    scratch: str = ""
    port: int = 0
    key: str = ""
    stages: list[list[str]] = field(default_factory=list)
    ready: float = 600.0
    grace: float = 15.0
    check: float = 30.0
    stall: float = 60.0
    restarts: int = 3
    window: float = 600.0
    backoff: float = 1.0


class _Stop(Exception):
    """The server is to be taken down for good."""


class _Fell(Exception):
    """The server died, hung or did not become ready."""


class Supervisor:
    """One server from its first start to its end."""

    def __init__(self, spec: Spec, lock: int) -> None:
        self.spec = spec
        self._lock = lock
        self._folder = Path(spec.folder)
        self._server: subprocess.Popen[bytes] | None = None
        self._port = spec.port
        self._code: int | None = None
        self._check: probe.Look | None = None
        self._stdin = True
        self._ordered = False
        self._rest = b""
        self._members_at = 0.0
        self._state: dict[str, Any] = {
            "format": record.FORMAT,
            "run": spec.run,
            "boot": processes.boot(),
            "supervisor": record.identity(os.getpid()),
            "keeper": record.identity(os.getppid()),
            "members": [],
            "phase": "starting",
            "stage": "",
            "model": spec.model,
            "served": spec.served,
            "url": "",
            "pid": None,
            "since": time.time(),
            "ready_at": None,
            "restarts": 0,
            "detached": False,
            "log": spec.log,
            "scratch": spec.scratch,
            "error": "",
            "tail": [],
        }
        self._wake, self._woken = os.pipe()
        for end in (self._wake, self._woken):
            os.set_blocking(end, False)
        self._poll = select.poll()
        self._poll.register(self._wake, select.POLLIN)
        self._poll.register(0, select.POLLIN)
        hold = self._folder / HOLD
        hold.unlink(missing_ok=True)
        os.mkfifo(hold, 0o600)
        self._hold = os.open(hold, os.O_RDONLY | os.O_NONBLOCK)
        self._log = open(spec.log, "ab", buffering=0, opener=record.private)  # noqa: SIM115

    def run(self) -> None:
        """Serve until told to stop, let go by everyone, or beyond repair."""
        signal.set_wakeup_fd(self._woken, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._signalled)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # its coming wakes the loop
        falls: list[float] = []
        try:
            while True:
                try:
                    self._serve()
                except _Fell as fell:
                    reason = str(fell)
                ever = self._state["ready_at"] is not None
                if ever:
                    self._tell(phase="restarting", stage="ending what is left of it", error=reason)
                tail = record.tail(self.spec.log)
                self._take_down()
                now = time.monotonic()
                falls = [*(at for at in falls if now - at < self.spec.window), now]
                if not ever or len(falls) > self.spec.restarts:
                    often = f", {len(falls)} times within {self.spec.window:g} s" if ever and len(falls) > 1 else ""
                    self._tell(phase="failed", error=f"{reason}{often}", tail=tail)
                    return
                self._tell(phase="restarting", stage="waiting to restart", error=reason, tail=tail)
                self._state["restarts"] += 1
                self._note(f"restarting: {reason}")
                until = now + min(self.spec.backoff * 2 ** (len(falls) - 1), _LONGEST_BACKOFF)
                while time.monotonic() < until:
                    self._wait(until - time.monotonic())
        except _Stop:
            self._tell(phase="stopping")
            self._take_down()
            self._tell(phase="stopped", stage="")
        finally:
            record.tidy(self.spec.scratch)

    # --- the server -------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        """Start it, wait until it answers, and watch it. _Fell, _Stop."""
        start = os.fstat(self._log.fileno()).st_size
        self._start()
        self._until_ready(start)
        self._tell(phase="ready", stage="", ready_at=time.time(), error="", tail=[])
        self._watch()

    def _start(self) -> None:
        if not self._port or (not self.spec.port and not probe.free(self._port)):
            self._port = probe.any_port()
        if not probe.free(self._port):
            raise _Fell(f"port {self._port} is taken")
        command = [part.replace("{port}", str(self._port)) for part in self.spec.command]
        self._note(f"starting: {' '.join(command)}")
        self._code = None
        leash = [sys.executable, "-I", "-S", __file__, "--leashed", str(os.getpid())]
        self._server = subprocess.Popen(
            [*leash, *command],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            cwd=self.spec.folder,
            start_new_session=True,
        )
        self._tell(
            phase="restarting" if self._state["restarts"] else "starting",
            stage="starting the server",
            pid=self._server.pid,
            url=f"http://127.0.0.1:{self._port}/v1",
        )
        self._note_members()

    def _until_ready(self, start: int) -> None:
        began = time.monotonic()
        stages = _Stages(self.spec.log, start, self.spec.stages)
        check: probe.Look | None = None
        while True:
            if time.monotonic() - began > self.spec.ready:
                raise _Fell(f"the server did not answer within {self.spec.ready:g} s")
            stage = stages.read()
            if stage and stage != self._state["stage"]:
                self._tell(stage=stage)
            if check is None:
                if probe.connects(self._port):
                    check = self._begin(probe.ready)
            elif check.done:
                if not check.problem:
                    return
                check = None
            self._wait(_TICK)
            self._see_exit()

    def _watch(self) -> None:
        """Look now and then whether tokens come, or come when asked for; nothing for too long is a fall."""
        tokens: float | None = None
        since = 0.0
        while True:
            until = time.monotonic() + (self.spec.check if not since else min(1.0, self.spec.check))
            while time.monotonic() < until:
                self._wait(until - time.monotonic())
                self._see_exit()
            began = time.monotonic()
            check = self._begin(probe.Progress(tokens))
            while not check.done:
                self._wait(_TICK)
                self._see_exit()
                if time.monotonic() - (since or began) > self.spec.stall:
                    break
            if check.done and not check.problem:
                since, tokens = 0.0, check.tokens
                continue
            since = since or began
            if time.monotonic() - since > self.spec.stall:
                what = check.problem or "no token came"
                raise _Fell(f"the server made no progress for {self.spec.stall:g} s: {what}")

    def _begin(self, how: Callable[[probe.Look], None]) -> probe.Look:
        return probe.Look(self._port, self.spec.served, self.spec.key, self.spec.stall, how, self._woken)

    def _see_exit(self) -> None:
        if self._code is not None:
            when = "" if self._state["phase"] == "ready" else " before it answered"
            how = f"was ended by signal {-self._code}" if self._code < 0 else f"ended with code {self._code}"
            raise _Fell(f"the server {how}{when}")

    def _take_down(self) -> None:
        if self._server is None:
            return
        leader = self._server.pid

        def alive() -> list[int]:
            return [process.pid for process in processes.family(os.getpid(), group=leader)]

        # One that never answered has nothing to finish, and vLLM heeds no signal while its engine starts.
        grace = self.spec.grace if self._state["ready_at"] is not None else min(5.0, self.spec.grace)
        left = processes.end(alive, leader=leader, grace=grace)
        if left:
            self._note(f"could not be ended: {left}")
        self._server.returncode = 0  # it was buried with the rest
        self._server = None
        self._tell(pid=None, members=[])

    # --- who holds it -----------------------------------------------------------------------------------------

    def _wait(self, seconds: float) -> None:
        """Sleep until something happens, at most so long. _Stop when nobody holds the server, or by order."""
        for number, _ in self._poll.poll(1000 * max(0.0, min(seconds, _TICK))):
            if number == self._wake:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, 4096)
            else:
                data = os.read(0, 4096)
                self._obey(data)
                if not data:
                    self._stdin = False
                    self._poll.unregister(0)
        self._bury()
        if not self._held():
            # Whoever takes hold looks at the phase after: if this came first they go away, else they are seen here.
            phase = self._state["phase"]
            self._tell(phase="stopping")
            if not self._held():
                raise _Stop
            self._tell(phase=phase)
        if self._ordered:
            raise _Stop
        now = time.monotonic()
        if now - self._members_at > min(1.0 if self._state["phase"] != "ready" else 5.0, self.spec.check):
            self._members_at = now
            self._note_members()
            if not self._reachable():
                self._note("its folder is gone, so nobody can find it any more")
                raise _Stop

    def _reachable(self) -> bool:
        try:
            return os.path.samestat(os.stat(self._folder / HOLD), os.fstat(self._hold))
        except OSError:
            return False

    def _held(self) -> bool:
        if self._stdin or self._state["detached"]:
            self._hear()
            return True
        return self._hear()

    def _hear(self) -> bool:
        """Read what holders say; whether there are any."""
        try:
            data = os.read(self._hold, 4096)
        except BlockingIOError:
            return True
        self._obey(data)
        return bool(data)

    def _obey(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            if line == b"stop":
                self._ordered = True
            elif line == b"detach":
                self._tell(detached=True)

    def _signalled(self, *_: object) -> None:
        self._ordered = True

    def _bury(self) -> None:
        ended = processes.reap()
        if self._server is not None and self._server.pid in ended:
            self._code = self._server.returncode = ended[self._server.pid]

    # --- what is told -----------------------------------------------------------------------------------------

    def _note_members(self) -> None:
        group = self._server.pid if self._server is not None else 0
        found = processes.family(os.getpid(), group=group)
        members = sorted([process.pid, process.start, process.exe] for process in found)
        if members != self._state["members"]:
            self._tell(members=members)

    def _tell(self, **changes: Any) -> None:
        self._state.update(changes)
        record.write(self._folder, self._state)

    def _note(self, text: str) -> None:
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        with contextlib.suppress(OSError):  # a full disk must not end the server
            self._log.write(f"[orchestra {stamp}] {text}\n".encode())


class _Stages:
    """What the server is at, from its log as it grows."""

    def __init__(self, path: str, start: int, patterns: list[list[str]]) -> None:
        self._path, self._at = path, start
        self._patterns = [(re.compile(pattern), label) for pattern, label in patterns]
        self._rest = ""

    def read(self) -> str:
        """The last stage named since the last look, or nothing."""
        try:
            with open(self._path, "rb") as file:
                file.seek(self._at)
                data = file.read(2**20)
        except OSError:
            return ""
        self._at += len(data)
        *lines, self._rest = (self._rest + data.decode("utf-8", "replace")).split("\n")
        found = [label for line in lines for pattern, label in self._patterns if pattern.search(line)]
        return found[-1] if found else ""


# --- the processes ------------------------------------------------------------------------------------------------


def _prctl(option: int, value: int) -> None:
    """Linux only; elsewhere what it would have brought is missing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _leashed(parent: int, command: list[str]) -> NoReturn:
    """Become the server, asked to end as soon as the supervisor is gone."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it went before that was set
        sys.exit(1)
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


def _keep(supervisor: int, spec: Spec) -> None:
    """Wait for the supervisor's end, and end what it left: it leaves nothing unless it was killed."""

    def passed_on(number: int, _: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(supervisor, number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, passed_on)
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == supervisor:
            break

    state = record.read(Path(spec.folder))
    ours = state is not None and state["run"] == spec.run
    group = state["pid"] or 0 if state is not None and ours else 0

    def alive() -> list[int]:
        return [process.pid for process in processes.family(os.getpid(), group=group)]

    processes.end(alive, grace=min(3.0, spec.grace))
    record.tidy(spec.scratch)
    if status and state is not None and ours:
        how = os.waitstatus_to_exitcode(status)
        error = f"its supervisor was ended by signal {-how}" if how < 0 else f"its supervisor failed with {how}"
        record.write(Path(spec.folder), {**state, "phase": "failed", "error": error, "pid": None, "members": []})


def _sweep(folder: Path) -> None:
    state = record.read(folder)
    if state is None:
        return
    if pids := record.left_over(state):
        wanted = set(pids)

        def alive() -> list[int]:
            return [pid for pid in record.left_over(state) if pid in wanted]

        processes.end(alive, grace=2.0, bury=False)
    record.tidy(state.get("scratch", ""))


def main() -> None:
    """Read the spec, take the lock, and split into keeper and supervisor."""
    import fcntl  # not there on Windows, where this file is imported for its names alone

    if sys.argv[1:2] == ["--leashed"]:
        _leashed(int(sys.argv[2]), sys.argv[3:])
    line = b""
    while not line.endswith(b"\n"):  # byte by byte: what comes after is for the supervisor
        byte = os.read(0, 1)
        if not byte:
            return
        line += byte
    spec = Spec(**json.loads(line))
    folder = Path(spec.folder)
    os.chdir(folder)
    lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.write(1, f"{TAKEN}\n".encode())
        return
    if os.fork():
        return  # so that nobody has to bury the keeper
    _sweep(folder)
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    keeper = os.getpid()
    supervisor = os.fork()
    if supervisor:
        os.close(0)
        os.close(1)
        _keep(supervisor, spec)
        return
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != keeper:
        return
    owner = Supervisor(spec, lock)
    owner._tell()
    os.write(1, f"{STARTED}\n".encode())
    os.close(1)
    owner.run()


if __name__ == "__main__":
    main()
