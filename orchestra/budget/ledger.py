"""The ledger of one query: reserve before work, charge during, release after.

It knows numbers only, not what the work is. Safe to use from several threads: modules charge from their own.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable

from orchestra.spec import Budget, BudgetExceeded, Charge, Cost, DeadlineExceeded, Method, TokenUsage


class Ledger:
    """Holds every step of one query to its budget.

    At every instant `spent + reserved <= limit`, unless a module charged more than its grant: that is recorded in
    full, makes `overdrawn` positive, and refuses every later reservation.
    """

    def __init__(self, budget: Budget, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = budget.flops
        self._clock = clock
        self._began = clock()
        self._deadline = None if budget.seconds is None else self._began + budget.seconds
        self._lock = threading.Lock()
        self._charges: list[Charge] = []
        self._spent = 0
        self._reserved = 0

    @property
    def spent(self) -> int:
        """FLOPs charged so far."""
        return self._spent

    @property
    def reserved(self) -> int:
        """FLOPs held by steps that have not ended."""
        return self._reserved

    @property
    def overdrawn(self) -> int:
        """FLOPs charged over the limit."""
        return 0 if self.limit is None else max(0, self._spent - self.limit)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """Every charge, in the order made."""
        with self._lock:
            return tuple(self._charges)

    @property
    def seconds(self) -> float:
        """Wall seconds since the query began."""
        return self._clock() - self._began

    def left(self) -> int | None:
        """FLOPs neither spent nor reserved; none means unlimited."""
        return None if self.limit is None else max(0, self.limit - self._spent - self._reserved)

    def remaining(self) -> float | None:
        """Seconds before the deadline, at least 0; none means there is none."""
        return None if self._deadline is None else max(0.0, self._deadline - self._clock())

    def reserve(self, instance: str, cost: Cost, *, limitable: bool, step: str = "") -> Reservation:
        """Set aside min(upper, left) for a step. BudgetExceeded, DeadlineExceeded.

        A step that can be limited while it runs may start when its lower bound fits; any other needs its upper bound
        to fit.
        """
        if self.remaining() == 0:
            raise DeadlineExceeded(f"no time left for {instance}", hint="raise the budget's seconds")
        with self._lock:
            left = self.left()
            if left is None:
                return Reservation(self, instance, cost.upper, 0, step, short=False)
            whole = self.limit or 0
            grant = _granted(instance, cost, left, whole, limitable=limitable, overdrawn=self.overdrawn > 0)
            self._reserved += grant
            return Reservation(self, instance, grant, grant, step, short=_is_short(grant, cost))

    def _charge(self, charge: Charge, from_reserved: int) -> None:
        with self._lock:
            self._charges.append(charge)
            self._spent += charge.flops
            self._reserved -= from_reserved

    def _release(self, amount: int) -> None:
        with self._lock:
            self._reserved -= amount


def _granted(instance: str, cost: Cost, left: int, whole: int, *, limitable: bool, overdrawn: bool = False) -> int:
    """What a step gets where `left` of the `whole` is left. BudgetExceeded when it may not start."""
    need = cost.lower if limitable else cost.upper
    if need is None or need > left or overdrawn or (left == 0 and cost.expected > 0):
        bound = "at least" if limitable else "up to"
        wanted = "an unbounded amount" if need is None else f"{bound} {need:,} FLOP"
        what = f"{instance} needs {wanted}, and {left:,} of {whole:,} FLOP are left"
        raise BudgetExceeded(what, hint="raise the budget's flops")
    return left if cost.upper is None else min(cost.upper, left)


def _is_short(grant: int, cost: Cost) -> bool:
    return cost.upper is None or grant < cost.upper


class Reservation:
    """What one step holds of the ledger; `grant` none means unlimited, `short` that it may need more than its grant.

    Release it in a `finally`.

    A step may lend of what it holds to a step it causes; what that one does not spend comes back.
    """

    def __init__(
        self,
        ledger: Ledger,
        instance: str,
        grant: int | None,
        held: int,
        step: str,
        *,
        short: bool,
        lender: Reservation | None = None,
    ) -> None:
        self._ledger = ledger
        self._instance = instance
        self._step = step
        self._lock = threading.Lock()
        self._held = held
        self._lender = lender
        self._open = True
        self.grant = grant
        self.short = short
        self.charged = 0
        self.charges = 0

    @property
    def open(self) -> bool:
        """Whether its step may still charge."""
        return self._open

    @property
    def left(self) -> int | None:
        """What is left of the grant."""
        return None if self.grant is None else max(0, self.grant - self.charged)

    def charge(self, flops: float, method: Method, seconds: float = 0.0, tokens: TokenUsage | None = None) -> None:
        """Charge FLOPs (rounded up) to the query; ignored once released, when the step was already settled.

        Raises ValueError for a negative or non-finite number.
        """
        if not math.isfinite(flops) or flops < 0:
            raise ValueError(f"{self._instance} charged {flops!r} FLOP, not a finite number of at least 0")
        amount = math.ceil(flops)
        charge = Charge(
            instance=self._instance, flops=amount, seconds=seconds, method=method, step=self._step, tokens=tokens
        )
        with self._lock:
            if not self._open:
                return
            taken = min(amount, self._held)
            self._held -= taken
            self.charged += amount
            self.charges += 1
            self._ledger._charge(charge, taken)

    def lend(self, instance: str, cost: Cost, *, limitable: bool) -> Reservation:
        """Set aside part of what this step holds for one that it causes. BudgetExceeded."""
        with self._lock:
            left = self._held if self._open else 0
            grant = _granted(instance, cost, left, self.grant or 0, limitable=limitable)
            self._held -= grant
        short = _is_short(grant, cost)
        return Reservation(self._ledger, instance, grant, grant, self._step, short=short, lender=self)

    def release(self) -> None:
        """Give back what was not charged; idempotent."""
        with self._lock:
            if not self._open:
                return
            self._open = False
            rest, self._held = self._held, 0
        if self._lender is None or not self._lender.take_back(rest):
            self._ledger._release(rest)

    def take_back(self, amount: int) -> bool:
        """Hold again what was lent; false when this step has ended."""
        with self._lock:
            if self._open:
                self._held += amount
            return self._open
