"""The real roots of a polynomial without a short exact form, as decimals that are certain to the last place.

Sturm's theorem counts the roots, bisection encloses each. Knows nothing of complex roots.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from orchestra_modules.mathematics.engines.digits import decimal_text
from orchestra_modules.mathematics.engines.roots import derivative
from orchestra_modules.mathematics.engines.solutions import Value
from orchestra_modules.mathematics.syntax import Number

PLACES: Final = 10
_MAX_DEGREE: Final = 24

Row = list[Fraction]


def real_roots(whole: Sequence[int]) -> list[Value]:
    """The real roots of a polynomial without repeated factors, constant term first, rounded to ten places."""
    if len(whole) > _MAX_DEGREE:
        return []
    chain = _sturm(whole)
    bound = 1 + Fraction(max(abs(value) for value in whole[:-1]), abs(whole[-1]))
    found: list[Value] = []
    pending = [(-bound, bound)]
    while pending:
        low, high = pending.pop()
        count = _changes(chain, low) - _changes(chain, high)
        if count == 0:
            continue
        rounded = round(low, PLACES)
        if count == 1 and rounded == round(high, PLACES):
            text = decimal_text(rounded) or "0"
            found.append(Value(Number(rounded, True), text, complex(float(rounded)), rounded=True))
            continue
        middle = (low + high) / 2
        pending += [(low, middle), (middle, high)]
    return sorted(found, key=lambda value: value.about.real)


def _sturm(whole: Sequence[int]) -> list[Row]:
    chain = [[Fraction(value) for value in whole], [Fraction(value) for value in derivative(whole)]]
    while len(chain[-1]) > 1:
        rest = _negative_remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append(rest)
    return chain


def _negative_remainder(above: Row, below: Row) -> Row:
    rest = above[:]
    while len(rest) >= len(below):
        factor = rest[-1] / below[-1]
        shift = len(rest) - len(below)
        for place, value in enumerate(below):
            rest[place + shift] -= factor * value
        while rest and not rest[-1]:
            rest.pop()
    scale = max((abs(value) for value in rest), default=Fraction(1))
    return [-value / scale for value in rest]


def _changes(chain: list[Row], at: Fraction) -> int:
    """How often the sign changes along the chain at a place."""
    signs = [value for row in chain if (value := _at(row, at))]
    return sum(1 for left, right in pairwise(signs) if (left > 0) != (right > 0))


def _at(row: Row, at: Fraction) -> Fraction:
    total = Fraction(0)
    for value in reversed(row):
        total = total * at + value
    return total
