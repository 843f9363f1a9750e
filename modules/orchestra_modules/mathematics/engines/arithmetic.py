"""Rational arithmetic on expression trees, and its check by residues modulo large primes.

Exact, with the standard library only. What is not a rational number (pi, an unknown, sqrt(2)) is NotRational and
left to computer algebra. Sizes have been bounded by the gate before.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce

from orchestra_modules.mathematics.syntax import Call, Negative, Node, Number, Power, Product, Sum
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

#: Mersenne primes: the check runs modulo the first two by which no divisor is divisible
_PRIMES = tuple(2**exponent - 1 for exponent in (61, 89, 107, 127, 521))


class NotRational(Exception):
    """The expression is not a rational number, or not one that this file can find."""


def evaluate(node: Node) -> Fraction:
    """The value of an expression. NotRational, Undefined."""
    match node:
        case Number(value):
            return value
        case Negative(operand):
            return -evaluate(operand)
        case Sum(terms):
            return _total([evaluate(term) for term in terms])
        case Product(factors, divisors):
            result = reduce(lambda a, b: a * b, (evaluate(factor) for factor in factors))
            for divisor in divisors:
                value = evaluate(divisor)
                if value == 0:
                    raise Undefined("a division by zero has no value")
                result /= value
            return result
        case Power(base, exponent):
            return _power(evaluate(base), evaluate(exponent))
        case Call(function, arguments):
            return _call(function, [evaluate(argument) for argument in arguments])
        case _:
            raise NotRational


def _total(values: list[Fraction]) -> Fraction:
    """The sum, over one common denominator: much faster than term by term when there are many."""
    common = math.lcm(*(value.denominator for value in values))
    return Fraction(sum(value.numerator * (common // value.denominator) for value in values), common)


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        if base < 0 and exponent.denominator % 2:
            raise NotUnderstood("an odd root of a negative number written as a power may be real or complex; use cbrt")
        if base < 0:
            raise NotRational
        return _power(root(base, exponent.denominator), Fraction(exponent.numerator))
    if base == 0 and exponent == 0:
        raise Undefined("0 to the power 0 has no agreed value")
    if base == 0 and exponent < 0:
        raise Undefined("a division by zero has no value")
    return Fraction(base ** int(exponent))


def root(value: Fraction, degree: int) -> Fraction:
    """The real root of a number if it is rational. NotRational."""
    if value < 0:
        if degree % 2 == 0:
            raise NotRational
        return -root(-value, degree)
    if degree > 10_000:
        raise NotRational
    return Fraction(_integer_root(value.numerator, degree), _integer_root(value.denominator, degree))


def _integer_root(value: int, degree: int) -> int:
    if degree == 2:
        found = math.isqrt(value)
    elif value < 2:
        found = value
    else:
        found = 1 << -(-value.bit_length() // degree)
        while (better := ((degree - 1) * found + value // found ** (degree - 1)) // degree) < found:
            found = better
    if found**degree != value:
        raise NotRational
    return found


def _integers(function: str, values: list[Fraction]) -> list[int]:
    for value in values:
        if value.denominator != 1:
            raise Undefined(f"{function} is defined for integers only")
    return [int(value) for value in values]


def _call(function: str, values: list[Fraction]) -> Fraction:
    match function:
        case "sqrt":
            return root(values[0], 2)
        case "cbrt":
            return root(values[0], 3)
        case "root" if values[1].denominator == 1 and values[1] > 0:
            return root(values[0], int(values[1]))
        case "abs":
            return abs(values[0])
        case "max":
            return max(values)
        case "min":
            return min(values)
        case "floor":
            return Fraction(math.floor(values[0]))
        case "ceiling":
            return Fraction(math.ceil(values[0]))
        case "log":
            return _logarithm(values[0], values[1])
        case "mod":
            if values[1] == 0:
                raise Undefined("a division by zero has no value")
            return values[0] - values[1] * math.floor(values[0] / values[1])
        case "percent":
            return values[0] / 100
        case "factorial" | "binomial" | "gcd" | "lcm":
            return Fraction(_whole(function, _integers(function, values)))
        case _:
            raise NotRational


def _logarithm(value: Fraction, base: Fraction) -> Fraction:
    """A logarithm that is a rational number with a small denominator. NotRational."""
    if value <= 0 or base <= 0 or base == 1:
        raise Undefined("a logarithm needs a number above 0 and a base above 0 other than 1")
    for degree in range(1, 13):
        power = value**degree
        guess = _log(power) / _log(base)
        if abs(guess) * (base.numerator.bit_length() + base.denominator.bit_length()) > 200_000:
            raise NotRational
        if base ** round(guess) == power:
            return Fraction(round(guess), degree)
    raise NotRational


def _log(value: Fraction) -> float:
    return math.log(value.numerator) - math.log(value.denominator)


def _whole(function: str, values: list[int]) -> int:
    if function == "gcd":
        return math.gcd(*values)
    if function == "lcm":
        return math.lcm(*values)
    if min(values) < 0:
        raise Undefined(f"{function} is defined for integers of at least 0 only")
    return math.factorial(values[0]) if function == "factorial" else math.comb(values[0], values[1])


# --- the check ------------------------------------------------------------------------------------


class _ZeroResidue(Exception):
    """A divisor is divisible by the prime; another prime is needed."""


def agrees(node: Node, result: Fraction) -> bool:
    """Whether the result has the residues that the tree has modulo two large primes."""
    confirmed = 0
    for prime in _PRIMES:
        try:
            if residue(node, prime) != _fraction_residue(result, prime):
                return False
        except _ZeroResidue:
            continue
        confirmed += 1
        if confirmed == 2:
            return True
    return False


def _fraction_residue(value: Fraction, prime: int) -> int:
    if value.denominator % prime == 0:
        raise _ZeroResidue
    return value.numerator * pow(value.denominator, -1, prime) % prime


def residue(node: Node, prime: int) -> int:
    """The expression worked out modulo a prime; functions that are no field operations by their properties."""
    match node:
        case Number(value):
            return _fraction_residue(value, prime)
        case Negative(operand):
            return -residue(operand, prime) % prime
        case Sum(terms):
            return sum(residue(term, prime) for term in terms) % prime
        case Product(factors, divisors):
            above = math.prod(residue(factor, prime) for factor in factors) % prime
            below = math.prod(residue(divisor, prime) for divisor in divisors) % prime
            if below == 0:
                raise _ZeroResidue
            return above * pow(below, -1, prime) % prime
        case Power(base, exponent) if evaluate(exponent).denominator == 1:
            times, base_residue = int(evaluate(exponent)), residue(base, prime)
            if base_residue == 0 and times < 0:
                raise _ZeroResidue
            return pow(base_residue, times, prime)
        case Call("factorial", (argument,)):
            return reduce(lambda a, b: a * b % prime, range(2, int(evaluate(argument)) + 1), 1)
        case Call("percent", (argument,)):
            return residue(argument, prime) * pow(100, -1, prime) % prime
        case Power(base, exponent):
            return _by_property("power", [base, exponent], evaluate(node), prime)
        case Call(function, arguments):
            return _by_property(function, list(arguments), evaluate(node), prime)
        case _:
            raise NotRational


def _by_property(function: str, arguments: list[Node], value: Fraction, prime: int) -> int:
    given = [evaluate(argument) for argument in arguments]
    for argument, exact in zip(arguments, given, strict=True):
        if residue(argument, prime) != _fraction_residue(exact, prime):
            raise ArithmeticError("two ways of working out an argument differ")
    if not has_property(function, given, value):
        raise ArithmeticError(f"{function} does not have the property that defines it")
    return _fraction_residue(value, prime)


def has_property(function: str, given: list[Fraction], value: Fraction) -> bool:
    """Whether a value has the property that defines the function's result."""
    first = given[0]
    match function:
        case "sqrt":
            return value >= 0 and value * value == first
        case "cbrt":
            return value**3 == first
        case "root":
            return value ** int(given[1]) == first and (value >= 0 or first < 0)
        case "power":
            return value >= 0 and value ** given[1].denominator == first ** given[1].numerator
        case "log":
            return given[1] ** value.numerator == first**value.denominator
        case "abs":
            return value >= 0 and value in (first, -first)
        case "max":
            return value in given and all(value >= other for other in given)
        case "min":
            return value in given and all(value <= other for other in given)
        case "floor":
            return value.denominator == 1 and 0 <= first - value < 1
        case "ceiling":
            return value.denominator == 1 and 0 <= value - first < 1
        case "mod":
            inside = 0 <= value < given[1] or given[1] < value <= 0
            return inside and ((first - value) / given[1]).denominator == 1
        case "gcd":
            return value >= 0 and _is_gcd([int(v) for v in given], int(value))
        case "lcm":
            return value >= 0 and _is_lcm([int(v) for v in given], int(value))
        case "binomial":
            return _is_binomial(int(first), int(given[1]), int(value))
        case _:
            return False


def _is_gcd(values: list[int], found: int) -> bool:
    """It divides them all, and is a combination of them (so every common divisor divides it)."""
    if not any(values):
        return found == 0
    combined = 0
    for value in values:
        combined = _combination(combined, value)
    return found == combined and all(value % found == 0 for value in values)


def _combination(a: int, b: int) -> int:
    """The value of s*a + t*b for the s and t of the extended Euclidean algorithm."""
    s, t, next_s, next_t, rest, other = 1, 0, 0, 1, a, b
    while other:
        quotient = rest // other
        rest, other = other, rest - quotient * other
        s, next_s = next_s, s - quotient * next_s
        t, next_t = next_t, t - quotient * next_t
    return abs(s * a + t * b)


def _is_lcm(values: list[int], found: int) -> bool:
    """It is a multiple of them all, and the multiples have no common factor (so no smaller one will do)."""
    if 0 in values:
        return found == 0
    multiples = [found // value for value in values]
    return all(found % value == 0 for value in values) and abs(_gcd_all(multiples)) == 1


def _gcd_all(values: list[int]) -> int:
    return reduce(_combination, values)


def _is_binomial(n: int, k: int, found: int) -> bool:
    """Built up by another recurrence: C(n, j) = C(n, j-1) * (n-j+1) / j."""
    if k > n:
        return found == 0
    value = 1
    for j in range(1, k + 1):
        value = value * (n - j + 1) // j
    return value == found
