"""The growth of expressions at infinity: which term wins, as a second road for limits there.

A term is c * e**(a*x**k) * x**p * ln(x)**q with rational numbers; a sum has the growth of its fastest term, unless two
fastest ones cancel. Anything else has no growth that is known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import Expr
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Power,
    Product,
    Sum,
    names,
    substitute,
)
from orchestra_modules.solving.refusal import Refusal


class Unknown(Exception):
    """The growth is not known here."""


@dataclass(frozen=True)
class Growth:
    """factor * e**(rate*x + rate*x**2 + ...) * x**power * ln(x)**logs."""

    factor: Fraction
    exponent: tuple[Fraction, ...] = ()  # coefficients of x, x**2, ... in the exponent
    power: Fraction = Fraction(0)
    logs: Fraction = Fraction(0)

    @property
    def rank(self) -> tuple[tuple[Fraction, ...], Fraction, Fraction]:
        """What growths are compared by, the fastest highest."""
        padded = self.exponent + (Fraction(0),) * (8 - len(self.exponent))
        return padded[::-1], self.power, self.logs


def limit_by_growth(f: Node, variable: str, direction: int) -> Expr | None:
    """The limit at infinity (1) or minus infinity (-1), or none where the growth is not known."""
    if direction < 0:
        f = substitute(f, {variable: Negative(Name(variable))})
    try:
        growth = growth_of(f, variable)
    except (Unknown, Refusal, ArithmeticError):
        return None
    zero = ((Fraction(0),) * 8, Fraction(0), Fraction(0))
    if growth.factor == 0 or growth.rank < zero:
        return sympy.Integer(0)
    if growth.rank > zero:
        return sympy.oo if growth.factor > 0 else -sympy.oo
    return sympy.Rational(growth.factor.numerator, growth.factor.denominator)


def growth_of(node: Node, variable: str) -> Growth:
    """How an expression grows. Unknown."""
    if variable not in names(node):
        try:
            return Growth(evaluate(node))
        except NotRational as error:
            raise Unknown from error
    match node:
        case Name():
            return Growth(Fraction(1), power=Fraction(1))
        case Negative(operand):
            return _scaled(growth_of(operand, variable), Fraction(-1))
        case Sum(terms):
            return _sum([growth_of(term, variable) for term in terms])
        case Product(factors, divisors):
            result = Growth(Fraction(1))
            for factor in factors:
                result = _times(result, growth_of(factor, variable))
            for divisor in divisors:
                result = _times(result, _raised(growth_of(divisor, variable), Fraction(-1)))
            return result
        case Power(Constant("e"), exponent) | Call("exp", (exponent,)):
            return _exponential(exponent, variable)
        case Power(base, exponent) if variable not in names(exponent):
            try:
                return _raised(growth_of(base, variable), evaluate(exponent))
            except NotRational as error:
                raise Unknown from error
        case Call("sqrt", (argument,)):
            return _raised(growth_of(argument, variable), Fraction(1, 2))
        case Call("ln", (argument,)):
            return _logarithm(growth_of(argument, variable))
        case _:
            raise Unknown


def _scaled(growth: Growth, factor: Fraction) -> Growth:
    return Growth(growth.factor * factor, growth.exponent, growth.power, growth.logs)


def _times(a: Growth, b: Growth) -> Growth:
    length = max(len(a.exponent), len(b.exponent))
    one, other = (g.exponent + (Fraction(0),) * (length - len(g.exponent)) for g in (a, b))
    exponent = tuple(p + q for p, q in zip(one, other, strict=True))
    return Growth(a.factor * b.factor, exponent, a.power + b.power, a.logs + b.logs)


def _raised(growth: Growth, times: Fraction) -> Growth:
    if growth.factor == 0 or abs(times) > 100:
        raise Unknown
    if times.denominator != 1:
        if growth.factor != 1:
            raise Unknown
        factor = Fraction(1)
    else:
        factor = growth.factor ** int(times)
    return Growth(factor, tuple(p * times for p in growth.exponent), growth.power * times, growth.logs * times)


def _sum(parts: list[Growth]) -> Growth:
    highest = max((part for part in parts if part.factor), key=lambda part: part.rank, default=None)
    if highest is None:
        return Growth(Fraction(0))
    factor = sum((part.factor for part in parts if part.factor and part.rank == highest.rank), Fraction(0))
    if factor == 0:
        raise Unknown  # the fastest terms cancel, and what is left was not kept
    return Growth(factor, highest.exponent, highest.power, highest.logs)


def _exponential(exponent: Node, variable: str) -> Growth:
    polynomial = as_polynomial(exponent)
    if polynomial is None or polynomial.degree() > 8:
        raise Unknown
    if polynomial.coefficient(variable, 0).constant != 0:
        raise Unknown
    rates = [polynomial.coefficient(variable, k).constant for k in range(1, polynomial.degree() + 1)]
    if any(rate is None for rate in rates):
        raise Unknown
    return Growth(Fraction(1), tuple(rate or Fraction(0) for rate in rates))


def _logarithm(growth: Growth) -> Growth:
    """ln(c*x**p) goes as p*ln(x); of anything that grows exponentially it goes as the exponent."""
    if growth.factor <= 0:
        raise Unknown
    for degree in range(len(growth.exponent), 0, -1):
        if rate := growth.exponent[degree - 1]:
            return Growth(rate, power=Fraction(degree))
    if growth.power:
        return Growth(growth.power, logs=Fraction(1))
    raise Unknown
