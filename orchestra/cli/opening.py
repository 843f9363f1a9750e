"""An Orchestra that is made in the background."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING

from orchestra.cli import exits

if TYPE_CHECKING:
    from orchestra.orchestra import Orchestra


class Opening:
    """An Orchestra that is made in the background, so that a first prompt does not wait for it."""

    def __init__(self, profile: str | None) -> None:
        self._profile = profile
        self._future: Future[Orchestra] | None = None

    def begin(self) -> None:
        """Start making it; once."""
        if self._future is None:
            self._future = Future()
            threading.Thread(target=self._make, args=(self._future,), name="opening", daemon=True).start()

    def result(self) -> Orchestra:
        """The Orchestra, when it is there. ConfigError and the like."""
        self.begin()
        assert self._future is not None
        return self._future.result()

    def close(self) -> None:
        """Close it, if it was ever made."""
        if self._future is not None and self._future.done() and self._future.exception() is None:
            exits.close_in_time(self._future.result().close)

    def _make(self, future: Future[Orchestra]) -> None:
        try:
            from orchestra.orchestra import Orchestra

            future.set_result(Orchestra(self._profile))
        except BaseException as error:
            future.set_exception(error)
