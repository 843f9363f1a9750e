"""Time limits of one call: what is left of the whole, and steps held to less. Knows no server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from orchestra.spec import DeadlineExceeded, OrchestraError

T = TypeVar("T")


class Clock:
    """Runs from its making to the nearer of the call's own limit and the query's deadline."""

    def __init__(self, total: float, remaining: float | None) -> None:
        self._own = remaining is None or total <= remaining
        self._seconds = total if remaining is None else min(total, remaining)
        self._now = asyncio.get_running_loop().time
        self._end = self._now() + self._seconds

    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self._end - self._now())

    async def within(self, seconds: float, step: Awaitable[T], late: Callable[[], Exception]) -> T:
        """Await a step for so many seconds and no longer than the whole; `late` makes the error of the former."""
        left = self.left()
        # asyncio's own, and not anyio's, which takes longer: one is armed for every piece of every answer.
        limit = asyncio.timeout(min(seconds, left))
        try:
            async with limit:
                return await step
        except TimeoutError:
            if not limit.expired():
                raise
        if left <= seconds:
            raise self._over()
        raise late()

    def _over(self) -> OrchestraError:
        if self._own:
            return DeadlineExceeded(
                f"no whole answer within {self._seconds:g} s", hint="raise the instance's option `total_timeout`"
            )
        return DeadlineExceeded("the time allowed for the query is up", hint="raise the budget's seconds")
