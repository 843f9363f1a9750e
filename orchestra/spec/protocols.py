"""What a module looks like to the runtime. No base class: any object of this shape is a module.

`run` is required. It may be a function, a coroutine, a generator or an async generator; the generators yield
events and give the result last. The other methods are optional and named here so that they can be checked.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Iterator
from typing import Any, Protocol

from orchestra.spec.context import Context
from orchestra.spec.cost import Cost, Fit
from orchestra.spec.events import ModuleEvent
from orchestra.spec.messages import IndexChange, IndexReport, Result

Output = Result | Awaitable[Result] | Iterator[ModuleEvent | Result] | AsyncIterator[ModuleEvent | Result]


class Module(Protocol):
    """The one thing every module has."""

    def run(self, request: Any, context: Context) -> Any:
        """Take a request of the module's kind and give its result, or Declined."""
        ...


class Estimates(Protocol):
    """A module that can say before it runs what a request will cost."""

    def estimate(self, request: Any) -> Cost:
        """Bounds in FLOPs; must work on a constructed, unloaded instance, from small local files only."""
        ...


class Checks(Protocol):
    """A module that can say, before it is loaded, what it lacks; `orchestra doctor` asks generators."""

    def check(self) -> None:
        """Raise what load() would raise, as far as small local files tell; on a constructed, unloaded instance."""
        ...


class Loads(Protocol):
    """A module with something to make ready."""

    def load(self) -> None:
        """Make ready; may take seconds; idempotent."""
        ...


class Closes(Protocol):
    """A module with something to give back."""

    def close(self) -> None:
        """Give everything back; idempotent."""
        ...


class Indexes(Protocol):
    """A retriever that keeps indexes of its own (`indexes = true` among its capabilities)."""

    def index(self, change: IndexChange, context: Context) -> Iterator[ModuleEvent | IndexReport]:
        """Apply a change; yields progress, and the report last."""
        ...

    def indexed(self) -> tuple[IndexReport, ...]:
        """What there is, without loading anything heavy."""
        ...


class Probe(Protocol):
    """A function, named in the manifest, that says how well a text fits: pure, light, linear in the text."""

    def __call__(self, text: str) -> Fit:
        """Judge the text."""
        ...
