"""Whether a server is to be asked: a circuit breaker, fed with what came of requests. Knows no server and no clock.

Closed, every request passes. After so many failures in a row it opens, and none does. When it has cooled down one
request is let through as a trial; a token is all the proof it takes to close it again.
"""

from __future__ import annotations

from collections.abc import Callable


class Breaker:
    """`clock` gives seconds, `dice` a number in [0, 1): trials of many clients are not to come all at once."""

    def __init__(
        self,
        clock: Callable[[], float],
        dice: Callable[[], float],
        *,
        failures: int = 3,
        cooling: float = 1.0,
        longest: float = 30.0,
    ) -> None:
        self._clock = clock
        self._dice = dice
        self._most = failures
        self._cooling = cooling
        self._longest = longest
        self._failures = 0
        self._opened = 0  # how often in a row
        self._until: float | None = None  # none: closed
        self._trying = False

    @property
    def closed(self) -> bool:
        """Whether every request passes."""
        return self._until is None

    def allows(self) -> bool:
        """Whether a request may be sent now."""
        return self._until is None or (not self._trying and self._clock() >= self._until)

    @property
    def wait(self) -> float:
        """Seconds before the next trial may be."""
        return 0.0 if self._until is None else max(0.0, self._until - self._clock())

    def begin(self) -> bool:
        """A request is sent; whether it is the trial. To be told of its end by `progressed`, `failed` or `left`."""
        trial = self._until is not None
        self._trying = self._trying or trial
        return trial

    def progressed(self) -> None:
        """A token came: whatever was wrong, the server works again."""
        if self._until is not None:
            self._failures = self._opened = 0
            self._until = None
            self._trying = False

    def completed(self) -> None:
        """An answer came to its end: failures of before are no longer in a row."""
        self._failures = 0

    def failed(self, trial: bool) -> None:
        """A request failed by the server's fault."""
        self._failures += 1
        if trial:
            self._trying = False
        # A failure of before it opened says nothing new.
        if trial or (self._until is None and self._failures >= self._most):
            self._open()

    def left(self, trial: bool) -> None:
        """A request ended with nothing to judge by, such as a refusal or a client that left."""
        if trial:
            self._trying = False

    def _open(self) -> None:
        cooling: float = min(self._longest, self._cooling * 2 ** min(self._opened, 16))
        self._until = self._clock() + cooling * (0.5 + self._dice() / 2)
        self._opened += 1
