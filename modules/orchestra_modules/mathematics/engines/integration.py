"""Antiderivatives and definite integrals: found term by term or by SymPy, confirmed by differentiating back.

A definite integral is confirmed only where the antiderivative provably has no break between the bounds, or where the
stretch is cut at the breaks and the limits there were confirmed; numerical integration has to agree beside that.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import mpmath  # type: ignore[import-untyped]
import sympy

from orchestra_modules.mathematics.engines.build import Expr, build, read_back, symbol
from orchestra_modules.mathematics.engines.continuity import continuous
from orchestra_modules.mathematics.engines.derivative import derivative
from orchestra_modules.mathematics.engines.limiting import limit
from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric
from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial, same
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
from orchestra_modules.mathematics.engines.real_line import ascending, between, conditions, has_no_value, zeros
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.syntax import Call, Constant, Name, Negative, Node, names, rebuild, substitute, walk
from orchestra_modules.solving.refusal import NotDone, Refusal, Undefined

_DIGITS = 30


@dataclass(frozen=True)
class Integrated:
    """An integral, whether it is confirmed, and how."""

    value: Expr
    verified: bool | None
    check: str


def antiderivative(f: Node, variable: str) -> Integrated:
    """A function whose derivative is f, without a constant. NotDone."""
    polynomial = as_polynomial(f)
    if polynomial is not None:
        found = _term_by_term(polynomial, variable)
        back = same(derivative(polynomial_tree(found), variable), f)
        check = "check: differentiated back by the rules, it is the integrand, in our own normal form"
        return Integrated(build(polynomial_tree(found)), back, check)
    x, built = symbol(variable), build(f)
    result = _by_sympy(built, x)
    verdict, how = is_zero(sympy.diff(result, x) - built)
    if verdict == "zero":
        return Integrated(
            result, True, f"check: differentiated back, the difference from the integrand is zero by {how}"
        )
    if verdict == "not zero":
        return Integrated(result, False, "check: differentiated back, it is not the integrand")
    check = "check: the derivative of the result agrees with the integrand at random points, which is no proof"
    return Integrated(result, None, check)


def _term_by_term(polynomial: Polynomial, variable: str) -> Polynomial:
    terms: dict[tuple[tuple[str, int], ...], Fraction] = {}
    for monomial, coefficient in polynomial.terms.items():
        powers = dict(monomial)
        powers[variable] = powers.get(variable, 0) + 1
        terms[tuple(sorted(powers.items()))] = coefficient / powers[variable]
    return Polynomial(terms)


def _by_sympy(built: Expr, x: Expr) -> Expr:
    # other letters stand for general values; taken as positive they lead to one form instead of many cases
    general = {letter: sympy.Dummy(letter.name, positive=True) for letter in built.free_symbols - {x}}
    try:
        found = sympy.integrate(built.subs(general), x)
    except (NotImplementedError, ValueError, AttributeError, TypeError) as error:
        raise NotDone("no method for this integral") from error
    found = found.subs({dummy: letter for letter, dummy in general.items()})
    if found.has(sympy.Integral, sympy.RootSum, sympy.Piecewise):
        raise NotDone("the integral was not found in closed form")
    if found.has(sympy.sin, sympy.cos) and found.count_ops() < 40:
        found = min(found, sympy.trigsimp(found), key=lambda form: form.count_ops())
    return sympy.expand(found) if found.is_polynomial(*found.free_symbols) else found


# --- between bounds -----------------------------------------------------------------------------------------------


def between_bounds(f: Node, variable: str, lower: Node, upper: Node) -> Integrated:
    """The integral from bound to bound. NotDone, Undefined where it does not converge."""
    low, high = build(lower), build(upper)
    polynomial = as_polynomial(f)
    if polynomial is not None and low.is_finite is not False and high.is_finite is not False:
        found = antiderivative(f, variable)
        tree = read_back(found.value)
        value = build(substitute(tree, {variable: upper})) - build(substitute(tree, {variable: lower}))
        return Integrated(sympy.expand(value), found.verified, _BACK)
    if names(lower, upper) or set(names(f)) - {variable}:
        return _with_letters(f, variable, lower, upper)
    if not (low.is_extended_real and high.is_extended_real):
        raise NotDone("the bounds of the integral are not real")
    if low == high:
        if has_no_value(f, symbol(variable), low):
            raise Undefined(f"the integrand has no value at {variable} = {low}, the only point")
        return Integrated(sympy.Integer(0), True, "check: the bounds are equal")
    if bool(low > high):
        turned = between_bounds(f, variable, upper, lower)
        return Integrated(-turned.value, turned.verified, turned.check)
    result = _in_pieces(f, variable, low, high)
    if result.value in (sympy.oo, -sympy.oo):
        return result
    near = _quadrature(f, variable, low, high, result.value)
    if near is False:
        raise NotDone("numerical integration does not confirm the result")
    if near is None and not result.verified:
        raise NotDone("the integral could not be confirmed")
    check = result.check + (f"; numerical integration agrees to {_DIGITS // 2} digits" if near else "")
    return Integrated(result.value, result.verified, check)


_BACK = "check: an antiderivative was differentiated back, and nothing breaks off between the bounds"


def _with_letters(f: Node, variable: str, lower: Node, upper: Node) -> Integrated:
    """Where other letters occur: only for functions that have a value everywhere."""
    found = antiderivative(f, variable)
    back = read_back(found.value)
    infinite = any(not build(bound).is_finite for bound in (lower, upper) if not names(bound))
    smooth = not any(variable in names(part) for node in (f, back) for _, part in conditions(node))
    if (
        infinite
        or not smooth
        or any(isinstance(n, Call) and n.function in ("floor", "ceiling", "abs") for n in walk(f))
    ):
        raise NotDone("with other letters, integrals are worked out for functions that have a value everywhere")
    value = found.value.subs(symbol(variable), build(upper)) - found.value.subs(symbol(variable), build(lower))
    return Integrated(sympy.simplify(value), found.verified, _BACK)


def _in_pieces(f: Node, variable: str, low: Expr, high: Expr) -> Integrated:
    """The integral cut where the integrand may break off, or where something between bars changes its sign."""
    x = symbol(variable)
    cuts: set[Expr] = set()
    complete = True
    parts = [part for _, part in conditions(f)] + [
        node.arguments[0] for node in walk(f) if isinstance(node, Call) and node.function == "abs"
    ]
    for part in parts:
        if variable in names(part):
            found = zeros(build(part), x, low, high)
            cuts |= set(found.points)
            complete = complete and found.complete
    ends = (low, *ascending({cut for cut in cuts if bool(low < cut) and bool(cut < high)}), high)
    total, verified, checks = sympy.Integer(0), True if complete else None, []
    for left, right in pairwise(ends):
        piece = _piece(without_bars(f, variable, left, right), variable, left, right)
        if total in (sympy.oo, -sympy.oo) and piece.value == -total:
            raise Undefined("the integral does not converge: it grows without bound on both sides of a point")
        total += piece.value
        verified = verified and piece.verified
        checks.append(piece.check)
    if total in (sympy.oo, -sympy.oo) and len(ends) > 2:
        raise Undefined("the integral does not converge")
    value = total if not total.is_finite else sympy.simplify(total)
    return Integrated(value, verified, checks[-1])


def without_bars(f: Node, variable: str, low: Expr, high: Expr) -> Node:
    """Absolute values taken away, each with the sign it has between the ends."""

    def change(part: Node) -> Node | None:
        if isinstance(part, Call) and part.function == "abs" and variable in names(part):
            inner = without_bars(part.arguments[0], variable, low, high)
            positive = bool(build(inner).subs(symbol(variable), between(low, high)) > 0)
            return inner if positive else Negative(inner)
        return None

    return rebuild(f, change)


def _piece(f: Node, variable: str, low: Expr, high: Expr) -> Integrated:
    """An integral over a stretch with no break inside; at its ends there may be one."""
    x = symbol(variable)
    try:
        found = antiderivative(f, variable)
        tree = read_back(found.value)
    except Refusal:
        return _direct(f, variable, low, high)
    inner = [_end(edge) for edge in (low, high)]
    if low.is_finite and high.is_finite and continuous(tree, variable, inner[0], inner[1]):
        value = found.value.subs(x, high) - found.value.subs(x, low)
        return Integrated(value, found.verified, _BACK)
    try:
        above, below = limit(tree, variable, inner[1], "-"), limit(tree, variable, inner[0], "+")
    except Refusal:
        return _direct(f, variable, low, high)
    if above.value is None or below.value is None:
        raise Undefined("the integral does not converge: it swings without coming to rest")
    value = above.value - below.value
    if value.has(sympy.nan):
        raise Undefined("the integral does not converge")
    whole = found.verified and above.verified and below.verified and _unbroken(tree, variable, low, high)
    check = "check: an antiderivative was differentiated back, and its limits at the ends were confirmed"
    return Integrated(value, True if whole else None, check)


def _end(edge: Expr) -> Node:
    infinity: Node = Constant("oo")
    return read_back(edge) if edge.is_finite else infinity if edge == sympy.oo else Negative(infinity)


def _unbroken(tree: Node, variable: str, low: Expr, high: Expr) -> bool:
    """Whether an antiderivative has no break strictly between the ends: no condition on it turns there."""
    x = symbol(variable)
    if any(isinstance(n, Call) and n.function in ("floor", "ceiling", "sign") for n in walk(tree)):
        return False
    try:
        for kind, part in conditions(tree):
            if variable not in names(part):
                continue
            if kind == "between":
                return False
            found = zeros(build(part), x, low, high)
            inside = [p for p in found.points if bool(low < p) and bool(p < high)]
            value = build(part).subs(x, between(low, high))
            if not found.complete or inside or (kind != "nonzero" and not bool(value > 0)):
                return False
    except (Refusal, TypeError):
        return False
    return True


def _direct(f: Node, variable: str, low: Expr, high: Expr) -> Integrated:
    """SymPy's own definite integral, for which there is no antiderivative to check."""
    real = sympy.Dummy(variable, real=True)
    try:
        value = sympy.integrate(build(f).subs(symbol(variable), real), (real, low, high))
    except (NotImplementedError, ValueError, AttributeError, TypeError) as error:
        raise NotDone("no method for this integral") from error
    if value.has(sympy.Integral, sympy.Piecewise) or value.free_symbols:
        raise NotDone("the integral was not found in closed form")
    if value.has(sympy.nan, sympy.oo, -sympy.oo):
        raise Undefined("the integral does not converge")
    return Integrated(value, None, "check: computer algebra alone, which is no proof")


def _quadrature(f: Node, variable: str, low: Expr, high: Expr, value: Expr) -> bool | None:
    """Whether numerical integration of our own tree agrees; none if it does not converge."""

    def integrand(at: object) -> object:
        return numeric(f, _DIGITS, {variable: at})

    def bound(end: Expr) -> object:
        if end in (sympy.oo, -sympy.oo):
            return mpmath.inf if end == sympy.oo else -mpmath.inf
        return mpmath.mpf(str(sympy.N(end, _DIGITS + 10)))

    try:
        with mpmath.workdps(_DIGITS):
            found, error = mpmath.quad(integrand, [bound(low), bound(high)], error=True)
            if abs(error) > mpmath.mpf(10) ** (-_DIGITS // 2):
                return None
            exact = mpmath.mpc(*(mpmath.mpf(str(part)) for part in sympy.N(value, _DIGITS).as_real_imag()))
            return bool(abs(found - exact) < mpmath.mpf(10) ** (-_DIGITS // 2) * (1 + abs(exact)))
    except (NotNumeric, ValueError, ZeroDivisionError, TypeError, OverflowError):
        return None


def iterated(f: Node, stretches: tuple[tuple[str, Node, Node], ...]) -> Integrated:
    """An integral over several letters, the innermost first."""
    verified: bool | None = True
    check = ""
    value = build(f)
    for variable, lower, upper in stretches:
        if Name(variable) in walk(lower) or Name(variable) in walk(upper):
            raise Undefined("a bound holds the letter that is integrated over")
        found = between_bounds(f, variable, lower, upper)
        value, check = found.value, found.check
        verified = verified and found.verified
        f = read_back(value)
    return Integrated(value, verified, check)
