"""The child process of an isolated module: `python -m orchestra.runtime.worker`.

It speaks frames on the pipes it was started with. Whatever the module prints goes to stderr, so it cannot corrupt the
channel. When the channel closes, it dies. On POSIX each run has a CPU-time limit and the process a memory limit.

Not covered: files and the network are as open to it as to its parent; on Windows there are no limits but the parent's.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

from orchestra.runtime import frames
from orchestra.runtime.context import made
from orchestra.runtime.inline import Results
from orchestra.runtime.loading import construct, resolve
from orchestra.spec import (
    ERRORS,
    MESSAGES,
    DeadlineExceeded,
    Declined,
    Method,
    Model,
    ModuleEvent,
    OrchestraError,
    ResultError,
    TokenUsage,
)

try:
    import resource
except ImportError:  # not POSIX
    resource = None  # type: ignore[assignment]


#: More than any limit means, and what fits the system call.
_HIGHEST = 2**62


class Channel:
    """The two pipes to the parent."""

    def __init__(self) -> None:
        # The module must not see the real descriptors: its input is empty and its output is stderr.
        self._in = os.fdopen(os.dup(0), "rb")
        self._out = os.fdopen(os.dup(1), "wb")
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
        self._lock = threading.Lock()
        self.incoming: queue.Queue[frames.Frame] = queue.Queue()
        self.cancelled = threading.Event()  # the run under way; set by the parent, cleared for the next

    def send(self, frame: frames.Frame) -> None:
        """Write a frame at once."""
        data = frames.encode(frame)
        with self._lock:
            self._out.write(data)
            self._out.flush()

    def listen(self) -> None:
        """Queue every frame that comes, but for a cancellation, which is for the run under way.

        At the end of the channel, end the process without ceremony.
        """
        try:
            while (frame := frames.read(self._in)) is not None:
                if frame["op"] == "cancel":
                    self.cancelled.set()
                else:
                    self.incoming.put(frame)
        finally:
            os._exit(0)


class WorkerContext:
    """The `Context` of one run inside the worker; charges and events travel to the parent."""

    def __init__(self, channel: Channel, frame: frames.Frame) -> None:
        self.query_id: str = frame["query_id"]
        self.grant: int | None = frame["grant"]
        self.seed: int = frame["seed"]
        self.logger = logging.getLogger("orchestra.module")
        self.used: dict[str, Any] = {}
        self._channel = channel
        seconds = frame["seconds"]
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._scratch = Path(frame["scratch"])

    @property
    def scratch(self) -> Path:
        """A folder of the query's own. The parent removes it, so that it does not outlive a process that is killed."""
        return made(self._scratch)

    @property
    def cancelled(self) -> bool:
        """Whether the run should stop."""
        return self._channel.cancelled.is_set()

    def remaining(self) -> float | None:
        """Seconds before the deadline."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def check(self) -> None:
        """Raise DeadlineExceeded when the time is up or the query was cancelled."""
        if self.cancelled:
            raise DeadlineExceeded("the query was cancelled")
        if self.remaining() == 0:
            raise DeadlineExceeded("the time allowed for the query is up", hint="raise the budget's seconds")

    def charge(self, flops: float, method: Method = "counted", tokens: TokenUsage | None = None) -> None:
        """Add to the bill."""
        told = None if tokens is None else tokens.model_dump(mode="json")
        self._channel.send({"op": "charge", "flops": flops, "method": method, "tokens": told})


def main() -> None:
    """Serve one module until the channel closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    _die_with_parent()
    channel = Channel()
    threading.Thread(target=channel.listen, daemon=True).start()
    start = channel.incoming.get()
    try:
        _limit_memory(start["memory_bytes"])
        folder = None if start["folder"] is None else Path(start["folder"])
        module = construct(resolve(start["entry"], folder), start["options"])
        if hasattr(module, "load"):
            module.load()
    except BaseException as error:
        channel.send({"op": "error", **_described(error, "LoadError")})
        return
    channel.send({"op": "ready"})
    while True:
        frame = channel.incoming.get()
        if frame["op"] == "close":
            if hasattr(module, "close"):
                module.close()
            return
        channel.cancelled.clear()
        channel.send({"op": "began"})
        channel.send(_answer(module, channel, frame))


def _answer(module: Any, channel: Channel, frame: frames.Frame) -> frames.Frame:
    """Run one request; the frame that ends it says what it gave and the CPU seconds it took."""
    request_type, result_type = MESSAGES[frame["kind"]]
    context = WorkerContext(channel, frame)
    began = _cpu_seconds()
    _limit_cpu(frame["cpu_seconds"])
    try:
        request = request_type.model_validate(frame["request"])
        result = _run(module, request, context, channel)
        if not isinstance(result, result_type | Declined):
            hint = f"a {frame['kind']} gives {result_type.__name__} or Declined"
            raise ResultError(f"gave {type(result).__name__}", hint=hint)
        ended = {"op": "result", "declined": isinstance(result, Declined), "result": result.model_dump(mode="json")}
    except BaseException as error:
        ended = {"op": "error", **_described(error)}
    return {**ended, "cpu_seconds": _cpu_seconds() - began}


def _run(module: Any, request: Model, context: WorkerContext, channel: Channel) -> Any:
    """Drive `run` in whichever of its four forms it was written."""

    def tell(event: ModuleEvent) -> None:
        channel.send({"op": "event", "event": event.model_dump(mode="json")})

    output = module.run(request, context)
    if inspect.isawaitable(output) or isinstance(output, AsyncIterator):
        return asyncio.run(_finish(output, context, tell))
    if isinstance(output, Iterator):
        results = Results()
        items: Iterator[Any] = output
        try:
            for item in items:
                if context.cancelled:
                    break
                if (event := results.take(item)) is not None:
                    tell(event)
        finally:
            if inspect.isgenerator(output):
                output.close()  # what it charges on its way out must not come after its end
        return results.only()
    return output


async def _finish(output: Any, context: WorkerContext, tell: Callable[[ModuleEvent], None]) -> Any:
    if inspect.isawaitable(output):
        return await output
    results = Results()
    try:
        async for item in output:
            if context.cancelled:
                break
            if (event := results.take(item)) is not None:
                tell(event)
    finally:
        if inspect.isasyncgen(output):
            await output.aclose()
    return results.only()


def _described(error: BaseException, otherwise: str = "RunError") -> frames.Frame:
    if isinstance(error, OrchestraError):
        # A module may derive errors of its own; the parent knows the nearest of the tree.
        name = next(cls.__name__ for cls in type(error).__mro__ if ERRORS.get(cls.__name__) is cls)
        return {"type": name, "message": error.message, "hint": error.hint, "retryable": error.retryable}
    message, hint = f"{type(error).__name__}: {error}"[:2000], ""
    if isinstance(error, MemoryError):
        message, hint = "ran out of the memory it is allowed", "ask something smaller"
    return {"type": otherwise, "message": message, "hint": hint, "retryable": False}


def _die_with_parent() -> None:
    # The thread that listens cannot end the process while one long operation holds the interpreter; the kernel can.
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, int(signal.SIGKILL))  # PR_SET_PDEATHSIG


def _cpu_seconds() -> float:
    """CPU seconds of this process; on Linux `process_time` moves in coarse ticks once a CPU limit is set."""
    if sys.platform == "win32":
        return time.process_time()
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _limit_memory(memory_bytes: int | None) -> None:
    if resource is not None and memory_bytes is not None:
        _set_limit(resource.RLIMIT_AS, memory_bytes)


def _limit_cpu(cpu_seconds: float | None) -> None:
    # Belt to the parent's braces: the parent kills on wall time, this holds even when the parent is gone.
    # A run without a limit lifts that of the run before.
    if resource is not None:
        seconds = None if cpu_seconds is None else int(time.process_time() + cpu_seconds) + 2
        _set_limit(resource.RLIMIT_CPU, seconds)


def _set_limit(kind: int, wanted: int | None) -> None:
    """Set a soft limit, no higher than the hard one; none is the hard one."""
    _, hard = resource.getrlimit(kind)
    ceiling = _HIGHEST if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(kind, (hard if wanted is None or wanted >= ceiling else wanted, hard))


if __name__ == "__main__":
    main()
    sys.exit(0)
