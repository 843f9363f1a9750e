"""Exact values of sine, cosine and tangent at multiples of pi/12 and pi/10 that are sums of square roots.

A table with the symmetries of the circle; knows no other angle and no inverse function.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.syntax import Constant, Negative, Node, Number, Product

Terms = dict[int, Fraction]

_HALF: Final = Fraction(1, 2)
_QUARTER: Final = Fraction(1, 4)
#: the cosine of pi times the key, as rational multiples of roots by radicand
_COSINES: Final[dict[Fraction, Terms]] = {
    Fraction(0): {1: Fraction(1)},
    Fraction(1, 12): {6: _QUARTER, 2: _QUARTER},
    Fraction(1, 6): {3: _HALF},
    Fraction(1, 5): {1: _QUARTER, 5: _QUARTER},
    Fraction(1, 4): {2: _HALF},
    Fraction(1, 3): {1: _HALF},
    Fraction(2, 5): {1: -_QUARTER, 5: _QUARTER},
    Fraction(5, 12): {6: _QUARTER, 2: -_QUARTER},
    Fraction(1, 2): {},
}


def turns(angle: Node) -> Fraction | None:
    """An angle as a rational multiple of pi, or none."""
    match angle:
        case Constant("pi"):
            return Fraction(1)
        case Negative(operand):
            inner = turns(operand)
            return None if inner is None else -inner
        case Number(value) if value == 0:
            return Fraction(0)
        case Product(factors, divisors) if factors.count(Constant("pi")) == 1 and Constant("pi") not in divisors:
            rest = tuple(factor for factor in factors if factor != Constant("pi"))
            try:
                return evaluate(Product((Number(Fraction(1)), *rest), divisors))
            except NotRational:
                return None
        case _:
            return None


def cosine(angle: Fraction) -> Terms | None:
    """The cosine of pi times a number, where it is in the table."""
    angle = abs(angle) % 2
    if angle > 1:
        angle = 2 - angle
    if angle > _HALF:
        opposite = cosine(1 - angle)
        return None if opposite is None else {radicand: -value for radicand, value in opposite.items()}
    return _COSINES.get(angle)


def sine(angle: Fraction) -> Terms | None:
    """The sine of pi times a number, where it is in the table."""
    return cosine(_HALF - angle)
