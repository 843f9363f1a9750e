"""Laurent series with rational coefficients, from our own trees: the second road for limits.

A series is a valuation and coefficients to a fixed order. Where a coefficient would not be rational, or the order
does not suffice, it is NoSeries and nothing is claimed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate, root
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
)

_ORDER = 14


class NoSeries(Exception):
    """There is no such series here."""


@dataclass(frozen=True)
class Series:
    """t**valuation * (c0 + c1*t + ...), with c0 not 0 and _ORDER terms known at most; without terms it is exactly 0."""

    valuation: int
    coefficients: tuple[Fraction, ...]

    @property
    def end(self) -> int:
        """The first power of t about which nothing is known."""
        return self.valuation + len(self.coefficients)


def _series(valuation: int, coefficients: list[Fraction]) -> Series:
    skip = next((i for i, c in enumerate(coefficients) if c), None)
    if skip is None:
        raise NoSeries("every known coefficient is 0")
    return Series(valuation + skip, tuple(coefficients[skip:]))


def _constant(value: Fraction) -> Series:
    return Series(0, (value, *([Fraction(0)] * (_ORDER - 1)))) if value else Series(0, ())


def expand(node: Node, variable: str, place: Series) -> Series:
    """The series of an expression in t, where the variable stands for `place`. NoSeries."""
    match node:
        case Number(value):
            return _constant(value)
        case Name(name) if name == variable:
            return place
        case Negative(operand):
            return _scaled(expand(operand, variable, place), Fraction(-1))
        case Sum(terms):
            return _sum([expand(term, variable, place) for term in terms])
        case Product(factors, divisors):
            result = _constant(Fraction(1))
            for factor in factors:
                result = _times(result, expand(factor, variable, place))
            for divisor in divisors:
                result = _times(result, _inverse(expand(divisor, variable, place)))
            return result
        case Call(function, (argument,)) if variable not in names(argument) and function != "sqrt":
            return _constant(_value_of(function, argument))
        case Power(Constant("e"), exponent):
            return _function("exp", expand(exponent, variable, place))
        case Power(base, Number(exponent)):
            return _power(expand(base, variable, place), exponent)
        case Power(base, Negative(Number(exponent))):
            return _power(expand(base, variable, place), -exponent)
        case Power(base, Product((Number(above),), (Number(below),))) if below:
            return _power(expand(base, variable, place), above / below)
        case Call("abs", (argument,)):
            inner = expand(argument, variable, place)
            return _scaled(inner, Fraction(-1)) if inner.coefficients and inner.coefficients[0] < 0 else inner
        case Call("sqrt", (argument,)):
            return _power(expand(argument, variable, place), Fraction(1, 2))
        case Call(function, (argument,)):
            return _function(function, expand(argument, variable, place))
        case _:
            raise NoSeries


def _value_of(function: str, argument: Node) -> Fraction:
    """The value of a function of a constant, where that is the point of expansion."""
    try:
        given = evaluate(argument)
    except NotRational as error:
        raise NoSeries from error
    if given != (1 if function == "ln" else 0):
        raise NoSeries
    return _taylor(function)[0]


def _scaled(series: Series, factor: Fraction) -> Series:
    return Series(series.valuation, tuple(c * factor for c in series.coefficients))


def _sum(parts: list[Series]) -> Series:
    parts = [part for part in parts if part.coefficients]
    if not parts:
        return Series(0, ())
    start, end = min(part.valuation for part in parts), min(part.end for part in parts)
    total = [
        sum((p.coefficients[n - p.valuation] for p in parts if n >= p.valuation), Fraction(0))
        for n in range(start, end)
    ]
    return _series(start, total)


def _times(a: Series, b: Series) -> Series:
    if not a.coefficients or not b.coefficients:
        return Series(0, ())
    length = min(len(a.coefficients), len(b.coefficients), _ORDER)
    product = [
        sum((a.coefficients[i] * b.coefficients[n - i] for i in range(n + 1)), Fraction(0)) for n in range(length)
    ]
    return Series(a.valuation + b.valuation, tuple(product))


def _inverse(a: Series) -> Series:
    if not a.coefficients:
        raise NoSeries("a division by zero")
    inverse = [1 / a.coefficients[0]]
    for n in range(1, len(a.coefficients)):
        inverse.append(-inverse[0] * sum((a.coefficients[i] * inverse[n - i] for i in range(1, n + 1)), Fraction(0)))
    return Series(-a.valuation, tuple(inverse))


def _power(a: Series, exponent: Fraction) -> Series:
    """A rational power by the binomial recurrence; the leading coefficient must have a rational root."""
    if not a.coefficients:
        if exponent > 0:
            return a
        raise NoSeries("a division by zero")
    valuation = a.valuation * exponent
    if valuation.denominator != 1 or abs(exponent) > 1000:
        raise NoSeries
    lead = a.coefficients[0]
    if exponent.denominator != 1 and lead < 0:
        raise NoSeries
    try:
        first = root(lead, exponent.denominator) ** exponent.numerator
    except NotRational as error:
        raise NoSeries from error
    result = [Fraction(first)]
    for n in range(1, len(a.coefficients)):
        total = sum(
            ((exponent * k - (n - k)) * a.coefficients[k] * result[n - k] for k in range(1, n + 1)), Fraction(0)
        )
        result.append(total / (n * lead))
    return Series(int(valuation), tuple(result))


def _taylor(function: str) -> list[Fraction]:
    """The coefficients at 0 of the functions known here; of ln at 1."""

    def over_factorial(signs: tuple[int, ...]) -> list[Fraction]:
        return [Fraction(signs[n % len(signs)], math.factorial(n)) for n in range(_ORDER)]

    if function in ("asin", "atan"):
        return _integrated(function)
    table = {
        "exp": (1,),
        "sin": (0, 1, 0, -1),
        "cos": (1, 0, -1, 0),
        "sinh": (0, 1),
        "cosh": (1, 0),
    }
    if function in table:
        return over_factorial(table[function])
    if function == "ln":
        return [Fraction(0), *(Fraction((-1) ** (n + 1), n) for n in range(1, _ORDER))]
    raise NoSeries


def _integrated(function: str) -> list[Fraction]:
    coefficients = [Fraction(0)] * _ORDER
    for k in range(_ORDER // 2):
        if function == "atan":
            coefficients[2 * k + 1] = Fraction((-1) ** k, 2 * k + 1)
        else:
            coefficients[2 * k + 1] = Fraction(math.comb(2 * k, k), 4**k * (2 * k + 1))
    return coefficients


def _function(function: str, inner: Series) -> Series:
    if function in ("tan", "tanh"):
        over = ("sin", "cos") if function == "tan" else ("sinh", "cosh")
        return _times(_function(over[0], inner), _inverse(_function(over[1], inner)))
    if function in ("cot", "sec", "csc"):
        return _inverse(_function({"cot": "tan", "sec": "cos", "csc": "sin"}[function], inner))
    shift = Fraction(1) if function == "ln" else Fraction(0)
    small = _sum([inner, _constant(-shift)]) if shift else inner
    if small.coefficients and small.valuation <= 0:
        raise NoSeries("the argument does not go to the point of expansion")
    result, power = _constant(_taylor(function)[0]), _constant(Fraction(1))
    terms = [result]
    for coefficient in _taylor(function)[1:]:
        power = _times(power, small)
        if coefficient and power.coefficients:
            terms.append(_scaled(power, coefficient))
    return _sum(terms)


def at(node: Node, variable: str, point: Fraction) -> Series:
    """The series at a point, in powers of the variable less the point. NoSeries."""
    start = Series(1, (Fraction(1), *([Fraction(0)] * (_ORDER - 1))))
    return expand(node, variable, start if point == 0 else _sum([_constant(point), start]))


def limit(node: Node, variable: str, point: Fraction | None, side: int) -> Fraction | float:
    """The limit from one side (1 above, -1 below) at a point, or at infinity for none; ±inf as floats. NoSeries."""
    start = [Fraction(side), *([Fraction(0)] * (_ORDER - 1))]
    if point is None:
        place = Series(-1, tuple(start))
    else:
        place = Series(1, tuple(start)) if point == 0 else _sum([_constant(point), Series(1, tuple(start))])
    series = expand(node, variable, place)
    if not series.coefficients or series.valuation > 0:
        return Fraction(0)
    lead = series.coefficients[0]
    return lead if series.valuation == 0 else math.inf if lead > 0 else -math.inf
