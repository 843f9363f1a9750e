"""The set of values that a function of one real variable takes, from its branches and their ends."""

from __future__ import annotations

from itertools import pairwise

import sympy

from orchestra_modules.mathematics.engines.build import Expr, build, read_back, symbol
from orchestra_modules.mathematics.engines.differentiation import derive
from orchestra_modules.mathematics.engines.limiting import limit
from orchestra_modules.mathematics.engines.real_line import ascending, domain, poles, zeros
from orchestra_modules.mathematics.syntax import Constant, Negative, Node
from orchestra_modules.solving.refusal import NotDone


def values_of(f: Node, variable: str) -> tuple[Expr, str, bool | None]:
    """The range, how it was checked, and whether it is proved. NotDone."""
    x, built = symbol(variable), build(f)
    if (wave := _wave(built, x)) is not None:
        return wave, "check: a sine or cosine takes exactly the values from -1 to 1", True
    region = domain(f, x)
    slope = derive(f, (variable,))
    turning = build(slope.node)
    proved = region.complete and bool(slope.verified)
    flat: tuple[Expr, ...] = ()
    if turning.has(x):
        found, gaps = zeros(turning, x), poles(turning, x)
        flat = ascending({*found.points, *gaps.points})
        proved = proved and found.complete and gaps.complete
    parts = region.points.args if isinstance(region.points, sympy.Union) else (region.points,)
    values: Expr = sympy.S.EmptySet
    for part in parts:
        if isinstance(part, sympy.FiniteSet):
            values = sympy.Union(values, sympy.FiniteSet(*(built.subs(x, p) for p in part)))
            continue
        if not isinstance(part, sympy.Interval):
            raise NotDone("the domain has infinitely many pieces")
        marks = [part.start, *(p for p in flat if bool(part.start < p) and bool(p < part.end)), part.end]
        for low, high in pairwise(marks):
            ends = []
            for mark, side in ((low, "+"), (high, "-")):
                taken = part.contains(mark) == sympy.true
                if taken:
                    ends.append((sympy.simplify(built.subs(x, mark)), False))
                else:
                    tail = limit(f, variable, _point(mark), side)
                    if tail.value is None:
                        raise NotDone("it was not found how the function behaves at the ends")
                    proved = proved and bool(tail.verified)
                    ends.append((tail.value, True))
            ends.sort(key=lambda end: sympy.N(end[0], 30))
            (below, below_open), (above, above_open) = ends
            values = sympy.Union(values, sympy.Interval(below, above, below_open, above_open))
    check = "check: between neighbouring stationary points the function is monotonic, so it takes what lies between"
    return values, check, True if proved else None


def _point(mark: Expr) -> Node:
    infinity: Node = Constant("oo")
    return read_back(mark) if mark.is_finite else infinity if mark == sympy.oo else Negative(infinity)


def _wave(built: Expr, x: Expr) -> Expr | None:
    """The values of a*sin(p) + b for a linear p."""
    waves = {p for p in sympy.preorder_traversal(built) if isinstance(p, sympy.sin | sympy.cos) and p.has(x)}
    if len(waves) != 1:
        return None
    wave = waves.pop()
    g = sympy.Dummy("g")
    outer = built.subs(wave, g)
    linear = wave.args[0].is_polynomial(x) and sympy.degree(wave.args[0], x) == 1
    if not linear or outer.has(x) or not outer.is_polynomial(g) or sympy.degree(outer, g) != 1:
        return None
    return sympy.Interval(*ascending({outer.subs(g, 1), outer.subs(g, -1)}))
