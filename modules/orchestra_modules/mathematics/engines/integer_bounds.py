"""Between which integers a relation with one unknown can hold: bounds beyond which it is known to be false.

Polynomials, with absolute values, are bounded by Cauchy's bound on their roots; expressions that grow from 1 on
(powers with the unknown as exponent, factorials) by doubling. Knows no other functions: they are left unbounded.
"""

from __future__ import annotations

import math
from fractions import Fraction

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.syntax import (
    Call,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    names,
    substitute,
)
from orchestra_modules.solving.refusal import TooCostly, Undefined

Bounds = tuple[int | None, int | None]
_MAX_DEGREE = 40


def bounds(relation: Relation, name: str) -> Bounds:
    """The least and the greatest integer at which the relation may hold; none where there is no such bound."""
    gap = Sum((relation.left, Negative(relation.right)))
    low = high = None
    for direction in (1, -1):
        found = _eventual(gap, name, direction)
        if found is None:
            continue
        bound, sign = found
        if not _holds(relation.sign, sign):
            if direction > 0:
                high = bound
            else:
                low = -bound
    if high is None:
        high = _growth_bound(relation, name)
    return low, high


def _holds(sign: str, gap: int) -> bool:
    return {"=": gap == 0, "!=": gap != 0, "<": gap < 0, ">": gap > 0, "<=": gap <= 0, ">=": gap >= 0}[sign]


def _eventual(gap: Node, name: str, direction: int) -> tuple[int, int] | None:
    """From where on, going up or down, the sign of an expression does not change, and that sign."""
    found = _polynomial(gap, name, direction)
    if found is None:
        return None
    coefficients, bound = found
    return max(bound, _cauchy(coefficients)), _far_sign(coefficients, direction)


def _cauchy(coefficients: list[Fraction]) -> int:
    """An integer beyond which a polynomial has no root."""
    if len(coefficients) < 2:
        return 0
    return 1 + math.ceil(max(abs(c / coefficients[-1]) for c in coefficients[:-1]))


def _far_sign(coefficients: list[Fraction], direction: int) -> int:
    if not coefficients:
        return 0
    sign = 1 if coefficients[-1] > 0 else -1
    odd = (len(coefficients) - 1) % 2
    return sign * direction if odd else sign


def _polynomial(node: Node, name: str, direction: int) -> tuple[list[Fraction], int] | None:
    """Coefficients from the constant on, and from where on they are right, for absolute values lose their sign."""
    match node:
        case Name(other) if other == name:
            return [Fraction(0), Fraction(1)], 0
        case Negative(operand):
            return _times(_polynomial(operand, name, direction), ([Fraction(-1)], 0))
        case Sum(terms):
            total: tuple[list[Fraction], int] | None = ([], 0)
            for term in terms:
                total = _plus(total, _polynomial(term, name, direction))
            return total
        case Product(factors, divisors):
            product: tuple[list[Fraction], int] | None = ([Fraction(1)], 0)
            for factor in factors:
                product = _times(product, _polynomial(factor, name, direction))
            for divisor in divisors:
                value = None if names(divisor) else _constant(divisor)
                product = _times(product, ([1 / value], 0)) if value else None
            return product
        case Power(base, Number(exponent)) if exponent.denominator == 1 and 0 < exponent <= _MAX_DEGREE:
            power: tuple[list[Fraction], int] | None = ([Fraction(1)], 0)
            inner = _polynomial(base, name, direction)
            for _ in range(int(exponent)):
                power = _times(power, inner)
            return power
        case Call("abs", (argument,)) if name in names(argument):
            inside = _polynomial(argument, name, direction)
            if inside is None:
                return None
            coefficients, bound = inside
            sign = _far_sign(coefficients, direction)
            return [c * sign for c in coefficients], max(bound, _cauchy(coefficients))
        case _ if not names(node):
            value = _constant(node)
            return None if value is None else ([value] if value else [], 0)
    return None


def _constant(node: Node) -> Fraction | None:
    try:
        gate.check(node)
        return evaluate(node)
    except NotRational:
        return None


def _plus(
    first: tuple[list[Fraction], int] | None, second: tuple[list[Fraction], int] | None
) -> tuple[list[Fraction], int] | None:
    if first is None or second is None:
        return None
    (a, m), (b, n) = first, second
    size = max(len(a), len(b))
    pad = [Fraction(0)]
    found = [x + y for x, y in zip(a + pad * (size - len(a)), b + pad * (size - len(b)), strict=True)]
    while found and not found[-1]:
        found.pop()
    return found, max(m, n)


def _times(
    first: tuple[list[Fraction], int] | None, second: tuple[list[Fraction], int] | None
) -> tuple[list[Fraction], int] | None:
    if first is None or second is None:
        return None
    (a, m), (b, n) = first, second
    if len(a) + len(b) > _MAX_DEGREE:
        return None
    found = [Fraction(0)] * max(len(a) + len(b) - 1, 0) if a and b else []
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            found[i + j] += x * y
    return found, max(m, n)


def _growth_bound(relation: Relation, name: str) -> int | None:
    """Where an expression that grows from 1 on has passed a constant that it must not pass."""
    left, right, sign = relation.left, relation.right, relation.sign
    if name in names(right) and name not in names(left):
        left, right = right, left
        sign = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(sign, sign)  # type: ignore[assignment]
    if sign not in ("<", "<=", "=") or names(right) or not grows(left, name):
        return None
    limit = _constant(right)
    if limit is None:
        return None
    at = 1
    while at <= 4096:
        try:
            put_in = substitute(left, {name: Number(Fraction(at))})
            gate.check(put_in)
            if evaluate(put_in) > limit:
                return at
        except (NotRational, Undefined, TooCostly):
            return None
        at *= 2
    return None


def grows(node: Node, name: str) -> bool:
    """Whether an expression is strictly growing and at least 0 for the integers from 1 on, as far as its form shows."""
    match node:
        case Name(other):
            return other == name
        case Sum(terms):
            return any(grows(t, name) for t in terms) and all(_at_least(t, 0) or grows(t, name) for t in terms)
        case Product(factors, divisors):
            growing = [factor for factor in factors if grows(factor, name)]
            return bool(growing) and all(_at_least(p, 1) for p in (*factors, *divisors) if p not in growing)
        case Power(base, exponent):
            return (_at_least(base, 2) and grows(exponent, name)) or (grows(base, name) and _at_least(exponent, 1))
        case Call("factorial", (argument,)):
            return grows(argument, name)
    return False


def _at_least(node: Node, least: int) -> bool:
    return isinstance(node, Number) and node.value >= least
