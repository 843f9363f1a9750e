"""Rational roots of polynomials in one unknown, found by lifting roots modulo a prime, and what is left over.

Standard library only, so quick for the polynomials that split. Polynomials are lists of integers, the constant term
first. What has no rational root is handed back as a factor, not split further.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.polynomial import Polynomial, common_denominator
from orchestra_modules.solving.refusal import TooCostly

_MAX_LIFTS: Final = 40

Coefficients = list[int]


@dataclass(frozen=True)
class Split:
    """A polynomial as content * product of (q*x - p)**count * product of rest**count."""

    content: Fraction
    linear: tuple[tuple[Fraction, int], ...]  # roots, ascending, with how often each occurs
    rest: tuple[tuple[tuple[int, ...], int], ...]  # primitive, with a positive leading coefficient, no rational root


def coefficients(polynomial: Polynomial) -> tuple[Fraction, Coefficients]:
    """A polynomial in at most one letter as a number times a primitive one with a positive leading coefficient."""
    scale = common_denominator(polynomial)
    whole = [0] * (polynomial.degree() + 1)
    for monomial, coefficient in polynomial.terms.items():
        whole[monomial[0][1] if monomial else 0] = int(coefficient * scale)
    content, primitive = _primitive(whole)
    return Fraction(content, scale), primitive


def _primitive(whole: Sequence[int]) -> tuple[int, Coefficients]:
    content = math.gcd(*whole) or 1
    if whole[-1] < 0:
        content = -content
    return content, [value // content for value in whole]


def split(polynomial: Polynomial) -> Split:
    """Take out every rational root of a polynomial that is not 0."""
    content, whole = coefficients(polynomial)
    linear: dict[Fraction, int] = {}
    zeros = next(place for place, value in enumerate(whole) if value)
    if zeros:
        linear[Fraction(0)] = zeros
        whole = whole[zeros:]
    rest: list[tuple[tuple[int, ...], int]] = []
    for part, count in square_free(whole):
        for found in rational_roots(part):
            linear[found] = linear.get(found, 0) + count
            part = divided(part, found)
        if len(part) > 1:
            rest.append((tuple(part), count))
    return Split(content, tuple(sorted(linear.items())), tuple(rest))


def divided(whole: Coefficients, root: Fraction) -> Coefficients:
    """A primitive polynomial without the factor (q*x - p) of a root p/q."""
    p, q = root.numerator, root.denominator
    result = [0] * (len(whole) - 1)
    carry = 0
    for place in range(len(whole) - 1, 0, -1):
        carry = (whole[place] + p * carry) // q
        result[place - 1] = carry
    return result


def value_at(whole: Sequence[int], root: Fraction) -> int:
    """The value at p/q times q to the degree."""
    p, q = root.numerator, root.denominator
    total, power = 0, 1
    for value in reversed(whole):
        total = total * p + value * power
        power *= q
    return total


def square_free(whole: Coefficients) -> list[tuple[Coefficients, int]]:
    """Primitive parts without a repeated factor, each with how often it occurs (Yun)."""
    if len(whole) < 3:
        return [(whole, 1)] if len(whole) == 2 else []
    found: list[tuple[Coefficients, int]] = []
    common = gcd(whole, derivative(whole))
    if len(common) == 1:
        return [(whole, 1)]
    reduced = quotient(whole, common)
    count = 1
    while len(reduced) > 1:
        shared = gcd(reduced, common)
        single = quotient(reduced, shared)
        if len(single) > 1:
            found.append((single, count))
        reduced, common = shared, quotient(common, shared)
        count += 1
    return found


def derivative(whole: Sequence[int]) -> Coefficients:
    """The derivative."""
    return [place * value for place, value in enumerate(whole)][1:]


def gcd(left: Coefficients, right: Coefficients) -> Coefficients:
    """The primitive greatest common divisor, by primitive remainders."""
    while right and any(right):
        left, right = right, _remainder(left, right)
    return _primitive(left)[1] if left else [1]


def _remainder(left: Coefficients, right: Coefficients) -> Coefficients:
    rest = left[:]
    lead = right[-1]
    while len(rest) >= len(right):
        top = rest[-1]
        shift = len(rest) - len(right)
        rest = [value * lead for value in rest]
        for place, value in enumerate(right):
            rest[place + shift] -= top * value
        while rest and rest[-1] == 0:
            rest.pop()
    return _primitive(rest)[1] if rest else []


def quotient(left: Coefficients, right: Coefficients) -> Coefficients:
    """An exact quotient of primitive polynomials, primitive again."""
    rest = [Fraction(value) for value in left]
    result = [Fraction(0)] * (len(left) - len(right) + 1)
    for shift in range(len(left) - len(right), -1, -1):
        factor = rest[shift + len(right) - 1] / right[-1]
        result[shift] = factor
        for place, value in enumerate(right):
            rest[place + shift] -= factor * value
    scale = math.lcm(*(value.denominator for value in result))
    return _primitive([int(value * scale) for value in result])[1]


def rational_roots(whole: Coefficients) -> list[Fraction]:
    """The rational roots of a polynomial without repeated factors, ascending."""
    if len(whole) < 2:
        return []
    if len(whole) == 2:
        return [Fraction(-whole[0], whole[1])]
    if len(whole) == 3:
        return _quadratic(whole)
    prime = _good_prime(whole)
    lead = whole[-1]
    bound = 2 * abs(lead) * (max(map(abs, whole)) + abs(lead))
    found: list[Fraction] = []
    slope = derivative(whole)
    for start in range(prime):
        if _modulo(whole, start, prime):
            continue
        place, modulus, lifts = start, prime, 0
        while modulus <= 2 * bound:
            modulus *= modulus
            inverse = pow(_modulo(slope, place, modulus), -1, modulus)
            place = (place - _modulo(whole, place, modulus) * inverse) % modulus
            if (lifts := lifts + 1) > _MAX_LIFTS:
                raise TooCostly("the coefficients are too large")
        scaled = place * lead % modulus
        if scaled > modulus // 2:
            scaled -= modulus
        root = Fraction(scaled, lead)
        if value_at(whole, root) == 0:
            found.append(root)
    return sorted(found)


def _quadratic(whole: Coefficients) -> list[Fraction]:
    c, b, a = whole
    inside = b * b - 4 * a * c
    if inside < 0 or (exact := math.isqrt(inside)) ** 2 != inside:
        return []
    return sorted({Fraction(-b - exact, 2 * a), Fraction(-b + exact, 2 * a)})


def _good_prime(whole: Coefficients) -> int:
    """A prime modulo which the degree stays and no root is repeated."""
    slope = derivative(whole)
    prime = 97
    for _ in range(2000):
        prime = _next_prime(prime)
        if whole[-1] % prime == 0:
            continue
        if all(_modulo(slope, place, prime) for place in range(prime) if not _modulo(whole, place, prime)):
            return prime
    raise TooCostly("no prime was found to look for roots with")


def _next_prime(after: int) -> int:
    number = after + 1
    while any(number % divisor == 0 for divisor in range(2, math.isqrt(number) + 1)):
        number += 1
    return number


def _modulo(whole: Sequence[int], place: int, modulus: int) -> int:
    total = 0
    for value in reversed(whole):
        total = (total * place + value) % modulus
    return total
