"""A function of one real variable by its derivatives: stationary points, inflections, monotonicity, extreme values.

Rests on the zeros that `real_line` finds; where it is not shown that none is missing, nothing here is called verified.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import sympy

from orchestra_modules.mathematics.engines.build import Expr, build, symbol
from orchestra_modules.mathematics.engines.differentiation import derive
from orchestra_modules.mathematics.engines.limiting import limit
from orchestra_modules.mathematics.engines.real_line import Region, ascending, domain, poles, signs, zeros
from orchestra_modules.mathematics.engines.zero import is_zero
from orchestra_modules.mathematics.syntax import Call, Constant, Interval, Negative, Node, names, walk
from orchestra_modules.solving.refusal import NotDone, Refusal


@dataclass(frozen=True)
class Point:
    """A place, the value there, and what it is: local maximum, local minimum, neither."""

    x: Expr
    y: Expr
    kind: str


@dataclass(frozen=True)
class Graph:
    """What the first two derivatives tell."""

    stationary: tuple[Point, ...]
    inflections: tuple[Expr, ...]
    slopes: tuple[tuple[Expr, Expr, int | None], ...]
    bends: tuple[tuple[Expr, Expr, int | None], ...]
    check: str
    verified: bool | None

    def region(self, kind: str) -> Expr:
        """The open intervals on which it is increasing, decreasing, convex or concave."""
        parts = self.slopes if kind in ("increasing", "decreasing") else self.bends
        wanted = 1 if kind in ("increasing", "convex") else -1
        joined: list[tuple[Expr, Expr]] = []
        singular = {p.x for p in self.stationary} | set(self.inflections)
        for low, high, sign in parts:
            if sign != wanted:
                continue
            if joined and joined[-1][1] == low and low in singular:
                joined[-1] = (joined[-1][0], high)  # a single flat point inside does not stop the rise
            else:
                joined.append((low, high))
        return sympy.Union(*(sympy.Interval.open(low, high) for low, high in joined))


_CHECK = "check: signs between the zeros at sample points; Sturm's count shows that no zero is missing"


def graph(f: Node, variable: str) -> Graph:
    """Everything the first two derivatives tell. NotDone."""
    x = symbol(variable)
    first, second = derive(f, (variable,)), derive(f, (variable, variable))
    region = domain(f, x)
    slope, bend, built = build(first.node), build(second.node), build(f)
    slopes, flat, ok_slopes = _pieces(slope, x, region)
    bends, straight, ok_bends = _pieces(bend, x, region)
    stationary = tuple(Point(p, sympy.simplify(built.subs(x, p)), _kind(p, slopes)) for p in flat)
    turning = tuple(p for p in straight if _changes(p, bends))
    complete = region.complete and ok_slopes and ok_bends and first.verified and second.verified
    return Graph(stationary, turning, slopes, bends, _CHECK, True if complete else None)


def _pieces(
    e: Expr, x: Expr, region: Region
) -> tuple[tuple[tuple[Expr, Expr, int | None], ...], tuple[Expr, ...], bool]:
    """The signs of an expression between its zeros, poles and the ends of the domain; and the zeros inside of it."""
    if e.is_number:
        sign = int(sympy.sign(e)) or None
        ends = _ends(region.points)
        marks = (-sympy.oo, *ends, sympy.oo)
        pieces = [(a, b, sign) for a, b in pairwise(marks) if _inside(a, b, region)]
        return tuple(pieces), (), True
    found, gaps = zeros(e, x), poles(e, x)
    flat = tuple(p for p in found.points if region.points.contains(p) == sympy.true)
    ends = ascending({*found.points, *gaps.points, *_ends(region.points)})
    pieces = [piece for piece in signs(e, x, ends) if _inside(piece[0], piece[1], region)]
    return tuple(pieces), flat, found.complete and gaps.complete


def _ends(region: Expr) -> tuple[Expr, ...]:
    boundary = region.boundary
    if boundary is sympy.S.EmptySet:
        return ()
    if not isinstance(boundary, sympy.FiniteSet):
        raise NotDone("the domain has infinitely many ends")
    return ascending(set(boundary))


def _inside(low: Expr, high: Expr, region: Region) -> bool:
    from orchestra_modules.mathematics.engines.real_line import between

    return bool(region.points.contains(between(low, high)) == sympy.true)


def _beside(p: Expr, pieces: tuple[tuple[Expr, Expr, int | None], ...]) -> tuple[int | None, int | None]:
    before = next((sign for _, high, sign in pieces if high == p), None)
    after = next((sign for low, _, sign in pieces if low == p), None)
    return before, after


def _kind(p: Expr, slopes: tuple[tuple[Expr, Expr, int | None], ...]) -> str:
    kinds: dict[tuple[int | None, int | None], str] = {(1, -1): "local maximum", (-1, 1): "local minimum"}
    return kinds.get(_beside(p, slopes), "neither")


def _changes(p: Expr, bends: tuple[tuple[Expr, Expr, int | None], ...]) -> bool:
    before, after = _beside(p, bends)
    return before is not None and after is not None and before != after


# --- extreme values -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Extreme:
    """The greatest or least value and where it is taken; no value where there is none."""

    value: Expr | None
    places: tuple[Expr, ...]
    why: str
    check: str
    verified: bool | None


def extreme(f: Node, variable: str, greatest: bool, stretch: Interval | None) -> Extreme:
    """The greatest or the least value on a stretch, or on the whole domain."""
    low, high = (-sympy.oo, sympy.oo) if stretch is None else (build(stretch.low), build(stretch.high))
    opened = (stretch.low_open, stretch.high_open) if stretch is not None else (True, True)
    whole = sympy.Interval(low, high, *opened)
    if not isinstance(whole, sympy.Interval):
        raise NotDone("the bounds of the interval are not in order")
    if any(isinstance(part, Call) and part.function == "abs" and variable in names(part) for part in walk(f)):
        return _with_bars(f, variable, greatest, whole)
    try:
        return _between_turns(f, variable, greatest, whole)
    except NotDone:
        if stretch is not None:
            raise
        return _of_range(f, variable, greatest)


def _between_turns(f: Node, variable: str, greatest: bool, whole: Expr) -> Extreme:
    """The values where the derivative vanishes or breaks off, compared with those at the ends."""
    x, built = symbol(variable), build(f)
    first = derive(f, (variable,))
    slope = build(first.node)
    low, high = whole.start, whole.end
    region = domain(f, x)
    inside = sympy.Intersection(region.points, whole)
    if (low, high) != (-sympy.oo, sympy.oo) and inside != whole:
        raise NotDone("the function has no value on a part of the interval")
    flat = zeros(slope, x, low, high) if slope.has(x) else None
    if flat is None and slope == 0:
        raise NotDone("the function is constant")
    places = set(flat.points) if flat is not None else set()
    places |= set(poles(slope, x).points)
    places |= {end for end in _ends(inside) if end.is_finite}
    places = {p for p in places if inside.contains(p) == sympy.true}
    values = {p: sympy.simplify(built.subs(x, p)) for p in places}
    ranked = sorted(values, key=lambda p: sympy.N(values[p], 30), reverse=greatest)
    best = values[ranked[0]] if ranked else None
    verified: bool | None = True if (flat is None or flat.complete) and region.complete and first.verified else None
    why = "values: " + ", ".join(f"{values[p]} at {p}" for p in ranked[:8])
    check = "check: the values at all stationary points and ends were compared"
    for tail in _tails(f, variable, inside):
        if tail is None:
            return Extreme(None, (), "it was not found how it behaves at the ends", check, None)
        value, proved = tail
        verified = verified if proved else None
        beyond = best is None or bool(value > best if greatest else value < best)
        if beyond:
            word = "above" if greatest else "below"
            grown = f"without bound {word}" if not value.is_finite else f"towards {value}, which it does not take"
            return Extreme(None, (), f"it goes {grown}", "check: limits at the ends of the domain", verified)
    if best is None:
        raise NotDone("there is no place to compare")
    same = tuple(p for p in ranked if is_zero(values[p] - best)[0] == "zero")
    return Extreme(best, ascending(set(same)), why, check, verified)


def _with_bars(f: Node, variable: str, greatest: bool, whole: Expr) -> Extreme:
    """The same, piece by piece where absolute values hold the variable: between the zeros of what stands in them."""
    from orchestra_modules.mathematics.engines.integration import without_bars

    x = symbol(variable)
    cuts: set[Expr] = set()
    complete = True
    for part in walk(f):
        if isinstance(part, Call) and part.function == "abs" and variable in names(part):
            found = zeros(build(part.arguments[0]), x, whole.start, whole.end)
            cuts |= set(found.points)
            complete = complete and found.complete
    inside = [cut for cut in cuts if bool(whole.start < cut) and bool(cut < whole.end)]
    marks = (whole.start, *ascending(set(inside)), whole.end)
    pieces: list[Extreme] = []
    for low, high in pairwise(marks):
        open_low = low == whole.start and whole.left_open
        open_high = high == whole.end and whole.right_open
        plain = without_bars(f, variable, low, high)
        piece = _between_turns(plain, variable, greatest, sympy.Interval(low, high, open_low, open_high))
        if piece.value is None:
            if "without bound" in piece.why:
                return piece
            raise NotDone("a piece of the function comes near a value that it does not take")
        pieces.append(piece)
    ranked = sorted(pieces, key=lambda piece: sympy.N(piece.value, 30), reverse=greatest)
    best = ranked[0]
    top: Expr = best.value
    places = {p for one in pieces if is_zero(-top + one.value)[0] == "zero" for p in one.places}
    verified = True if complete and all(piece.verified for piece in pieces) else None
    return Extreme(best.value, ascending(places), best.why, best.check, verified)


def _of_range(f: Node, variable: str, greatest: bool) -> Extreme:
    """The end of the range of a wave, which takes it at infinitely many places."""
    from orchestra_modules.mathematics.engines.values_of import values_of

    region, check, verified = values_of(f, variable)
    end = region.sup if greatest else region.inf
    if not end.is_finite or region.contains(end) != sympy.true:
        raise NotDone("it was not settled whether there is one")
    return Extreme(end, (), f"the values taken are {region}", check, verified)


def _tails(f: Node, variable: str, region: Expr) -> list[tuple[Expr, bool] | None]:
    """The limits at the open ends of a domain."""
    from orchestra_modules.mathematics.engines.build import read_back

    found: list[tuple[Expr, bool] | None] = []
    parts = region.args if isinstance(region, sympy.Union) else (region,)
    for part in parts:
        if not isinstance(part, sympy.Interval):
            continue
        for end, is_open, side in ((part.start, part.left_open, "+"), (part.end, part.right_open, "-")):
            if not is_open:
                continue
            infinity: Node = Constant("oo")
            point = read_back(end) if end.is_finite else infinity if end == sympy.oo else Negative(infinity)
            try:
                tail = limit(f, variable, point, side)
                found.append(None if tail.value is None else (tail.value, bool(tail.verified)))
            except Refusal:
                found.append(None)
    return found
