"""A server that an instance owns or shares: started by a supervisor, waited for, tried, let go.

One server for each set of options, whoever asks: its folder under the state folder is named by them. Who comes first
starts it, who comes later joins it, and it ends when the last of them lets go, unless it was detached. Knows nothing
of requests or events. Not covered: a fork of the process that goes on without it, which holds the server as well.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypedDict

import anyio
import anyio.to_thread
import platformdirs

from orchestra.spec import ConfigError, LoadError, OrchestraError, Unreachable
from orchestra_modules.vllm import launch, ports, probe, processes, record, supervisor
from orchestra_modules.vllm.examining import Finding
from orchestra_modules.vllm.pricing import Pricing, read_architecture

_TICK = 0.1
_BEGIN_SECONDS = 60.0  # for a supervisor to say that it is there, one that is ending to be gone included
_CLOSE_SECONDS = 30.0
_ANSWER_SECONDS = 60.0
#: After a failure the same process tries no new start for so long; whoever asks is told of the failure.
_COOL_SECONDS = 30.0

Tell = Callable[[str], None]


class ManagedOptions(TypedDict, total=False):
    """The options of a managed instance, as module.toml lists them."""

    manage: bool
    serve_args: Sequence[str]
    lora: bool
    cache_memory: int
    max_length: int
    ready_timeout: float
    restarts: int
    home: str


DEFAULTS: ManagedOptions = {
    "manage": False,
    "lora": False,
    "cache_memory": 0,
    "max_length": 0,
    "serve_args": [],
    "ready_timeout": 600.0,
    "restarts": 3,
    "home": "{home}",
}


@dataclass(frozen=True, kw_only=True)
class Status:
    """How a managed server is; `answers` is none where it was not tried, `since` a date of the epoch."""

    phase: str
    model: str
    served: str = ""
    url: str = ""
    pid: int | None = None
    supervisor: int | None = None
    since: float | None = None
    memory: int | None = None
    answers: bool | None = None
    seconds: float | None = None
    restarts: int = 0
    detached: bool = False
    stage: str = ""
    log: str = ""
    error: str = ""
    left_over: tuple[int, ...] = ()

    def json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


class Managed:
    """The server of one instance."""

    def __init__(self, *, model: str, url: str, key: Callable[[], str], options: ManagedOptions) -> None:
        chosen: ManagedOptions = {**DEFAULTS, **options}
        launch.check_args(chosen["serve_args"])
        launch.port_of(url)
        for name in ("cache_memory", "max_length", "restarts"):
            if chosen[name] < 0:
                raise ConfigError(f"option {name!r} has value {chosen[name]}", hint="it is at least 0")
        self._wanted = launch.Wanted(
            model=model,
            url=url,
            serve_args=tuple(chosen["serve_args"]),
            lora=chosen["lora"],
            cache_memory=chosen["cache_memory"],
            max_length=chosen["max_length"],
        )
        self._key = key
        self._ready, self._restarts = chosen["ready_timeout"], chosen["restarts"]
        home = _home(chosen["home"])
        folder = os.path.realpath(os.path.expanduser(model))
        marks = json.dumps({**asdict(self._wanted), "model": folder if os.path.isdir(folder) else model})
        name = re.sub(r"[^A-Za-z0-9]+", "-", Path(model).name).strip("-")[:32] or "model"
        self.name = f"{name}-{hashlib.sha256(marks.encode()).hexdigest()[:8]}"
        self._home = home
        self.folder = home / "core" / self.name
        self.log = home / "logs" / f"core-{self.name}.log"
        self._hold: int | None = None
        self._run = ""
        self._refused: tuple[float, OrchestraError] | None = None
        self._beginning = threading.Lock()

    # --- for the module ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Have it start, or join the one there is; it is not waited for. ConfigError, LoadError, Unreachable."""
        with self._beginning:
            if self._refused is not None and time.monotonic() - self._refused[0] < _COOL_SECONDS:
                raise self._refused[1]
            if self._hold is not None:
                if self._joined(self._state()) and _alive(self._state()):
                    return
                self._let_go()
            self._refused = None
            self._take_hold()

    async def until_ready(self) -> AsyncGenerator[str]:
        """What it is at, line by line, until it answers; begins it anew where it has ended. As `begin`."""
        for wait in self._awaited():
            if isinstance(wait, str):
                yield wait
            elif wait:
                await anyio.to_thread.run_sync(self.begin)
            else:
                await anyio.sleep(_TICK)

    def close(self) -> None:
        """Let go of it; where nobody else holds it, wait until all of it is gone."""
        if self._hold is None:
            return
        state = self._state()
        self._let_go()
        if state is None:
            return
        end = time.monotonic() + _CLOSE_SECONDS
        brief = time.monotonic() + 1.5  # by then it would be ending, did nobody else hold it
        while _alive(state, "keeper") and time.monotonic() < end:
            now = self._state()
            if now is None or now["run"] != state["run"]:
                return
            if now["phase"] in record.LIVE and (now["detached"] or time.monotonic() > brief):
                return
            time.sleep(0.02)

    @property
    def url(self) -> str:
        """Where it is; empty where it is not."""
        return self.found()[0]

    def found(self) -> tuple[str, float]:
        """Where it is, and since when it answers, which another start makes another; empty and 0 where it is not."""
        state = self._state()
        if state is None or not _alive(state):
            return "", 0.0
        return str(state["url"]), float(state["ready_at"] or 0.0)

    @property
    def served(self) -> str:
        """The name it serves its model under. ConfigError."""
        return launch.find_model(self._wanted.model)[1]

    def check(self) -> None:
        """ConfigError where there is no model to start with."""
        launch.find_model(self._wanted.model)

    def pricing(self) -> Pricing | None:
        """What its tokens cost, where the model lies on this machine and the formulas cover it."""
        try:
            folder = launch.find_model(self._wanted.model)[0]
            return read_architecture(Path(folder)) if os.path.isdir(folder) else None
        except ConfigError:
            return None

    # --- for a person -----------------------------------------------------------------------------------------

    def start(self, tell: Tell) -> Status:
        """Have it run by itself, beyond this process, and wait until it answers.

        Left early, nothing stays behind, unless it ran before. ConfigError, LoadError, Unreachable.
        """
        self._refused = None
        try:
            self.begin()
            for wait in self._awaited():
                if isinstance(wait, str):
                    tell(wait)
                elif wait:
                    self.begin()
                else:
                    time.sleep(_TICK)
            self._order("detach")
            end = time.monotonic() + 10
            while not (state := self._state() or {}).get("detached"):
                if time.monotonic() > end or not state or not _alive(state):
                    raise LoadError("the server was not detached", hint="`orchestra core logs` says more")
                time.sleep(0.02)
        except KeyboardInterrupt:
            if self._hold is not None:
                tell("stopping; vLLM takes some seconds to end")
            raise
        finally:
            self.close()
        return self.status(ask=False)

    def stop(self) -> bool:
        """End it, whoever holds it, and whatever was left of it; whether there was anything to end."""
        self._let_go()
        return _stop(self.folder)

    def stop_others(self) -> tuple[str, ...]:
        """End every managed server of the state folder with other options; their models."""
        return tuple(str(state["model"]) for folder, state in self._others() if _stop(folder))

    def status(self, *, ask: bool = True) -> Status:
        """How it is; with `ask` a token is generated, the one proof that it answers."""
        state = self._state()
        if state is None:
            return Status(phase="stopped", model=self._wanted.model, log=str(self.log))
        alive = _alive(state)
        left: tuple[int, ...] = () if alive else tuple(record.left_over(state))
        phase = state["phase"]
        if not alive and phase in (*record.LIVE, "stopping"):
            phase = "failed" if left or phase != "stopping" else "stopped"
        answers = seconds = None
        error = str(state["error"])
        if ask and alive and phase == "ready":
            began = time.monotonic()
            try:
                port = launch.port_of(state["url"])
                probe.generate(port, state["served"], key=self._key(), seconds=_ANSWER_SECONDS)
                answers, seconds = True, time.monotonic() - began
            except OSError as problem:
                answers, error = False, str(problem)
        elif phase != "stopped":
            answers = False if ask else None
        return Status(
            phase=phase,
            model=state["model"],
            served=state["served"],
            url=state["url"] if alive else "",
            pid=state["pid"] if alive else None,
            supervisor=state["supervisor"][0] if alive else None,
            since=state["since"] if alive else None,
            memory=processes.memory(pid for pid, _, _ in state["members"]) if alive else None,
            answers=answers,
            seconds=seconds,
            restarts=state["restarts"],
            detached=bool(state["detached"]) and alive,
            stage=state["stage"] if alive else "",
            log=state["log"],
            error=error if alive or phase == "failed" else "",
            left_over=left,
        )

    def others(self) -> tuple[str, ...]:
        """Models of managed servers that run with other options, from the same state folder."""
        return tuple(str(state["model"]) for _, state in self._others() if _alive(state))

    def _others(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        for folder in sorted(self.folder.parent.glob("*")):
            state = record.read(folder)
            if folder != self.folder and state is not None:
                yield folder, state

    def examine(self) -> Iterator[Finding]:
        """What doctor tells: the build, the device, the model, and whether it runs. Loads and starts nothing."""
        found = launch.build()
        if found is None:
            fix = "pip install 'orchestra[gpu]'" if launch.gpu_visible() else "make vllm"
            yield Finding(state="missing", detail="vLLM is not installed", fix=fix)
        else:
            made_for = "CPU" if found.cpu else "GPU"
            detail = f"{found.name} {found.version}, made for a {made_for}"
            seen = launch.gpu_visible()
            if not found.cpu and not seen:
                yield Finding(state="broken", detail=f"{detail}, and no GPU is visible", fix="nvidia-smi")
            elif found.cpu and seen:
                fix = "pip install 'orchestra[gpu]'"
                yield Finding(state="note", detail=f"{detail}, and a GPU is visible that it cannot use", fix=fix)
            else:
                yield Finding(state="ok", detail=detail)
        try:
            given, served = launch.find_model(self._wanted.model)
        except ConfigError:
            pass  # `check` says so
        else:
            local = os.path.isdir(given)
            detail = (
                f"model {served} in {given}" if local else f"model {served} is not here: the first start downloads it"
            )
            yield Finding(state="ok" if local else "note", detail=detail)
        now = self.status(ask=False)
        if now.left_over:
            pids = ", ".join(map(str, now.left_over))
            yield Finding(
                state="broken", detail=f"processes of a server that ended are left: {pids}", fix="orchestra core stop"
            )
        elif now.phase == "failed":
            yield Finding(state="broken", detail=f"the last start failed: {now.error}", fix="orchestra core logs")
        elif now.phase == "stopped":
            detail = "does not run: the first query that needs it starts it"
            yield Finding(state="note", detail=detail, fix="orchestra core start")
        else:
            yield Finding(state="ok", detail=f"{now.phase} at {now.url}, process {now.pid}")

    # --- inside -----------------------------------------------------------------------------------------------

    def _awaited(self) -> Iterator[str | bool]:
        """What to do until it is ready: a text to tell, True to begin, False to wait a tick. Unreachable."""
        told, began = "", time.monotonic()
        while True:
            state = self._state()
            if state is None or not self._joined(state):
                yield True
                continue
            alive, phase = _alive(state), state["phase"]
            if phase == "failed" or (not alive and phase in record.LIVE):
                error = self._failure(state)
                self._refused = (time.monotonic(), error)
                self._leave(state["run"])
                raise error
            if not alive or phase in ("stopping", "stopped"):
                self._leave(state["run"])
                yield True
                continue
            if phase == "ready" and probe.connects(launch.port_of(state["url"])):
                return
            seconds = int(time.monotonic() - began)
            stage = state["stage"] or "looking after it"
            text = f"{'restarting' if phase == 'restarting' else 'starting'} vLLM: {stage} ({seconds} s)"
            if text != told:
                told = text
                yield text
            yield False

    def _failure(self, state: dict[str, Any]) -> Unreachable:
        error = state["error"] or "its supervisor is gone"
        tail = state["tail"]
        why = launch.cause(tail)
        last = "\n".join(tail[-8:])
        what = f"the managed vLLM server failed: {error}{f': {why}' if why else ''}"
        if last and not why:
            what += f"; the last lines of its log:\n{last}"
        hint = f"{launch.advice(error, tail)}; whole log: {state['log']}"
        return Unreachable(what, hint=hint, retryable=False)

    def _take_hold(self) -> None:
        end = time.monotonic() + _BEGIN_SECONDS
        plan: launch.Launch | None = None
        while time.monotonic() < end:
            if self._join():
                return
            state = self._state()
            if state is None or not _alive(state, "keeper"):
                plan = plan or launch.prepare(self._wanted, key=self._key())
                # Before anything is started, so that no log has to be read; unless who took it is being joined.
                if plan.port and not probe.free(plan.port) and not _alive(self._state(), "keeper"):
                    raise self._taken(plan.port)
                if self._spawn(plan):
                    return
            time.sleep(0.05)
        raise LoadError("another managed server is ending and does not", hint="`orchestra core stop` ends it")

    def _taken(self, port: int) -> Unreachable:
        """What to say where somebody else listens on the port that is wanted."""
        own = [state for _, state in self._others() if _alive(state) and launch.port_of(state["url"]) == port]
        if own:
            who = f"another managed server, of {own[0]['model']}, process {own[0]['pid']}"
            way = "`orchestra core stop --all` ends it"
        else:
            who = ports.listener(port) or "another program"
            way = "stop it; or, if it is the server that you want to use, clear option `manage`"
        return Unreachable(
            f"the managed vLLM server cannot start: port {port} is taken by {who}",
            hint=f"choose another port in option `url`, such as http://127.0.0.1:{probe.any_port()}/v1, or leave "
            f"`url` out for a free one; {way}",
            retryable=True,
        )

    def _join(self) -> bool:
        """Hold the server that runs, if there is one that goes on."""
        state = self._state()
        if state is None or state["phase"] not in record.LIVE or not _alive(state):
            return False
        try:
            hold = os.open(self.folder / supervisor.HOLD, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads there: it is gone
            return False
        again = self._state()
        if again is None or again["run"] != state["run"] or again["phase"] not in record.LIVE:
            os.close(hold)
            return False
        self._run, self._hold = again["run"], hold
        return True

    def _spawn(self, plan: launch.Launch) -> bool:
        """Start a supervisor; whether it is the one, for another may be quicker. LoadError."""
        for folder in (self._home, self.folder.parent, self.folder, self.log.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.exists() and self._unlocked():
            os.replace(self.log, self.log.with_suffix(".old.log"))
        run = os.urandom(16).hex()
        scratch = tempfile.mkdtemp(prefix=record.SCRATCH)
        spec = supervisor.Spec(
            run=run,
            folder=str(self.folder),
            scratch=scratch,
            log=str(self.log),
            command=list(plan.command),
            served=plan.served,
            model=plan.model,
            port=plan.port,
            key=self._key(),
            stages=[list(pair) for pair in launch.STAGES],
            ready=self._ready,
            restarts=self._restarts,
        )
        said = ""
        try:
            said = self._supervise(spec, plan)
        finally:
            if said != supervisor.STARTED:
                self._let_go()
                _until(lambda: self._gone(run), _CLOSE_SECONDS)  # an interrupt may come when it has started already
                record.tidy(scratch)
        if said in (supervisor.STARTED, supervisor.TAKEN):
            return said == supervisor.STARTED
        raise LoadError("the server's supervisor did not start", hint=f"its log says why: {self.log}")

    def _supervise(self, spec: supervisor.Spec, plan: launch.Launch) -> str:
        """Start a supervisor and hold its server; what it says, which is nothing where it does not come up."""
        with open(self.log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as log:
            process = subprocess.Popen(
                [sys.executable, "-I", "-S", supervisor.__file__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **plan.environment, launch.SCRATCH: spec.scratch},
                start_new_session=True,
            )
        assert process.stdin is not None and process.stdout is not None
        try:
            with process.stdin, process.stdout:
                self._run, self._hold = spec.run, os.dup(process.stdin.fileno())  # in this order: see `_leave`
                os.write(self._hold, f"{json.dumps(asdict(spec))}\n".encode())
                said = _line(process.stdout.fileno(), _BEGIN_SECONDS)
        except BaseException:
            self._let_go()
            raise
        finally:
            process.wait(_BEGIN_SECONDS)  # it splits off or goes away
        return said

    def _gone(self, run: str) -> bool:
        """Whether a supervisor is no more, or never was: the lock of the folder is free, or another's."""
        import fcntl  # not there on Windows, where nothing is started

        lock = os.open(self.folder / supervisor.LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            state = self._state()
            return state is not None and state["run"] != run and _alive(state)
        finally:
            os.close(lock)
        return True

    def _unlocked(self) -> bool:
        state = self._state()
        return state is None or not _alive(state, "keeper")

    def _order(self, word: str) -> None:
        assert self._hold is not None
        os.write(self._hold, f"{word}\n".encode())

    def _let_go(self) -> None:
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None

    def _leave(self, run: str) -> None:
        """Let go of a server that ended, and not of the one that another thread has begun in its stead."""
        if self._run == run:
            self._let_go()

    def _joined(self, state: dict[str, Any] | None) -> bool:
        return self._hold is not None and state is not None and state["run"] == self._run

    def _state(self) -> dict[str, Any] | None:
        return record.read(self.folder)


def _alive(state: dict[str, Any] | None, who: str = "supervisor") -> bool:
    if state is None or state["boot"] != processes.boot():
        return False
    pid, start, exe = state[who]
    return processes.same(pid, start, exe)


def _stop(folder: Path) -> bool:
    """End the server of a folder, and what was left of it; whether there was anything to end."""
    state = record.read(folder)
    if state is None:
        return False
    if not _alive(state) and not _alive(state, "keeper"):
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
    _until(lambda: not _alive(state, "keeper"), _CLOSE_SECONDS)
    if _alive(state):  # it hangs, so its keeper ends what it owns
        processes.send([state["supervisor"][0]], signal.SIGKILL)
        _until(lambda: not _alive(state, "keeper"), _CLOSE_SECONDS)
    return True


def _until(done: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        time.sleep(0.02)


def _home(given: str) -> Path:
    """The state folder: what the runtime puts in for {home}, or where it would, for one who goes without it."""
    if not given.startswith("{home}"):
        return Path(given).expanduser().absolute()
    default = os.environ.get("ORCHESTRA_HOME") or platformdirs.user_data_dir("orchestra", appauthor=False)
    return Path(default + given.removeprefix("{home}")).expanduser().absolute()


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
