"""What integrals measure: areas under and between curves, lengths of arcs, volumes of revolution, average values."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines.symbolic import expression, function_of, plain, right_side, with_euler
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.integrals import BOUNDS, stretch_of
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

__all__ = ["calculus_notation"]

_METHOD = "integration"
_AXIS = "(x - axis|x axis|horizontal axis)"
_Y_AXIS = "(y - axis|y axis|vertical axis)"
_TWO = Number(Fraction(2))


def _ends(variable: str, lower: Node | None, upper: Node | None, within: Node | None) -> tuple[Node, Node]:
    if within is not None:
        lower, upper = stretch_of(within)
    if lower is None or upper is None:
        raise NotUnderstood("the bounds are missing")

    def end(bound: Node) -> Node:
        bound = plain(bound)
        if isinstance(bound, Relation):
            if bound.left != Name(variable):
                raise NotUnderstood(f"a bound is not given for {variable}")
            bound = bound.right
        return with_euler(bound, variable)

    return end(lower), end(upper)


def _integral(f: Node, variable: str, ends: tuple[Node, Node], told: str) -> Finding:
    from orchestra_modules.mathematics.engines.integration import between_bounds

    found = between_bounds(f, variable, *ends)
    return expression(found.value, told, _METHOD, found.check, found.verified)


@operation(
    "area_between",
    nouns=(
        "area [of the region] (under|below|beneath) [the] (curve|graph|graph of|curve of|) {f:formula} ["
        + BOUNDS
        + "]",
        "area [of the region] (between|enclosed by|enclosed between|bounded by) [the] (curves|graphs|graphs of|lines|) "
        "{curves:curves} [" + BOUNDS + "]",
        "area [of the region] between [the] (curve|graph|graph of|) {f:formula} and the " + _AXIS + " [" + BOUNDS + "]",
        "area [of the region] (enclosed by|bounded by) [the] (curve|graph|graph of|) {f:formula} and the "
        + _AXIS
        + " ["
        + BOUNDS
        + "]",
    ),
)
def area_between(
    work: Work,
    f: Node | None = None,
    curves: Node | None = None,
    lower: Node | None = None,
    upper: Node | None = None,
    within: Node | None = None,
) -> Finding:
    """The area between two curves, or a curve and the axis; without bounds, between the points where they meet."""
    from orchestra_modules.mathematics.engines.build import build, read_back, symbol
    from orchestra_modules.mathematics.engines.integration import between_bounds
    from orchestra_modules.mathematics.engines.real_line import zeros

    parts = [right_side(plain(part)) for part in work.items(curves)] if curves is not None else [plain(f)] if f else []
    if not 1 <= len(parts) <= 2:
        raise NotUnderstood("an area lies between two curves")
    difference = parts[0] if len(parts) == 1 else Sum((right_side(parts[0]), Negative(right_side(parts[1]))))
    difference, variable = function_of(right_side(difference), None)
    x = symbol(variable)
    if lower is None and within is None:
        meet = zeros(build(difference), x)
        if len(meet.points) < 2 or not meet.complete:
            raise NotDone("the curves do not meet in two points that were found; give the bounds")
        ends = (read_back(meet.points[0]), read_back(meet.points[-1]))
    else:
        ends = _ends(variable, lower, upper, within)
    low, high = build(ends[0]), build(ends[1])
    if not (low.is_finite and high.is_finite):
        found = between_bounds(difference, variable, *ends)
        told = f"the area under {show(difference)} from {show(ends[0])} to {show(ends[1])}"
        if not bool(found.value > 0):
            raise NotDone("the area of an unbounded region is worked out where the curve stays above the axis")
        return expression(found.value, told, _METHOD, found.check, None)
    if bool(low > high):
        raise NotUnderstood("the bounds stand in the wrong order")
    total, verified, check, parts_found = _pieces(difference, variable, low, high)
    told = f"the area between the curves from {show(ends[0])} to {show(ends[1])}"
    steps = (f"the difference of the curves is {show(difference)}", *parts_found)
    return expression(total, told, _METHOD, check, verified, steps)


def _pieces(f: Node, variable: str, low: Expr, high: Expr) -> tuple[Expr, bool | None, str, tuple[str, ...]]:
    """The integral of the absolute value, cut where the sign changes."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, read_back, symbol
    from orchestra_modules.mathematics.engines.integration import between_bounds
    from orchestra_modules.mathematics.engines.real_line import zeros

    crossing = zeros(build(f), symbol(variable), low, high)
    inside = [point for point in crossing.points if bool(low < point) and bool(point < high)]
    total, verified = sympy.Integer(0), True if crossing.complete else None
    check, steps = "", []
    for left, right in pairwise((low, *inside, high)):
        found = between_bounds(f, variable, read_back(left), read_back(right))
        total += abs(found.value)
        verified = verified and found.verified
        check = found.check
        steps.append(f"from {left} to {right} the integral is {found.value}")
    return sympy.simplify(total), verified, check, tuple(steps)


@operation(
    "arc_length",
    nouns=("(arc length|arclength|length) of [the] (curve|graph|graph of|arc|) {f:formula} " + BOUNDS,),
)
def arc_length(
    work: Work, f: Node, lower: Node | None = None, upper: Node | None = None, within: Node | None = None
) -> Finding:
    """The length of the graph of a function between two places."""
    from orchestra_modules.mathematics.engines.differentiation import derive

    f, variable = function_of(f, None)
    ends = _ends(variable, lower, upper, within)
    slope = derive(f, (variable,))
    integrand = Call("sqrt", (Sum((Number(Fraction(1)), Power(slope.node, _TWO))),))
    found = _integral(_tidied(integrand), variable, ends, f"the length of {show(f)} between {_told(ends)}")
    return found


def _tidied(node: Node) -> Node:
    from orchestra_modules.mathematics.engines.build import build, read_back

    return read_back(build(node))


def _told(ends: tuple[Node, Node]) -> str:
    return f"{show(ends[0])} and {show(ends[1])}"


@operation(
    "average_value",
    nouns=(
        "(average|mean) value of [the] [function] {f:formula} [" + BOUNDS + "]",
        "(average|mean) of the function {f:formula} " + BOUNDS,
    ),
)
def average_value(
    work: Work, f: Node, lower: Node | None = None, upper: Node | None = None, within: Node | None = None
) -> Finding:
    """The integral over a stretch by its length."""
    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.integration import between_bounds

    f, variable = function_of(f, None)
    ends = _ends(variable, lower, upper, within)
    found = between_bounds(f, variable, *ends)
    value = found.value / (build(ends[1]) - build(ends[0]))
    told = f"the average value of {show(f)} between {_told(ends)}"
    return expression(value, told, _METHOD, found.check, found.verified)


@operation(
    "average_rate_of_change",
    nouns=("average rate of change (of|in) [the] [function] {f:formula} " + BOUNDS,),
)
def average_rate_of_change(
    work: Work, f: Node, lower: Node | None = None, upper: Node | None = None, within: Node | None = None
) -> Finding:
    """The slope of the chord between two places."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.differentiation import derive
    from orchestra_modules.mathematics.engines.integration import between_bounds

    f, variable = function_of(f, None)
    ends = _ends(variable, lower, upper, within)
    low, high = (build(substitute(f, {variable: end})) for end in ends)
    width = build(ends[1]) - build(ends[0])
    if width == 0:
        raise NotUnderstood("the two places are the same")
    value = sympy.simplify((high - low) / width)
    told = f"the average rate of change of {show(f)} between {_told(ends)}"
    mean = between_bounds(derive(f, (variable,)).node, variable, *ends)
    verified = True if mean.verified and sympy.simplify(mean.value / width - value) == 0 else None
    check = "check: it is the mean of the derivative over the stretch"
    return expression(value, told, "slope of the chord", check, verified)


@operation(
    "volume_of_revolution",
    nouns=(
        "volume [of the solid] [of revolution] [formed|obtained|generated] (when|by|of|from) (rotating|revolving|) "
        "[the] "
        "[region|area] (under|bounded by|below|) [the] (curve|graph|graph of|) {f:formula} [is] [rotated|revolved] "
        "[" + BOUNDS + "] [is] [rotated|revolved] (about|around) the (" + _AXIS + "|" + _Y_AXIS + " {axis=y})",
        "volume [of the solid] [of revolution] [formed|obtained|generated] (when|by|of|from) (rotating|revolving|) "
        "[the] "
        "[region|area] (under|bounded by|below|) [the] (curve|graph|graph of|) {f:formula} [is] [rotated|revolved] "
        "(about|around) the (" + _AXIS + "|" + _Y_AXIS + " {axis=y}) " + BOUNDS,
    ),
)
def volume_of_revolution(
    work: Work,
    f: Node,
    lower: Node | None = None,
    upper: Node | None = None,
    within: Node | None = None,
    axis: Node | None = None,
) -> Finding:
    """The volume of the region between a curve and the axis turned about an axis: discs, or shells about the other."""
    f, variable = function_of(f, None)
    ends = _ends(variable, lower, upper, within)
    if axis is None:
        integrand: Node = Product((Constant("pi"), Power(f, _TWO)))
    else:
        integrand = Product((_TWO, Constant("pi"), Name(variable), f))
        _shells_fit(f, variable, ends)
    about = "x-axis" if axis is None else "y-axis"
    told = f"the volume of {show(f)} between {_told(ends)} about the {about}"
    return _integral(integrand, variable, ends, told)


def _shells_fit(f: Node, variable: str, ends: tuple[Node, Node]) -> None:
    """Shells need a region right of the axis and above the other one. NotDone."""
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.real_line import between, zeros

    low, high = build(ends[0]), build(ends[1])
    if not (bool(low >= 0) and bool(low < high)):
        raise NotDone("a region on both sides of its axis of rotation is not done")
    x = symbol(variable)
    inside = [p for p in zeros(build(f), x, low, high).points if bool(low < p) and bool(p < high)]
    if inside or not bool(build(f).subs(x, between(low, high)) > 0):
        raise NotDone("a region that is not above the axis is not done")
