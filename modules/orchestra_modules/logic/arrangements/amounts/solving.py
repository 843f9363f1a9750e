"""Comparing amounts by shortest paths over their differences, checked by Z3 on the same facts.

Knows no English grammar.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.amounts.comparison import (
    ByHowMuch,
    Comparison,
    Differs,
    Extreme,
    Is,
    More,
    Times,
    Whether,
)
from orchestra_modules.logic.arrangements.exhaustive import limited
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone, TooCostly

METHOD: Final = "bounds on every difference of two amounts, as shortest paths"
CHECK: Final = "checked: Z3, told the same facts, finds no amounts that say otherwise"

#: an upper bound on a difference, and whether it is never reached
Bound = tuple[Fraction, bool]


class _Bounds:
    """bounds[i][j] limits amount i less amount j; the last index stands for zero."""

    def __init__(self, comparison: Comparison) -> None:
        count = len(comparison.names) + 1
        self._limits: list[list[Bound | None]] = [[None] * count for _ in range(count)]
        for index in range(count):
            self._limits[index][index] = (Fraction(0), False)
        self.zero = count - 1
        ratios = []
        for fact in comparison.facts:
            if isinstance(fact, Differs):
                if fact.amount is None:
                    self._tighten(fact.second, fact.first, (Fraction(0), True))
                else:
                    self._equal(fact.first, fact.second, fact.amount)
            elif isinstance(fact, Is):
                self._equal(fact.thing, self.zero, fact.amount)
            else:
                ratios.append(fact)
        self._close()
        while ratios:
            ratios = self._scaled(ratios)

    def _scaled(self, ratios: list[Times]) -> list[Times]:
        """Tell outright what is so many times a known amount; NotDone where no amount is known."""
        left = []
        for fact in ratios:
            low, high = self.exact(fact.second, self.zero), self.exact(fact.first, self.zero)
            if low is not None:
                self._equal(fact.first, self.zero, low * fact.factor)
            elif high is not None:
                self._equal(fact.second, self.zero, high / fact.factor)
            else:
                left.append(fact)
        if len(left) == len(ratios):
            raise NotDone(f"the amount behind “{left[0].source}” is not told")
        self._close()
        return left

    def _equal(self, first: int, second: int, amount: Fraction) -> None:
        self._tighten(first, second, (amount, False))
        self._tighten(second, first, (-amount, False))

    def _tighten(self, first: int, second: int, bound: Bound) -> None:
        known = self._limits[first][second]
        if known is None or (bound[0], not bound[1]) < (known[0], not known[1]):
            self._limits[first][second] = bound

    def _close(self) -> None:
        indices = range(self.zero + 1)
        for via in indices:
            for first in indices:
                for second in indices:
                    one, two = self._limits[first][via], self._limits[via][second]
                    if one is not None and two is not None:
                        self._tighten(first, second, (one[0] + two[0], one[1] or two[1]))
        if any((bound := self._limits[i][i]) is not None and (bound[0] < 0 or bound[1]) for i in indices):
            raise NotDone("the statements contradict each other")

    def exact(self, first: int, second: int) -> Fraction | None:
        """The difference, where it is settled."""
        up, down = self._limits[first][second], self._limits[second][first]
        return up[0] if up is not None and down is not None and up[0] == -down[0] else None

    def more(self, first: int, second: int) -> bool:
        """Whether the first is sure to be more."""
        bound = self._limits[second][first]
        return bound is not None and (bound[0] < 0 or (bound[0] == 0 and bound[1]))


def solve(comparison: Comparison, options: tuple[Option, ...]) -> Finding:
    """Answer a comparison, or say why not."""
    bounds = _Bounds(comparison)
    ask, names = comparison.ask, comparison.names
    second_road = _Z3(comparison)
    if isinstance(ask, ByHowMuch):
        amount = bounds.exact(ask.first, ask.second)
        if amount is None:
            raise NotDone("the statements do not settle the difference")
        if amount < 0:
            raise NotDone("it is the other way round")
        unit = (
            f" {comparison.unit}{'s' if comparison.unit not in ('cm', 'kg') and amount != 1 else ''}"
            if comparison.unit
            else ""
        )
        value = str(amount)
        if options:
            value = choose(options, lambda option: option.text.strip(" .").split()[0] == str(amount)).value
        checked = second_road.refutes(second_road.differs(ask.first, ask.second, amount))
        return _finding(value, f"{amount}{unit}.", {"type": "text", "value": value}, checked)
    if isinstance(ask, Whether):
        answer = bounds.more(ask.first, ask.second)
        difference = bounds.exact(ask.first, ask.second)
        if not answer and not bounds.more(ask.second, ask.first) and difference != 0:
            raise NotDone("the statements do not settle it")
        claim = second_road.more(ask.first, ask.second, answer)
        value = str(answer)
        if options:
            words = ("yes", "true") if answer else ("no", "false")
            value = choose(options, lambda option: option.text.lower().strip(" .") in words).value
        data: JsonValue = {"type": "text", "value": value} if options else {"type": "truth", "value": answer}
        return _finding(value, "Yes." if answer else "No.", data, second_road.refutes(claim))
    most = ask.most if isinstance(ask, Extreme) else ask.more
    among = list(range(len(names))) if isinstance(ask, Extreme) else [ask.first, ask.second]
    best = _best(bounds, among, most)
    if isinstance(ask, More) and len(best) > 1:
        raise NotDone("both are alike")
    checked = all(
        second_road.refutes(second_road.more(*((one, other) if most else (other, one)), True))
        for one in best for other in among if other not in best
    ) and all(second_road.refutes(second_road.differs(best[0], one, Fraction(0))) for one in best[1:])  # fmt: skip
    value = ", ".join(names[one] for one in best)
    text = f"{value}."
    if options:
        value = choose(options, lambda option: option.text.strip(" .").lower() == text.strip(".").lower()).value
    return _finding(value, text, {"type": "text", "value": value}, checked)


def _best(bounds: _Bounds, among: list[int], most: bool) -> list[int]:
    """Those with the most, or the least; NotDone where that is open."""

    def ahead(first: int, second: int) -> bool:
        return bounds.more(first, second) if most else bounds.more(second, first)

    for one in among:
        ties = [other for other in among if bounds.exact(one, other) == 0]
        if all(other in ties or ahead(one, other) for other in among):
            return ties
    raise NotDone("the statements do not settle who: more than one may be first")


def _finding(value: str, text: str, data: JsonValue, checked: bool) -> Finding:
    return Finding(value, text, data, METHOD, CHECK, checked)


class _Z3:
    """The facts told to Z3 as equations and inequalities of reals."""

    def __init__(self, comparison: Comparison) -> None:
        import z3

        self._z3: Any = z3
        self._amounts: list[Any] = [z3.Real(f"a{index}") for index in range(len(comparison.names))]
        self._solver: Any = limited(z3)
        for fact in comparison.facts:
            if isinstance(fact, Is):
                self._solver.add(self._amounts[fact.thing] == self._value(fact.amount))
                continue
            first, second = self._amounts[fact.first], self._amounts[fact.second]
            if isinstance(fact, Times):
                self._solver.add(first == second * self._value(fact.factor))
            elif fact.amount is None:
                self._solver.add(first > second)
            else:
                self._solver.add(first - second == self._value(fact.amount))

    def _value(self, amount: Fraction) -> Any:
        return self._z3.Q(amount.numerator, amount.denominator)

    def differs(self, first: int, second: int, amount: Fraction) -> Any:
        """The claim that two differ by an amount."""
        return self._amounts[first] - self._amounts[second] == self._value(amount)

    def more(self, first: int, second: int, holds: bool) -> Any:
        """The claim that the first is more, or that it is not."""
        return (self._amounts[first] > self._amounts[second]) == holds

    def refutes(self, claim: Any) -> bool:
        """Whether the facts can be met, and never against the claim."""
        if self._solver.check() == self._z3.unknown:
            raise TooCostly("Z3 found no answer within its time")
        met = self._solver.check() == self._z3.sat
        return bool(met and self._solver.check(self._z3.Not(claim)) == self._z3.unsat)
