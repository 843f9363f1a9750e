"""An event loop in a thread, for callers that have none."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future, wait
from typing import Any, TypeVar

import anyio
from anyio.from_thread import BlockingPortal

T = TypeVar("T")


class Portal:
    """One thread with one loop; closes itself when the main thread ends, so that it never keeps a program alive."""

    def __init__(self) -> None:
        self._ready: Future[BlockingPortal] = Future()
        self._thread = threading.Thread(target=self._serve, name="orchestra", daemon=True)
        self._thread.start()
        self._portal = self._ready.result()

    def call(self, work: Callable[[], Awaitable[T]]) -> T:
        """Run a coroutine function on the loop and wait. An interrupt cancels it, waits for its end, and goes on up."""
        ended = threading.Event()
        tasks: list[asyncio.Task[Any] | None] = []

        async def tracked() -> T:
            tasks.append(asyncio.current_task())
            try:
                return await work()
            finally:
                ended.set()

        try:
            future = self._portal.start_task_soon(tracked)
            # An interrupt that comes just before a wait without end is seen only when that wait ends.
            while not future.done():
                wait([future], timeout=0.2)
            return future.result()
        except BaseException:
            # By the task, for an interrupt may come before there is a future. One more stops the wait for its end.
            if self._thread.is_alive() and not ended.is_set():
                self._portal.call(_cancel, tasks)
                while tasks and self._thread.is_alive() and not ended.wait(0.1):
                    pass
            raise

    def close(self) -> None:
        """End the loop and its thread."""
        if self._thread.is_alive():
            self._portal.call(self._portal.stop)
        self._thread.join()

    def _serve(self) -> None:
        anyio.run(self._main)

    async def _main(self) -> None:
        async with BlockingPortal() as portal, anyio.create_task_group() as tasks:
            self._ready.set_result(portal)
            tasks.start_soon(self._watch, portal)
            await portal.sleep_until_stopped()
            tasks.cancel_scope.cancel()

    async def _watch(self, portal: BlockingPortal) -> None:
        # Idle worker threads are joined at exit before any atexit hook runs, so an Orchestra that was never closed
        # has to notice by itself that the program is over.
        while threading.main_thread().is_alive():
            await anyio.sleep(0.1)
        await portal.stop(cancel_remaining=True)


def _cancel(tasks: list[asyncio.Task[Any] | None]) -> None:
    for task in tasks:
        if task is not None:
            task.cancel()
