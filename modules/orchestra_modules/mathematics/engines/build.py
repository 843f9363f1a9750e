"""Expression trees to SymPy objects and back, node by node from fixed lists.

No text ever reaches SymPy: numbers, symbols and functions are constructed one by one. SymPy is untyped; everything
that is a SymPy object has the type `Expr` here, and this file is where it begins.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy

from orchestra_modules.mathematics.syntax import Call, Constant, Name, Negative, Node, Number, Power, Product, Sum, show
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

#: a SymPy object; SymPy has no types of its own
Expr = Any

_FUNCTIONS: dict[str, Callable[..., Expr]] = {
    "sqrt": sympy.sqrt,
    "root": lambda a, n: sympy.real_root(a, n) if a.is_Number and n.is_odd else sympy.root(a, n),
    "cbrt": lambda a: sympy.real_root(a, 3) if a.is_Number else sympy.cbrt(a),
    "sin": sympy.sin, "cos": sympy.cos, "tan": sympy.tan, "cot": sympy.cot, "sec": sympy.sec, "csc": sympy.csc,
    "asin": sympy.asin, "acos": sympy.acos, "atan": sympy.atan,
    "sinh": sympy.sinh, "cosh": sympy.cosh, "tanh": sympy.tanh,
    "asinh": sympy.asinh, "acosh": sympy.acosh, "atanh": sympy.atanh,
    "exp": sympy.exp, "ln": sympy.log, "log": lambda a, b: sympy.log(a, b),
    "abs": sympy.Abs, "factorial": sympy.factorial, "binomial": sympy.binomial,
    "floor": sympy.floor, "ceiling": sympy.ceiling, "max": sympy.Max, "min": sympy.Min,
}  # fmt: skip
_CONSTANTS: dict[str, Expr] = {"pi": sympy.pi, "e": sympy.E, "i": sympy.I, "oo": sympy.oo}
_FROM_CONSTANTS = {sympy.pi: "pi", sympy.E: "e", sympy.I: "i", sympy.oo: "oo"}
_FROM_FUNCTIONS: dict[str, str] = {
    "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc", "asin": "asin", "acos": "acos",
    "atan": "atan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "asinh": "asinh", "acosh": "acosh",
    "atanh": "atanh", "exp": "exp", "log": "ln", "Abs": "abs", "factorial": "factorial", "binomial": "binomial",
    "floor": "floor", "ceiling": "ceiling", "Max": "max", "Min": "min",
}  # fmt: skip


@lru_cache(maxsize=512)
def symbol(name: str) -> Expr:
    """The unknown of a name; one object a name."""
    return sympy.Symbol(name)


def build(node: Node) -> Expr:
    """The SymPy object of an expression. NotDone for a function it has no counterpart for, Undefined."""
    result = _build(node)
    if result.has(sympy.nan, sympy.zoo):
        raise Undefined("the expression has no value: a division by zero or an undefined form")
    return result


def _build(node: Node) -> Expr:
    match node:
        case Number(value):
            return sympy.Rational(value.numerator, value.denominator)
        case Name(name):
            return symbol(name)
        case Constant(name):
            return _CONSTANTS[name]
        case Negative(operand):
            return -_build(operand)
        case Sum(terms):
            return sympy.Add(*[_build(term) for term in terms])
        case Product(factors, divisors):
            below = [_build(divisor) for divisor in divisors]
            if any(divisor.is_zero for divisor in below):
                raise Undefined("a division by zero has no value")
            return sympy.Mul(*[_build(factor) for factor in factors], *[1 / divisor for divisor in below])
        case Power(base, exponent):
            below, above = _build(base), _build(exponent)
            if below.is_zero and (above.is_zero or above.is_negative):
                raise Undefined("0 to the power 0, or a division by zero, has no value")
            return sympy.Pow(below, above)
        case Call("percent", (argument,)):
            return _build(argument) / 100
        case Call(function, arguments) if function in _FUNCTIONS:
            return _FUNCTIONS[function](*[_build(argument) for argument in arguments])
        case Call(function):
            raise NotDone(f"{function} of something that is no plain number is not done")
        case _:
            raise NotDone(f"{show(node)[:60]} is no plain expression")


def read_back(expression: Expr) -> Node:
    """The tree of a SymPy object made of the parts we build from. NotDone for any other part."""
    if expression in _FROM_CONSTANTS:
        return Constant(_FROM_CONSTANTS[expression])  # type: ignore[arg-type]
    if expression.is_Rational:
        return Number(Fraction(int(expression.p), int(expression.q)))
    if expression.is_Symbol:
        return Name(str(expression.name))
    parts = expression.args
    if expression.is_Add:
        return Sum(tuple(map(read_back, parts)))
    if expression.is_Mul:
        return Product(tuple(map(read_back, parts)))
    if expression.is_Pow:
        return Power(read_back(parts[0]), read_back(parts[1]))
    if (name := _FROM_FUNCTIONS.get(type(expression).__name__)) and parts:
        return Call(name, tuple(map(read_back, parts)))
    raise NotDone(f"the result holds {type(expression).__name__}, which is not printed here")


def printable(expression: Expr, limit: int, digits: int) -> None:
    """Refuse a result that is too long, before it is made into text. TooCostly."""
    count = 0
    for part in sympy.preorder_traversal(expression):
        count += 3
        if part.is_Rational:
            size = int(part.p).bit_length() + int(part.q).bit_length()
            if size * 0.302 > 2 * digits:
                raise TooCostly(f"the result holds a number of more than {digits} digits")
            count += int(size * 0.302)
        if count > limit:
            raise TooCostly(f"the result is longer than {limit} characters")
