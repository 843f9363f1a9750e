"""Time limits of one call: what is left of the whole, and steps held to less. Knows no server."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio

from orchestra.spec import DeadlineExceeded, OrchestraError

T = TypeVar("T")


class Clock:
    """Runs from its making to the nearer of the call's own limit and the query's deadline."""

    def __init__(self, total: float, remaining: float | None) -> None:
        self._own = remaining is None or total <= remaining
        self._seconds = total if self._own else remaining
        self._end = anyio.current_time() + (self._seconds or 0.0)

    def left(self) -> float:
        """Seconds left, at least 0."""
        return max(0.0, self._end - anyio.current_time())

    async def within(self, seconds: float, step: Callable[[], Awaitable[T]], late: Callable[[], OrchestraError]) -> T:
        """Await a step for so many seconds and no longer than the whole; `late` makes the error of the former."""
        left = self.left()
        # The scope opens and closes around one await, since none may stay open where a generator yields.
        with anyio.move_on_after(min(seconds, left)):
            return await step()
        if left <= seconds:
            raise self._over()
        raise late()

    def _over(self) -> DeadlineExceeded:
        if self._own:
            return DeadlineExceeded(
                f"no whole answer within {self._seconds:g} s", hint="raise the instance's option `total_timeout`"
            )
        return DeadlineExceeded("the time allowed for the query is up", hint="raise the budget's seconds")
