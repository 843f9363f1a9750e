"""The event stream of one query: stamped, numbered, kept, and handed to one reader through a bounded queue."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import TypeVar

from orchestra.spec import Event

QUEUE = 64

E = TypeVar("E", bound=Event)


class EventStream:
    """Events in order of `seq`; a slow reader holds the writer back, a reader that left does not.

    The queue is its own: every piece of every answer passes here, and a general one costs several times as much.
    """

    def __init__(self, query_id: str) -> None:
        self.query_id = query_id
        self.events: list[Event] = []
        self._queue: deque[Event] = deque()
        self._ended = False
        self._left = False
        self._news = asyncio.Event()
        self._room = asyncio.Event()

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
        if self._left or self._ended:
            return  # when nobody reads any more, the trace is complete all the same
        self._queue.append(stamped)
        self._news.set()
        while len(self._queue) > QUEUE:
            self._room.clear()
            await self._room.wait()

    def end(self) -> None:
        """No event will follow."""
        self._ended = True
        self._news.set()

    def leave(self) -> None:
        """Nobody reads any more."""
        self._left = True
        self._queue.clear()
        self._room.set()
        self._news.set()

    async def __aiter__(self) -> AsyncIterator[Event]:
        while not self._left:
            while self._queue:
                event = self._queue.popleft()
                self._room.set()
                yield event
            if self._ended:
                return
            self._news.clear()
            await self._news.wait()
