"""Other forms of an expression: simplified, multiplied out, factored, over one denominator, in partial fractions.

Polynomials are done by our own arithmetic; SymPy finds the other forms. Every form is checked against what was asked
by a road that did not find it. Knows nothing of equations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate, powers
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.exact import shortest, told
from orchestra_modules.mathematics.engines.factoring import factored
from orchestra_modules.mathematics.engines.identity import agree_at_points
from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial, same
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.finding import CONFIDENT, Finding
from orchestra_modules.mathematics.syntax import Node, Power, Product, names, walk
from orchestra_modules.solving.refusal import NotDone, Refusal, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

UNPROVED: Final = 0.93
_POINTS: Final = "check: worked out at two points modulo large primes, where the asked and the found form agree"


def expanded(node: Node) -> Finding:
    """A polynomial multiplied out, or any expression with its products multiplied out."""
    polynomial = _polynomial(node)
    if polynomial is not None:
        return polynomial_finding(node, polynomial, "multiplied out")
    return by_sympy(node, "expand", lambda built: _sympy().expand(built))


def polynomial_finding(node: Node, polynomial: Polynomial, method: str) -> Finding:
    """A polynomial in normal form that an expression was found to be."""
    value, tree = polynomial_text(polynomial), polynomial_tree(polynomial)
    verified = agree_at_points(node, tree)
    data: JsonValue = {"type": "expression", "value": value}
    return Finding(value, told(node, value), data, method, _POINTS, verified, node=tree)


def _polynomial(node: Node) -> Polynomial | None:
    """The expression as a polynomial with numbers as coefficients where nothing was divided by a letter."""
    if any(isinstance(part, Product) and names(*part.divisors) for part in walk(node)):
        return None
    if any(isinstance(part, Power) and names(part.base) and _maybe_negative(part.exponent) for part in walk(node)):
        return None
    return as_polynomial(node)


def _maybe_negative(exponent: Node) -> bool:
    try:
        return evaluate(exponent) < 0
    except NotRational:
        return True


def simplified(node: Node, positive: frozenset[str] = frozenset()) -> Finding:
    """The shortest form that is found; letters in `positive` stand for positive numbers."""
    if (power := powers.monomial(node, positive)) is not None and power.fractional:
        return powers.finding(node, power)
    polynomial = _polynomial(node)
    if polynomial is not None:
        return polynomial_finding(node, polynomial, "like terms collected")

    def simplify(built: Expr) -> Expr:
        sympy = _sympy()
        if built.is_rational_function(*built.free_symbols):
            reduced = sympy.cancel(built)
            return shortest([reduced, sympy.factor(reduced), built])
        forms = [sympy.simplify(built), sympy.logcombine(sympy.simplify(built)), built]
        if positive:
            forms += [sympy.expand_log(sympy.simplify(built)), sympy.simplify(sympy.expand_log(built))]
        return shortest(forms)

    return by_sympy(node, "simplify", simplify, positive)


def factorised(node: Node) -> Finding:
    """A polynomial as a product over the rational numbers."""
    polynomial = _polynomial(node)
    if polynomial is not None and not polynomial.zero and len(polynomial.atoms) == 1:
        product = factored(polynomial)
        verified = same(node, product.tree)
        check = "check: multiplied out again it is what was asked"
        text = told(node, product.text)
        if product.irreducible:
            text = f"{product.text} does not factor further over the rational numbers"
        data: JsonValue = {"type": "expression", "value": product.text}
        return Finding(product.text, text, data, product.method, check, verified, node=product.tree)
    return by_sympy(node, "factor", lambda built: _sympy().factor(built))


def by_sympy(node: Node, form: str, change: Callable[[Expr], Expr], positive: frozenset[str] = frozenset()) -> Finding:
    """A form that SymPy finds, checked. NotDone where it gives up."""
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.symbolic import approximation, expression_data, shown, tree

    sympy = _sympy()
    gate.check(node)
    built = build(node)
    assumed = {symbol(name): sympy.Symbol(name, positive=True) for name in positive}
    try:
        result = change(built.subs(assumed)).subs({new: old for old, new in assumed.items()})
    except (NotImplementedError, sympy.PolynomialError) as error:
        raise NotDone(f"computer algebra cannot {form} this") from error
    if result.has(sympy.nan, sympy.zoo):
        raise Undefined("the expression has no value: a division by zero or an undefined form")
    verified, check = check_form(node, built, result, positive)
    text = told(node, shown(result), approximation(result) + excluded(node, result))
    data = expression_data(result)
    confidence = CONFIDENT if verified else UNPROVED
    return Finding(
        shown(result), text, data, f"{form} by computer algebra", check, verified, confidence, node=tree(result)
    )


def _sympy() -> Expr:
    import sympy

    return sympy


def check_form(
    node: Node, built: Expr, result: Expr, positive: frozenset[str] = frozenset()
) -> tuple[bool | None, str]:
    """Whether a form is the expression it was made from: proved, refuted, or neither."""
    from orchestra_modules.mathematics.engines.build import read_back, symbol
    from orchestra_modules.mathematics.engines.zero import equal_forms, is_zero

    try:
        if equal_forms(node, read_back(result)):
            return True, "check: multiplied out in our own normal form, both are the same"
    except Refusal:
        pass
    sympy = _sympy()
    difference = (built - result).subs({symbol(name): sympy.Symbol(name, positive=True) for name in positive})
    verdict, how = is_zero(difference)
    if verdict == "not zero":
        return False, "check: the forms differ at a point"
    if verdict == "zero" and not how.startswith("simpl"):
        return True, f"check: the difference is zero by {how}"
    return None, "check: equal at random points, which is no proof"


def excluded(node: Node, result: Expr) -> str:
    """Where the original has no value though the result has one."""
    from orchestra_modules.mathematics.engines.build import build

    sympy = _sympy()
    divisors = [d for part in walk(node) if isinstance(part, Product) for d in part.divisors if names(d)]
    lost: list[str] = []
    factors = [
        factor.as_base_exp()[0]
        for divisor in divisors
        for factor in sympy.Mul.make_args(sympy.together(build(divisor)))
        if factor.free_symbols
    ]
    for below in dict.fromkeys(factors):
        unknown = next(iter(below.free_symbols))
        simple = len(below.free_symbols) == 1 and below.is_polynomial(unknown) and sympy.degree(below, unknown) <= 2
        zeros = sympy.roots(below, unknown) if simple else {}
        for zero in zeros:
            if zero.is_real and result.subs(unknown, zero).is_finite:
                lost.append(f"{unknown} != {zero}")
        if not zeros and not _cancels(below, result):
            lost.append(f"{below} != 0")
    return f", for {', '.join(dict.fromkeys(lost))}" if lost else ""


def _cancels(below: Expr, result: Expr) -> bool:
    """Whether the result is undefined where the divisor is 0 too, as far as its denominator shows."""
    sympy = _sympy()
    rest = sympy.denom(sympy.together(result))
    return bool(rest.free_symbols) and sympy.rem(rest, below) == 0 if below.is_polynomial() else False
