"""Equations in which the unknown stands once under exponentials and logarithms: undone from the outside in.

Every step is an equivalence over the real numbers, so nothing can be missing or too much. Knows no function that
takes a value twice, and no unknown that stands twice.
"""

from __future__ import annotations

from fractions import Fraction

from orchestra_modules.mathematics.engines import exact
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.enclosure import compare
from orchestra_modules.mathematics.engines.solutions import Value, rational
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    names,
    walk,
)
from orchestra_modules.solving.refusal import Refusal

_ZERO = Number(Fraction(0))
_ONE = Number(Fraction(1))


class NotIsolated(Exception):
    """The unknown stands more than once, or under something that is not undone here."""


def isolated(relation: Relation, unknown: str) -> Value | None:
    """The one real solution, or none where there is no solution. NotIsolated."""
    sides = [relation.left, relation.right]
    places = sum(1 for side in sides for part in walk(side) if part == Name(unknown))
    if places != 1 or len(names(*sides)) != 1:
        raise NotIsolated
    if unknown in names(sides[1]):
        sides.reverse()
    inside, value = sides
    while inside != Name(unknown):
        step = _undone(inside, value, unknown)
        if step is None:
            return None
        inside, value = step
    try:
        found = exact.exact_number(value) if _rational(value) is None else None
    except Refusal as refusal:
        raise NotIsolated from refusal
    if found is None:
        return rational(_rational(value) or Fraction(0))
    if found.node is None:
        raise NotIsolated
    from orchestra_modules.mathematics.engines.numeric import numeric

    return Value(found.node, found.value, complex(float(numeric(value, 20).real)))


def _rational(node: Node) -> Fraction | None:
    try:
        return evaluate(node)
    except NotRational:
        return None


def _undone(inside: Node, value: Node, unknown: str) -> tuple[Node, Node] | None:
    """One step from "inside = value" towards the unknown; none where there is no solution. NotIsolated."""
    match inside:
        case Negative(operand):
            return operand, Negative(value)
        case Sum(terms):
            (holder,) = [term for term in terms if unknown in names(term)]
            return holder, Sum((value, *(Negative(term) for term in terms if term is not holder)))
        case Product(factors, divisors) if not any(unknown in names(divisor) for divisor in divisors):
            (holder,) = [factor for factor in factors if unknown in names(factor)]
            others = tuple(factor for factor in factors if factor is not holder)
            if any(_sign(factor) == 0 for factor in others):
                raise NotIsolated
            return holder, Product((value, *divisors), others)
        case Power(base, exponent) if not names(base) and (base == Constant("e") or _sign(base) > 0):
            if base != Constant("e") and compare(base, _ONE).sign == 0:
                raise NotIsolated
            if _sign(value) <= 0:
                return None
            return exponent, Call("ln", (value,)) if base == Constant("e") else Call("log", (value, base))
        case Call("exp", (argument,)):
            return (argument, Call("ln", (value,))) if _sign(value) > 0 else None
        case Call("ln", (argument,)):
            return argument, Power(Constant("e"), value)
        case Call("log", (argument, base)) if not names(base) and _sign(base) > 0 and compare(base, _ONE).sign:
            return argument, Power(base, value)
        case _:
            raise NotIsolated


def _sign(node: Node) -> int:
    try:
        return compare(node, _ZERO).sign
    except Refusal as refusal:
        raise NotIsolated from refusal
