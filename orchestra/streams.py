"""The events of one query as a caller reads them: on the caller's loop, or from plain code."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING

import anyio

from orchestra.plan.bindings import Query
from orchestra.runtime.executor import Execution, finish
from orchestra.runtime.stream import EventStream
from orchestra.spec import Answer, Event, UsageError

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra


class AsyncStream:
    """The events of one query on the caller's loop. Iterate it, in or out of `async with`; then `answer` is set."""

    def __init__(self, owner: Orchestra, query: Query, execution: Execution, stream: EventStream) -> None:
        self.query_id = stream.query_id
        self._owner = owner
        self._query = query
        self._execution = execution
        self._stream = stream
        self._task: asyncio.Task[Answer] | None = None
        self._cancelled = False
        self._answer: Answer | None = None

    @property
    def answer(self) -> Answer:
        """The answer, once the query has ended. UsageError before."""
        if self._answer is None:
            raise UsageError("the query has not ended", hint="read the events to the end, or leave the stream, first")
        return self._answer

    async def collect(self) -> Answer:
        """Run to the end without reading the events."""
        self._stream.leave()
        try:
            task = self._start()
            await asyncio.wait([task])
        finally:
            await self.aclose()
        return self.answer

    def cancel(self) -> None:
        """Tell the query to end. Once: a second time would stop it from writing down how it ended."""
        if self._task is not None and self._answer is None and not self._cancelled:
            self._cancelled = True
            self._task.cancel()

    async def aclose(self) -> None:
        """Cancel the query if it has not ended; what it had spent stays charged."""
        self._stream.leave()
        self.cancel()
        task = self._task
        if task is not None:
            with anyio.CancelScope(shield=True):
                await asyncio.wait([task])  # the trace is kept when it ends
            if not task.cancelled() and (error := task.exception()) is not None:
                raise error
        if self._answer is None:
            self._answer = await self._execution.cancelled()
        self._stream.end()

    async def __aiter__(self) -> AsyncIterator[Event]:
        if self._answer is not None:
            return
        self._start()
        try:
            async for event in self._stream:
                yield event
        finally:
            await self.aclose()

    async def __aenter__(self) -> AsyncStream:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    def _start(self) -> asyncio.Task[Answer]:
        if self._task is None:
            self._owner.bind()
            self._task = asyncio.create_task(self._run(), name=f"orchestra-{self.query_id}")
            self._owner.running.add(self)
            self._task.add_done_callback(lambda _: self._owner.running.discard(self))
        return self._task

    async def _run(self) -> Answer:
        answer = await finish(self._execution, self._stream)
        self._answer = answer
        await self._owner.keep(self._query, answer, self._stream)
        return answer


class Stream:
    """The events of one query for plain code: a context manager and an iterator; then `answer` is set."""

    def __init__(self, owner: Orchestra, stream: AsyncStream) -> None:
        self._owner = owner
        self._stream = stream
        self._events: AsyncIterator[Event] | None = None

    @property
    def answer(self) -> Answer:
        """The answer, once the query has ended. UsageError before."""
        return self._stream.answer

    def close(self) -> None:
        """Cancel the query if it has not ended. When its Orchestra was closed first, that has ended it."""
        if not self._owner.closed:
            self._owner.run(self._stream.aclose)

    def __iter__(self) -> Iterator[Event]:
        return self

    def __next__(self) -> Event:
        if self._events is None:
            self._events = aiter(self._stream)
        events = self._events
        found: Iterable[Event] = self._owner.run(lambda: _next(events))
        for event in found:
            return event
        raise StopIteration

    def __enter__(self) -> Stream:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


async def _next(events: AsyncIterator[Event]) -> tuple[Event, ...]:
    # StopAsyncIteration cannot cross the portal as an exception, so the end is an empty tuple.
    try:
        return (await anext(events),)
    except StopAsyncIteration:
        return ()
