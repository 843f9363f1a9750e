"""An Orchestra called from LangChain's coroutines: on its own loop where that is the caller's, else from a thread.

A chain is invoked and awaited by turns, while an Orchestra holds to the first loop it is used on.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from functools import partial
from typing import Any

import anyio
import anyio.to_thread

from orchestra.orchestra import Orchestra
from orchestra.spec import Event, Evidence, UsageError
from orchestra.streams import Stream


async def asearch(orchestra: Orchestra, query: str, **asked: Any) -> Evidence:
    """`Orchestra.asearch`, wherever the Orchestra runs."""
    if _is_here(orchestra):
        return await orchestra.asearch(query, **asked)
    search = partial(orchestra.search, query, **asked)
    return await anyio.to_thread.run_sync(search, abandon_on_cancel=True)


async def aevents(orchestra: Orchestra, query: str, **asked: Any) -> AsyncGenerator[Event, None]:
    """The events of a query, wherever the Orchestra runs; closing the generator cancels the query."""
    if _is_here(orchestra):
        async with orchestra.astream(query, **asked) as here:
            async for each in here:
                yield each
        return
    stream = await anyio.to_thread.run_sync(partial(orchestra.stream, query, **asked))
    try:
        # Abandoned on cancellation: it is the close that ends the query, and with it the wait of that thread.
        while True:
            event = await anyio.to_thread.run_sync(_next, stream, abandon_on_cancel=True)
            if event is None:
                return
            yield event
    finally:
        with anyio.CancelScope(shield=True):
            await anyio.to_thread.run_sync(stream.close)


def _next(stream: Stream) -> Event | None:
    return next(stream, None)


def _is_here(orchestra: Orchestra) -> bool:
    """Whether the Orchestra runs on this loop; one that runs nowhere yet is held to it, as by its own coroutines."""
    try:
        orchestra.bind()
    except UsageError:  # on another loop; or closed, which the call that follows says
        return False
    return True
