"""Whole numbers that satisfy equations and inequalities in several unknowns together, all of them, by looking.

First each unknown is enclosed between bounds that the relations prove; then every point between them is tried. Knows
polynomials with rational coefficients only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.arithmetic import evaluate
from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial, as_polynomial
from orchestra_modules.mathematics.syntax import Negative, Number, Relation, Sum, substitute
from orchestra_modules.solving.refusal import NotDone, TooCostly

_MAX_POINTS: Final = 20_000
_ROUNDS: Final = 50
Bounds = dict[str, tuple[Fraction | None, Fraction | None]]
Point = tuple[int, ...]
#: a polynomial that is at most 0, with whether it must be less
_AtMost = tuple[Polynomial, bool]


def whole_points(
    relations: Sequence[Relation], unknowns: Sequence[str], domains: Mapping[str, range | None]
) -> list[Point]:
    """All points in order. NotDone where no bounds follow, TooCostly for too many points."""
    conditions = [one for relation in relations for one in _at_most(relation)]
    bounds: Bounds = {}
    for name in unknowns:
        allowed = domains.get(name)
        bounds[name] = (Fraction(allowed[0]), None) if allowed is not None else (None, None)
    for _ in range(_ROUNDS):
        before = dict(bounds)
        for polynomial, strict in conditions:
            for name in unknowns:
                _narrow(bounds, polynomial, name, strict)
        if bounds == before:
            break
    ranges: list[range] = []
    size = 1
    for name in unknowns:
        low, high = bounds[name]
        if low is None or high is None:
            raise NotDone(f"there may be infinitely many: nothing bounds {name}")
        ranges.append(range(math.ceil(low), math.floor(high) + 1))
        size *= max(len(ranges[-1]), 0)
    if size > _MAX_POINTS:
        raise TooCostly(f"more than {_MAX_POINTS} points would have to be tried")
    return [point for point in _points(ranges) if _satisfies(relations, dict(zip(unknowns, point, strict=True)))]


def _points(ranges: Sequence[range]) -> Iterator[Point]:
    if not ranges:
        yield ()
        return
    for value in ranges[0]:
        for rest in _points(ranges[1:]):
            yield (value, *rest)


def holds(relation: Relation, values: Mapping[str, int]) -> bool:
    """Whether a relation holds at whole numbers."""
    at = {name: Number(Fraction(value)) for name, value in values.items()}
    left, right = evaluate(substitute(relation.left, dict(at))), evaluate(substitute(relation.right, dict(at)))
    return {
        "=": left == right, "!=": left != right, "<": left < right, ">": left > right, "<=": left <= right,
        ">=": left >= right,
    }[relation.sign]  # fmt: skip


def _satisfies(relations: Sequence[Relation], values: Mapping[str, int]) -> bool:
    return all(holds(relation, values) for relation in relations)


def _at_most(relation: Relation) -> list[_AtMost]:
    """A relation as polynomials that are at most 0."""
    form = as_polynomial(Sum((relation.left, Negative(relation.right))))
    if form is None:
        raise NotDone("whole numbers are looked for in relations between polynomials only")
    negative = form.scaled(Fraction(-1))
    match relation.sign:
        case "=":
            return [(form, False), (negative, False)]
        case "<" | "<=":
            return [(form, relation.sign == "<")]
        case ">" | ">=":
            return [(negative, relation.sign == ">")]
        case _:
            return []


def _narrow(bounds: Bounds, polynomial: Polynomial, name: str, strict: bool) -> None:
    """Bounds of an unknown from a*x + rest <= 0 or a*x**2k + rest <= 0, where the rest is bounded from below."""
    own = [(monomial, value) for monomial, value in polynomial.terms.items() if name in dict(monomial)]
    if len(own) != 1:
        return
    ((monomial, coefficient),) = own
    degree = dict(monomial)[name]
    for other, exponent in monomial:
        if other == name:
            continue
        least = bounds[other][0]
        if coefficient < 0 or least is None or least < 1 or (bounds[name][0] or -1) < 0:
            return  # only what is made larger by the other factors is bounded by their product
        coefficient *= least**exponent
    rest = Fraction(0)
    for term, value in polynomial.terms.items():
        if term == monomial:
            continue
        smallest = _least(term, value, bounds)
        if smallest is None:
            return
        rest += smallest
    most = -rest / coefficient  # coefficient * x**degree <= -rest
    low, high = bounds[name]
    if degree % 2 == 0:
        if coefficient > 0:
            root = Fraction(_root(max(most, Fraction(0)), degree))
            bounds[name] = (_max(low, -root), _min(high, root))
    elif degree == 1 and coefficient > 0:
        whole = Fraction(math.ceil(most) - 1) if strict else Fraction(math.floor(most))
        bounds[name] = (low, _min(high, whole))
    elif degree == 1:
        whole = Fraction(math.floor(most) + 1) if strict else Fraction(math.ceil(most))
        bounds[name] = (_max(low, whole), high)


def _least(monomial: Monomial, coefficient: Fraction, bounds: Bounds) -> Fraction | None:
    """A number that a term is never below; none where there is none."""
    low: Fraction | None = Fraction(1)
    high: Fraction | None = Fraction(1)
    for name, exponent in monomial:
        one_low, one_high = _powered(*bounds.get(name, (None, None)), exponent)
        if low is not None and one_low is not None and low >= 0 and one_low >= 0:
            low, high = low * one_low, None if high is None or one_high is None else high * one_high
        elif None not in (low, high, one_low, one_high):
            products = [a * b for a in (low, high) for b in (one_low, one_high) if a is not None and b is not None]
            low, high = min(products), max(products)
        elif len(monomial) == 1:
            low, high = one_low, one_high
        else:
            return None
    end = low if coefficient > 0 else high
    return None if end is None else coefficient * end


def _powered(low: Fraction | None, high: Fraction | None, exponent: int) -> tuple[Fraction | None, Fraction | None]:
    if exponent % 2:
        return None if low is None else low**exponent, None if high is None else high**exponent
    if low is not None and low >= 0:
        return low**exponent, None if high is None else high**exponent
    if low is None or high is None:
        return Fraction(0), None
    return (high**exponent if high <= 0 else Fraction(0)), max(low**exponent, high**exponent)


def _root(value: Fraction, degree: int) -> int:
    """A whole number that is at least the root, and less than one above it."""
    found = 0
    step = 1
    while step**degree <= value:
        step *= 2
    while step:
        if (found + step) ** degree <= value:
            found += step
        step //= 2
    return found


def _max(old: Fraction | None, new: Fraction) -> Fraction:
    return new if old is None else max(old, new)


def _min(old: Fraction | None, new: Fraction) -> Fraction:
    return new if old is None else min(old, new)
