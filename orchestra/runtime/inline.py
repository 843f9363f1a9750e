"""Drives a module's `run` in this process, in whichever of its four forms the author wrote it.

A coroutine runs on the loop, a plain function in a thread; generators of either sort emit what they yield and give
their result last. A thread cannot be killed: one that ignores cancellation is abandoned and its later words ignored.
"""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from typing import Any

import anyio
import anyio.from_thread
import anyio.to_thread

from orchestra.spec import EvidenceFound, Model, ModuleEvent, Progress, Result, ResultError, Text

Emit = Callable[[ModuleEvent], Coroutine[Any, Any, None]]


async def drive(
    run: Callable[..., Any], request: Model, context: Any, emit: Emit, threads: anyio.CapacityLimiter
) -> Any:
    """Run to the end, emit every event, return what came last. ResultError when nothing did."""
    if inspect.iscoroutinefunction(run):
        return await run(request, context)
    if inspect.isasyncgenfunction(run):
        return await _collect(run(request, context), emit)
    output = await anyio.to_thread.run_sync(
        _in_thread, run, request, context, emit, abandon_on_cancel=True, limiter=threads
    )
    if inspect.isawaitable(output):
        return await output
    if isinstance(output, AsyncIterator):
        return await _collect(output, emit)
    return output


def _in_thread(run: Callable[..., Any], request: Model, context: Any, emit: Emit) -> Any:
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
        if isinstance(item, Progress | Text | EvidenceFound):
            return item
        self._result = item
        return None

    def only(self) -> Any:
        """The result. ResultError when there was none."""
        if self._result is None:
            raise ResultError("ended without a result", hint="yield the result last, or Declined")
        return self._result
