"""The tree of a mathematical expression and of what is asked about it, and its plain text form.

Knows nothing of SymPy, of English, or of values. Sums and products are flat, so a long one is not deep.
Expressions are made of numbers, names, signs and the elementary functions; a `Request` is an operation of the
catalogue with named arguments, and may stand wherever an expression may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from orchestra_modules.mathematics.engines.digits import number_text

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


@dataclass(frozen=True)
class Relation:
    """Two expressions and what is said to hold between them."""

    sign: Relational
    left: Node
    right: Node


@dataclass(frozen=True)
class Application:
    """A function that the text defines or leaves unknown, or a term of a sequence: f(x), f''(0), a(n - 1)."""

    function: str
    arguments: tuple[Node, ...]
    primes: int = 0


@dataclass(frozen=True)
class Listing:
    """Several things in order; `kind` says how they were written: plainly, as (..), as {..}, or as [..]."""

    items: tuple[Node, ...]
    kind: Literal["list", "tuple", "set", "vector"] = "list"


@dataclass(frozen=True)
class Interval:
    """The numbers between two ends."""

    low: Node
    high: Node
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True)
class Text:
    """Words: a unit, an option of an operation, the name of a thing, a result that is no expression."""

    text: str


@dataclass(frozen=True)
class Written:
    """An expression together with how it stood in the question."""

    node: Node
    text: str


@dataclass(frozen=True)
class Truth:
    """Yes or no."""

    value: bool


@dataclass(frozen=True)
class Request:
    """An operation of the catalogue with its named arguments."""

    operation: str
    arguments: tuple[tuple[str, Node], ...]

    def argument(self, name: str) -> Node | None:
        """The argument of a name, or none."""
        return dict(self.arguments).get(name)


Node = (
    Number
    | Name
    | Constant
    | Negative
    | Sum
    | Product
    | Power
    | Call
    | Relation
    | Application
    | Listing
    | Interval
    | Text
    | Written
    | Truth
    | Request
)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    match node:
        case Relation(_, left, right):
            return (left, right)
        case Application(_, arguments):
            return arguments
        case Listing(items):
            return items
        case Interval(low, high):
            return (low, high)
        case Written(inner):
            return (inner,)
        case Request(_, named):
            return tuple(argument for _, argument in named)
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
    return rebuild(node, lambda part: values.get(part.name, part) if isinstance(part, Name) else None)


def rebuild(node: Node, change: Callable[[Node], Node | None]) -> Node:
    """The tree with every part for which `change` gives another put in its place, from the top down."""
    if (changed := change(node)) is not None:
        return changed

    def down(part: Node) -> Node:
        return rebuild(part, change)

    match node:
        case Negative(operand):
            return Negative(down(operand))
        case Sum(terms):
            return Sum(tuple(map(down, terms)))
        case Product(factors, divisors):
            return Product(tuple(map(down, factors)), tuple(map(down, divisors)))
        case Power(base, exponent):
            return Power(down(base), down(exponent))
        case Call(function, arguments):
            return Call(function, tuple(map(down, arguments)))
        case Relation(sign, left, right):
            return Relation(sign, down(left), down(right))
        case Application(function, arguments, primes):
            return Application(function, tuple(map(down, arguments)), primes)
        case Listing(items, kind):
            return Listing(tuple(map(down, items)), kind)
        case Interval(low, high, low_open, high_open):
            return Interval(down(low), down(high), low_open, high_open)
        case Written(inner, text):
            return Written(down(inner), text)
        case Request(operation, named):
            return Request(operation, tuple((name, down(argument)) for name, argument in named))
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
            return f"{function}({_joined(arguments)})", _ATOM
        case Relation():
            return show_relation(node), _SUM
        case Application(function, arguments, primes):
            return f"{function}{chr(39) * primes}({_joined(arguments)})", _ATOM
        case Listing(items, kind):
            opening, closing = {"list": ("", ""), "tuple": ("(", ")"), "set": ("{", "}"), "vector": ("[", "]")}[kind]
            return f"{opening}{_joined(items)}{closing}", _SUM if kind == "list" else _ATOM
        case Interval(low, high, low_open, high_open):
            return f"{'(' if low_open else '['}{_joined((low, high))}{')' if high_open else ']'}", _ATOM
        case Text(text):
            return text, _ATOM
        case Written(_, text):
            return text, _SUM
        case Truth(value):
            return str(value), _ATOM
        case Request(operation, named):
            return f"{operation}({', '.join(f'{name}: {_show(part, _SUM)}' for name, part in named)})", _ATOM


def _joined(nodes: tuple[Node, ...]) -> str:
    return ", ".join(_show(node, _SUM) for node in nodes)


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
