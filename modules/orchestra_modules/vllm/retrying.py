"""How often a request may be sent again, and after what wait. Knows no server, no clock and no chance.

Retries are what turns a slow server into a dead one, so they are paid for by requests: about one in five, and a few
besides for a client that asks little.
"""

from __future__ import annotations

from collections.abc import Callable

_BASE, _LONGEST = 0.2, 5.0


class RetryBudget:
    """A bucket of retries: every request adds `share` of one, every second `rate`, and it never holds over `floor`."""

    def __init__(
        self, clock: Callable[[], float], *, share: float = 0.2, floor: float = 10.0, rate: float = 0.1
    ) -> None:
        self._clock = clock
        self._share = share
        self._floor = floor
        self._rate = rate
        self._left = floor
        self._at = clock()

    def asked(self) -> None:
        """A request is made, for the first time."""
        self._fill(self._share)

    def take(self) -> bool:
        """Pay for a retry; whether there was enough."""
        self._fill(0.0)
        if self._left < 1:
            return False
        self._left -= 1
        return True

    def _fill(self, more: float) -> None:
        now = self._clock()
        self._left = min(self._floor, self._left + more + (now - self._at) * self._rate)
        self._at = now


def backoff(attempt: int, dice: Callable[[], float]) -> float:
    """Seconds before the next attempt, with full jitter; the first attempt is 0."""
    longest: float = min(_LONGEST, _BASE * 2 ** min(attempt, 16))
    return dice() * longest
