"""Taylor and Laurent polynomials and radii of convergence: coefficients by SymPy, and again by series of our own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from orchestra_modules.mathematics.engines import series
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import Expr, build, read_back, symbol
from orchestra_modules.mathematics.engines.limiting import limit
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.limits import MAX_ORDER
from orchestra_modules.mathematics.syntax import Constant, Node
from orchestra_modules.solving.refusal import NotDone, Refusal, TooCostly

_SEARCHED = 40


@dataclass(frozen=True)
class Expansion:
    """Terms up to a power of (x - a), each with its power, and what was left out begins."""

    terms: tuple[tuple[int, Expr], ...]
    variable: str
    centre: Expr
    verified: bool | None
    check: str

    @property
    def polynomial(self) -> Expr:
        """The sum of the terms."""
        t = symbol(self.variable) - self.centre
        return sympy.Add(*(c * t**k for k, c in self.terms))


def expansion(f: Node, variable: str, centre: Node, degree: int) -> Expansion:
    """The terms up to a degree. NotDone where there is no such series."""
    if degree > 2 * MAX_ORDER:
        raise TooCostly(f"series are taken up to the power {2 * MAX_ORDER}")
    x, a, t = symbol(variable), build(centre), sympy.Dummy("t")
    moved = build(f).subs(x, t + a)
    try:
        found = sympy.series(moved, t, 0, degree + 1).removeO()
    except (NotImplementedError, ValueError, TypeError, AttributeError) as error:
        raise NotDone("no series was found there") from error
    found = sympy.expand(found)
    coefficients: dict[int, Expr] = {}
    for term in sympy.Add.make_args(found):
        coefficient, power = term.as_coeff_exponent(t)
        if not power.is_Integer or coefficient.has(t):
            raise NotDone("the expansion there is no power series")
        if power <= degree and coefficient != 0:
            coefficients[int(power)] = coefficients.get(int(power), sympy.Integer(0)) + coefficient
    terms = tuple(sorted((k, sympy.simplify(c)) for k, c in coefficients.items()))
    verified, check = _checked(f, variable, centre, terms, degree, moved, t)
    return Expansion(terms, variable, a, verified, check)


def _checked(
    f: Node, variable: str, centre: Node, terms: tuple[tuple[int, Expr], ...], degree: int, moved: Expr, t: Expr
) -> tuple[bool | None, str]:
    given = dict(terms)
    try:
        own = series.at(f, variable, evaluate(centre))
    except (series.NoSeries, NotRational, Refusal, ArithmeticError):
        own = None
    if own is not None and own.end > degree:
        low = min(own.valuation, min(given, default=0))
        for k in range(low, degree + 1):
            mine = own.coefficients[k - own.valuation] if own.valuation <= k < own.end else Fraction(0)
            if given.get(k, sympy.Integer(0)) != sympy.Rational(mine.numerator, mine.denominator):
                return False, "check: a series of our own has other coefficients"
        return True, "check: power series arithmetic of our own comes to the same coefficients"
    if any(k < 0 for k in given):
        return None, "check: none"
    part = moved
    for k in range(degree + 1):
        value = part.subs(t, 0) / sympy.factorial(k)
        if not value.is_finite and not value.free_symbols:
            return None, "check: none"
        if is_zero(value - given.get(k, sympy.Integer(0)))[0] != "zero":
            return None, "check: the derivatives at the point were not shown to give the same"
        part = sympy.diff(part, t)
    return True, "check: the derivatives at the point, divided by the factorials, are the coefficients"


def first_terms(f: Node, variable: str, centre: Node, count: int) -> Expansion:
    """The first terms that are not zero."""
    degree = count + 1
    while True:
        found = expansion(f, variable, centre, min(degree, 2 * MAX_ORDER))
        if len(found.terms) >= count:
            return Expansion(found.terms[:count], variable, found.centre, found.verified, found.check)
        if degree >= min(_SEARCHED, 2 * MAX_ORDER):
            raise NotDone("there are not as many terms within reach")
        degree = 2 * degree + 1


def radius(term: Node, index: str, variable: str) -> tuple[Expr, bool | None]:
    """The radius of convergence of a power series by the ratio test, and whether the limit was confirmed."""
    n, x = symbol(index), symbol(variable)
    built = build(term)
    ratio = sympy.combsimp(sympy.simplify(built.subs(n, n + 1) / built))
    scale = sympy.simplify(ratio / x)
    if scale.has(x):
        shift = list(sympy.roots(sympy.numer(sympy.together(ratio)), x))
        if len(shift) != 1:
            raise NotDone("the series is no power series in one shifted letter")
        scale = sympy.simplify(ratio / (x - shift[0]))
        if scale.has(x):
            raise NotDone("the series is no power series")
    found = limit(read_back(scale), index, Constant("oo"))
    if found.value is None:
        raise NotDone("the ratio of neighbouring terms has no limit")
    size = abs(found.value)
    return (sympy.oo if size == 0 else sympy.Integer(0) if not size.is_finite else 1 / size), found.verified
