"""Exact arithmetic of sums of square roots of whole numbers, and their text as SymPy prints it.

A number is kept as rational multiples of roots of square-free integers, which are independent over the rationals, so
equal numbers have equal forms. Knows no other irrational number and no imaginary one: those are NotSurd.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Final

from orchestra_modules.mathematics.engines import angles
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.digits import integer_text
from orchestra_modules.mathematics.engines.integers import factorise
from orchestra_modules.mathematics.syntax import Call, Constant, Negative, Node, Number, Power, Product, Sum
from orchestra_modules.solving.refusal import TooCostly, Undefined

_MAX_RADICANDS: Final = 64
_MAX_EXPONENT: Final = 64
_MAX_BITS: Final = 400
_HALF: Final = Fraction(1, 2)


class NotSurd(Exception):
    """The expression is no sum of square roots, or none that this file can find."""


@dataclass(frozen=True)
class Surd:
    """Coefficients by square-free radicand; 1 stands for the rational part. No coefficient is 0."""

    terms: Mapping[int, Fraction]

    def __add__(self, other: Surd) -> Surd:
        terms = dict(self.terms)
        for radicand, coefficient in other.terms.items():
            terms[radicand] = terms.get(radicand, Fraction(0)) + coefficient
        return _clean(terms)

    def __neg__(self) -> Surd:
        return Surd({radicand: -coefficient for radicand, coefficient in self.terms.items()})

    def __mul__(self, other: Surd) -> Surd:
        terms: dict[int, Fraction] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                common = math.gcd(left, right)
                radicand = left // common * (right // common)
                terms[radicand] = terms.get(radicand, Fraction(0)) + a * b * common
        return _clean(terms)

    def inverse(self) -> Surd:
        """One divided by it, with a rational denominator. Undefined for 0."""
        if not self.terms:
            raise Undefined("a division by zero has no value")
        above, below = rational(Fraction(1)), self
        while (radicand := max(below.terms)) != 1:
            prime = smallest_prime(radicand)
            conjugate = Surd({r: -c if r % prime == 0 else c for r, c in below.terms.items()})
            above, below = above * conjugate, below * conjugate
        return above * rational(1 / below.terms[1])

    def raised(self, times: int) -> Surd:
        """A whole power."""
        if abs(times) > _MAX_EXPONENT and len(self.terms) > 1:
            raise NotSurd
        base, result = (self.inverse() if times < 0 else self), rational(Fraction(1))
        times = abs(times)
        while times:
            if times & 1:
                result = result * base
            times >>= 1
            if times:
                base = base * base
        return result

    def root(self) -> Surd:
        """The square root, where it is a surd again. NotSurd."""
        if not self.terms:
            return self
        if set(self.terms) == {1}:
            return root_of(self.terms[1])
        if len(self.terms) == 2 and 1 in self.terms:
            return self._denested()
        raise NotSurd

    def _denested(self) -> Surd:
        """sqrt(a + b*sqrt(n)) as sqrt(u) +- sqrt(v) with u + v = a and 4uv = b*b*n."""
        ((radicand, b),) = [(r, c) for r, c in self.terms.items() if r != 1]
        a = self.terms[1]
        spread = root_of_square(a * a - b * b * radicand)
        if spread is None or a <= 0:
            raise NotSurd
        larger, smaller = root_of((a + spread) / 2), root_of((a - spread) / 2)
        return larger + (smaller if b > 0 else -smaller)

    @property
    def value(self) -> Fraction | None:
        """Its value if it is rational."""
        return Fraction(0) if not self.terms else self.terms.get(1) if len(self.terms) == 1 else None

    def approximate(self) -> float:
        """About how much it is."""
        return math.fsum(float(c) * math.sqrt(r) for r, c in self.terms.items())

    def text(self) -> str:
        """The text that SymPy gives such a number."""
        terms = sorted(self.terms.items(), key=lambda term: float(term[1]) * math.sqrt(term[0]))
        if len(terms) == 2 and terms[1][0] == 1 and terms[0][1] < 0 < terms[1][1]:
            terms = terms[::-1]
        text = ""
        for radicand, coefficient in terms:
            part = _term_text(radicand, abs(coefficient))
            if text:
                text += f" {'-' if coefficient < 0 else '+'} {part}"
            else:
                text = f"-{part}" if coefficient < 0 else part
        return text or "0"

    def tree(self) -> Node:
        """The expression of it."""
        terms: list[Node] = []
        for radicand, coefficient in sorted(self.terms.items()):
            root = Call("sqrt", (Number(Fraction(radicand)),))
            terms.append(Number(coefficient) if radicand == 1 else Product((Number(coefficient), root)))
        if not terms:
            return Number(Fraction(0))
        return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _clean(terms: dict[int, Fraction]) -> Surd:
    if len(terms) > _MAX_RADICANDS:
        raise NotSurd
    return Surd({radicand: coefficient for radicand, coefficient in terms.items() if coefficient})


def _term_text(radicand: int, size: Fraction) -> str:
    parts = [] if radicand == 1 else [f"sqrt({integer_text(radicand)})"]
    if size.numerator != 1 or not parts:
        parts.insert(0, integer_text(size.numerator))
    return "*".join(parts) + (f"/{integer_text(size.denominator)}" if size.denominator != 1 else "")


def rational(value: Fraction) -> Surd:
    """A rational number."""
    return Surd({1: value} if value else {})


def root_of(value: Fraction) -> Surd:
    """The square root of a rational number. NotSurd where it is imaginary."""
    if value < 0:
        raise NotSurd
    if value == 0:
        return Surd({})
    inside = value.numerator * value.denominator
    if (exact := math.isqrt(inside)) ** 2 == inside:
        return rational(Fraction(exact, value.denominator))
    if inside.bit_length() > _MAX_BITS:
        raise NotSurd
    outside, radicand = 1, 1
    try:
        primes = factorise(inside)
    except TooCostly as error:
        raise NotSurd from error
    for prime, count in primes.items():
        outside *= prime ** (count // 2)
        radicand *= prime ** (count % 2)
    return Surd({radicand: Fraction(outside, value.denominator)})


def root_of_square(value: Fraction) -> Fraction | None:
    """The square root of a rational number where it is rational."""
    if value < 0:
        return None
    above, below = math.isqrt(value.numerator), math.isqrt(value.denominator)
    return Fraction(above, below) if (above**2, below**2) == (value.numerator, value.denominator) else None


def smallest_prime(number: int) -> int:
    """The smallest prime that divides a number of at least 2."""
    return min(factorise(number))


def surd(node: Node) -> Surd:
    """An expression as a sum of square roots. NotSurd, Undefined."""
    match node:
        case Number(value):
            return rational(value)
        case Negative(operand):
            return -surd(operand)
        case Sum(terms):
            return reduce(lambda a, b: a + b, map(surd, terms))
        case Product(factors, divisors):
            above = reduce(lambda a, b: a * b, map(surd, factors))
            return reduce(lambda a, b: a * surd(b).inverse(), divisors, above)
        case Power(base, exponent):
            return _power(base, exponent)
        case Call("sqrt", (argument,)):
            return surd(argument).root()
        case Call("abs", (argument,)):
            inner = surd(argument)
            if abs(about := inner.approximate()) < 1e-6 and inner.terms:
                raise NotSurd
            return -inner if about < 0 else inner
        case Call("sin" | "cos" | "tan" | "cot" | "sec" | "csc" as function, (argument,)):
            return _trigonometric(function, argument)
        case Constant():
            raise NotSurd
        case _:
            try:
                return rational(evaluate(node))
            except NotRational as error:
                raise NotSurd from error


def _trigonometric(function: str, argument: Node) -> Surd:
    """A function of a rational multiple of pi. NotSurd, Undefined."""
    angle = angles.turns(argument)
    sine, cosine = (None, None) if angle is None else (angles.sine(angle), angles.cosine(angle))
    if function == "sin" and sine is not None:
        return Surd(sine)
    if function == "cos" and cosine is not None:
        return Surd(cosine)
    if sine is None or cosine is None or function in ("sin", "cos"):
        raise NotSurd
    above, below = {"tan": (sine, cosine), "cot": (cosine, sine), "sec": ({1: Fraction(1)}, cosine)}.get(
        function, ({1: Fraction(1)}, sine)
    )
    if not below:
        raise Undefined(f"{function} has no value there")
    return Surd(above) * Surd(below).inverse()


def _power(base: Node, exponent: Node) -> Surd:
    try:
        times = evaluate(exponent)
    except NotRational as error:
        raise NotSurd from error
    inner = surd(base)
    if times.denominator > 2 or (not inner.terms and times <= 0):
        raise NotSurd
    if times.denominator == 2:
        inner = inner.root()
    return inner.raised(times.numerator)
