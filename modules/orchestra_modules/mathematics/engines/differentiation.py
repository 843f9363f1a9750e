"""Derivatives of any order by several variables, each found on two roads that are compared.

A polynomial goes term by term in our own normal form, against the rules of differentiation on its tree; anything else
goes through SymPy, against the same rules. Knows nothing of how a derivative is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines.derivative import derivative
from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial, same
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.limits import MAX_ORDER
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.solving.refusal import NotDone, Refusal, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr


@dataclass(frozen=True)
class Derived:
    """A derivative as a tree and as text, and whether both roads came to it."""

    node: Node
    text: str
    method: str
    check: str
    verified: bool | None


def derive(f: Node, variables: tuple[str, ...]) -> Derived:
    """The derivative by each of the variables in turn. NotDone, TooCostly."""
    if len(variables) > MAX_ORDER:
        raise TooCostly(f"derivatives up to order {MAX_ORDER} are taken")
    polynomial = as_polynomial(f)
    return _of_polynomial(f, polynomial, variables) if polynomial is not None else _by_sympy(f, variables)


def term_by_term(polynomial: Polynomial, variable: str) -> Polynomial:
    """The derivative of a polynomial."""
    terms: dict[tuple[tuple[str, int], ...], Fraction] = {}
    for monomial, coefficient in polynomial.terms.items():
        powers = dict(monomial)
        if exponent := powers.pop(variable, 0):
            if exponent > 1:
                powers[variable] = exponent - 1
            terms[tuple(sorted(powers.items()))] = coefficient * exponent
    return Polynomial(terms)


def _of_polynomial(f: Node, polynomial: Polynomial, variables: tuple[str, ...]) -> Derived:
    verified, before = True, f
    for variable in variables:
        polynomial = term_by_term(polynomial, variable)
        after = polynomial_tree(polynomial)
        verified = verified and same(derivative(before, variable), after)
        before = after
    check = "check: the rules for sums, products and powers, applied to the tree, come to the same polynomial"
    return Derived(before, polynomial_text(polynomial), "differentiation term by term", check, verified)


def _by_sympy(f: Node, variables: tuple[str, ...]) -> Derived:
    import sympy

    from orchestra_modules.mathematics.engines.build import build, read_back, symbol
    from orchestra_modules.mathematics.engines.symbolic import shown

    built = build(f)
    result = built
    for variable in variables:
        result = sympy.diff(result, symbol(variable))
    if result.has(sympy.Derivative, sympy.Subs):
        raise NotDone("the derivative was not found in closed form")
    verified, check = _checked(built, result, variables)
    result = tidy(result)
    return Derived(read_back(result), shown(result), "differentiation by computer algebra", check, verified)


def tidy(result: Expr) -> Expr:
    """Polynomials multiplied out, quotients in their shorter form; anything else as it came."""
    import sympy

    unknowns = result.free_symbols
    if result.is_polynomial(*unknowns):
        return sympy.expand(result)
    if unknowns and result.is_rational_function(*unknowns) and result.count_ops() < 200:
        return min(result, sympy.factor(sympy.together(result)), key=lambda form: form.count_ops())
    return result


def _checked(built: Expr, result: Expr, variables: tuple[str, ...]) -> tuple[bool | None, str]:
    """Step by step: each of SymPy's derivatives against our own rules applied to the one before."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, read_back, symbol
    from orchestra_modules.mathematics.engines.zero import is_zero

    before, how = built, "nothing to compare"
    try:
        for variable in variables:
            after = sympy.diff(before, symbol(variable))
            verdict, how = is_zero(build(derivative(read_back(before), variable)) - after)
            if verdict == "not zero":
                return False, "check: our own rules of differentiation disagree"
            if verdict == "unknown":
                return None, "check: our own rules agree at random points, which is no proof"
            before = after
        verdict, how = is_zero(before - result)
    except Refusal:
        return None, "check: none, there is no second rule for a function in it"
    verified = {"zero": True, "not zero": False, "unknown": None}[verdict]
    return verified, f"check: our own rules of differentiation give the same ({how})"
