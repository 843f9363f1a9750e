"""Real numbers enclosed between rationals: certified comparison, sign and rounding of what is not rational.

Interval arithmetic with outward rounding at growing precision; equality is never read off numbers but proved in the
normal form of `polynomial` or by computer algebra. Knows no unknowns: an expression with one is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.arithmetic import NotRational, agrees, evaluate
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Written,
    names,
    show,
    substitute,
)
from orchestra_modules.solving.refusal import NotDone, Refusal, Undefined

_DIGITS: Final = (20, 50, 120, 300, 1_200)
#: what an enclosure must be narrower than before equality is looked into
_SUSPICIOUS: Final = Fraction(1, 10**40)
RATIONAL: Final = "exact rational arithmetic"
INTERVALS: Final = "interval arithmetic with outward rounding"


@dataclass(frozen=True)
class Order:
    """Which of two numbers is larger (-1, 0, 1 as the left is less, equal, greater), how that is known, and whether
    a second road confirms it."""

    sign: int
    method: str
    check: str
    verified: bool


def plain(node: Node) -> Node:
    """An expression without the note of how it was written."""
    return node.node if isinstance(node, Written) else node


def real(node: Node) -> Node:
    """The same, where a free e is Euler's number."""
    node = plain(node)
    return substitute(node, {"e": Constant("e")}) if "e" in names(node) else node


def rational_value(node: Node) -> Fraction | None:
    """The value of an expression that is a rational number, worked out by two roads; none where it is not one."""
    node = plain(node)
    gate.check(node)
    try:
        value = evaluate(node)
    except NotRational:
        return None
    if not isinstance(node, Number):
        try:
            confirmed = agrees(node, value)
        except ArithmeticError:
            confirmed = False
        if not confirmed:
            raise NotDone(f"two ways of working out {show(node)[:60]} differ")
    return value


def enclosure(node: Node, digits: int) -> tuple[Fraction, Fraction]:
    """Two rationals between which a real number lies. NotDone, Undefined."""
    from mpmath import iv, libmp  # type: ignore[import-untyped]

    node = real(node)
    if unknowns := names(node):
        raise NotDone(f"{show(node)[:60]} has no known value: {', '.join(unknowns)} is unknown")
    gate.check(node)
    before, iv.dps = iv.dps, digits + 10
    try:
        low, high = _interval(node, iv)._mpi_
        if not all(map(libmp.mpf_eq, (low, high), (low, high))) or libmp.finf in (high,) or libmp.fninf in (low,):
            raise Undefined(f"{show(node)[:60]} has no real value")
        return Fraction(*map(int, libmp.to_rational(low))), Fraction(*map(int, libmp.to_rational(high)))
    except (ZeroDivisionError, ValueError, OverflowError, TypeError, NotImplementedError, AttributeError) as error:
        raise NotDone(f"{show(node)[:60]} is not worked out as a real number") from error
    finally:
        iv.dps = before


def _interval(node: Node, iv: Any) -> Any:
    match node:
        case Number(value):
            return iv.mpf(value.numerator) / iv.mpf(value.denominator)
        case Constant("pi"):
            return +iv.pi
        case Constant("e"):
            return +iv.e
        case Negative(operand):
            return -_interval(operand, iv)
        case Sum(terms):
            return sum((_interval(term, iv) for term in terms), iv.mpf(0))
        case Product(factors, divisors):
            result = iv.mpf(1)
            for factor in factors:
                result *= _interval(factor, iv)
            for divisor in divisors:
                below = _interval(divisor, iv)
                if 0 in below:
                    raise ZeroDivisionError
                result /= below
            return result
        case Power(base, exponent):
            return _power(_interval(base, iv), exponent, iv)
        case Call(function, arguments):
            return _called(function, arguments, iv)
        case _:
            raise NotDone(f"{show(node)[:60]} is no real number")


def _power(base: Any, exponent: Node, iv: Any) -> Any:
    try:
        value = evaluate(exponent)
    except NotRational:
        value = None
    if value is not None and value.denominator == 1 and abs(value) < 10**6:
        raised = base ** abs(int(value))
        if value >= 0:
            return raised
        if 0 in raised:
            raise ZeroDivisionError
        return 1 / raised
    if not base > 0:
        raise ValueError("a power with a base that is not positive")
    return iv.exp(iv.log(base) * _interval(exponent, iv))


def _called(function: str, arguments: tuple[Node, ...], iv: Any) -> Any:
    values = [_interval(argument, iv) for argument in arguments]
    first = values[0]
    match function:
        case "sqrt":
            return _root(first, 2, iv)
        case "cbrt":
            return _root(first, 3, iv)
        case "root":
            degree = evaluate(arguments[1])
            if degree.denominator != 1 or degree < 1:
                raise NotDone("roots are taken of whole degree")
            return _root(first, int(degree), iv)
        case "abs":
            return abs(first)
        case "percent":
            return first / 100
        case "exp":
            return iv.exp(first)
        case "ln" | "log" if first > 0:
            if function == "ln":
                return iv.log(first)
            return iv.log(first) / iv.log(values[1])
        case "sin":
            return iv.sin(first)
        case "cos":
            return iv.cos(first)
        case "tan":
            return iv.sin(first) / iv.cos(first)
        case _:
            raise NotDone(f"{function} is not worked out with certified bounds")


def _root(value: Any, degree: int, iv: Any) -> Any:
    if value < 0 and degree % 2:
        return -_root(-value, degree, iv)
    if value == 0:
        return value
    if not value > 0:
        raise ValueError("a root of a number that is not positive")
    return iv.sqrt(value) if degree == 2 else iv.exp(iv.log(value) / degree)


def compare(left: Node, right: Node) -> Order:
    """Which of two real numbers is larger. NotDone where it cannot be certified."""
    left, right = real(left), real(right)
    one, other = rational_value(left), rational_value(right)
    if one is not None and other is not None:
        sign = (one > other) - (one < other)
        return Order(sign, RATIONAL, _MODULAR, True)
    difference = Sum((left, Negative(right)))
    for digits in _DIGITS:
        low, high = enclosure(difference, digits)
        if low > 0 or high < 0:
            sign = 1 if low > 0 else -1
            return Order(sign, INTERVALS, _POINTS, _same_sign(difference, sign, 2 * digits))
        if digits >= 50 and high - low < _SUSPICIOUS and (how := _equal(left, right)):
            return Order(0, how, f"check: they agree to {digits} digits by interval arithmetic", True)
    raise NotDone(f"{show(left)[:60]} and {show(right)[:60]} are too close to tell which is larger")


_MODULAR: Final = "check: worked out again modulo two Mersenne primes; functions by their defining property"
_POINTS: Final = "check: the sign of the difference by another evaluation with twice the digits"


def _same_sign(difference: Node, sign: int, digits: int) -> bool:
    """Whether point arithmetic, which is another implementation, sees the sign too."""
    from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric

    try:
        value = numeric(difference, digits)
        return bool(value > 0) if sign > 0 else bool(value < 0)
    except (NotNumeric, TypeError):
        return False


def _equal(left: Node, right: Node) -> str:
    """How two expressions are proved equal, or nothing."""
    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.zero import equal_forms, is_zero

    if equal_forms(left, right):
        return "our own normal form of quotients of polynomials"
    try:
        verdict, how = is_zero(build(left) - build(right))
    except Refusal:
        return ""
    return how if verdict == "zero" else ""


def step(node: Node, function: Callable[[Fraction], int]) -> tuple[int, bool]:
    """The value of a rising step function at a real number, and whether that number was rational.

    It is settled once both ends of an enclosure give the same step. NotDone where the number sits on an edge and is
    not proved equal to it.
    """
    node = real(node)
    if (exact := rational_value(node)) is not None:
        return function(exact), True
    for digits in _DIGITS:
        low, high = enclosure(node, digits)
        if function(low) == function(high):
            return function(low), False
        if high - low < _SUSPICIOUS:
            edge = ((low + high) / 2).limit_denominator(10**9)
            if low <= edge <= high and _equal(node, Number(edge)):
                return function(edge), False
    raise NotDone(f"{show(node)[:60]} is too close to an edge to be rounded with certainty")
