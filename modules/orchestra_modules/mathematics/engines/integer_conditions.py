"""Conditions on one integer: built from tests, measures and relations with "all", "any", "none" and "one".

A condition is a tree of `Listing`s, each headed by a `Text`: ("divisible", 6), ("measure", "digit_sum", condition),
("of", n, expression, condition), ("where", n, relation), ("compare", sign, bound), ("all", ...). `Condition` is what
such a tree comes to: two roads to decide it, and what is known of where it can hold. Knows no words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.enclosure import enclosure, rational_value
from orchestra_modules.mathematics.engines.integer_bounds import bounds
from orchestra_modules.mathematics.engines.integer_tests import MEASURES, TESTS
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Relation,
    Sum,
    Text,
    names,
    substitute,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

Decide = Callable[[int], bool]

#: what one look at an integer costs, in units of the quickest
_SLOW: Final = 20
_MAX_PERIOD: Final = 100_000
_SELF: Final = "it"


@dataclass(frozen=True)
class Condition:
    """What holds of some integers.

    Outside of `low` and `high` it holds of none; with a `period` it repeats within them; `among` lists all integers
    up to a bound of which it may hold, where they are few.
    """

    holds: Decide
    again: Decide
    low: int | None = None
    high: int | None = None
    period: int | None = None
    among: Callable[[int, int], Iterator[int]] | None = None
    cost: int = 1


def tree(head: str, *parts: Node) -> Listing:
    """A condition as a tree."""
    return Listing((Text(head), *parts), "tuple")


def both(*parts: Node) -> Node:
    """All of some conditions."""
    return parts[0] if len(parts) == 1 else tree("all", *parts)


def condition(node: Node) -> Condition:
    """What a tree comes to. NotUnderstood, NotDone, Undefined."""
    if not isinstance(node, Listing) or not node.items or not isinstance(node.items[0], Text):
        raise NotUnderstood("a condition on integers was expected")
    head, parts = node.items[0].text, node.items[1:]
    match head:
        case "all":
            return _all([condition(part) for part in parts])
        case "any":
            return _any([condition(part) for part in parts])
        case "none":
            inner = _any([condition(part) for part in parts])
            free = inner.low is None and inner.high is None
            return Condition(
                lambda v: not inner.holds(v),
                lambda v: not inner.again(v),
                period=inner.period if free else None,
                cost=inner.cost,
            )
        case "one":
            each = [condition(part) for part in parts]
            return Condition(
                lambda v: sum(part.holds(v) for part in each) == 1,
                lambda v: [part.again(v) for part in each].count(True) == 1,
                cost=sum(part.cost for part in each),
            )
        case "compare":
            return _compare(parts[0], parts[1])
        case "measure":
            return _measure(parts[0], condition(parts[1]))
        case "where":
            return _where(parts[0], parts[1])
        case "of":
            return _of(parts[0], parts[1], condition(parts[2]))
        case "about":
            return _about(parts[0], parts[1])
    return _test(head, parts)


def _all(parts: list[Condition]) -> Condition:
    low = max((p.low for p in parts if p.low is not None), default=None)
    high = min((p.high for p in parts if p.high is not None), default=None)
    sparse = [p.among for p in parts if p.among is not None]
    return Condition(
        lambda v: all(p.holds(v) for p in parts),
        lambda v: all(p.again(v) for p in parts),
        low,
        high,
        _common_period(parts),
        sparse[0] if sparse else None,
        max((p.cost for p in parts), default=1),
    )


def _any(parts: list[Condition]) -> Condition:
    lows, highs = [p.low for p in parts], [p.high for p in parts]
    low = None if None in lows else min(v for v in lows if v is not None)
    high = None if None in highs else max(v for v in highs if v is not None)
    unbounded = all(p.low is None and p.high is None for p in parts)
    return Condition(
        lambda v: any(p.holds(v) for p in parts),
        lambda v: any(p.again(v) for p in parts),
        low,
        high,
        _common_period(parts) if unbounded or len(parts) == 1 else None,
        parts[0].among if len(parts) == 1 else None,
        max((p.cost for p in parts), default=1),
    )


def _common_period(parts: list[Condition]) -> int | None:
    periods = [p.period for p in parts]
    if None in periods:
        return None
    period = math.lcm(*(p for p in periods if p is not None))
    return period if period <= _MAX_PERIOD else None


def floor(node: Node) -> tuple[int, bool]:
    """The integer part of a real number, and whether it is that integer. NotDone."""
    value = rational_value(node)
    if value is not None:
        return math.floor(value), value.denominator == 1
    low, high = enclosure(node, 60)
    if math.floor(low) != math.floor(high) or low <= math.floor(low):
        raise NotDone("it was not decided between which integers a bound lies")
    return math.floor(low), False


def _compare(sign: Node, bound: Node) -> Condition:
    told = sign.text if isinstance(sign, Text) else ""
    below, whole = floor(bound)
    low = {">": below + 1, ">=": below if whole else below + 1}.get(told)
    high = {"<": below - 1 if whole else below, "<=": below}.get(told)
    if low is not None:
        least = low
        return Condition(lambda v: v >= least, lambda v: not v < least, low=low, period=1)
    if high is not None:
        most = high
        return Condition(lambda v: v <= most, lambda v: not v > most, high=high, period=1)
    raise NotUnderstood(f"{told!r} is no comparison")


def _measure(name: Node, inner: Condition) -> Condition:
    text = name.text if isinstance(name, Text) else ""
    if text not in MEASURES:
        raise NotUnderstood(f"{text!r} is nothing that is measured of integers")
    first, second = MEASURES[text]
    low = high = None
    if text == "digit_count" and inner.high is not None and inner.high < 5_000:
        high = 10**inner.high - 1
        low = 10 ** (inner.low - 1) if inner.low is not None and inner.low > 1 else None
        return Condition(
            lambda v: v >= 0 and inner.holds(first(v)),
            lambda v: v >= 0 and inner.again(second(v)),
            low if low is not None else 0,
            high,
            1 if inner.period == 1 else None,
            None,
            inner.cost,
        )
    if text in ("square", "cube") and inner.high is not None:
        most = _root_bound(inner.high, 2 if text == "square" else 3)
        high, low = most, -most if text == "square" else None
    period = {"units_digit": 10, "tens_digit": 100, "hundreds_digit": 1000}.get(text)
    if text.endswith("_digit") and period is not None:
        # digits of negative integers are those without the sign, so they do not repeat through 0
        period = None
    return Condition(
        lambda v: inner.holds(first(v)), lambda v: inner.again(second(v)), low, high, period, None, inner.cost + 2
    )


def _root_bound(most: int, degree: int) -> int:
    at = 1
    while at**degree <= abs(most):
        at *= 2
    return at


def _value_at(node: Node, name: str, value: int) -> Fraction:
    put_in = substitute(node, {name: Number(Fraction(value))})
    gate.check(put_in)
    return evaluate(put_in)


def _where(unknown: Node, relation: Node) -> Condition:
    if not isinstance(relation, Relation) or not isinstance(unknown, Name):
        raise NotUnderstood("an equation or inequality was expected")
    name = unknown.name
    if free := set(names(relation)) - {name}:
        raise NotDone(f"the condition holds another unknown: {', '.join(sorted(free))}")
    low, high = bounds(relation, name)
    gap = Sum((relation.left, Negative(relation.right)))

    def holds(value: int) -> bool:
        return _related(relation.sign, _difference(relation.left, relation.right, name, value))

    def again(value: int) -> bool:
        return _related(relation.sign, _at(gap, name, value))

    return Condition(holds, again, low, high, cost=_SLOW)


def _difference(left: Node, right: Node, name: str, value: int) -> Fraction:
    return _at(left, name, value) - _at(right, name, value)


def _at(node: Node, name: str, value: int) -> Fraction:
    try:
        return _value_at(node, name, value)
    except NotRational as error:
        raise NotDone(f"the condition has no rational value at {value}") from error


def _related(sign: str, gap: Fraction) -> bool:
    holds = {"=": gap == 0, "!=": gap != 0, "<": gap < 0, ">": gap > 0, "<=": gap <= 0, ">=": gap >= 0}
    return holds[sign]


def _of(unknown: Node, expression: Node, inner: Condition) -> Condition:
    """A condition on the value of an expression; where that is no integer it does not hold."""
    if not isinstance(unknown, Name):
        raise NotUnderstood("an unknown was expected")
    name = unknown.name
    if expression == unknown:
        return inner
    if free := set(names(expression)) - {name}:
        raise NotDone(f"the condition holds another unknown: {', '.join(sorted(free))}")

    def decided(decide: Decide) -> Decide:
        def at(value: int) -> bool:
            try:
                found = _value_at(expression, name, value)
            except NotRational:
                return False
            except Undefined:
                return False
            return found.denominator == 1 and decide(int(found))

        return at

    low = high = None
    for bound, sign in ((inner.low, ">="), (inner.high, "<=")):
        if bound is not None:
            relation = Relation(sign, expression, Number(Fraction(bound)))  # type: ignore[arg-type]
            least, most = bounds(relation, name)
            low = least if low is None else low if least is None else max(low, least)
            high = most if high is None else high if most is None else min(high, most)
    return Condition(decided(inner.holds), decided(inner.again), low, high, cost=_SLOW)


def _about(unknown: Node, test: Node) -> Condition:
    """A test whose numbers depend on the unknown: "n divides 2n + 6"."""
    if not (isinstance(unknown, Name) and isinstance(test, Listing) and isinstance(test.items[0], Text)):
        raise NotUnderstood("a condition on integers was expected")
    name, head = unknown.name, test.items[0].text
    if head not in TESTS:
        raise NotUnderstood(f"{head!r} is nothing that holds of integers")
    first, second = TESTS[head]

    def decided(test_of: Callable[..., bool]) -> Decide:
        def at(value: int) -> bool:
            found = [_at(part, name, value) for part in test.items[1:]]
            if any(part.denominator != 1 for part in found) or (head in ("divisible", "coprime") and not found[1]):
                return False
            return test_of(*map(int, found))

        return at

    return Condition(decided(first), decided(second), cost=_SLOW)


def _test(head: str, parts: tuple[Node, ...]) -> Condition:
    if head not in TESTS:
        raise NotUnderstood(f"{head!r} is nothing that holds of integers")
    first, second = TESTS[head]
    given = [_argument(head, part) for part in parts]
    if head in ("divisible", "remainder", "congruent") and given[0] == 0:
        raise Undefined("divisibility by 0 is not defined")
    if head == "remainder" and not 0 <= given[1] < abs(given[0]):
        raise Undefined(f"{given[1]} is no remainder of a division by {given[0]}")
    if head == "divisor" and given[0] == 0:
        raise Undefined("every integer divides 0")
    low, high = _BOUNDS.get(head, (None, None))
    if head == "divisor":
        high = abs(given[0])
    if head == "equal":
        low = high = given[0]
    if head in ("remainder", "congruent"):
        given[0] = abs(given[0])
    period = {"even": 2, "odd": 2, "equal": 1, "positive": 1, "negative": 1, "nonnegative": 1}.get(head)
    if head in ("divisible", "remainder", "congruent", "coprime"):
        period = abs(given[0]) or None
    return Condition(
        lambda v: first(v, *given),
        lambda v: second(v, *given),
        low,
        high,
        period,
        _sparse(head, given),
        _COSTS.get(head, 1),
    )


def _argument(head: str, part: Node) -> int:
    value = rational_value(part)
    if value is None or value.denominator != 1:
        raise NotDone("conditions on integers are about integers")
    if abs(value) > 10**40 or (head == "divisor" and abs(value) > 10**12):
        raise TooCostly("a number of this size is not taken in conditions on integers")
    return int(value)


#: bounds that lie in the nature of the thing
_BOUNDS: Final[dict[str, tuple[int | None, int | None]]] = {
    "prime": (2, None),
    "composite": (4, None),
    "square": (0, None),
    "palindrome": (0, None),
    "triangular": (0, None),
    "fibonacci": (0, None),
    "perfect": (1, None),
    "abundant": (1, None),
    "deficient": (1, None),
    "squarefree": (1, None),
    "positive": (1, None),
    "negative": (None, -1),
    "nonnegative": (0, None),
    "divisor": (1, None),
    "power": (1, None),
}
_COSTS: Final = {"prime": 4, "composite": 4, "perfect": 20, "abundant": 20, "deficient": 20, "squarefree": 10}


def _sparse(head: str, given: list[int]) -> Callable[[int, int], Iterator[int]] | None:
    """All integers in a range of which a test may hold, where they are few."""
    match head:
        case "square":
            return lambda low, high: (k * k for k in range(_root(max(low, 0), 2), _root(max(high, 0), 2) + 2))
        case "cube":
            return lambda low, high: (k**3 for k in range(-_root(max(-low, 0), 3) - 2, _root(max(high, 0), 3) + 2))
        case "triangular":
            return lambda low, high: (k * (k + 1) // 2 for k in range(_root(2 * max(high, 0), 2) + 2))
        case "power":
            return lambda low, high: (given[0] ** k for k in range(max(high, 1).bit_length() + 1))
        case "divisor":
            return lambda low, high: iter(_divisors(abs(given[0])))
        case "fibonacci":
            return lambda low, high: iter(_fibonacci(high))
    return None


def _root(value: int, degree: int) -> int:
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= value else (low, middle)
    return low


def _divisors(value: int) -> list[int]:
    low = [d for d in range(1, math.isqrt(value) + 1) if value % d == 0]
    return sorted({*low, *(value // d for d in low)})


def _fibonacci(high: int) -> list[int]:
    found = [0, 1]
    while found[-1] <= high:
        found.append(found[-1] + found[-2])
    return sorted(set(found))
