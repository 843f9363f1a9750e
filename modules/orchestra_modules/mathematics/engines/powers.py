"""Products of powers with rational exponents: letters that stand for positive numbers, and a rational coefficient.

With positive letters the laws of exponents hold without exception, so nested powers multiply out. A letter that may
be negative is taken only where no exponent inside or outside has an even denominator to go wrong on: whole ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate, root
from orchestra_modules.mathematics.engines.digits import fraction_text
from orchestra_modules.mathematics.engines.exact import told
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.limits import MAX_SYMBOLIC_DIGITS
from orchestra_modules.mathematics.syntax import Call, Name, Negative, Node, Number, Power, Product, Sum
from orchestra_modules.solving.refusal import TooCostly, Undefined

_DIGITS: Final = 60


@dataclass(frozen=True)
class Monomial:
    """A coefficient and the exponent of each letter; `fractional` tells that some power in it was not whole."""

    coefficient: Fraction
    exponents: Mapping[str, Fraction]
    fractional: bool = False

    def times(self, other: Monomial) -> Monomial:
        """The product."""
        exponents = dict(self.exponents)
        for letter, exponent in other.exponents.items():
            exponents[letter] = exponents.get(letter, Fraction(0)) + exponent
        kept = {letter: exponent for letter, exponent in exponents.items() if exponent}
        return Monomial(self.coefficient * other.coefficient, kept, self.fractional or other.fractional)


def monomial(node: Node, positive: frozenset[str]) -> Monomial | None:
    """An expression as one product of powers, or none where it is not seen to be one."""
    try:
        return _monomial(node, positive)
    except NotRational:
        return None


def _monomial(node: Node, positive: frozenset[str]) -> Monomial:
    match node:
        case Number(value):
            return Monomial(value, {})
        case Name(name):
            return Monomial(Fraction(1), {name: Fraction(1)})
        case Negative(operand):
            return Monomial(Fraction(-1), {}).times(_monomial(operand, positive))
        case Product(factors, divisors):
            result = Monomial(Fraction(1), {})
            for factor in factors:
                result = result.times(_monomial(factor, positive))
            for divisor in divisors:
                result = result.times(_raised(_monomial(divisor, positive), Fraction(-1), positive))
            return result
        case Power(base, exponent):
            return _raised(_monomial(base, positive), evaluate(exponent), positive)
        case Call("sqrt", (argument,)):
            return _raised(_monomial(argument, positive), Fraction(1, 2), positive)
        case Call("cbrt", (argument,)):
            return _raised(_monomial(argument, positive), Fraction(1, 3), positive)
        case Call("root", (argument, degree)):
            return _raised(_monomial(argument, positive), 1 / evaluate(degree), positive)
        case Sum():
            return _like_terms([_monomial(term, positive) for term in node.terms])
        case _:
            return Monomial(evaluate(node), {})


def _like_terms(terms: list[Monomial]) -> Monomial:
    """A sum of multiples of one product of powers."""
    first = terms[0]
    if any(dict(term.exponents) != dict(first.exponents) for term in terms):
        raise NotRational
    total = sum((term.coefficient for term in terms), Fraction(0))
    if not total:
        raise NotRational
    return Monomial(total, first.exponents, any(term.fractional for term in terms))


def _raised(base: Monomial, times: Fraction, positive: frozenset[str]) -> Monomial:
    whole = times.denominator == 1
    if not whole and (base.coefficient <= 0 or set(base.exponents) - positive):
        raise NotRational
    if base.coefficient == 0 and times <= 0:
        raise Undefined("a division by zero has no value")
    size = max(base.coefficient.numerator.bit_length(), base.coefficient.denominator.bit_length())
    if size > 1 and size * abs(times) > 4 * MAX_SYMBOLIC_DIGITS:
        raise TooCostly("a number on the way has too many digits")
    coefficient = root(base.coefficient, times.denominator) if not whole else base.coefficient
    exponents = {letter: exponent * times for letter, exponent in base.exponents.items() if times}
    broken = any(exponent.denominator != 1 for exponent in exponents.values())
    return Monomial(coefficient**times.numerator, exponents, base.fractional or not whole or broken)


def text(found: Monomial) -> str:
    """The text that SymPy gives such a product."""
    above: list[str] = []
    below: list[str] = []
    for letter, exponent in sorted(found.exponents.items()):
        if exponent == -1:
            below.append(letter)
        elif exponent == 1:
            above.append(letter)
        elif exponent == Fraction(1, 2):
            above.append(f"sqrt({letter})")
        elif exponent == Fraction(-1, 2):
            below.append(f"sqrt({letter})")
        elif exponent < 0 and (len(found.exponents) > 1 or abs(found.coefficient) != 1):
            below.append(f"{letter}**{_exponent_text(-exponent)}")
        else:
            above.append(f"{letter}**{_exponent_text(exponent)}")
    size = abs(found.coefficient)
    if size.numerator != 1 or not above:
        above.insert(0, str(size.numerator))
    if size.denominator != 1:
        below.insert(0, str(size.denominator))
    bottom = "*".join(below)
    shown = "*".join(above) + (f"/({bottom})" if len(below) > 1 else f"/{bottom}" if below else "")
    return f"-{shown}" if found.coefficient < 0 else shown


def _exponent_text(exponent: Fraction) -> str:
    plain = fraction_text(exponent)
    return f"({plain})" if exponent < 0 or exponent.denominator != 1 else plain


def tree(found: Monomial) -> Node:
    """The expression of a product of powers."""
    factors: list[Node] = [
        Name(letter) if exponent == 1 else Power(Name(letter), Number(exponent))
        for letter, exponent in sorted(found.exponents.items())
    ]
    if found.coefficient != 1 or not factors:
        factors.insert(0, Number(found.coefficient))
    return factors[0] if len(factors) == 1 else Product(tuple(factors))


def finding(node: Node, found: Monomial) -> Finding:
    """A product of powers that an expression was found to be, checked by its size at a point."""
    shown, result = text(found), tree(found)
    verified = _same_size(node, result, found)
    check = "check: the logarithms at points above 1 agree, to more digits than two different exponents could"
    data: JsonValue = {"type": "expression", "value": shown}
    return Finding(shown, told(node, shown), data, "the laws of exponents", check, verified, node=result)


def _same_size(node: Node, result: Node, found: Monomial) -> bool:
    """Whether both have one size at a point where each letter is the root of a prime, to sixty digits.

    Exponents with denominators below 10**15 cannot differ by less than 10**-30, and logarithms of primes are
    independent over the rationals.
    """
    primes = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
    common = math.lcm(*(exponent.denominator for exponent in found.exponents.values()))
    if common > 10**15:
        return False
    with localcontext() as context:
        context.prec = _DIGITS
        values = {letter: Decimal(primes[place]) for place, letter in enumerate(sorted(_letters(node)))}
        one, other = _decimal(node, values), _decimal(result, values)
        return abs(one - other) <= abs(one) * Decimal(10) ** (12 - _DIGITS)


def _letters(node: Node) -> set[str]:
    from orchestra_modules.mathematics.syntax import names

    return set(names(node))


def _decimal(node: Node, values: dict[str, Decimal]) -> Decimal:
    match node:
        case Number(value):
            return Decimal(value.numerator) / Decimal(value.denominator)
        case Name(name):
            return values[name]
        case Negative(operand):
            return -_decimal(operand, values)
        case Sum(terms):
            return sum((_decimal(term, values) for term in terms), Decimal(0))
        case Product(factors, divisors):
            total = math.prod((_decimal(factor, values) for factor in factors), start=Decimal(1))
            return total / math.prod((_decimal(divisor, values) for divisor in divisors), start=Decimal(1))
        case Power(base, exponent):
            times = evaluate(exponent)
            below = _decimal(base, values)
            if times.denominator == 1:
                return below ** int(times)
            return below ** (Decimal(times.numerator) / Decimal(times.denominator))
        case Call("sqrt", (argument,)):
            return _decimal(argument, values).sqrt()
        case Call("cbrt", (argument,)):
            return _decimal(argument, values) ** (Decimal(1) / 3)
        case Call("root", (argument, degree)):
            return _decimal(argument, values) ** (1 / _decimal(degree, values))
        case _:
            value = evaluate(node)
            return Decimal(value.numerator) / Decimal(value.denominator)
