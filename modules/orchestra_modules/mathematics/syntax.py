"""The tree of a mathematical expression, and its plain text form.

Knows nothing of SymPy, of English, or of values. Sums and products are flat, so a long one is not deep.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from orchestra_modules.mathematics.digits import number_text

Relational = Literal["=", "!=", "<", ">", "<=", ">="]


@dataclass(frozen=True)
class Number:
    """An exact number; `decimal` remembers that it was written with a decimal point."""

    value: Fraction
    decimal: bool = False


@dataclass(frozen=True)
class Name:
    """An unknown."""

    name: str


@dataclass(frozen=True)
class Constant:
    """One of pi, e, i, oo."""

    name: Literal["pi", "e", "i", "oo"]


@dataclass(frozen=True)
class Negative:
    """Minus something."""

    operand: Node


@dataclass(frozen=True)
class Sum:
    """Two or more terms."""

    terms: tuple[Node, ...]


@dataclass(frozen=True)
class Product:
    """The product of `factors`, divided by each of `divisors`."""

    factors: tuple[Node, ...]
    divisors: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Power:
    """A base with an exponent."""

    base: Node
    exponent: Node


@dataclass(frozen=True)
class Call:
    """A function of the fixed list in `functions.py`."""

    function: str
    arguments: tuple[Node, ...]


Node = Number | Name | Constant | Negative | Sum | Product | Power | Call


@dataclass(frozen=True)
class Relation:
    """Two expressions and what is said to hold between them."""

    sign: Relational
    left: Node
    right: Node


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Negative(operand):
            return (operand,)
        case Sum(terms):
            return terms
        case Product(factors, divisors):
            return factors + divisors
        case Power(base, exponent):
            return (base, exponent)
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, without recursion."""
    stack: list[Node] = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(children(top))


def names(*nodes: Node) -> tuple[str, ...]:
    """The unknowns, sorted."""
    return tuple(sorted({node.name for root in nodes for node in walk(root) if isinstance(node, Name)}))


def has_decimal(*nodes: Node) -> bool:
    """Whether a number was written with a decimal point."""
    return any(isinstance(node, Number) and node.decimal for root in nodes for node in walk(root))


def is_trivial(node: Node) -> bool:
    """Whether there is nothing to work out: a lone number, unknown or constant."""
    return isinstance(node, Number | Name | Constant) or (isinstance(node, Negative) and is_trivial(node.operand))


def unsigned(node: Node) -> Node:
    """A node without a minus sign before it."""
    return node.operand if isinstance(node, Negative) else node


def substitute(node: Node, values: dict[str, Node]) -> Node:
    """The tree with unknowns replaced."""
    match node:
        case Name(name):
            return values.get(name, node)
        case Negative(operand):
            return Negative(substitute(operand, values))
        case Sum(terms):
            return Sum(tuple(substitute(term, values) for term in terms))
        case Product(factors, divisors):
            return Product(
                tuple(substitute(factor, values) for factor in factors),
                tuple(substitute(divisor, values) for divisor in divisors),
            )
        case Power(base, exponent):
            return Power(substitute(base, values), substitute(exponent, values))
        case Call(function, arguments):
            return Call(function, tuple(substitute(argument, values) for argument in arguments))
        case _:
            return node


_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(5)


def show(node: Node) -> str:
    """The expression as text that the parser reads back to the same values."""
    return _show(node, _SUM)


def show_relation(relation: Relation) -> str:
    """An equation or inequality as text."""
    return f"{show(relation.left)} {relation.sign} {show(relation.right)}"


def _show(node: Node, level: int) -> str:
    text, own = _bare(node)
    return text if own >= level else f"({text})"


def _bare(node: Node) -> tuple[str, int]:
    match node:
        case Number(value, decimal):
            text = number_text(value, decimal)
            return text, _SIGN if value < 0 else _PRODUCT if "/" in text else _ATOM
        case Name(name):
            return name, _ATOM
        case Constant(name):
            return name, _ATOM
        case Negative(operand):
            return "-" + _show(operand, _POWER), _SIGN
        case Sum(terms):
            return _show_sum(terms), _SUM
        case Product(factors, divisors):
            text = "*".join(_show(factor, _SIGN if i == 0 else _POWER) for i, factor in enumerate(factors))
            return text + "".join("/" + _show(divisor, _POWER) for divisor in divisors), _PRODUCT
        case Power(base, exponent):
            return f"{_show(base, _ATOM)}**{_show(exponent, _ATOM)}", _POWER
        case Call("percent", (argument,)):
            return f"{_show(argument, _ATOM)}%", _POWER
        case Call(function, arguments):
            return f"{function}({', '.join(_show(argument, _SUM) for argument in arguments)})", _ATOM


def _show_sum(terms: tuple[Node, ...]) -> str:
    parts: list[str] = []
    for index, term in enumerate(terms):
        minus = isinstance(term, Negative)
        shown = _show(term.operand if isinstance(term, Negative) else term, _PRODUCT)
        if index == 0:
            parts.append("-" + shown if minus else shown)
        else:
            parts.append((" - " if minus else " + ") + shown)
    return "".join(parts)
