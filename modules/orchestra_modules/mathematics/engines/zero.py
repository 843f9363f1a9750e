"""Whether an expression is zero: proved, refuted, or neither, with the procedure named.

Numbers at random points refute; they never prove.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Literal

import sympy
from sympy.polys.polyerrors import BasePolynomialError

from orchestra_modules.mathematics.engines.build import Expr, read_back
from orchestra_modules.mathematics.engines.polynomial import same
from orchestra_modules.mathematics.syntax import Node, Number
from orchestra_modules.solving.refusal import Refusal

Verdict = Literal["zero", "not zero", "unknown"]

#: places at which a difference is looked at; rationals without a pattern
_POINTS = ((37, 29), (-41, 53), (83, 31), (-19, 23), (113, 67))


def equal_forms(left: Node, right: Node) -> bool:
    """Whether our own normal form proves two trees equal; false where it cannot."""
    try:
        return same(left, right)
    except (Refusal, ArithmeticError):
        return False


def is_zero(expression: Expr) -> tuple[Verdict, str]:
    """A verdict and the procedure that gave it."""
    try:
        if equal_forms(read_back(expression), Number(Fraction(0))):
            return "zero", "our own normal form of quotients of polynomials"
    except Refusal:
        pass
    if refuted(expression):
        return "not zero", "its value at a point"
    for name, procedure in _PROCEDURES:
        try:
            if procedure(expression) == 0:
                return "zero", name
        except (NotImplementedError, ValueError, TypeError, ArithmeticError, AttributeError, BasePolynomialError):
            continue
    return "unknown", "no procedure settled it"


def refuted(expression: Expr) -> bool:
    """Whether its value at some point is clearly not zero."""
    seen = 0
    unknowns = sorted(expression.free_symbols, key=str)
    for p, q in _POINTS:
        point = {
            unknown: sympy.Rational((abs(p) if unknown.is_positive else p) + 7 * i, q)
            for i, unknown in enumerate(unknowns)
        }
        try:
            value = expression.subs(point).evalf(40, maxn=200)
        except (ValueError, ArithmeticError, NotImplementedError, TypeError):
            continue
        if not value.is_number or not value.is_finite:
            continue
        if not value.has(sympy.Float) and value != 0:
            continue
        seen += 1
        if abs(sympy.N(value, 40)) > sympy.Float("1e-20"):
            return True
        if not unknowns:
            return False
    return False


def _algebraic(expression: Expr) -> Expr:
    """For numbers: the minimal polynomial over the rationals, which is x exactly for zero."""
    if expression.free_symbols:
        raise NotImplementedError
    variable = sympy.Dummy("x")
    return sympy.minimal_polynomial(expression, variable) - variable


_PROCEDURES: tuple[tuple[str, Callable[[Expr], Expr]], ...] = (
    ("expansion to zero", lambda e: sympy.expand(e)),
    ("the minimal polynomial", _algebraic),
    ("trigonometric simplification to zero", lambda e: sympy.trigsimp(sympy.together(e))),
    ("simplification to zero", lambda e: sympy.simplify(e)),
    ("rewriting in exponentials and simplifying to zero", lambda e: sympy.simplify(sympy.expand(e.rewrite(sympy.exp)))),
)
