"""The event stream of one query: stamped, numbered, kept, and handed to one reader through a bounded queue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from typing import TypeVar

import anyio
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream

from orchestra.spec import Event

QUEUE = 64

E = TypeVar("E", bound=Event)


class EventStream:
    """Events in order of `seq`; a slow reader holds the writer back, a reader that left does not."""

    def __init__(self, query_id: str) -> None:
        self.query_id = query_id
        self.events: list[Event] = []

    @cached_property
    def _ends(self) -> tuple[MemoryObjectSendStream[Event], MemoryObjectReceiveStream[Event]]:
        # Made when first needed, so that a stream that is never begun leaves nothing open.
        return anyio.create_memory_object_stream[Event](QUEUE)

    async def emit(self, event: E, *, step: str = "", parent: str = "", instance: str = "", version: str = "") -> None:
        """Stamp an event and pass it on."""
        stamp = {
            "query_id": self.query_id,
            "seq": len(self.events),
            "at": datetime.now(UTC),
            "step": step,
            "parent": parent,
            "instance": instance,
            "version": version,
        }
        stamped: Event = event.model_copy(update=stamp)
        self.events.append(stamped)
        # When nobody reads any more, the trace is complete all the same.
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            await self._ends[0].send(stamped)

    def end(self) -> None:
        """No event will follow."""
        self._ends[0].close()

    def leave(self) -> None:
        """Nobody reads any more."""
        self._ends[1].close()

    async def __aiter__(self) -> AsyncIterator[Event]:
        async for event in self._ends[1]:
            yield event
