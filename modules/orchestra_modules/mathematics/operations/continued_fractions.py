"""Continued fractions of rational numbers and of square roots."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.enclosure import plain, rational_value
from orchestra_modules.mathematics.engines.number_findings import brief, numbers, words
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Call, Node, Number
from orchestra_modules.solving.refusal import NotDone, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_MOST: Final = 400


def _convergent(terms: list[int]) -> Fraction:
    """The value of a finite continued fraction, from its end."""
    value = Fraction(terms[-1])
    for term in terms[-2::-1]:
        value = term + 1 / value
    return value


def _of_root(radicand: int) -> tuple[int, list[int]]:
    """The whole part of a square root, and the terms that come again and again."""
    first = math.isqrt(radicand)
    shift, under, term, block = 0, 1, first, list[int]()
    while term != 2 * first:
        shift = under * term - shift
        under = (radicand - shift * shift) // under
        term = (first + shift) // under
        block.append(term)
        if len(block) > _MOST:
            raise TooCostly(f"more than {_MOST} terms repeat")
    return first, block


@operation(
    "continued_fraction",
    nouns=("[simple|regular] continued fraction [expansion|form|representation] (of|for) {a}",
           "{a} as a [simple|regular] continued fraction"),
    requests=("(write|express|expand|convert) {a} (as|in|into|to) a [simple|regular] continued fraction",),
    calls=("ContinuedFraction", "continued_fraction", "contfrac"),
)  # fmt: skip
def continued_fraction(work: Work, a: Node) -> Finding:
    """The whole parts one after another when the rest is turned over."""
    node = plain(a)
    if (value := rational_value(node)) is not None:
        terms, rest = [math.floor(value)], value - math.floor(value)
        while rest:
            rest = 1 / rest
            terms.append(math.floor(rest))
            rest -= terms[-1]
            if len(terms) > _MOST:
                raise TooCostly(f"at most {_MOST} terms are written out")
        text = f"{brief(value)} = [{'; '.join([str(terms[0]), ', '.join(map(str, terms[1:]))]).rstrip('; ')}]"
        return numbers(terms, text, "Euclid's algorithm", "check: folded up again", _convergent(terms) == value)
    inside = node.arguments[0] if isinstance(node, Call) and node.function == "sqrt" else None
    if not isinstance(inside, Number) or inside.value.denominator != 1 or inside.value <= 0:
        raise NotDone("continued fractions are worked out of rational numbers and of square roots of integers")
    radicand = int(inside.value)
    if radicand > 10**12:
        raise TooCostly("square roots of numbers up to 10^12 are expanded")
    first, block = _of_root(radicand)
    front = _convergent([first, *block[:-1]])
    pell = front.numerator**2 - radicand * front.denominator**2
    good = pell == (-1) ** len(block) and block[:-1] == block[-2::-1]
    value_text = f"[{first}; ({', '.join(map(str, block))})]"
    text = f"sqrt({radicand}) = {value_text}, where the terms in brackets repeat"
    check = "check: the last convergent before the repetition solves Pell's equation"
    return words(value_text, text, "square roots turned over", check, good)
