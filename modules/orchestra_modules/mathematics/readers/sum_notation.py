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
from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial, number
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import (
    Call,
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
    children,
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


@slots.kind("dots", needs=(frozenset({"..."}),))
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
    shape = shape_rule(listed.items, last)
    if any(map(is_composed, listed.items)) and (shape or len(listed.items) == 2):
        found = [shape] if shape else []
    else:
        rules_by_value = (_arithmetic(values, last), _geometric(values, last), _powers(values, last))
        found = [rule for rule in rules_by_value if rule]
        if not found and (rule := _alternating(values, last) or shape):
            found = [rule]
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


def _alternating(values: list[Fraction], last: Node) -> Rule | None:
    """a, -(a + d), a + 2d, ... up to a last term with its sign."""
    if len(values) < 3 or any(a * b >= 0 for a, b in pairwise(values)) or names(last) or last == Constant("oo"):
        return None
    sizes = [abs(value) for value in values]
    end = evaluate(last)
    plain = _arithmetic(sizes, _number(abs(end)))
    if plain is None:
        return None
    count = evaluate(plain.high)
    if (values[0] > 0) != ((end > 0) == (count % 2 == 1)):
        return None
    sign = Power(_number(-1), Sum((Name(_INDEX), _number(1 if values[0] > 0 else 0))))
    return Rule(Product((sign, plain.term)), _INDEX, plain.low, plain.high)


def shape_rule(terms: tuple[Node, ...], last: Node) -> Rule | None:
    """Terms that are written alike, and in which numerals grow in equal steps: 1*2 + 2*3 + ... + 9*10."""
    if len(terms) == 2 and last == Constant("oo"):
        return None
    steps: set[Fraction] = set()
    counts: list[Polynomial | None] = []
    try:
        term = _shape(terms, last, steps, counts)
    except _Unlike:
        return None
    if not counts or isinstance(terms[0], Number) or any(count != counts[0] for count in counts):
        return None
    if len(terms) == 2 and steps != {Fraction(1)} and _is_fraction(terms[0]):
        return None  # 1/2 + 1/6 + ... may go on in many ways
    if (count := counts[0]) is None:
        return Rule(term, _INDEX, _number(0), Constant("oo"))
    if (steps_there := count.constant) is not None and (steps_there.denominator != 1 or steps_there < len(terms)):
        return None
    return Rule(term, _INDEX, _number(0), polynomial_tree(count))


class _Unlike(Exception):
    """Two terms are not written alike."""


def _shape(terms: tuple[Node, ...], last: Node, steps: set[Fraction], counts: list[Polynomial | None]) -> Node:
    """The term in the index; what differs between the terms is noted. _Unlike."""
    first = terms[0]
    endless = last == Constant("oo")
    if all(isinstance(term, Number) for term in terms):
        values = [term.value for term in terms if isinstance(term, Number)]
        gaps = {b - a for a, b in pairwise(values)}
        if len(gaps) != 1:
            raise _Unlike
        step = gaps.pop()
        if step == 0 and (endless or last == first):
            return first
        end = None if endless else as_polynomial(last)
        if step == 0 or (not endless and (end is None or end.degree() > 1)):
            raise _Unlike
        steps.add(step)
        counts.append(None if end is None else (end + number(-values[0])).scaled(1 / step))
        return _tidy(Sum((_number(values[0]), Product((_number(step), Name(_INDEX))))))
    if any(type(term) is not type(first) for term in terms) or not (endless or type(last) is type(first)):
        raise _Unlike
    rows = [children(term) for term in (*terms, *(() if endless else (last,)))]
    if not rows[0] or len({len(row) for row in rows}) != 1:
        raise _Unlike
    columns = list(zip(*rows, strict=True))
    parts = [_shape(c if endless else c[:-1], last if endless else c[-1], steps, counts) for c in columns]
    rebuilt = _with_children(first, parts)
    for term in (*terms[1:], *(() if endless else (last,))):
        if _with_children(term, parts) != rebuilt:
            raise _Unlike
    return rebuilt


def _with_children(node: Node, parts: list[Node]) -> Node:
    """The node with other parts. _Unlike for what is no sum, product, power or function."""
    match node:
        case Negative():
            return Negative(parts[0])
        case Sum():
            return Sum(tuple(parts))
        case Product(factors):
            return Product(tuple(parts[: len(factors)]), tuple(parts[len(factors) :]))
        case Power():
            return Power(parts[0], parts[1])
        case Call(function):
            return Call(function, tuple(parts))
    raise _Unlike


def is_composed(node: Node) -> bool:
    """Whether a term shows how it is made, as 2**3 and 1/(2*3) do, and is no plain number or fraction."""
    plain = node.operand if isinstance(node, Negative) else node
    return not (isinstance(plain, Number) or _is_fraction(plain))


def _is_fraction(node: Node) -> bool:
    plain = node.operand if isinstance(node, Negative) else node
    parts = (*plain.factors, *plain.divisors) if isinstance(plain, Product) else ()
    plain_parts = all(isinstance(part, Number) for part in parts)
    return isinstance(plain, Product) and len(plain.factors) == len(plain.divisors) == 1 and plain_parts


def _tidy(node: Node) -> Node:
    polynomial = as_polynomial(node)
    return node if polynomial is None else polynomial_tree(polynomial)
