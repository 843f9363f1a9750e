"""An expression in floating point of any precision, straight from our own tree with mpmath: for checks only."""

from __future__ import annotations

from typing import Any

import mpmath  # type: ignore[import-untyped]

from orchestra_modules.mathematics.syntax import Call, Constant, Name, Negative, Node, Number, Power, Product, Sum


class NotNumeric(Exception):
    """There is no such value."""


def numeric(node: Node, digits: int, values: dict[str, Any] | None = None) -> Any:
    """The value as an mpmath number; unknowns are looked up in `values`. NotNumeric."""
    with mpmath.workdps(digits + 10):
        try:
            return +_numeric(node, values or {})
        except (ZeroDivisionError, ValueError, OverflowError, KeyError, TypeError) as error:
            raise NotNumeric(str(error)) from error


def _numeric(node: Node, values: dict[str, Any]) -> Any:
    match node:
        case Number(value):
            return mpmath.mpf(value.numerator) / value.denominator
        case Name(name):
            return values[name]
        case Constant(name):
            return {"pi": +mpmath.pi, "e": +mpmath.e, "i": mpmath.mpc(0, 1), "oo": mpmath.inf}[name]
        case Negative(operand):
            return -_numeric(operand, values)
        case Sum(terms):
            return mpmath.fsum(_numeric(term, values) for term in terms)
        case Product(factors, divisors):
            above = mpmath.fprod(_numeric(factor, values) for factor in factors)
            return above / mpmath.fprod(_numeric(divisor, values) for divisor in divisors)
        case Power(base, exponent):
            return mpmath.power(_numeric(base, values), _numeric(exponent, values))
        case Call(function, arguments):
            return _FUNCTIONS[function](*(_numeric(argument, values) for argument in arguments))
        case _:
            raise ValueError("no plain expression")


def _real_root(value: Any, degree: Any) -> Any:
    if mpmath.im(value) == 0 and value < 0 and int(degree) % 2:
        return -mpmath.root(-value, int(degree))
    return mpmath.root(value, int(degree))


_FUNCTIONS: dict[str, Any] = {
    "sqrt": mpmath.sqrt, "cbrt": lambda a: _real_root(a, 3), "root": _real_root,
    "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "cot": mpmath.cot, "sec": mpmath.sec, "csc": mpmath.csc,
    "asin": mpmath.asin, "acos": mpmath.acos, "atan": mpmath.atan,
    "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh,
    "asinh": mpmath.asinh, "acosh": mpmath.acosh, "atanh": mpmath.atanh,
    "exp": mpmath.exp, "ln": mpmath.log, "log": mpmath.log, "abs": abs,
    "factorial": mpmath.factorial, "binomial": mpmath.binomial, "floor": mpmath.floor, "ceiling": mpmath.ceil,
    "max": max, "min": min, "percent": lambda a: a / 100,
}  # fmt: skip
