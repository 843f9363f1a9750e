"""Inequalities in one real unknown: the line is cut where a side changes, and every piece is tried.

The cuts are the zeros of left minus right, of every denominator and of what stands under a root or in an absolute
value. Between two cuts nothing changes sign, so one rational point there decides, and each cut is tried itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from typing import Final, Literal

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.enclosure import compare
from orchestra_modules.mathematics.engines.equation import solve_equation
from orchestra_modules.mathematics.engines.solutions import Value, rational
from orchestra_modules.mathematics.syntax import (
    Call,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    names,
    substitute,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, Refusal, Undefined

_HOLDS: Final = {"=": (0,), "!=": (-1, 1), "<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}
_STEP_FUNCTIONS: Final = (
    "floor",
    "ceiling",
    "mod",
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "factorial",
    "gcd",
    "lcm",
)
_ZERO: Final = Number(Fraction(0))
_UNSIGNED: Final = 2  # what `_sign` gives where a side has no value


@dataclass(frozen=True)
class Piece:
    """An interval of solutions; an end that is none is infinite."""

    low: Value | None
    high: Value | None
    low_open: bool = True
    high_open: bool = True

    @property
    def point(self) -> bool:
        """Whether it is one number."""
        return self.low is not None and self.low is self.high

    def interval(self) -> str:
        """In interval notation."""
        if self.point and self.low is not None:
            return f"{{{self.low.text}}}"
        low = f"{'(' if self.low_open else '['}{self.low.text}" if self.low else "(-oo"
        high = f"{self.high.text}{')' if self.high_open else ']'}" if self.high else "oo)"
        return f"{low}, {high}"

    def relational(self, unknown: str) -> str:
        """As relations, in the way SymPy prints them."""
        if self.point and self.low is not None:
            return f"{unknown} = {self.low.text}"
        low = f"{'<' if self.low_open else '<='}"
        high = f"{'<' if self.high_open else '<='}"
        if self.low and self.high:
            return f"({self.low.text} {low} {unknown}) & ({unknown} {high} {self.high.text})"
        if self.low:
            return f"{unknown} {low.replace('<', '>')} {self.low.text}"
        if self.high:
            return f"{unknown} {high} {self.high.text}"
        return "every real number"


@dataclass(frozen=True)
class Region:
    """The real solutions of inequalities in one unknown."""

    unknown: str
    pieces: tuple[Piece, ...]
    verified: bool | None

    def intervals(self) -> str:
        """The solutions as a union of intervals."""
        return " U ".join(piece.interval() for piece in self.pieces) or "{}"

    def relational(self) -> str:
        """The solutions as relations."""
        if not self.pieces:
            return "no solution"
        if len(self.pieces) == 1:
            return self.pieces[0].relational(self.unknown)
        parts = [piece.relational(self.unknown) for piece in self.pieces]
        return " | ".join(f"({part})" for part in parts)

    def contains(self, value: Value) -> bool:
        """Whether a real number is a solution."""
        for piece in self.pieces:
            above = (
                piece.low is None
                or _order(value, piece.low) > 0
                or (_order(value, piece.low) == 0 and not piece.low_open)
            )
            below = piece.high is None or _order(value, piece.high) < 0
            below = below or (piece.high is not None and _order(value, piece.high) == 0 and not piece.high_open)
            if above and below:
                return True
        return False


def solve_inequalities(relations: Sequence[Relation], unknown: str) -> Region:
    """The real numbers that satisfy all of the relations. NotDone."""
    for relation in relations:
        gate.check(relation.left, relation.right)
    cuts, proved = _cuts(relations, unknown)
    samples = _between(cuts)
    cells: list[tuple[Value | None, Value | None, bool]] = []  # low, high, holds: pieces and cuts in turn
    for place, sample in enumerate(samples):
        low = cuts[place - 1] if place else None
        high = cuts[place] if place < len(cuts) else None
        cells.append((low, high, _hold(relations, unknown, rational(sample))))
        if high is not None:
            cells.append((high, high, _hold(relations, unknown, high)))
    region = Region(unknown, tuple(_joined(cells)), proved)
    return region


def _joined(cells: list[tuple[Value | None, Value | None, bool]]) -> list[Piece]:
    """Neighbouring cells that hold, as one piece."""
    pieces: list[Piece] = []
    start: int | None = None
    for place, (_, _, holds) in enumerate([*cells, (None, None, False)]):
        if holds and start is None:
            start = place
        elif not holds and start is not None:
            first, last = cells[start], cells[place - 1]
            pieces.append(Piece(first[0], last[1], start % 2 == 0, (place - 1) % 2 == 0))
            start = None
    return pieces


def _cuts(relations: Sequence[Relation], unknown: str) -> tuple[list[Value], bool | None]:
    """Where a side can change sign or cease to have a value, ascending, and whether none can be missing."""
    wanted: list[Node] = []
    for relation in relations:
        difference = Sum((relation.left, Negative(relation.right)))
        for part in walk(difference):
            if isinstance(part, Call) and part.function in _STEP_FUNCTIONS and unknown in names(part):
                raise NotDone(f"inequalities with {part.function} of the unknown are not solved")
            wanted.extend(inside for inside in _breaks(part) if unknown in names(inside))
        wanted.append(difference)
    found: dict[str, Value] = {}
    proved: bool | None = True
    for node in dict.fromkeys(wanted):
        if unknown not in names(node):
            continue
        solved = solve_equation(Relation("=", node, _ZERO), unknown)
        if solved.extent == "infinite":
            raise NotDone("an inequality with infinitely many changes of sign is not solved")
        if not solved.exact:
            raise NotDone("a side changes sign where there is no short exact form to tell")
        proved = proved if solved.verified else None
        for value in solved.values(unknown):
            if value.real:
                found.setdefault(value.text, value)
    ordered = sorted(found.values(), key=cmp_to_key(_order))
    distinct = [value for place, value in enumerate(ordered) if not place or _order(ordered[place - 1], value)]
    return distinct, proved


def _breaks(part: Node) -> tuple[Node, ...]:
    """The expressions at whose zeros a part may cease to have a value or change its course."""
    match part:
        case Product(_, divisors):
            return divisors
        case Power(base, _):
            return (base,)
        case Call("sqrt" | "abs" | "ln" | "cbrt", (inside,)):
            return (inside,)
        case Call("log" | "root", (inside, base)):
            return (inside, base)
        case _:
            return ()


def _order(left: Value, right: Value) -> int:
    one, other = left.rational, right.rational
    if one is not None and other is not None:
        return (one > other) - (one < other)
    return compare(left.node, right.node).sign


def _between(cuts: list[Value]) -> list[Fraction]:
    """A rational number before, between and after the cuts."""
    if not cuts:
        return [Fraction(0)]
    places = [cut.rational if cut.rational is not None else Fraction(cut.about.real) for cut in cuts]
    result = [Fraction(min(places) - 1).__floor__() + Fraction(0)]
    for place, (low, high) in enumerate(pairwise(places)):
        middle = (low + high) / 2
        value = rational(middle)
        if _order(cuts[place], value) >= 0 or _order(value, cuts[place + 1]) >= 0:
            raise NotDone("two places where the sides change are too close to each other")
        result.append(middle)
    return [*result, Fraction(max(places) + 1).__ceil__() + Fraction(0)]


def _hold(relations: Sequence[Relation], unknown: str, value: Value) -> bool:
    return all(_sign(relation, unknown, value) in _HOLDS[relation.sign] for relation in relations)


def _sign(relation: Relation, unknown: str, value: Value) -> int:
    """The sign of left minus right at a value."""
    given = {unknown: value.node}
    left, right = substitute(relation.left, given), substitute(relation.right, given)
    try:
        difference = evaluate(left) - evaluate(right)
        return (difference > 0) - (difference < 0)
    except Undefined:
        return _UNSIGNED
    except NotRational:
        pass
    if value.rational is None and (sign := _surd_sign(left, right)) is not None:
        return sign
    if not (_real(left) and _real(right)):
        return _UNSIGNED
    try:
        return compare(left, right).sign
    except Undefined:
        return _UNSIGNED


def _surd_sign(left: Node, right: Node) -> int | None:
    """The sign where both sides are sums of square roots: zero is exact, and the rest is far from it."""
    from orchestra_modules.mathematics.engines import surds

    try:
        difference = surds.surd(Sum((left, Negative(right))))
    except surds.NotSurd:
        return None
    except Undefined:
        return _UNSIGNED
    if not difference.terms:
        return 0
    about = difference.approximate()
    return None if abs(about) < 1e-6 else 1 if about > 0 else -1


def _real(node: Node) -> bool:
    """Whether a side without unknowns is a real number: no root or logarithm of what is not positive enough."""
    for part in walk(node):
        inside: Node | None = None
        least: Literal[0, 1] = 0
        match part:
            case Call("sqrt", (argument,)):
                inside = argument
            case Call("ln" | "log", (argument, *_)):
                inside, least = argument, 1
            case Power(base, exponent) if not _whole(exponent):
                inside = base
            case _:
                continue
        try:
            if compare(inside, _ZERO).sign < least:
                return False
        except Refusal:
            return False
    return True


def _whole(exponent: Node) -> bool:
    try:
        return evaluate(exponent).denominator == 1
    except (NotRational, Undefined):
        return False
