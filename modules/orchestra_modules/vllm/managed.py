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
import tempfile
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypedDict

import anyio
import anyio.to_thread
import platformdirs

from orchestra.spec import ConfigError, LoadError, OrchestraError, Unreachable
from orchestra_modules.vllm import launch, ports, probe, record, supervisor
from orchestra_modules.vllm.examining import Finding
from orchestra_modules.vllm.hold import BEGIN_SECONDS, Hold, alive, stop
from orchestra_modules.vllm.pricing import Pricing, read_architecture
from orchestra_modules.vllm.status import Status, status_of

_TICK = 0.1
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
        self._hold = Hold(self.folder)
        self._refused: tuple[float, OrchestraError] | None = None
        self._beginning = threading.Lock()

    # --- for the module ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Have it start, or join the one there is; it is not waited for. ConfigError, LoadError, Unreachable."""
        with self._beginning:
            if self._refused is not None and time.monotonic() - self._refused[0] < _COOL_SECONDS:
                raise self._refused[1]
            if self._hold.taken:
                if self._hold.of(state := self._hold.state()) and alive(state):
                    return
                self._hold.let_go()
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
        self._hold.close()

    @property
    def url(self) -> str:
        """Where it is; empty where it is not."""
        return self.found()[0]

    def found(self) -> tuple[str, float]:
        """Where it is, and since when it answers, which another start makes another; empty and 0 where it is not."""
        state = self._hold.state()
        if state is None or not alive(state):
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
            self._hold.order("detach")
            end = time.monotonic() + 10
            while not (state := self._hold.state() or {}).get("detached"):
                if time.monotonic() > end or not state or not alive(state):
                    raise LoadError("the server was not detached", hint="`orchestra core logs` says more")
                time.sleep(0.02)
        except KeyboardInterrupt:
            if self._hold.taken:
                tell("stopping; vLLM takes some seconds to end")
            raise
        finally:
            self.close()
        return self.status(ask=False)

    def stop(self) -> bool:
        """End it, whoever holds it, and whatever was left of it; whether there was anything to end."""
        self._hold.let_go()
        return stop(self.folder)

    def stop_others(self) -> tuple[str, ...]:
        """End every managed server of the state folder with other options; their models."""
        return tuple(str(state["model"]) for folder, state in self._others() if stop(folder))

    def status(self, *, ask: bool = True) -> Status:
        """How it is; with `ask` a token is generated, the one proof that it answers."""
        state = self._hold.state()
        if state is None:
            return Status(phase="stopped", model=self._wanted.model, log=str(self.log))
        told = status_of(state)
        if not ask or told.phase == "stopped":
            return told
        if told.phase != "ready":
            return replace(told, answers=False)
        began = time.monotonic()
        try:
            port = launch.port_of(told.url)
            probe.generate(port, told.served, key=self._key(), seconds=_ANSWER_SECONDS)
        except OSError as problem:
            return replace(told, answers=False, error=str(problem))
        return replace(told, answers=True, seconds=time.monotonic() - began)

    def others(self) -> tuple[str, ...]:
        """Models of managed servers that run with other options, from the same state folder."""
        return tuple(str(state["model"]) for _, state in self._others() if alive(state))

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
            state = self._hold.state()
            if state is None or not self._hold.of(state):
                yield True
                continue
            there, phase = alive(state), state["phase"]
            if phase == "failed" or (not there and phase in record.LIVE):
                error = self._failure(state)
                self._refused = (time.monotonic(), error)
                self._hold.leave(state["run"])
                raise error
            if not there or phase in ("stopping", "stopped"):
                self._hold.leave(state["run"])
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
        end = time.monotonic() + BEGIN_SECONDS
        plan: launch.Launch | None = None
        while time.monotonic() < end:
            if self._hold.join():
                return
            state = self._hold.state()
            if state is None or not alive(state, "keeper"):
                plan = plan or launch.prepare(self._wanted, key=self._key())
                # Before anything is started, so that no log has to be read; unless who took it is being joined.
                if plan.port and not probe.free(plan.port) and not alive(self._hold.state(), "keeper"):
                    raise self._taken(plan.port)
                if self._spawn(plan):
                    return
            time.sleep(0.05)
        raise LoadError("another managed server is ending and does not", hint="`orchestra core stop` ends it")

    def _taken(self, port: int) -> Unreachable:
        """What to say where somebody else listens on the port that is wanted."""
        own = [state for _, state in self._others() if alive(state) and launch.port_of(state["url"]) == port]
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

    def _spawn(self, plan: launch.Launch) -> bool:
        """Start a supervisor; whether it is the one, for another may be quicker. LoadError."""
        for folder in (self._home, self.folder.parent, self.folder, self.log.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.log.exists() and self._unlocked():
            os.replace(self.log, self.log.with_suffix(".old.log"))
        spec = supervisor.Spec(
            run=os.urandom(16).hex(),
            folder=str(self.folder),
            scratch=tempfile.mkdtemp(prefix=record.SCRATCH),
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
        return self._hold.begin(spec, {**plan.environment, launch.SCRATCH: spec.scratch})

    def _unlocked(self) -> bool:
        state = self._hold.state()
        return state is None or not alive(state, "keeper")


def _home(given: str) -> Path:
    """The state folder: what the runtime puts in for {home}, or where it would, for one who goes without it."""
    if not given.startswith("{home}"):
        return Path(given).expanduser().absolute()
    default = os.environ.get("ORCHESTRA_HOME") or platformdirs.user_data_dir("orchestra", appauthor=False)
    return Path(default + given.removeprefix("{home}")).expanduser().absolute()
