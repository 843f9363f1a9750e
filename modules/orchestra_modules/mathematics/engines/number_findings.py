"""Findings that are whole numbers, lists of them, or words, and the exact integers that engines take.

Knows no operation: what a result means and how it was checked is said by who found it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.digits import digit_count, fraction_text, number_text
from orchestra_modules.mathematics.engines.enclosure import plain, rational_value
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Number, Text, names, show, walk
from orchestra_modules.solving.refusal import NotDone, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work


def short(node: Node) -> str:
    """An expression as it is told to a person."""
    shown = show(node)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def brief(value: Fraction | int) -> str:
    """A number as a sentence tells it: in full up to 80 digits, beyond that by its length."""
    value = Fraction(value)
    digits = digit_count(value.numerator) + digit_count(value.denominator)
    return fraction_text(value) if digits <= 80 else f"(a number of about {digits} digits)"


def exact(node: Node, what: str) -> Fraction:
    """The rational number that an argument is, worked out by two roads. NotDone."""
    value = rational_value(node)
    if value is None:
        raise NotDone(f"{what} is answered for rational numbers only, not for {short(plain(node))}")
    return value


def whole(node: Node, what: str) -> int:
    """The integer that an argument is. NotDone, Undefined."""
    node = plain(node)
    if free := names(node):
        raise NotDone(f"{what} is answered for numbers only, and {', '.join(free)} is unknown")
    value = exact(node, what)
    if value.denominator != 1:
        raise Undefined(f"{what} is a question about integers, and this is {brief(value)}")
    return int(value)


def positive(node: Node, what: str) -> int:
    """The integer of at least 1 that an argument is."""
    value = whole(node, what)
    if value < 1:
        raise Undefined(f"{what} is defined for integers of at least 1, and this is {brief(value)}")
    return value


def small(node: Node, what: str, most: int) -> int:
    """An integer that a loop may count up to."""
    from orchestra_modules.solving.refusal import TooCostly

    value = whole(node, what)
    if abs(value) > most:
        raise TooCostly(f"{what} is done up to {most}, and this is {short(Number(Fraction(value)))}")
    return value


def wholes(work: Work, node: Node, what: str) -> list[int]:
    """The integers of a list; a list among its items counts as its own items ("12 and the first 3 primes")."""
    flat = [part for item in work.items(plain(node)) for part in work.items(plain(item))]
    return [whole(item, what) for item in flat]


def number(
    value: Fraction | int, text: str, method: str, check: str, verified: bool | None, decimal: bool = False
) -> Finding:
    """A rational number that a sentence tells."""
    value = Fraction(value)
    gate.printable(value.numerator, value.denominator)
    shown = number_text(value, decimal)
    return Finding(shown, text, number_data(value), method, check, verified, node=Number(value, decimal))


def numbers(values: Sequence[Fraction | int], text: str, method: str, check: str, verified: bool | None) -> Finding:
    """Several rational numbers in order."""
    exact_values = [Fraction(value) for value in values]
    shown = [fraction_text(value) for value in exact_values]
    data: JsonValue = {"type": "list", "values": list(shown)}
    node = Listing(tuple(Number(value) for value in exact_values))
    return Finding(", ".join(shown) or "none", text, data, method, check, verified, node=node)


def words(value: str, text: str, method: str, check: str, verified: bool | None) -> Finding:
    """A result in words or signs."""
    return Finding(value, text, {"type": "text", "value": value}, method, check, verified, node=Text(value))


def has_unknowns(*nodes: Node) -> bool:
    """Whether an unknown stands in some expression."""
    return any(isinstance(part, Name) for node in nodes for part in walk(plain(node)))
