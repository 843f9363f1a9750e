"""Limits: found by SymPy, and found again by roads of our own, of which one has to agree.

The second roads: leading coefficients of polynomials, Laurent series, exp(g*ln(f)) for powers, a bounded factor
times one that vanishes, growth at infinity, continuity. Not covered: limits in several variables, steps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import mpmath  # type: ignore[import-untyped]
import sympy

from orchestra_modules.mathematics.engines import series
from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import Expr, build, read_back, symbol
from orchestra_modules.mathematics.engines.continuity import continuous
from orchestra_modules.mathematics.engines.growth import limit_by_growth
from orchestra_modules.mathematics.engines.numeric import NotNumeric, numeric
from orchestra_modules.mathematics.engines.polynomial import Polynomial, quotient
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
from orchestra_modules.mathematics.engines.real_line import domain
from orchestra_modules.mathematics.engines.symbolic import shown
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Sum,
    names,
    substitute,
    walk,
)
from orchestra_modules.solving.refusal import NotDone, Refusal, Undefined

_ONE = Number(Fraction(1))


@dataclass(frozen=True)
class Limited:
    """The value on each side asked, from above first; none where values go on swinging between bounds."""

    values: tuple[Expr | None, ...]
    sides: tuple[str, ...]
    verified: bool | None
    check: str

    @property
    def value(self) -> Expr | None:
        """The one value, or none where there is no limit."""
        first, *others = self.values
        if first is None:
            return None
        same = all(o is not None and (o == first or is_zero(o - first)[0] == "zero") for o in others)
        return first if same else None


def limit(f: Node, variable: str, point: Node, side: str = "both") -> Limited:
    """The limit of a function at a point, or at infinity. NotDone, Undefined."""
    if any(isinstance(node, Call) and node.function in ("floor", "ceiling", "mod") for node in walk(f)):
        raise NotDone("limits of functions with steps are not taken")
    x, at, built = symbol(variable), build(point), build(f)
    if at.has(x):
        raise NotDone("the point of the limit holds the variable itself")
    infinite = at in (sympy.oo, -sympy.oo)
    both = ("-",) if _no_values(f, x, at, 1) else ("+",) if _no_values(f, x, at, -1) else ("+", "-")
    sides = ("-" if at == sympy.oo else "+",) if infinite else both if side == "both" else (side,)
    values = tuple(_by_sympy(built, x, at, one) for one in sides)
    parameters = set(names(f)) - {variable} or names(point)
    if parameters:
        if any(value is not None and value.has(sympy.oo, -sympy.oo) and value.free_symbols for value in values):
            raise NotDone("the limit depends on the sign of another letter")
        verified, check = _with_parameters(f, variable, point, at, values)
        return Limited(values, sides, verified, check)
    if any(value is None for value in values):
        if infinite and variable in ("n", "k", "m") and any(node == Constant("pi") for node in walk(f)):
            raise NotDone("at integers it may have a limit that it has not between them")
        return Limited(values, sides, _swings(f, variable, at, infinite) or None, _SWING_CHECK)
    verified, check = _checked(f, variable, point, at, sides, values)
    return Limited(values, sides, verified, check)


def _no_values(f: Node, x: Expr, at: Expr, direction: int) -> bool:
    """Whether the function has no real values on one side of a point, so that only the other side counts."""
    if not at.is_Rational or not any(isinstance(n, Call) and n.function in ("ln", "log", "sqrt") for n in walk(f)):
        return False
    try:
        region = domain(f, x).points
    except (Refusal, NotRational):
        return False
    beside = at + direction * sympy.Rational(1, 10**6)
    near = sympy.Interval.open(min(at, beside), max(at, beside))
    return bool(sympy.Intersection(region, near) == sympy.S.EmptySet)


_SWING_CHECK = "check: a sine or cosine of something that grows without bound takes all its values again and again"


def _by_sympy(built: Expr, x: Expr, at: Expr, side: str) -> Expr | None:
    try:
        value = sympy.limit(built, x, at, side)
    except (NotImplementedError, ValueError, TypeError) as error:
        raise NotDone("no method for this limit") from error
    if value.has(sympy.AccumBounds):
        return None
    if value.has(sympy.Limit, sympy.nan, sympy.zoo, x):
        raise NotDone("the limit was not found, or does not exist")
    if not value.free_symbols and value.is_finite and value.is_real is False:
        raise Undefined("the expression is not real near the point")
    return value


# --- other roads --------------------------------------------------------------------------------------------------


def _checked(
    f: Node, variable: str, point: Node, at: Expr, sides: tuple[str, ...], values: tuple[Expr | None, ...]
) -> tuple[bool | None, str]:
    how = ""
    for side, value in zip(sides, values, strict=True):
        found, how = _own(f, variable, point, at, side)
        if found is None:
            break
        if is_zero_or_same(found, value) is False:
            return False, f"check: {how} comes to {shown(found)}"
    else:
        return True, f"check: {how} comes to the same"
    for side, value in zip(sides, values, strict=True):
        if not _approached(f, variable, at, 1 if side == "+" else -1, value):
            raise NotDone("values near the point do not confirm the limit")
    return None, "check: values near the point approach it, which is no proof"


def is_zero_or_same(a: Expr, b: Expr | None) -> bool | None:
    """Whether two values, perhaps infinite, are the same; none if it is not settled."""
    if b is None:
        return None
    if a == b:
        return True
    if not (a.is_finite and b.is_finite):
        return False
    return {"zero": True, "not zero": False}.get(is_zero(a - b)[0])


def _own(f: Node, variable: str, point: Node, at: Expr, side: str) -> tuple[Expr | None, str]:
    """The limit from one side by a road of our own, or none."""
    direction = 1 if side == "+" else -1
    infinite = not at.is_finite
    if infinite:
        direction = 1 if at == sympy.oo else -1
    place: Fraction | None = None
    if not infinite:
        try:
            place = evaluate(point)
        except NotRational:
            place = None
        if at.is_real and continuous(f, variable, point, point):
            return sympy.simplify(build(f).subs(symbol(variable), at)), "the value there, where nothing breaks off,"
    if infinite or place is not None:
        if (value := _series(f, variable, place, direction)) is not None:
            return value, "the leading term of a series of our own"
        if (value := _power(f, variable, place, direction)) is not None:
            return value, "exp(g*ln(f)) and a series of our own"
        if _vanishes_between(f, variable, place, direction):
            return sympy.Integer(0), "a bounded factor times one that vanishes"
    if (infinite or place is not None) and (value := _growth(f, variable, place, direction)) is not None:
        return value, "comparing the growth of the terms"
    if (value := _by_laws(f, variable, point, at, side)) is not None:
        return value, "the laws for sums, products and continuous functions"
    return None, ""


def _growth(f: Node, variable: str, place: Fraction | None, direction: int) -> Expr | None:
    """By comparing terms at infinity, or in 1/t at a point."""
    if place is None:
        return limit_by_growth(f, variable, direction)
    step = Product((Number(Fraction(direction)),), (Name(variable),))
    return limit_by_growth(substitute(f, {variable: step if place == 0 else Sum((Number(place), step))}), variable, 1)


def _by_laws(f: Node, variable: str, point: Node, at: Expr, side: str) -> Expr | None:
    """The limit of the whole from those of its parts, none where they do not settle it."""

    def part(node: Node) -> Expr | None:
        return build(node) if variable not in names(node) else _own(node, variable, point, at, side)[0]

    match f:
        case Negative(operand):
            inner = part(operand)
            return None if inner is None else -inner
        case Sum(parts) | Product(parts, _):
            values = [part(node) for node in parts]
            values += [_reciprocal(part(node)) for node in f.divisors] if isinstance(f, Product) else []
            if any(value is None for value in values):
                return None
            total = sympy.Add(*values) if isinstance(f, Sum) else sympy.Mul(*values)
            return None if total.has(sympy.nan, sympy.zoo) else total
        case Power(Constant("e"), argument) | Call("exp", (argument,)):
            inner = part(argument)
            return None if inner is None else sympy.exp(inner)
        case Call("atan", (argument,)):
            inner = part(argument)
            return None if inner is None else sympy.atan(inner)
        case Call("sin" | "cos" as function, (argument,)):
            inner = part(argument)
            return getattr(sympy, function)(inner) if inner is not None and inner.is_finite else None
        case _:
            return None


def _reciprocal(value: Expr | None) -> Expr | None:
    if value is None or value.is_zero is not False:
        return None
    return 1 / value if value.is_finite else sympy.Integer(0)


def _series(f: Node, variable: str, place: Fraction | None, direction: int) -> Expr | None:
    try:
        found = series.limit(f, variable, place, direction)
    except (series.NoSeries, Refusal, ArithmeticError):
        return None
    if isinstance(found, float):
        return sympy.oo if found > 0 else -sympy.oo
    return sympy.Rational(found.numerator, found.denominator)


def _power(f: Node, variable: str, place: Fraction | None, direction: int) -> Expr | None:
    """f**g as exp(g*ln(f)), where both change."""
    if not (isinstance(f, Power) and variable in names(f.exponent) and f.base != Constant("e")):
        return None
    product = Product((f.exponent, Call("ln", (f.base,))))
    exponent = _series(product, variable, place, direction)
    if exponent is None:
        exponent = _growth(product, variable, place, direction)
    if exponent is None:
        return None
    return sympy.exp(exponent) if exponent.is_finite else sympy.oo if exponent == sympy.oo else sympy.Integer(0)


def _vanishes_between(f: Node, variable: str, place: Fraction | None, direction: int) -> bool:
    """Whether a product holds sines and cosines, which stay bounded, and its other factors go to 0."""
    if not isinstance(f, Product):
        return False
    bounded = [part for part in f.factors if isinstance(part, Call) and part.function in ("sin", "cos", "atan")]
    rest = tuple(part for part in f.factors if part not in bounded) or (_ONE,)
    if not bounded:
        return False
    other = Product(rest, f.divisors) if len(rest) > 1 or f.divisors else rest[0]
    value = _series(other, variable, place, direction)
    if value is None:
        value = _growth(other, variable, place, direction)
    return value == 0


def _swings(f: Node, variable: str, at: Expr, infinite: bool) -> bool:
    """Whether it is one sine or cosine, with a factor, of a polynomial at infinity, or of a pole."""
    while isinstance(f, Negative):
        f = f.operand
    if not (isinstance(f, Call) and f.function in ("sin", "cos")):
        return False
    try:
        inner = limit(f.arguments[0], variable, read_back(at), "+" if not infinite else "both")
    except Refusal:
        return False
    return bool(inner.verified and inner.value in (sympy.oo, -sympy.oo))


def _with_parameters(
    f: Node, variable: str, point: Node, at: Expr, values: tuple[Expr | None, ...]
) -> tuple[bool | None, str]:
    """Quotients of polynomials with other letters: the quotient of the leading coefficients."""
    unproved = None, "check: none, for the expression holds other letters"
    if any(value is None for value in values) or len(set(values)) != 1:
        return unproved
    infinite = not at.is_finite
    moved = f if infinite else substitute(f, {variable: Sum((Name(variable), point))})
    try:
        form = quotient(moved)
    except (Refusal, ArithmeticError):
        return unproved
    if any(not a.isalpha() for a in form.above.atoms | form.below.atoms):
        return unproved
    above, below = (_leading(p, variable, infinite) for p in (form.above, form.below))
    if above[0] != below[0]:
        vanishes = (above[0] < below[0]) is infinite
        return (True if vanishes and values[0] == 0 else None), "check: the degrees of numerator and denominator"
    own = build(polynomial_tree(above[1])) / build(polynomial_tree(below[1]))
    verdict = is_zero(own - values[0])[0]
    verified = {"zero": True, "not zero": False}.get(verdict)
    return verified, "check: the quotient of the leading coefficients, in our own normal form, is the same"


def _leading(polynomial: Polynomial, variable: str, highest: bool) -> tuple[int, Polynomial]:
    degrees = [dict(monomial).get(variable, 0) for monomial in polynomial.terms] or [0]
    degree = max(degrees) if highest else min(degrees)
    return degree, polynomial.coefficient(variable, degree)


def _approached(f: Node, variable: str, at: Expr, direction: int, value: Expr | None) -> bool:
    """Whether values at points ever nearer come ever nearer."""
    if value is None or value.free_symbols:
        return False
    with mpmath.workdps(80):
        center = None if not at.is_finite else mpmath.mpf(str(sympy.N(at, 70)))
        target = None if not value.is_finite else mpmath.mpf(str(sympy.N(value, 70)))
        if center is None:
            direction = 1 if at == sympy.oo else -1
        gaps = []
        for step in (4, 8, 12):
            power = mpmath.mpf(10)
            here = direction * power**step if center is None else center + direction * power**-step
            try:
                found = mpmath.re(numeric(f, 80, {variable: here}))
            except NotNumeric:
                return False
            gaps.append(abs(found - target) if target is not None else 1 / (1 + abs(found)))
            if target is None and math.copysign(1, float(mpmath.sign(found))) != (1 if value == sympy.oo else -1):
                return False
        return bool(gaps[2] <= gaps[1] <= gaps[0] and gaps[2] < mpmath.mpf("1e-2"))
