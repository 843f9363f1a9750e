"""Remainders without the number itself: powers, towers of powers and factorials modulo m; inverses; congruences.

A huge exponent is brought down by Euler's theorem in the form that needs no coprime base:
a^e = a^(phi + e mod phi) modulo m whenever e is at least the bit length of m.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.digits import digit_count
from orchestra_modules.mathematics.engines.integers import factorise
from orchestra_modules.mathematics.limits import MAX_DIGITS
from orchestra_modules.mathematics.syntax import Call, Negative, Node, Number, Power, Product, Sum
from orchestra_modules.solving.refusal import NotDone, Refusal, TooCostly, Undefined

_MAX_FACTORIAL: Final = 200_000
_MAX_MODULUS_DIGITS: Final = 60


def totient(number: int) -> int:
    """How many of 1..n are coprime to n."""
    result = number
    for prime in factorise(number):
        result = result // prime * (prime - 1)
    return result


def residue(node: Node, modulus: int) -> int:
    """The remainder of an integer expression, from 0 to m - 1. NotDone, TooCostly."""
    if digit_count(modulus) > _MAX_MODULUS_DIGITS:
        return int(_exact(node)) % modulus
    match node:
        case Number(value) if value.denominator == 1:
            return int(value) % modulus
        case Negative(operand):
            return -residue(operand, modulus) % modulus
        case Sum(terms):
            return sum(residue(term, modulus) for term in terms) % modulus
        case Product(factors, ()):
            return math.prod(residue(factor, modulus) for factor in factors) % modulus
        case Power(base, exponent):
            return _power(base, exponent, modulus)
        case Call("factorial", (argument,)):
            return _factorial(int(_exact(argument)), modulus)
        case _:
            value = _exact(node)
            if value.denominator != 1:
                raise Undefined(f"a remainder is asked of {value}, which is no integer")
            return int(value) % modulus


def residue_by_parts(node: Node, modulus: int) -> int:
    """The same remainder by another road: modulo each prime power of m, put together again."""
    parts = [(residue(node, prime**count), prime**count) for prime, count in factorise(modulus).items()]
    found = combine(parts) if parts else (0, 1)
    assert found is not None
    return found[0]


def _exact(node: Node) -> Fraction:
    from orchestra_modules.mathematics.engines import gate

    gate.check(node)
    try:
        return evaluate(node)
    except NotRational as error:
        raise NotDone("remainders are found for whole numbers only") from error


def _power(base: Node, exponent: Node, modulus: int) -> int:
    if modulus == 1:
        return 0
    bound = modulus.bit_length()
    size = at_least(exponent, bound)
    if size is not None:
        return _small_power(base, size, modulus)
    phi = totient(modulus)
    return pow(residue(base, modulus), phi + residue(exponent, phi), modulus)


def _small_power(base: Node, exponent: Fraction, modulus: int) -> int:
    if exponent.denominator != 1 or exponent < 0:
        value = _exact(Power(base, Number(exponent)))
        if value.denominator != 1:
            raise Undefined(f"a remainder is asked of {value}, which is no integer")
        return int(value) % modulus
    if exponent == 0 and _is_zero(base):
        raise Undefined("0 to the power 0 has no agreed value")
    return pow(residue(base, modulus), int(exponent), modulus)


def _is_zero(node: Node) -> bool:
    try:
        return _exact(node) == 0
    except Refusal:
        return False


def at_least(node: Node, bound: int) -> Fraction | None:
    """The value of an exponent, or none where it is an integer too large to write and at least the bound."""
    try:
        return _exact(node)
    except TooCostly:
        pass
    match node:
        case Power(base, exponent):
            below, above = at_least(base, bound), at_least(exponent, bound)
            large = (below is None or below >= 2) and (above is None or above * math.log2(below or 2) >= bound)
            whole = (below is None or below.denominator == 1) and (above is None or above.denominator == 1)
            if large and whole and bound < MAX_DIGITS:
                return None
        case Call("factorial"):
            return None
        case Product(factors, ()):
            values = [at_least(factor, bound) for factor in factors]
            if all(value is None or (value.denominator == 1 and value >= 1) for value in values):
                return None
    raise TooCostly("an exponent is too large to be worked out, even modulo another number")


def _factorial(number: int, modulus: int) -> int:
    if number < 0:
        raise Undefined("factorials are defined for integers of at least 0")
    if number >= modulus:
        return 0
    if number > _MAX_FACTORIAL:
        raise TooCostly(f"factorials are found modulo another number up to {_MAX_FACTORIAL}")
    result = 1
    for factor in range(2, number + 1):
        result = result * factor % modulus
    return result


def bezout(a: int, b: int) -> tuple[int, int, int]:
    """g, s and t with s*a + t*b = g, the greatest common divisor."""
    s, t, next_s, next_t, rest, other = 1, 0, 0, 1, a, b
    while other:
        quotient = rest // other
        rest, other = other, rest - quotient * other
        s, next_s = next_s, s - quotient * next_s
        t, next_t = next_t, t - quotient * next_t
    return (rest, s, t) if rest >= 0 else (-rest, -s, -t)


def linear_congruence(a: int, b: int, modulus: int) -> tuple[int, int] | None:
    """The solutions of a*x = b modulo m as one class: r modulo m'; or none."""
    common, s, _ = bezout(a, modulus)
    if b % common:
        return None
    reduced = modulus // common
    return s * (b // common) % reduced, reduced


def combine(classes: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The numbers in every one of some residue classes (r, m), as one class; or none (Chinese remainder theorem)."""
    rest, modulus = 0, 1
    for other, other_modulus in classes:
        found = linear_congruence(modulus, other - rest, other_modulus)
        if found is None:
            return None
        steps, reduced = found
        rest, modulus = rest + modulus * steps, modulus * reduced
        if digit_count(modulus) > MAX_DIGITS:
            raise TooCostly("the common modulus is too long")
        rest %= modulus
    return rest, modulus
