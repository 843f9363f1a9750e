"""Recurrences a(n) = r(a(n - 1), ..., n): terms by running them, closed forms by SymPy, each checked against the other.

Knows the rule as a tree in which earlier terms stand as applications. Not covered: several sequences at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import sympy

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import Expr, build, symbol
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.syntax import Application, Name, Node, Number, Relation, names, rebuild, walk
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

_MAX_PLACE: Final = 20_000
_MAX_DIGITS: Final = 10_000
_COMPARED: Final = 12


@dataclass(frozen=True)
class Recurrence:
    """A sequence by its rule for term n, in which marks stand for the terms before it, and by its first values."""

    sequence: str
    index: str
    rule: Node
    order: int
    first: Mapping[int, Fraction]

    @property
    def start(self) -> int:
        """The place of the earliest value given."""
        return min(self.first)


def mark(back: int) -> str:
    """The name that stands for the term so many places before."""
    return f"term {back} before"


def recurrence(sequence: str, relations: tuple[Relation, ...]) -> Recurrence:
    """The recurrence that an equation and values of terms tell. NotUnderstood, NotDone."""
    first: dict[int, Fraction] = {}
    rules: list[Relation] = []
    for relation in relations:
        if (value := _value(sequence, relation)) is not None:
            if first.get(value[0], value[1]) != value[1]:
                raise NotUnderstood(f"two values are given for {sequence}({value[0]})")
            first[value[0]] = value[1]
        else:
            rules.append(relation)
    if len(rules) != 1:
        raise NotUnderstood("one rule and the first values of a sequence were expected")
    index, rule, order = _rule(sequence, rules[0])
    return Recurrence(sequence, index, rule, order, first)


def _value(sequence: str, relation: Relation) -> tuple[int, Fraction] | None:
    left = relation.left
    if not (isinstance(left, Application) and left.function == sequence and len(left.arguments) == 1):
        return None
    try:
        place = evaluate(left.arguments[0])
        value = evaluate(relation.right)
    except NotRational:
        return None
    if place.denominator != 1 or relation.sign != "=":
        raise NotUnderstood("the place of a term is an integer")
    return int(place), value


def _rule(sequence: str, relation: Relation) -> tuple[str, Node, int]:
    """The index, the right side in marks, and how far back it reaches. The left side is the latest term alone."""
    left = relation.left
    if relation.sign != "=" or not (isinstance(left, Application) and left.function == sequence):
        raise NotDone("a rule such as a(n) = 2*a(n - 1) + 1 was expected, with the latest term alone on the left")
    found = names(*left.arguments)
    if len(found) != 1 or len(left.arguments) != 1:
        raise NotUnderstood("the index of the sequence is not clear")
    index = found[0]
    lead = _shift(left.arguments[0], index)
    reach = 0

    def change(part: Node) -> Node | None:
        nonlocal reach
        if isinstance(part, Application) and part.function == sequence:
            back = lead - _shift(part.arguments[0], index)
            if back < 1:
                raise NotDone("the rule uses a term that is not before the one it gives")
            reach = max(reach, back)
            return Name(mark(back))
        if part == Name(index) and lead:
            from orchestra_modules.mathematics.syntax import Sum

            return Sum((Name(index), Number(Fraction(-lead))))
        return None

    rule = rebuild(relation.right, change)
    if any(isinstance(part, Application) for part in walk(rule)):
        raise NotDone("several sequences at once are not done")
    return index, rule, reach


def _shift(argument: Node, index: str) -> int:
    polynomial = as_polynomial(argument)
    if polynomial is None or polynomial.degree() != 1 or polynomial.coefficient(index, 1).constant != 1:
        raise NotDone("the place of a term is the index plus or minus an integer")
    shift = polynomial.coefficient(index, 0).constant
    if shift is None or shift.denominator != 1:
        raise NotDone("the place of a term is the index plus or minus an integer")
    return int(shift)


def run(given: Recurrence, place: int) -> Fraction:
    """A term by working out all before it. Undefined, TooCostly."""
    if place in given.first:
        return given.first[place]
    if not given.first:
        raise NotUnderstood("the first values of the sequence are missing")
    if place - given.start > _MAX_PLACE:
        raise TooCostly(f"terms up to {_MAX_PLACE} places on are worked out")
    if place < given.start:
        raise Undefined("terms before the first one given are not worked out")
    values = dict(given.first)
    for n in range(given.start, place + 1):
        if n in values:
            continue
        if any(n - back not in values for back in range(1, given.order + 1) if Name(mark(back)) in walk(given.rule)):
            raise NotUnderstood(f"the values before the term at {n} are not given")
        terms: dict[str, Fraction] = {mark(b): values[n - b] for b in range(1, given.order + 1) if n - b in values}
        terms[given.index] = Fraction(n)
        values[n] = _at(given.rule, terms)
        if values[n].numerator.bit_length() > 3.4 * _MAX_DIGITS:
            raise TooCostly(f"the terms grow beyond {_MAX_DIGITS} digits")
    return values[place]


def _at(rule: Node, terms: Mapping[str, Fraction]) -> Fraction:
    try:
        return evaluate(
            rebuild(rule, lambda p: Number(terms[p.name]) if isinstance(p, Name) and p.name in terms else None)
        )
    except NotRational as error:
        raise NotDone("the terms of the sequence are not rational numbers") from error


def by_matrix(given: Recurrence, place: int) -> Fraction | None:
    """The same term by powers of a matrix, for linear rules with constant coefficients; else none."""
    polynomial = as_polynomial(_letters(given))
    if polynomial is None or polynomial.degree() > 1 or given.index in polynomial.atoms or not given.order:
        return None
    weights = [polynomial.coefficient(_letter(b), 1).constant or Fraction(0) for b in range(1, given.order + 1)]
    constant = polynomial.terms.get((), Fraction(0))
    start = max(given.first)
    if place <= start or any(start - b not in given.first for b in range(given.order)):
        return None
    size = given.order + 1
    step = [[*weights, constant]] + [[Fraction(int(i == j)) for j in range(size)] for i in range(size - 2)]
    step.append([Fraction(0)] * (size - 1) + [Fraction(1)])
    power = _power(step, place - start)
    vector = [given.first[start - b] for b in range(given.order)] + [Fraction(1)]
    return sum((a * b for a, b in zip(power[0], vector, strict=True)), Fraction(0))


def _letter(back: int) -> str:
    return "abcdefgh"[back - 1] * 3


def _letters(given: Recurrence) -> Node:
    """The rule with a plain name for each earlier term, as our polynomials want it."""
    if given.order > 8:
        raise TooCostly("a rule that reaches back more than 8 terms is not worked out")
    table = {mark(back): Name(_letter(back)) for back in range(1, given.order + 1)}
    return rebuild(given.rule, lambda p: table.get(p.name) if isinstance(p, Name) else None)


def _power(matrix: list[list[Fraction]], times: int) -> list[list[Fraction]]:
    size = len(matrix)
    result = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    while times:
        if times & 1:
            result = _times(result, matrix)
        matrix = _times(matrix, matrix)
        times >>= 1
    return result


def _times(a: list[list[Fraction]], b: list[list[Fraction]]) -> list[list[Fraction]]:
    columns = list(zip(*b, strict=True))
    return [[sum((p * q for p, q in zip(row, column, strict=True)), Fraction(0)) for column in columns] for row in a]


def closed_form(given: Recurrence) -> tuple[Expr, bool | None, str]:
    """A formula for term n, whether it is proved, and how it was checked. NotDone."""
    n = sympy.Symbol(given.index, integer=True)
    y = sympy.Function("y")
    rule = build(given.rule).subs(symbol(given.index), n)
    rule = rule.subs({symbol(mark(b)): y(n - b) for b in range(1, given.order + 1)})
    values = {y(place): sympy.Rational(v.numerator, v.denominator) for place, v in given.first.items()}
    wanted = sympy.expand((y(n) - rule).subs(n, n + given.order))
    try:
        found = sympy.rsolve(wanted, y(n), values or None)
    except (NotImplementedError, ValueError, TypeError, AttributeError, KeyError, IndexError) as error:
        raise NotDone("no closed form of the sequence was found") from error
    if found is None:
        raise NotDone("no closed form of the sequence was found")
    found = sympy.simplify(found)
    put_back = sympy.simplify(found - rule.subs({y(n - b): found.subs(n, n - b) for b in range(1, given.order + 1)}))
    verdict = is_zero(put_back.subs(n, symbol(given.index)))[0]
    result = found.subs(n, symbol(given.index))
    if verdict == "not zero":
        raise NotDone("the closed form, put back, does not fulfil the rule")
    checked = 0
    if given.first:
        for place in range(given.start, given.start + _COMPARED):
            term = run(given, place)
            if (
                is_zero(result.subs(symbol(given.index), place) - sympy.Rational(term.numerator, term.denominator))[0]
                != "zero"
            ):
                raise NotDone("the closed form does not give the terms of the sequence")
            checked += 1
    check = f"check: put back into the rule the difference is zero, and the first {checked} terms agree"
    return result, True if verdict == "zero" else None, check
