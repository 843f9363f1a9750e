"""What a module sees of the query it works for: limits, a place to charge, and the modules it may use."""

from __future__ import annotations

from collections.abc import Mapping
from logging import Logger
from pathlib import Path
from typing import Protocol

from orchestra.spec.cost import Method
from orchestra.spec.messages import Request, Result, TokenUsage


class Used(Protocol):
    """A module that this one declared under `uses`; its charges go to the same query."""

    @property
    def instance(self) -> str:
        """The id of the instance behind it."""
        ...

    def run(self, request: Request) -> Result:
        """Run it and wait: for plain functions (which run in a thread)."""
        ...

    async def arun(self, request: Request) -> Result:
        """Run it: for coroutines."""
        ...


class Context(Protocol):
    """Handed to every run; nothing of the runtime or the registry can be reached from it."""

    @property
    def query_id(self) -> str:
        """The query's uuid4 in hex."""
        ...

    @property
    def grant(self) -> int | None:
        """FLOPs this run may spend; none means unlimited."""
        ...

    @property
    def seed(self) -> int:
        """Derived from the query id and recorded, so that a run can be repeated."""
        ...

    @property
    def logger(self) -> Logger:
        """A logger named after the instance."""
        ...

    @property
    def scratch(self) -> Path:
        """A folder of the query's own, removed when it ends."""
        ...

    @property
    def used(self) -> Mapping[str, Used]:
        """The modules named under `uses` in the manifest, by kind name ("embedder")."""
        ...

    def remaining(self) -> float | None:
        """Seconds left before the deadline; none means there is none."""
        ...

    @property
    def cancelled(self) -> bool:
        """Whether the run should stop; long loops look at it."""
        ...

    def check(self) -> None:
        """Raise DeadlineExceeded when the time is up or the query was cancelled."""
        ...

    def charge(self, flops: float, method: Method = "counted", tokens: TokenUsage | None = None) -> None:
        """Add to the bill; the one road for charges. A generator tells the tokens too, so that those of a run that
        ends without a result are known."""
        ...
