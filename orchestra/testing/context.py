"""The `Context` for tests of a module by itself: no runtime, no router, no clock but the one it is given.

It keeps what a module does to it: charges in `charges`, scratch in a folder the test can look into.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path

from orchestra.spec import DeadlineExceeded, Method, Request, Result, TokenUsage, Used


class FakeUsed:
    """Stands in for a module named under `uses`: answers each request with a function, and keeps the requests."""

    def __init__(self, answer: Callable[[Request], Result], *, instance: str = "used") -> None:
        self.instance = instance
        self.requests: list[Request] = []
        self._answer = answer

    def run(self, request: Request) -> Result:
        """The answer to a request."""
        self.requests.append(request)
        return self._answer(request)

    async def arun(self, request: Request) -> Result:
        """The answer to a request."""
        return self.run(request)


class FakeContext:
    """A `Context` to hand to `run`: `charges` holds (flops, method) in the order made, `tokens` what came with each.

    `seconds` is what `remaining()` says until it is set anew; setting `cancelled` is what a cancelled query looks like.
    """

    def __init__(
        self,
        *,
        grant: int | None = None,
        seconds: float | None = None,
        used: Mapping[str, Used] | None = None,
        query_id: str = "0" * 32,
        seed: int = 0,
        scratch: Path | None = None,
    ) -> None:
        self.query_id = query_id
        self.grant = grant
        self.seed = seed
        self.seconds = seconds
        self.cancelled = False
        self.used: Mapping[str, Used] = used or {}
        self.logger = logging.getLogger("orchestra.module.fake")
        self.charges: list[tuple[float, Method]] = []
        self.tokens: list[TokenUsage | None] = []
        self._given = scratch
        self._own: Path | None = None
        self._lock = threading.Lock()

    @property
    def scratch(self) -> Path:
        """The folder given, or one of its own, made when first asked for and removed with this object."""
        if self._given is not None:
            return self._given
        with self._lock:
            if self._own is None:
                self._own = Path(tempfile.mkdtemp(prefix="orchestra-test-"))
                weakref.finalize(self, shutil.rmtree, self._own, ignore_errors=True)
            return self._own

    @property
    def charged(self) -> float:
        """The sum of all charges."""
        return sum(flops for flops, _ in self.charges)

    def remaining(self) -> float | None:
        """Seconds before the deadline, as set."""
        return self.seconds

    def check(self) -> None:
        """Raise DeadlineExceeded when `cancelled` is set or `seconds` is 0."""
        if self.cancelled:
            raise DeadlineExceeded("the query was cancelled")
        if self.seconds is not None and self.seconds <= 0:
            raise DeadlineExceeded("the time allowed for the query is up", hint="raise the budget's seconds")

    def charge(self, flops: float, method: Method = "counted", tokens: TokenUsage | None = None) -> None:
        """Keep a charge."""
        self.charges.append((flops, method))
        self.tokens.append(tokens)
