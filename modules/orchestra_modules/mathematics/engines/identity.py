"""Whether two rational expressions are the same, looked at modulo large primes at points without a pattern.

Different expressions of the degrees that the gate lets through agree at such a point with a probability below 1e-14,
and two points are taken. Knows only sums, products, whole powers, and parts that are plain numbers.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.syntax import Name, Negative, Node, Number, Power, Product, Sum, names

_PRIMES: Final = (2**61 - 1, 2**89 - 1)
_SPREAD: Final = 0x9E3779B97F4A7C15


def agree_at_points(left: Node, right: Node) -> bool | None:
    """Whether two expressions agree at every point looked at; none where one cannot be worked out there."""
    letters = names(left, right)
    for turn, prime in enumerate(_PRIMES, 2):
        point = {letter: pow(_SPREAD, turn * (place + 2), prime) for place, letter in enumerate(letters)}
        try:
            if residue(left, prime, point) != residue(right, prime, point):
                return False
        except (NotRational, ZeroDivisionError):
            return None
    return True


def residue(node: Node, prime: int, point: dict[str, int]) -> int:
    """An expression modulo a prime, with residues for its names. NotRational, ZeroDivisionError."""
    match node:
        case Number(value):
            return _of_fraction(value, prime)
        case Name(name):
            return point[name]
        case Negative(operand):
            return -residue(operand, prime, point) % prime
        case Sum(terms):
            return sum(residue(term, prime, point) for term in terms) % prime
        case Product(factors, divisors):
            above = math.prod(residue(factor, prime, point) for factor in factors) % prime
            below = math.prod(residue(divisor, prime, point) for divisor in divisors) % prime
            return above * _inverse(below, prime) % prime
        case Power(base, exponent):
            times = evaluate(exponent)
            if times.denominator != 1:
                return _of_fraction(evaluate(node), prime)
            inner = residue(base, prime, point)
            return pow(inner if times >= 0 else _inverse(inner, prime), abs(int(times)), prime)
        case _:
            return _of_fraction(evaluate(node), prime)


def _of_fraction(value: Fraction, prime: int) -> int:
    return value.numerator * _inverse(value.denominator % prime, prime) % prime


def _inverse(value: int, prime: int) -> int:
    if value == 0:
        raise ZeroDivisionError
    return pow(value, -1, prime)
