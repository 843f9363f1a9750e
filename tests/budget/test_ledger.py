"""The ledger: what may start, what it may spend, and that the sum never goes over."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from pydantic import ValidationError

from orchestra.budget.ledger import Ledger, Reservation
from orchestra.spec import Budget, BudgetExceeded, Cost, DeadlineExceeded

amounts = st.integers(0, 200)


def cost(lower: int, expected: int, upper: int | None) -> Cost:
    """A cost by place."""
    return Cost(lower=lower, expected=expected, upper=upper)


class Modest(RuleBasedStateMachine):
    """Steps that charge no more than their grants, in any order."""

    reservations = Bundle("reservations")

    @initialize(limit=st.integers(0, 500))
    def begin(self, limit: int) -> None:
        """A query's budget."""
        self.ledger = Ledger(Budget(limit))
        self.limit = limit
        self.charged = 0

    @rule(target=reservations, bounds=st.tuples(amounts, amounts, amounts).map(sorted), limitable=st.booleans())
    def reserve(self, bounds: list[int], limitable: bool) -> Reservation | None:
        """A step wants to start."""
        left = self.ledger.left()
        assert left is not None
        lower, expected, upper = bounds
        try:
            reservation = self.ledger.reserve("a", cost(lower, expected, upper), limitable=limitable)
        except BudgetExceeded:
            assert (lower if limitable else upper) > left or left == 0
            return None
        assert reservation.grant == min(upper, left)
        assert limitable or reservation.grant == upper
        return reservation

    @rule(reservation=reservations, share=st.floats(0, 1))
    def charge(self, reservation: Reservation | None, share: float) -> None:
        """A step spends some of what it holds."""
        if reservation is None or reservation.left is None:
            return
        amount = int(reservation.left * share)
        if reservation.open:
            self.charged += amount
        reservation.charge(amount, "counted")

    @rule(reservation=consumes(reservations))
    def release(self, reservation: Reservation | None) -> None:
        """A step ends, twice, and charges once more."""
        if reservation is not None:
            reservation.release()
            reservation.release()
            reservation.charge(1000, "counted")

    @invariant()
    def never_over_the_limit(self) -> None:
        """The one promise."""
        assert 0 <= self.ledger.spent + self.ledger.reserved <= self.limit
        assert self.ledger.spent == self.charged == sum(charge.flops for charge in self.ledger.charges)
        assert self.ledger.reserved >= 0
        assert self.ledger.left() == self.limit - self.ledger.spent - self.ledger.reserved
        assert self.ledger.overdrawn == 0


TestModest = Modest.TestCase


class Immodest(RuleBasedStateMachine):
    """Steps that charge whatever they like."""

    reservations = Bundle("reservations")

    @initialize(limit=st.integers(0, 300))
    def begin(self, limit: int) -> None:
        """A query's budget."""
        self.ledger = Ledger(Budget(limit))
        self.charged = 0

    @rule(target=reservations, upper=amounts)
    def reserve(self, upper: int) -> Reservation | None:
        """Once overdrawn, nothing starts any more."""
        overdrawn = self.ledger.overdrawn
        try:
            reservation = self.ledger.reserve("a", cost(0, 0, upper), limitable=True)
        except BudgetExceeded:
            return None
        assert not overdrawn
        return reservation

    @rule(reservation=reservations, amount=amounts)
    def charge(self, reservation: Reservation | None, amount: int) -> None:
        """Nothing spent is hidden."""
        if reservation is not None:
            reservation.charge(amount, "modelled")
            self.charged += amount

    @invariant()
    def recorded_in_full(self) -> None:
        """And what is left is never negative."""
        assert self.ledger.spent == self.charged
        assert self.ledger.reserved >= 0
        left = self.ledger.left()
        assert left is not None and left >= 0


TestImmodest = Immodest.TestCase


def test_threads_together_never_go_over_the_limit() -> None:
    """Many steps reserve, charge and release at once; whoever is refused goes without."""
    ledger = Ledger(Budget(10_000))
    start = threading.Barrier(8)

    def steps() -> int:
        start.wait(timeout=30)
        spent = 0
        for number in range(200):
            try:
                reservation = ledger.reserve("a", cost(1, 5, 40), limitable=True)
            except BudgetExceeded:
                continue
            grant = reservation.grant or 0
            for _ in range(3):
                reservation.charge(grant // (3 + number % 2), "counted")
                spent += grant // (3 + number % 2)
            reservation.release()
        return spent

    with ThreadPoolExecutor(8) as pool:
        spent = sum(future.result(timeout=60) for future in [pool.submit(steps) for _ in range(8)])
    assert ledger.spent == spent <= 10_000
    assert ledger.reserved == 0


@pytest.mark.parametrize(
    ("bounds", "limitable", "starts"),
    [
        ((10, 50, 200), True, True),
        ((100, 150, 200), True, True),
        ((101, 150, 200), True, False),
        ((10, 50, None), True, True),
        ((10, 50, 200), False, False),
        ((10, 50, 100), False, True),
        ((10, 50, None), False, False),
    ],
)
def test_what_can_be_limited_needs_its_lower_bound_and_what_cannot_its_upper(
    bounds: tuple[int, int, int | None], limitable: bool, starts: bool
) -> None:
    """Against 100 FLOP left."""
    ledger = Ledger(Budget(100))
    if starts:
        upper = bounds[2]
        grant = ledger.reserve("a", cost(*bounds), limitable=limitable).grant
        assert grant == (100 if upper is None else min(100, upper))
    else:
        with pytest.raises(BudgetExceeded, match=r"a needs .*, and 100 of 100 FLOP are left"):
            ledger.reserve("a", cost(*bounds), limitable=limitable)
        assert ledger.reserved == 0


def test_of_no_budget_only_what_is_free_may_start() -> None:
    """A zero budget is a budget."""
    ledger = Ledger(Budget(0))
    assert ledger.reserve("free", cost(0, 0, 0), limitable=False).grant == 0
    with pytest.raises(BudgetExceeded):
        ledger.reserve("dear", cost(0, 1, 1), limitable=True)


def test_an_unlimited_budget_grants_without_limit_and_still_counts() -> None:
    """Unlimited is not unmetered."""
    ledger = Ledger(Budget(None))
    reservation = ledger.reserve("a", cost(10**18, 10**18, None), limitable=False)
    reservation.charge(10**20, "declared")
    reservation.release()
    assert (reservation.grant, ledger.left(), ledger.spent, ledger.overdrawn) == (None, None, 10**20, 0)


def test_what_was_not_charged_comes_back_when_a_step_ends() -> None:
    """The next step has it."""
    ledger = Ledger(Budget(100))
    first = ledger.reserve("a", cost(1, 1, 100), limitable=True)
    assert ledger.left() == 0
    first.charge(30, "counted")
    assert (ledger.left(), first.left) == (0, 70)
    first.release()
    assert ledger.left() == 70


def test_a_charge_over_the_grant_is_recorded_and_refuses_what_follows() -> None:
    """Even what would have been free."""
    ledger = Ledger(Budget(100))
    reservation = ledger.reserve("a", cost(1, 1, 50), limitable=True)
    reservation.charge(120, "counted")
    reservation.release()
    assert (ledger.spent, ledger.overdrawn, ledger.left()) == (120, 20, 0)
    with pytest.raises(BudgetExceeded):
        ledger.reserve("b", cost(0, 0, 0), limitable=True)


def test_a_fraction_of_a_flop_is_charged_as_one() -> None:
    """Rounded up, so that nothing is free that is not."""
    ledger = Ledger(Budget(10))
    reservation = ledger.reserve("a", cost(0, 1, 10), limitable=True)
    reservation.charge(0.1, "modelled")
    assert ledger.spent == 1


@pytest.mark.parametrize("flops", [float("nan"), float("inf"), -1])
def test_a_charge_that_is_no_amount_is_refused(flops: float) -> None:
    """And changes nothing."""
    ledger = Ledger(Budget(10))
    reservation = ledger.reserve("a", cost(0, 1, 10), limitable=True)
    with pytest.raises(ValueError, match="charged"):
        reservation.charge(flops, "counted")
    assert (ledger.spent, ledger.reserved) == (0, 10)


def test_a_charge_with_an_unheard_of_method_changes_nothing() -> None:
    """What was reserved stays reserved until the release, and comes back then."""
    ledger = Ledger(Budget(10))
    reservation = ledger.reserve("a", cost(0, 1, 10), limitable=True)
    with pytest.raises(ValidationError):
        reservation.charge(4, "guessed")  # type: ignore[arg-type]
    assert (ledger.spent, ledger.reserved, reservation.charges) == (0, 10, 0)
    reservation.release()
    assert ledger.left() == 10


def test_after_the_deadline_nothing_starts() -> None:
    """Time is looked at before money."""
    now = [0.0]
    ledger = Ledger(Budget(100, seconds=5), clock=lambda: now[0])
    ledger.reserve("a", cost(0, 1, 10), limitable=True)
    assert ledger.remaining() == 5
    now[0] = 6.0
    assert (ledger.remaining(), ledger.seconds) == (0, 6)
    with pytest.raises(DeadlineExceeded):
        ledger.reserve("a", cost(0, 1, 10), limitable=True)
