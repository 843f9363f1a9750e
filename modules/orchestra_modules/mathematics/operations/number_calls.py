"""The names that algebra systems and programming languages give to operations on numbers and lists of numbers.

Where two of them mean different things by one name (a half rounded, a division with a negative number, a list in braces
with equal members) nothing is answered.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines.digits import decimal_text
from orchestra_modules.mathematics.engines.enclosure import rational_value
from orchestra_modules.mathematics.engines.integers import factorise
from orchestra_modules.mathematics.engines.number_findings import brief, exact, number, positive, small
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.values import value_of
from orchestra_modules.mathematics.syntax import Listing, Negative, Node, Power, Product, Request, Sum, Text
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work


def _several(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    return {"parts": Listing(arguments)} if arguments and not named else None


@operation("plus_call", calls=("Plus", "Add"), arrange=_several)
def plus_call(work: Work, parts: Node) -> Finding:
    """All arguments added."""
    items = work.items(parts)
    return value_of(work, Sum(items) if len(items) > 1 else items[0])


@operation("times_call", calls=("Times", "Mul"), arrange=_several)
def times_call(work: Work, parts: Node) -> Finding:
    """All arguments multiplied."""
    items = work.items(parts)
    return value_of(work, Product(items) if len(items) > 1 else items[0])


@operation("subtract_call", calls=("Subtract",))
def subtract_call(work: Work, a: Node, b: Node) -> Finding:
    """The second taken from the first."""
    return value_of(work, Sum((a, Negative(b))))


@operation("divide_call", calls=("Rational", "Divide"))
def divide_call(work: Work, a: Node, b: Node) -> Finding:
    """The first divided by the second."""
    return value_of(work, Product((a,), (b,)))


@operation("power_call", calls=("pow", "Pow", "Power", "PowerMod", "powmod"))
def power_call(work: Work, a: Node, n: Node, m: Node | None = None) -> Finding:
    """A power, or its remainder by a third argument."""
    power = Power(a, n)
    if m is None:
        return value_of(work, power)
    exponent = small(n, "an exponent before a remainder", 10**100)
    if exponent == -1:
        return work.find(Request("modular_inverse", (("a", a), ("m", m))))
    if exponent < 0:
        raise NotDone("a negative power modulo a number is asked for as an inverse here")
    return work.find(Request("remainder", (("a", power), ("b", m))))


@operation("integer_quotient", requests=("{a:integer} div {b:integer}",), calls=("iquo",))
def integer_quotient(work: Work, a: Node, b: Node) -> Finding:
    """The whole quotient; of negative numbers systems round it differently."""
    _both_positive(a, b)
    return work.find(Request("quotient", (("a", a), ("b", b))))


@operation("integer_remainder", calls=("irem",))
def integer_remainder(work: Work, a: Node, b: Node) -> Finding:
    """What is left of a division; of negative numbers systems leave different rests."""
    _both_positive(a, b)
    return work.find(Request("remainder", (("a", a), ("b", b))))


def _both_positive(a: Node, b: Node) -> None:
    if exact(a, "a division") < 0 or exact(b, "a division") <= 0:
        raise NotDone("the whole quotient of negative numbers is not the same in all systems")


@operation("rounded_call", calls=("round",))
def rounded_call(work: Work, a: Node, n: Node | None = None) -> Finding:
    """A number rounded to an integer, or to some decimals; a half goes to different sides in different languages."""
    places = small(n, "a number of decimals", 1_000) if n is not None else 0
    if places < 0:
        raise NotDone("rounding to tens and hundreds is asked for in words here")
    if rational_value(a) is None and n is not None:
        return work.find(Request("round_to_places", (("a", a), ("n", n))))
    return _rounded(a, Fraction(1, 10**places), True)


@operation("rounded_to_multiple_call", calls=("Round",))
def rounded_to_multiple_call(work: Work, a: Node, unit: Node | None = None) -> Finding:
    """A number rounded to an integer, or to a multiple of the second argument."""
    step = exact(unit, "a unit of rounding") if unit is not None else Fraction(1)
    if step <= 0:
        raise Undefined("a unit of rounding is positive")
    return _rounded(a, step, decimal_text(step) is not None)


def _rounded(a: Node, step: Fraction, decimal: bool) -> Finding:
    scaled = exact(a, "rounding") / step
    if scaled.denominator == 2:
        raise NotDone("it lies halfway, and languages round that to different sides")
    found = math.floor(scaled + Fraction(1, 2)) * step
    text = f"{brief(scaled * step)} rounds to {brief(found)}"
    again = abs(found / step - scaled) < Fraction(1, 2)
    return number(found, text, "rounding", "check: it is less than half a unit away", again, decimal)


def _one_list(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    if named or len(arguments) != 1 or not isinstance(arguments[0], Listing):
        return None
    return {"data": arguments[0]}


def _counted(work: Work, data: Node) -> tuple[Node, ...]:
    """The items of a list; in braces they are a list in one language and a set in another."""
    items = work.items(data)
    if (
        isinstance(data, Listing)
        and data.kind == "set"
        and len({value_of(work, item).value for item in items}) < len(items)
    ):
        raise NotUnderstood("a list in braces with equal members may be a set")
    return items


@operation("total_call", calls=("Total",), arrange=_one_list)
def total_call(work: Work, data: Node, counted: Node | None = None) -> Finding:
    """The sum of a list."""
    items = _counted(work, data) if counted is not None else work.items(data)
    if any(isinstance(item, Listing) for item in items):
        raise NotDone("lists of lists are not totalled here")
    return value_of(work, Sum(items) if len(items) > 1 else items[0])


@operation("length_call", calls=("len", "Length", "nops"), arrange=_one_list)
def length_call(work: Work, data: Node) -> Finding:
    """How many items a list has."""
    items = _counted(work, data)
    found = len(items)
    counted = sum(1 for _ in items)
    return number(found, f"The list has {found} items", "counted", "check: counted one by one", counted == found)


@operation("digits_call", calls=("IntegerDigits",))
def digits_call(work: Work, a: Node, base: Node | None = None) -> Finding:
    """The digits of an integer."""
    if base is not None and exact(base, "a base") != 10:
        raise NotDone("digits in other bases are asked for in words here")
    return work.find(Request("digit_list", (("a", a),)))


@operation("digit_length_call", calls=("IntegerLength",))
def digit_length_call(work: Work, a: Node) -> Finding:
    """How many digits an integer has."""
    return work.find(Request("digit_count", (("a", a),)))


@operation("fibonacci_call", calls=("Fibonacci", "fibonacci", "fib"))
def fibonacci_call(work: Work, n: Node) -> Finding:
    """The Fibonacci number at a place."""
    return work.find(Request("named_number", (("n", n), ("kind", Text("fibonacci")))))


@operation("divisor_power_sum", calls=("DivisorSigma",))
def divisor_power_sum(work: Work, k: Node, a: Node) -> Finding:
    """The divisors of a number, each raised to a power, added."""
    power, value = small(k, "a power of divisors", 100), positive(a, "a sum over divisors")
    if power < 0:
        raise NotDone("powers of divisors are taken from 0 on")
    if value > 10**9:
        raise TooCostly("sums over divisors are done up to 10^9")
    small_ones = [d for d in range(1, math.isqrt(value) + 1) if value % d == 0]
    found = sum(d**power for d in {*small_ones, *(value // d for d in small_ones)})
    formula = math.prod(sum(p ** (power * e) for e in range(c + 1)) for p, c in factorise(value).items())
    text = f"The divisors of {brief(value)}, each to the power {power}, add up to {brief(found)}"
    return number(found, text, "all divisors by trial", "check: from the prime factors", found == formula)
