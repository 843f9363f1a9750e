"""What a run sees of its query: limits, a place to charge, and the modules it may use."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from orchestra.budget.ledger import Ledger, Reservation
from orchestra.spec import DeadlineExceeded, Method, TokenUsage, Used


def seed_of(query_id: str) -> int:
    """A 63-bit seed from the query id, so that a run can be repeated from its trace."""
    return int.from_bytes(hashlib.blake2b(query_id.encode(), digest_size=8).digest()) >> 1


def made(folder: Path) -> Path:
    """The folder, made if it is not there; for its owner alone."""
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


class RunContext:
    """The `Context` of one run inside this process."""

    def __init__(
        self,
        *,
        query_id: str,
        instance: str,
        reservation: Reservation,
        ledger: Ledger,
        scratch: Path,
        used: Mapping[str, Used],
    ) -> None:
        self.query_id = query_id
        self.grant = reservation.grant
        self.seed = seed_of(query_id)
        self.logger = logging.getLogger(f"orchestra.module.{instance}")
        self.used = used
        self._reservation = reservation
        self._ledger = ledger
        self.scratch_path = scratch
        self._stopped = threading.Event()
        self._last = time.monotonic()

    @property
    def scratch(self) -> Path:
        """A folder of the query's own, made when first asked for."""
        return made(self.scratch_path)

    @property
    def cancelled(self) -> bool:
        """Whether the run should stop."""
        return self._stopped.is_set()

    def remaining(self) -> float | None:
        """Seconds before the deadline."""
        return self._ledger.remaining()

    def check(self) -> None:
        """Raise DeadlineExceeded when the time is up or the query was cancelled."""
        if self.cancelled:
            raise DeadlineExceeded("the query was cancelled")
        if self.remaining() == 0:
            raise DeadlineExceeded("the time allowed for the query is up", hint="raise the budget's seconds")

    def charge(self, flops: float, method: Method = "counted", tokens: TokenUsage | None = None) -> None:
        """Add to the bill."""
        now = time.monotonic()
        seconds, self._last = now - self._last, now
        self._reservation.charge(flops, method, seconds, tokens)

    def stop(self) -> None:
        """Tell the run to stop."""
        self._stopped.set()
