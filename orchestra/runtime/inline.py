"""Drives a module's `run` in this process, in whichever of its four forms the author wrote it.

A coroutine runs on the loop, a plain function in a thread; generators of either sort emit what they yield and give
their result last. A thread cannot be killed: one that ignores cancellation is abandoned and its later words ignored.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import anyio.from_thread
import anyio.to_thread

from orchestra.spec import EvidenceFound, Model, ModuleEvent, Progress, Result, ResultError, Text, Warned

Emit = Callable[[ModuleEvent], Coroutine[Any, Any, None]]


class Stopwatch:
    """The CPU seconds of a run: waiting is not counted, unless the run was given up before it could be measured."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._measured = 0.0
        self._under_way = 0

    def seconds(self) -> float:
        """CPU seconds so far; wall seconds while a thread is still under way, which is the most it can have used."""
        return time.monotonic() - self._began if self._under_way else self._measured

    def begin(self) -> float:
        """Start to count the CPU time of this thread; give what it gives to `end`."""
        self._under_way += 1
        return time.thread_time()

    def end(self, began: float) -> None:
        """Stop counting."""
        self._measured += time.thread_time() - began
        self._under_way -= 1

    @contextmanager
    def measure(self) -> Iterator[None]:
        """Count the CPU time of this thread."""
        began = self.begin()
        try:
            yield
        finally:
            self.end(began)


class _Timed:
    """An awaitable whose every step on the loop is measured."""

    def __init__(self, awaited: Awaitable[Any], watch: Stopwatch) -> None:
        self._awaited = awaited
        self._watch = watch

    def __await__(self) -> Generator[Any, Any, Any]:
        steps = self._awaited.__await__()
        watch = self._watch
        error: BaseException | None = None
        while True:
            # By hand and not by `measure`: this runs for every piece of every answer.
            began = watch.begin()
            try:
                yielded = next(steps) if error is None else _throw(steps, error)
            except StopIteration as end:
                return end.value
            finally:
                watch.end(began)
            error = None
            try:
                yield yielded
            except BaseException as thrown:  # a cancellation, say: the awaited one is to see it
                error = thrown


def _throw(steps: Any, error: BaseException) -> Any:
    if hasattr(steps, "throw"):
        return steps.throw(error)
    raise error


async def drive(
    run: Callable[..., Any],
    request: Model,
    context: Any,
    emit: Emit,
    threads: anyio.CapacityLimiter,
    watch: Stopwatch,
    *,
    timed: bool = True,
) -> Any:
    """Run to the end, emit every event, return what came last. ResultError when nothing did.

    What runs on the loop is measured where `timed`: to measure every step of a stream costs time itself.
    """

    def on_loop(work: Awaitable[Any]) -> Awaitable[Any]:
        return _Timed(work, watch) if timed else work

    if inspect.iscoroutinefunction(run):
        return await on_loop(run(request, context))
    if inspect.isasyncgenfunction(run):
        return await on_loop(_collect(run(request, context), emit))
    output = await anyio.to_thread.run_sync(
        _in_thread, run, request, context, emit, watch, abandon_on_cancel=True, limiter=threads
    )
    if inspect.isawaitable(output):
        return await on_loop(output)
    if isinstance(output, AsyncIterator):
        return await on_loop(_collect(output, emit))
    return output


def _in_thread(run: Callable[..., Any], request: Model, context: Any, emit: Emit, watch: Stopwatch) -> Any:
    with watch.measure():
        return _iterated(run, request, context, emit)


def _iterated(run: Callable[..., Any], request: Model, context: Any, emit: Emit) -> Any:
    output = run(request, context)
    if not isinstance(output, Iterator):
        return output
    results = Results()
    try:
        for item in output:
            if context.cancelled:
                break
            if (event := results.take(item)) is not None:
                anyio.from_thread.run(emit, event)
    finally:
        if inspect.isgenerator(output):
            output.close()
    return results.only()


async def _collect(output: AsyncIterator[Any], emit: Emit) -> Any:
    results = Results()
    try:
        async for item in output:
            if (event := results.take(item)) is not None:
                await emit(event)
    finally:
        if inspect.isasyncgen(output):
            # Shielded: closing is how a generator gives back what it holds, such as a server's time.
            with anyio.CancelScope(shield=True):
                await output.aclose()
    return results.only()


class Results:
    """Sorts what a generator yields into events and its one result."""

    def __init__(self) -> None:
        self._result: Any = None

    def take(self, item: Result | ModuleEvent) -> ModuleEvent | None:
        """The item if it is an event; otherwise it is kept as the result."""
        if self._result is not None:
            raise ResultError(f"yielded {type(item).__name__} after its result", hint="the result must come last")
        if isinstance(item, Progress | Text | EvidenceFound | Warned):
            return item
        self._result = item
        return None

    def only(self) -> Any:
        """The result. ResultError when there was none."""
        if self._result is None:
            raise ResultError("ended without a result", hint="yield the result last, or Declined")
        return self._result
