"""Whether an expression provably has a value, without a break, all the way between two ends.

Conditions on polynomials are settled by Sturm's theorem, others by interval arithmetic on ever smaller pieces; where
neither settles it, the answer is no. Knows nothing of integrals.
"""

from __future__ import annotations

from typing import Any

import mpmath  # type: ignore[import-untyped]
import sympy
from sympy.polys.polyerrors import BasePolynomialError

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import Expr, build, symbol
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.real_line import conditions
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    names,
    walk,
)
from orchestra_modules.solving.refusal import Refusal, Undefined

_PIECES = 256
_JUMPS = frozenset({"floor", "ceiling", "mod", "factorial", "binomial", "gcd", "lcm"})


def continuous(node: Node, variable: str, low: Node, high: Node) -> bool:
    """Whether it has a value without a break on the closed stretch between two finite ends."""
    if any(isinstance(part, Call) and part.function in _JUMPS for part in walk(node)):
        return False
    try:
        wanted = list(conditions(node))
        return all(_holds(kind, part, variable, low, high) for kind, part in wanted if variable in names(part))
    except (Refusal, NotRational, BasePolynomialError, TypeError, ValueError):
        return False


def whole_line(node: Node, variable: str) -> bool | None:
    """Whether computer algebra, by a way of its own, finds it continuous on the whole real line; none otherwise."""
    from sympy.calculus.util import continuous_domain

    try:
        domain = continuous_domain(build(node), symbol(variable), sympy.S.Reals)
    except (NotImplementedError, ValueError, TypeError, ArithmeticError, AttributeError):
        return None
    return True if domain == sympy.S.Reals else None


def _holds(kind: str, part: Node, variable: str, low: Node, high: Node) -> bool:
    left, right = build(low), build(high)
    if as_polynomial(part) is not None and left.is_Rational and right.is_Rational and names(part) == (variable,):
        return _by_sturm(kind, build(part), symbol(variable), min(left, right), max(left, right))
    return _by_intervals(kind, part, variable, low, high)


def _by_sturm(kind: str, e: Expr, x: Expr, low: Expr, high: Expr) -> bool:
    if kind == "between":
        return all(_by_sturm("nonnegative", sympy.expand(side), x, low, high) for side in (1 - e, 1 + e))
    polynomial = sympy.Poly(e, x)
    inside = polynomial.count_roots(low, high)
    if kind == "nonnegative":
        inside -= sum(1 for end in {low, high} if polynomial.eval(end) == 0)
    if inside:
        return False
    middle = polynomial.eval((low + high) / 2)
    if low == high:
        return bool(middle >= 0) if kind == "nonnegative" else bool(middle != 0 if kind == "nonzero" else middle > 0)
    return bool(middle != 0) if kind == "nonzero" else bool(middle > 0)


def _by_intervals(kind: str, part: Node, variable: str, low: Node, high: Node) -> bool:
    iv = mpmath.iv
    ends = [enclosure(end, {}) for end in (low, high)]
    left, right = min(end.a for end in ends), max(end.b for end in ends)
    stack, looked = [iv.mpf([left, right])], 0
    while stack:
        piece = stack.pop()
        looked += 1
        if looked > _PIECES:
            return False
        value = enclosure(part, {variable: piece})
        above, below = bool(value.a > 0), bool(value.b < 0)
        if kind == "nonzero" and (above or below):
            continue
        if kind in ("positive", "nonnegative") and above:
            continue
        if kind == "between" and bool(value.a >= -1) and bool(value.b <= 1):
            continue
        if (kind != "nonzero" and below) or piece.delta == 0:
            return False
        stack.extend((iv.mpf([piece.a, piece.mid]), iv.mpf([piece.mid, piece.b])))
    return True


def enclosure(node: Node, boxes: dict[str, Any]) -> Any:
    """An interval that holds every value of an expression for arguments from intervals. ValueError."""
    iv = mpmath.iv
    match node:
        case Number(value):
            return iv.mpf(value.numerator) / value.denominator
        case Name(name) if name in boxes:
            return boxes[name]
        case Constant("pi"):
            return iv.pi
        case Constant("e"):
            return iv.e
        case Negative(operand):
            return -enclosure(operand, boxes)
        case Sum(terms):
            total = iv.mpf(0)
            for term in terms:
                total += enclosure(term, boxes)
            return total
        case Product(factors, divisors):
            result = iv.mpf(1)
            for factor in factors:
                result *= enclosure(factor, boxes)
            for divisor in divisors:
                result /= _nonzero(enclosure(divisor, boxes))
            return result
        case Power(base, exponent):
            return _power(enclosure(base, boxes), base, exponent, boxes)
        case Call("sqrt", (argument,)):
            return iv.sqrt(_from(enclosure(argument, boxes), 0))
        case Call("ln", (argument,)):
            return iv.log(_from(enclosure(argument, boxes), 0))
        case Call("exp" | "sin" | "cos" as function, (argument,)):
            return getattr(iv, function)(enclosure(argument, boxes))
        case _:
            raise ValueError("no enclosure")


def _nonzero(value: Any) -> Any:
    if bool(value.a <= 0) and bool(value.b >= 0):
        raise ValueError("a divisor may be zero")
    return value


def _from(value: Any, least: int) -> Any:
    if bool(value.a <= least):
        raise ValueError("outside of the domain")
    return value


def _power(base: Any, base_node: Node, exponent: Node, boxes: dict[str, Any]) -> Any:
    iv = mpmath.iv
    if base_node == Constant("e"):
        return iv.exp(enclosure(exponent, boxes))
    try:
        times = evaluate(exponent)
    except (NotRational, Undefined):
        return iv.exp(enclosure(exponent, boxes) * iv.log(_from(base, 0)))
    if times.denominator == 1 and 0 <= times <= 64:
        return base ** int(times)
    if times.denominator == 1 and -64 <= times < 0:
        return 1 / _nonzero(base) ** int(-times)
    return iv.exp((iv.mpf(times.numerator) / times.denominator) * iv.log(_from(base, 0)))
