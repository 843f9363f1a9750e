"""Expressions where something is said of their letters: sizes and roots of squares without bars, powers of -1.

|x - 3| is x - 3 where x > 3. A sign is taken as settled only where the inequalities prove it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from orchestra_modules.mathematics.engines.inequalities import solve_inequalities
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.syntax import (
    Call,
    Negative,
    Node,
    Number,
    Power,
    Relation,
    Relational,
    names,
    rebuild,
    walk,
)
from orchestra_modules.solving.refusal import Refusal

_ZERO = Number(Fraction(0))


def without_sizes(node: Node, bounds: Sequence[Relation]) -> Node:
    """The expression with |a| and sqrt(a**2) as a or -a where the bounds settle which."""

    def change(part: Node) -> Node | None:
        match part:
            case Call("abs", (inner,)):
                size = inner
            case Call("sqrt", (Power(inner, Number(exponent)),)) if exponent > 0 and exponent % 2 == 0:
                half = exponent / 2
                size = inner if half == 1 else Power(inner, Number(half))
            case _:
                return None
        sign = sign_of(size, bounds)
        if sign is None:
            return None
        size = rebuild(size, change)
        return size if sign > 0 else Negative(size)

    return rebuild(node, change)


def sign_of(node: Node, bounds: Sequence[Relation]) -> int | None:
    """1 where the expression is nowhere negative within the bounds, -1 where it is nowhere positive; else none."""
    letters = names(node)
    own = [bound for bound in bounds if names(bound) == letters]
    if len(letters) != 1 or not own:
        return None
    signs: tuple[tuple[int, Relational], ...] = ((1, "<"), (-1, ">"))
    for sign, against in signs:
        try:
            beyond = solve_inequalities([*own, Relation(against, node, _ZERO)], letters[0])
            within = solve_inequalities(own, letters[0])
        except Refusal:
            return None
        if beyond.verified and within.verified and within.pieces and not beyond.pieces:
            return sign
    return None


def whole_powers(node: Node, whole: frozenset[str]) -> Node:
    """The expression with (-1)**(2*n) as 1, and the like, for letters that stand for integers."""

    def change(part: Node) -> Node | None:
        match part:
            case Power(Number(base) | Negative(Number(base)) as told, exponent) if abs(base) == 1:
                value = -base if isinstance(told, Negative) else base
                odd = _odd(exponent, whole)
                return None if odd is None else Number(value if odd else Fraction(1))
        return None

    return rebuild(node, change)


def _odd(exponent: Node, whole: frozenset[str]) -> bool | None:
    """Whether an integer told in letters is odd, if it is so for all of their values."""
    form = as_polynomial(exponent)
    if form is None or not names(exponent) or set(names(exponent)) - whole:
        return None
    if any(value.denominator != 1 for value in form.terms.values()):
        return None
    if any(value % 2 for monomial, value in form.terms.items() if monomial):
        return None
    return form.terms.get((), Fraction(0)) % 2 == 1


def is_algebraic_quotient(node: Node) -> bool:
    """Whether only numbers, letters, signs and whole powers stand in an expression."""
    for part in walk(node):
        if isinstance(part, Power) and not (isinstance(part.exponent, Number) and part.exponent.value.denominator == 1):
            return False
        if isinstance(part, Call):
            return False
    return True
