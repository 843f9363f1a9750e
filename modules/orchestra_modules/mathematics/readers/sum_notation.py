"""Sums and products written with dots, "1 + 4 + 9 + ... + 100": reading them, and the rules their terms may follow.

A rule must fit every term written; where several fit, all are given, and it is for the caller to compare them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.polynomial import as_polynomial, number
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import (
    Constant,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Text,
    names,
)
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

__all__ = ["Rule", "calculus_notation", "is_product", "rules"]

_INDEX: Final = "k"
_MAX_POWER: Final = 4


@dataclass(frozen=True)
class Rule:
    """A term in an index, and its bounds."""

    term: Node
    index: str
    low: Node
    high: Node


@slots.kind("dots")
def dots(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Terms joined by one kind of sign, then dots, then perhaps the last: the sign, the first terms, the last."""
    cursor = reader.cursor
    tokens = cursor.tokens[cursor.position :]
    place = next((at for at, token in enumerate(tokens) if token.text == "..."), 0)
    if not place:
        raise cursor.stuck("dots were expected")
    found: list[Node] = []
    product: bool | None = True if tokens[place - 1].text.lower() in ("*", "times", "x") else None
    minus = cursor.take_sign("-")
    while not cursor.take_sign("..."):
        term = _term(reader, bool(product))
        found.append(Negative(term) if minus else term)
        minus = cursor.is_sign("-")
        times = cursor.is_sign("*") or bool(cursor.sees("times", "x"))
        if not (minus or times or cursor.is_sign("+")) or (product is not None and product != times):
            raise cursor.stuck("terms and dots were expected")
        product = times
        cursor.next()
    last: Node = Constant("oo")
    if product:
        ending = cursor.take_sign("*")
    else:
        minus = cursor.is_sign("-")
        ending = cursor.take_sign("+", "-")
    if ending:
        last = _term(reader, bool(product))
        last = Negative(last) if minus and not product else last
    else:
        cursor.take("to infinity", "and so on", "forever")
    if len(found) < 2:
        raise NotUnderstood("one term before the dots does not tell how they go on")
    yield Listing((Text("*" if product else "+"), Listing(tuple(found)), last))


def _term(reader: Reader, factor: bool) -> Node:
    """One term: a product of factors in a sum, a single factor in a product."""
    return reader.parser.power() if factor else calculus_notation.product(reader)


def is_product(terms: Listing) -> bool:
    """Whether the dots stand in a product."""
    return terms.items[0] == Text("*")


def rules(terms: Listing) -> list[Rule]:
    """Every simple rule that all the terms written follow. NotDone where there is none."""
    _, listed, last = terms.items
    assert isinstance(listed, Listing)
    try:
        values = [evaluate(term) for term in listed.items]
    except NotRational as error:
        raise NotDone("dots between terms that are not numbers are not read") from error
    found = [rule for rule in (_arithmetic(values, last), _geometric(values, last), _powers(values, last)) if rule]
    if not found:
        raise NotDone("the terms before and after the dots follow no simple rule")
    return found


def _number(value: Fraction | int) -> Node:
    return Number(Fraction(value))


def _arithmetic(values: list[Fraction], last: Node) -> Rule | None:
    """a, a + d, a + 2d, ..."""
    steps = {b - a for a, b in pairwise(values)}
    if len(steps) != 1 or (step := steps.pop()) == 0:
        return None
    count = _count(values[0], step, last)
    if count is None:
        return None
    if last == Constant("oo"):
        count = last
    term = Sum((_number(values[0] - step), Product((_number(step), Name(_INDEX)))))
    return Rule(_tidy(term), _INDEX, _number(1), count)


def _count(first: Fraction, step: Fraction, last: Node) -> Node | None:
    """How many steps lead to the last term, as a number or in its letter."""
    if last == Constant("oo"):
        return last
    polynomial = as_polynomial(last)
    if polynomial is None or polynomial.degree() > 1:
        return None
    count = polynomial_tree((polynomial + number(-first)).scaled(1 / step) + number(Fraction(1)))
    if not names(count):
        value = evaluate(count)
        return count if value.denominator == 1 and value >= 2 else None
    return count


def _geometric(values: list[Fraction], last: Node) -> Rule | None:
    """a, a*r, a*r**2, ..."""
    if 0 in values:
        return None
    ratios = {b / a for a, b in pairwise(values)}
    if len(ratios) != 1 or (ratio := ratios.pop()) in (1, 0):
        return None
    exponent: Node = Name(_INDEX)
    term = Product((_number(values[0]), Power(_number(ratio), exponent)))
    if last == Constant("oo"):
        return Rule(term, _INDEX, _number(0), last)
    try:
        target = evaluate(last) / values[0]
    except NotRational:
        return _geometric_to_letter(values[0], ratio, last, term)
    power, count = Fraction(1), 0
    while power != target:
        power, count = power * ratio, count + 1
        beyond = abs(power) > abs(target) if abs(ratio) > 1 else abs(power) < abs(target)
        if beyond or count > 2_000:
            return None
    return Rule(term, _INDEX, _number(0), _number(count)) if count else None


def _geometric_to_letter(first: Fraction, ratio: Fraction, last: Node, term: Node) -> Rule | None:
    """Where the last term is r**n, and the first a power of r."""
    if not isinstance(last, Power):
        return None
    try:
        if evaluate(last.base) != ratio:
            return None
    except NotRational:
        return None
    power, start = Fraction(1), 0
    while power != first:
        power, start = power * ratio, start + 1
        if start > 200:
            return None
    return Rule(Power(_number(ratio), Name(_INDEX)), _INDEX, _number(start), last.exponent)


def _powers(values: list[Fraction], last: Node) -> Rule | None:
    """Squares, cubes and fourth powers of consecutive integers, and the same below 1."""
    for sign in (1, -1):
        for degree in range(1 if sign < 0 else 2, _MAX_POWER + 1):
            roots = [_root(value**sign, degree) if value > 0 else None for value in values]
            if any(root is None for root in roots):
                continue
            whole = [root for root in roots if root is not None]
            if any(b - a != 1 for a, b in pairwise(whole)):
                continue
            if (high := _last_root(last, sign, degree)) is not None:
                base = Power(Name(_INDEX), _number(degree))
                term: Node = base if sign > 0 else Product((_number(1),), (base,))
                return Rule(term, _INDEX, _number(whole[0]), high)
    return None


def _root(value: Fraction, degree: int) -> int | None:
    if value.denominator != 1 or value > 10**12:
        return None
    root = round(float(value) ** (1 / degree))
    return root if root**degree == value else None


def _last_root(last: Node, sign: int, degree: int) -> Node | None:
    """What is raised to the power in the last term."""
    if last == Constant("oo"):
        return last
    if sign < 0:
        if not isinstance(last, Product) or len(last.divisors) != 1 or last.factors != (_number(1),):
            return None
        last = last.divisors[0]
    if not names(last):
        root = _root(evaluate(last), degree)
        return None if root is None else _number(root)
    if degree == 1:
        return last
    return last.base if isinstance(last, Power) and last.exponent == _number(degree) else None


def _tidy(node: Node) -> Node:
    polynomial = as_polynomial(node)
    return node if polynomial is None else polynomial_tree(polynomial)
