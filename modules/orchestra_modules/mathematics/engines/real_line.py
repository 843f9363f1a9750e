"""A function of one real unknown on the number line: its zeros, where it has a value, and its sign between them.

Zeros are found factor by factor; whether none is missing is told, and shown by Sturm's count for polynomials and by
monotonicity for a single logarithm or exponential. Periodic functions are done between two ends only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import sympy
from sympy.polys.polyerrors import BasePolynomialError

from orchestra_modules.mathematics.engines.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.engines.build import Expr, build, symbol
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.syntax import Call, Constant, Node, Power, Product, children, names
from orchestra_modules.solving.refusal import NotDone, Refusal

_MAX_PERIODIC = 200


@dataclass(frozen=True)
class Zeros:
    """Real zeros in ascending order; `complete` says that it is shown that there are no others."""

    points: tuple[Expr, ...]
    complete: bool


def ascending(points: set[Expr]) -> tuple[Expr, ...]:
    """Real numbers in order."""
    return tuple(sorted(points, key=lambda point: sympy.N(point, 40)))


def zeros(e: Expr, x: Expr, low: Expr = -sympy.oo, high: Expr = sympy.oo) -> Zeros:
    """The zeros of an expression between two ends, these included. NotDone."""
    above = sympy.factor(sympy.numer(sympy.together(e)))
    if above.is_zero:
        raise NotDone("it is zero everywhere")
    found: set[Expr] = set()
    complete = True
    for factor in sympy.Mul.make_args(above):
        base = factor.base if factor.is_Pow and not factor.base.is_number else factor
        points, whole = _of_factor(base, x, low, high)
        found |= points
        complete = complete and whole
    inside = {point for point in found if bool(low <= point) and bool(point <= high)}
    kept = set()
    for point in inside:
        value = e.subs(x, point)
        if value.is_finite is False or value.has(sympy.nan, sympy.zoo):
            continue
        verdict = is_zero(value)[0]
        if verdict == "not zero":
            raise NotDone("a zero could not be confirmed by putting it back")
        complete = complete and verdict == "zero"
        kept.add(point)
    return Zeros(ascending(kept), complete)


def _of_factor(factor: Expr, x: Expr, low: Expr, high: Expr) -> tuple[set[Expr], bool]:
    if not factor.has(x) or isinstance(factor, sympy.exp) or (factor.is_Pow and factor.base.is_positive):
        return set(), True
    if factor.is_polynomial(x) and not factor.free_symbols - {x}:
        return _of_polynomial(factor, x)
    if (single := _of_monotonic(factor, x)) is not None:
        return single, True
    if low.is_finite and high.is_finite and (points := _of_wave(factor, x, low, high)) is not None:
        return points, True
    return _by_sympy(factor, x, low, high)


def _of_polynomial(factor: Expr, x: Expr) -> tuple[set[Expr], bool]:
    try:
        polynomial = sympy.Poly(factor, x)
        if not polynomial.get_domain().is_ZZ and not polynomial.get_domain().is_QQ:
            found = sympy.roots(polynomial)
            return {r for r in found if r.is_real}, sum(found.values()) == polynomial.degree()
        count = polynomial.count_roots()
        real = {r for r in sympy.roots(polynomial, cubics=False, quartics=False) if r.is_real}
        if len(real) < count:
            real = {r for r in sympy.roots(polynomial) if r.is_real or abs(sympy.im(sympy.N(r, 30))) < 1e-25}
        if len(real) != count or any(r.is_real is not True for r in real):
            real = set(polynomial.real_roots())
        if any(r.has(sympy.CRootOf) for r in real):
            raise NotDone("a zero has no short exact form")
        return real, len(real) == count
    except BasePolynomialError as error:
        raise NotDone("the zeros were not found") from error


def _of_monotonic(factor: Expr, x: Expr) -> set[Expr] | None:
    """The zero of a*g(p) + b where g is a logarithm or an exponential and p is linear."""
    inner = [part for part in sympy.preorder_traversal(factor) if isinstance(part, sympy.log | sympy.exp)]
    inner = [part for part in inner if part.has(x)]
    if len(set(inner)) != 1 or not inner[0].args[0].is_polynomial(x) or sympy.degree(inner[0].args[0], x) != 1:
        return None
    g = sympy.Dummy("g")
    outer = factor.subs(inner[0], g)
    if outer.has(x) or not outer.is_polynomial(g) or sympy.degree(outer, g) != 1:
        return None
    value = sympy.solve(outer, g)[0]
    slope, shift = sympy.Poly(inner[0].args[0], x).all_coeffs()
    if isinstance(inner[0], sympy.log):
        return {(sympy.exp(value) - shift) / slope}
    if not value.is_positive:
        return set() if value.is_nonpositive else None
    return {sympy.expand((sympy.log(value) - shift) / slope)}


def _of_wave(factor: Expr, x: Expr, low: Expr, high: Expr) -> set[Expr] | None:
    """The zeros between two ends of a*sin(p) + b or a*cos(p) + b where p is linear."""
    inner = {part for part in sympy.preorder_traversal(factor) if isinstance(part, sympy.sin | sympy.cos)}
    if len(inner) != 1:
        return None
    wave = inner.pop()
    if not wave.args[0].is_polynomial(x) or sympy.degree(wave.args[0], x) != 1:
        return None
    g = sympy.Dummy("g")
    outer = factor.subs(wave, g)
    if outer.has(x) or not outer.is_polynomial(g):
        return None
    values, complete = _of_polynomial(outer, g)
    if not complete:
        return None
    slope, shift = sympy.Poly(wave.args[0], x).all_coeffs()
    turns = abs(slope) * (high - low) / sympy.pi
    if not bool(turns < _MAX_PERIODIC):
        raise NotDone("there are too many zeros between the ends")
    found: set[Expr] = set()
    for value in values:
        if bool(abs(value) > 1):
            continue
        first = sympy.asin(value) if isinstance(wave, sympy.sin) else sympy.acos(value)
        starts = (first, sympy.pi - first) if isinstance(wave, sympy.sin) else (first, -first)
        for start in starts:
            at, step = (start - shift) / slope, abs(2 * sympy.pi / slope)
            n = sympy.ceiling((low - at) / step)
            while bool(at + n * step <= high):
                found.add(sympy.simplify(at + n * step))
                n += 1
    return found


def _by_sympy(factor: Expr, x: Expr, low: Expr, high: Expr) -> tuple[set[Expr], bool]:
    real = sympy.Dummy(str(x), real=True)
    try:
        found = sympy.solveset(factor.subs(x, real), real, sympy.Interval(low, high))
    except (NotImplementedError, ValueError, TypeError, AttributeError) as error:
        raise NotDone("the zeros were not found") from error
    if found is sympy.S.EmptySet:
        return set(), False
    if not isinstance(found, sympy.FiniteSet) or any(point.free_symbols for point in found):
        raise NotDone("there are infinitely many zeros, or none in closed form")
    return set(found), False


# --- where there is a value ---------------------------------------------------------------------------------------


def has_value(node: Node, variable: str, point: Expr) -> bool:
    """Whether an expression as it is written has a real value at a point. NotDone where that is not settled."""
    for kind, part in conditions(node):
        value = sympy.simplify(build(part).subs(symbol(variable), point))
        holds = {
            "nonzero": sympy.Ne(value, 0),
            "positive": sympy.Gt(value, 0),
            "nonnegative": sympy.Ge(value, 0),
            "between": sympy.And(sympy.Ge(value, -1), sympy.Le(value, 1)),
        }.get(kind)
        if holds not in (sympy.true, sympy.false):
            raise NotDone("whether the expression has a value there was not settled")
        if holds == sympy.false:
            return False
    return True


def conditions(node: Node) -> Iterator[tuple[str, Node]]:
    """What has to hold for a real expression to have a value. NotDone for a function not known here."""
    for child in children(node):
        yield from conditions(child)
    match node:
        case Product(_, divisors):
            yield from (("nonzero", divisor) for divisor in divisors)
        case Power(base, exponent) if base != Constant("e"):
            yield from _of_power(base, exponent)
        case Call("sqrt", (argument,)):
            yield "nonnegative", argument
        case Call("root", (argument, degree)):
            if evaluate(degree) % 2 == 0:
                yield "nonnegative", argument
        case Call("ln", (argument,)):
            yield "positive", argument
        case Call("log", (argument, base)):
            yield "positive", argument
            if names(base):
                raise NotDone("a logarithm whose base is not a number is not followed here")
        case Call("asin" | "acos", (argument,)):
            yield "between", argument
        case Call("tan" | "sec", (argument,)):
            yield "nonzero", Call("cos", (argument,))
        case Call("cot" | "csc", (argument,)):
            yield "nonzero", Call("sin", (argument,))
        case Call(function) if function not in _EVERYWHERE:
            raise NotDone(f"where {function} has a value is not worked out here")


_EVERYWHERE = frozenset(
    {"sin", "cos", "exp", "sinh", "cosh", "tanh", "atan", "asinh", "abs", "cbrt", "floor", "ceiling", "max", "min"}
)


def _of_power(base: Node, exponent: Node) -> Iterator[tuple[str, Node]]:
    try:
        times = evaluate(exponent)
    except NotRational:
        if names(base) or build(base).is_positive is not True:
            yield "positive", base
        return
    if times.denominator % 2 == 0:
        yield "nonnegative", base
    elif times.denominator != 1:
        raise NotDone("an odd root written as a power has two readings for negative numbers; write root or cbrt")
    if times < 0:
        yield "nonzero", base


@dataclass(frozen=True)
class Region:
    """A set of real numbers, and whether it is shown that its ends are all there are."""

    points: Expr
    complete: bool


def domain(node: Node, x: Expr) -> Region:
    """Where a real expression has a value. NotDone."""
    region, complete = sympy.S.Reals, True
    for kind, part in conditions(node):
        if str(x) not in names(part):
            continue
        built = build(part)
        if kind == "between":
            pieces = [where(1 - built, x, "nonnegative"), where(1 + built, x, "nonnegative")]
        else:
            pieces = [where(built, x, kind)]
        for piece in pieces:
            region = sympy.Intersection(region, piece.points)
            complete = complete and piece.complete
    return Region(region, complete)


def has_no_value(node: Node, x: Expr, place: Expr) -> bool:
    """Whether a condition on the expression as written fails at a point; what is not settled does not fail."""
    settled: list[bool] = []
    try:
        for kind, part in conditions(node):
            value = build(part).subs(x, place)
            if kind == "nonzero":
                settled.append(value.is_zero is True)
            elif place.is_real:
                settled.append(_fails(kind, value))
    except (Refusal, NotRational):
        pass  # a function whose conditions are not known here
    return any(settled)


def _fails(kind: str, value: Expr) -> bool:
    if value.is_real is False:
        return False  # an inner part failed already, or a later one settles it
    if kind == "positive":
        return value.is_positive is False
    if kind == "nonnegative":
        return value.is_negative is True
    return (1 - abs(value)).is_negative is True


def where(e: Expr, x: Expr, kind: str) -> Region:
    """Where an expression is nonzero, nonnegative, positive or negative, among the points where it has a value."""
    if not e.has(x):
        holds = {"nonzero": e != 0, "nonnegative": e >= 0, "positive": e > 0, "negative": e < 0}[kind]
        return Region(sympy.S.Reals if holds else sympy.S.EmptySet, True)
    found = zeros(e, x)
    if kind == "nonzero":
        return Region(sympy.Complement(sympy.S.Reals, sympy.FiniteSet(*found.points)), found.complete)
    gaps = poles(e, x)
    wanted = -1 if kind == "negative" else 1
    parts = [
        sympy.Interval.open(low, high)
        for low, high, sign in signs(e, x, ascending({*found.points, *gaps.points}))
        if sign == wanted
    ]
    region = sympy.Union(*parts)
    if kind == "nonnegative":
        region = sympy.Union(region, sympy.FiniteSet(*found.points))
    return Region(region, found.complete and gaps.complete)


def poles(e: Expr, x: Expr) -> Zeros:
    """The zeros of the denominator."""
    below = sympy.denom(sympy.together(e))
    return zeros(below, x) if below.has(x) else Zeros((), True)


def signs(
    e: Expr, x: Expr, ends: tuple[Expr, ...], low: Expr = -sympy.oo, high: Expr = sympy.oo
) -> Iterator[tuple[Expr, Expr, int | None]]:
    """The sign in each gap between ends at which it may change, by its value at one point; none without a value."""
    marks = [low, *(end for end in ends if bool(low < end) and bool(end < high)), high]
    for left, right in pairwise(marks):
        value = sympy.N(e.subs(x, between(left, right)), 30)
        yield left, right, (1 if value > 0 else -1) if value.is_extended_real and value != 0 else None


def between(left: Expr, right: Expr) -> Expr:
    """A rational point strictly between two ends."""
    if not left.is_finite and not right.is_finite:
        return sympy.Rational(1, 7)
    if not left.is_finite:
        return sympy.floor(right) - sympy.Rational(8, 7)
    if not right.is_finite:
        return sympy.ceiling(left) + sympy.Rational(8, 7)
    middle = (sympy.N(left, 40) + sympy.N(right, 40)) / 2
    for digits in (2, 5, 12, 25):
        point = sympy.Rational(int(sympy.floor(middle * 10**digits)), 10**digits)
        if bool(left < point) and bool(point < right):
            return point
    raise NotDone("two points lie too close together to tell what is between them")


def shown_set(region: Expr) -> str:
    """Interval notation for a set of real numbers: (-oo, 2) U [3, oo)."""
    if region is sympy.S.EmptySet:
        return "the empty set"
    if region is sympy.S.Reals:
        return "(-oo, oo)"
    parts = region.args if isinstance(region, sympy.Union) else (region,)
    shown = []
    for part in sorted(parts, key=lambda p: sympy.N(p.inf, 30)):
        if isinstance(part, sympy.Interval):
            left, right = "(" if part.left_open else "[", ")" if part.right_open else "]"
            shown.append(f"{left}{part.start}, {part.end}{right}")
        elif isinstance(part, sympy.FiniteSet):
            shown.append("{" + ", ".join(map(str, ascending(set(part)))) + "}")
        else:
            return str(region)
    return " U ".join(shown)
