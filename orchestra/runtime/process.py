"""The parent's side of an isolated module: starts a worker, speaks frames with it, kills it at a limit."""

from __future__ import annotations

import math
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import anyio
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream
from pydantic import JsonValue, ValidationError

from orchestra.runtime import frames
from orchestra.runtime.inline import Emit
from orchestra.spec import (
    ERRORS,
    MESSAGES,
    MODULE_EVENT,
    Declined,
    Method,
    Model,
    OrchestraError,
    ResultError,
    RunError,
    TokenUsage,
    WorkerDied,
)

Charge = Callable[[float, Method, TokenUsage | None], None]
_TAKE_SECONDS = 1.0  # for an idle worker to take a request


class NotTaken(Exception):
    """A worker did not take a request, so that another one may: it had ended, or hangs, before anything was run."""


class Worker:
    """One child process that holds one module; used for one run at a time."""

    def __init__(self, process: Process) -> None:
        assert process.stdout is not None
        self._process = process
        self._incoming = BufferedByteReceiveStream(process.stdout)
        self._size: int | None = None  # of the frame whose header was read, where the wait for it was given up

    @classmethod
    async def start(
        cls, entry: str, options: Mapping[str, JsonValue], *, folder: Path | None, memory_bytes: int | None
    ) -> Worker:
        """Start a worker and wait until its module is loaded. LoadError, WorkerDied."""
        # -P keeps the current folder off the module path; a session of its own keeps Ctrl-C from reaching it.
        command = [sys.executable, "-P", "-m", "orchestra.runtime.worker"]
        process = await anyio.open_process(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None, start_new_session=True
        )
        worker = cls(process)
        try:
            await worker._send(
                {
                    "op": "load",
                    "entry": entry,
                    "options": dict(options),
                    "folder": None if folder is None else str(folder),
                    "memory_bytes": memory_bytes,
                }
            )
            frame = await worker._receive()
            if frame["op"] != "ready":
                raise _error(frame)
        except BaseException:
            await worker.kill()
            raise
        return worker

    async def run(
        self,
        kind: str,
        request: Model,
        *,
        query_id: str,
        seed: int,
        grant: int | None,
        seconds: float | None,
        cpu_seconds: float | None,
        scratch: Path,
        emit: Emit,
        charge: Charge,
        spent: Callable[[float], None],
        patience: float = 0.0,
    ) -> Any:
        """Run one request. `spent` is told the CPU seconds it took, however it ends.

        Raises NotTaken, TimeoutError at the limit, WorkerDied when the process ends. A run that is given up, at its
        limit or by cancellation, has `patience` seconds to end by itself; the worker of one that does not is dead, as
        after the other two, and must be replaced.
        """
        began = time.monotonic()
        limit = min((s for s in (seconds, cpu_seconds) if s is not None), default=math.inf)
        settled = taken = False
        try:
            with anyio.fail_after(None if limit == math.inf else limit):
                await self._hand_over(
                    {
                        "op": "run",
                        "kind": kind,
                        "request": request.model_dump(mode="json"),
                        "query_id": query_id,
                        "seed": seed,
                        "grant": grant,
                        "seconds": seconds,
                        "cpu_seconds": cpu_seconds,
                        "scratch": str(scratch),
                    }
                )
                taken = True
                while True:
                    frame = await self._receive()
                    match frame["op"]:
                        case "event":
                            await emit(MODULE_EVENT.validate_python(frame["event"]))
                        case "charge":
                            _charged(charge, frame)
                        case _:
                            settled = True
                            spent(frame["cpu_seconds"])
                            return _result(kind, frame)
        except NotTaken:
            settled = True  # nothing was run
            await self.kill()
            raise
        finally:
            if not settled:
                # One thread's CPU time is at most the wall time; more than that cannot be known of a killed process.
                # Stopped at its limit, it is billed the limit; how long the stopping took is not its doing.
                spent(min(time.monotonic() - began, limit))
                with anyio.CancelScope(shield=True):
                    if not (taken and patience and await self._ended_by_itself(charge, patience)):
                        await self.kill()

    async def _ended_by_itself(self, charge: Charge, patience: float) -> bool:
        """Ask the run under way to stop; whether it did in time. What it charges on its way out is heard."""
        with anyio.move_on_after(patience), suppress(WorkerDied):
            await self._send({"op": "cancel"})
            while True:
                frame = await self._receive()
                match frame["op"]:
                    case "event":
                        pass  # nobody listens any more
                    case "charge":
                        _charged(charge, frame)
                    case _:
                        return True
        return False

    async def _hand_over(self, request: frames.Frame) -> None:
        """Send a request and hear that it was taken. NotTaken."""
        try:
            with anyio.fail_after(_TAKE_SECONDS):
                await self._send(request)
                frame = await self._receive()
        except (TimeoutError, WorkerDied) as error:
            raise NotTaken from error
        if frame["op"] != "began":
            raise NotTaken(f"it sent {frame['op']!r} first")

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process.returncode is None

    async def close(self) -> None:
        """Ask it to end, and end it."""
        if self.alive:
            with anyio.move_on_after(2, shield=True):
                with suppress(WorkerDied):
                    await self._send({"op": "close"})
                    await self._process.wait()
        await self.kill()

    async def kill(self) -> None:
        """End its process now and wait for it."""
        with anyio.CancelScope(shield=True):
            if self.alive:
                self._process.kill()
            await self._process.wait()
            await self._process.aclose()

    async def _send(self, frame: frames.Frame) -> None:
        assert self._process.stdin is not None
        try:
            await self._process.stdin.send(frames.encode(frame))
        except (OSError, anyio.BrokenResourceError, anyio.ClosedResourceError) as error:
            raise self._died() from error

    async def _receive(self) -> frames.Frame:
        try:
            if self._size is None:
                self._size = frames.length(await self._incoming.receive_exactly(frames.HEADER.size))
            body = await self._incoming.receive_exactly(self._size)
            self._size = None
            return frames.decode(body)
        except (anyio.IncompleteRead, anyio.EndOfStream, anyio.BrokenResourceError, anyio.ClosedResourceError) as error:
            raise self._died() from error
        except ValueError as error:
            raise WorkerDied(f"its process sent something that is no message: {error}") from error

    def _died(self) -> WorkerDied:
        return WorkerDied("its process ended before it answered", hint="it may have run out of CPU time or memory")


def _charged(charge: Charge, frame: frames.Frame) -> None:
    tokens = frame["tokens"]
    charge(frame["flops"], frame["method"], None if tokens is None else TokenUsage.model_validate(tokens))


def _result(kind: str, frame: frames.Frame) -> Any:
    if frame["op"] == "error":
        raise _error(frame)
    _, result_type = MESSAGES[kind]
    try:
        return (Declined if frame["declined"] else result_type).model_validate(frame["result"])
    except ValidationError as error:
        raise ResultError(f"gave a result that is no {result_type.__name__}: {error.errors()[0]['msg']}") from error


def _error(frame: frames.Frame) -> OrchestraError:
    error = ERRORS.get(frame["type"], RunError)
    return error(frame["message"], hint=frame["hint"], retryable=frame["retryable"])
