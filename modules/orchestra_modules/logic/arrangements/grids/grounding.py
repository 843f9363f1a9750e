"""From claims to formulas: every value is a variable that takes one of as many places as each category has values.

Where the text has no row, the places are the values of one category, so that they have an order if it has one.
Knows no English grammar.
"""

from __future__ import annotations

from orchestra_modules.logic.arrangements.formula import Count, Formula, Offset, Place, every, some
from orchestra_modules.logic.arrangements.grids.categories import Categories, Kind
from orchestra_modules.logic.arrangements.grids.claims import (
    After,
    AtEnd,
    Claim,
    Entity,
    Same,
    Someone,
    Spot,
    Tally,
    Value,
)
from orchestra_modules.logic.arrangements.orders.scales import ADJECTIVES
from orchestra_modules.logic.arrangements.problem import Block, Condition
from orchestra_modules.solving.refusal import NotUnderstood

_ALWAYS = Count((), frozenset({0}))
_NEVER = Count((), frozenset({1}))
_TIMES = ("early", "soon", "late")


class Ground:
    """The variables of a puzzle and the formulas of its claims; no category grows any more."""

    def __init__(self, known: Categories) -> None:
        self.known = known
        self.size = known.size
        for kind in known.kinds:
            for missing in range(len(kind.values), self.size):
                kind.values.append(f"another {missing}")
        self.names = tuple(kind.shown.get(value, "(another)") for kind in known.kinds for value in kind.values)

    def blocks(self) -> tuple[Block, ...]:
        """One block a category."""
        size = self.size
        return tuple(Block(tuple(range(i * size, (i + 1) * size)), size) for i in range(len(self.known.kinds)))

    def pinned(self) -> tuple[Condition, ...]:
        """What fixes the places where there is no row: those of one category, in its order."""
        if self.known.row:
            return ()
        chosen = next((index for index, kind in enumerate(self.known.kinds) if kind.steps), 0)
        kind = self.known.kinds[chosen]
        order = sorted(range(self.size), key=lambda index: kind.steps[index]) if kind.steps else range(self.size)
        return tuple(
            Condition(Place(chosen * self.size + index, frozenset({place})), "places are told by one of the lists")
            for place, index in enumerate(order)
        )

    def variable(self, value: Value) -> int:
        """The variable of a value."""
        return value.category * self.size + self.known.kinds[value.category].values.index(value.name)

    def formula(self, claim: Claim, who: Entity | None = None) -> Formula:
        """The formula for a claim; `who` stands for the one asked for."""
        if isinstance(claim, Tally):
            return Count(tuple(self.formula(part, who) for part in claim.parts), claim.numbers)
        if isinstance(claim, Same):
            return self._same(self._named(claim.first, who), self._named(claim.second, who))
        if isinstance(claim, After):
            return self._after(claim.by, self._named(claim.first, who), self._named(claim.second, who), claim.amounts)
        if isinstance(claim, AtEnd):
            entity = self._named(claim.entity, who)
            if not self.known.row:
                raise NotUnderstood("which row has ends")
            return some((self._same(entity, Spot(1)), self._same(entity, Spot(-1))))
        entity, (order, sign) = self._named(claim.entity, who), self._order(claim.by)
        last = claim.last is (sign > 0)
        if order is None:
            return self._same(entity, Spot(-1 if last else 1))
        steps = self.known.kinds[order].steps
        index = steps.index(max(steps) if last else min(steps))
        return self._same(entity, Value(order, self.known.kinds[order].values[index]))

    @staticmethod
    def _named(entity: Entity, who: Entity | None) -> Value | Spot:
        found = who if isinstance(entity, Someone) else entity
        if found is None or isinstance(found, Someone):
            raise NotUnderstood("who is spoken of")
        return found

    def _place(self, spot: Spot) -> int:
        if spot.rank == 0:
            return self.size // 2
        return spot.rank - 1 if spot.rank > 0 else self.size + spot.rank

    def _same(self, first: Value | Spot, second: Value | Spot) -> Formula:
        if isinstance(first, Spot) and isinstance(second, Spot):
            return _ALWAYS if self._place(first) == self._place(second) else _NEVER
        if isinstance(first, Spot):
            first, second = second, first
        assert isinstance(first, Value)
        if isinstance(second, Spot):
            return Place(self.variable(first), frozenset({self._place(second)}))
        if first == second:
            return _ALWAYS
        return Offset(self.variable(first), self.variable(second), frozenset({0}))

    def _order(self, by: str) -> tuple[int | None, int]:
        """The category whose order is meant, none for the row, and the sign of its direction."""
        kinds = self.known.kinds
        times = [index for index, kind in enumerate(kinds) if kind.steps and kind.calendar]
        amounts = [index for index, kind in enumerate(kinds) if kind.steps and not kind.calendar]
        if by == "row" or (by in ("any", "time") and self.known.row and not times):
            if not self.known.row:
                raise NotUnderstood("which row is meant")
            return None, 1
        if by == "any" and self.known.row:
            return None, 1
        if by in ("time", "any", *_TIMES):
            if len(times) != 1:
                raise NotUnderstood("which order in time is meant")
            return times[0], 1
        scales = {scale for scale, _ in ADJECTIVES.get(by, ())}
        chosen = [index for index in amounts if kinds[index].nouns & scales] or amounts
        if len(chosen) != 1:
            raise NotUnderstood(f"which amounts “{by}” compares")
        return chosen[0], self._sign(by, kinds[chosen[0]])

    @staticmethod
    def _sign(by: str, kind: Kind) -> int:
        """An adjective points the way of the numbers, but what is old has an early year."""
        years = "year" in kind.nouns and by in ("old", "young", "new")
        return -1 if years else 1

    def _after(self, by: str, first: Value | Spot, second: Value | Spot, amounts: tuple[int, ...]) -> Formula:
        order, sign = self._order(by)
        if order is None:
            return self._offset(second, first, amounts)
        kind = self.known.kinds[order]
        ways: list[Formula] = []
        for one, high in zip(kind.values, kind.steps, strict=True):
            for other, low in zip(kind.values, kind.steps, strict=True):
                difference = (high - low) * sign
                if difference in amounts if amounts else difference > 0:
                    ways.append(every((self._same(first, Value(order, one)), self._same(second, Value(order, other)))))
        return some(ways) if ways else _NEVER

    def _offset(self, low: Value | Spot, high: Value | Spot, amounts: tuple[int, ...]) -> Formula:
        steps = frozenset(amounts or range(1, self.size))
        if isinstance(low, Spot) and isinstance(high, Spot):
            return _ALWAYS if self._place(high) - self._place(low) in steps else _NEVER
        if isinstance(low, Spot):
            assert isinstance(high, Value)
            places = {self._place(low) + step for step in steps}
            return Place(self.variable(high), frozenset(place for place in places if 0 <= place < self.size))
        if isinstance(high, Spot):
            places = {self._place(high) - step for step in steps}
            return Place(self.variable(low), frozenset(place for place in places if 0 <= place < self.size))
        return Offset(self.variable(low), self.variable(high), steps)
