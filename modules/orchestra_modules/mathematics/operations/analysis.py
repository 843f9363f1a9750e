"""The shape of the graph of a function: stationary points, extrema, monotonicity, inflection, tangents, normals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics import calculus_notation
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.derivatives import AT
from orchestra_modules.mathematics.operations.integrals import stretch_of
from orchestra_modules.mathematics.symbolic import expression, function_of, listing, plain, shown, value_at, words
from orchestra_modules.mathematics.syntax import Interval, Listing, Name, Node, Relation, Text, show
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.build import Expr
    from orchestra_modules.mathematics.graph import Graph

__all__ = ["calculus_notation"]

WITHIN = "(on|in|over|on the interval|in the interval|over the interval) {within}"


def _graph(f: Node, x: Node | None = None) -> tuple[Node, str, Graph]:
    from orchestra_modules.mathematics.graph import graph

    f, variable = function_of(f, x)
    return f, variable, graph(f, variable)


@operation(
    "stationary_points",
    nouns=(
        "[all] [the] (critical|stationary|turning) points of {f:formula}",
        "(critical|stationary|turning) point of {f:formula}",
        "(critical numbers|critical values) of {f:formula} {only=x}",
    ),
    requests=(
        "(where|for what values of x|for which x|at what points|at which points) does {f:formula} have (critical|"
        "stationary|turning) points",
    ),
)
def stationary_points(work: Work, f: Node, only: Node | None = None) -> Finding:
    """Where the derivative vanishes, and what kind of point each is."""
    f, variable, found = _graph(f)
    told = [f"{variable} = {shown(p.x)} ({p.kind}, value {shown(p.y)})" for p in found.stationary]
    steps = tuple(told)
    return listing(
        [p.x for p in found.stationary],
        f"the stationary points of {show(f)} are at {variable}",
        "zeros of the derivative",
        found.check,
        found.verified,
        steps=steps,
    )


@operation(
    "inflection_points",
    nouns=(
        "[all] [the] (inflection|inflexion) (points|point) of {f:formula}",
        "(points|point) of (inflection|inflexion) of {f:formula}",
    ),
)
def inflection_points(work: Work, f: Node) -> Finding:
    """Where the curve turns from one bend to the other."""
    f, variable, found = _graph(f)
    told = f"the points of inflection of {show(f)} are at {variable}"
    points = list(found.inflections)
    return listing(points, told, "sign changes of the second derivative", found.check, found.verified)


_KINDS = (
    "({kind=maximum} maximum|{kind=minimum} minimum|{kind=maximum} maxima|{kind=minimum} minima|{kind=extremum} extrema"
)
_KINDS += (
    "|{kind=extremum} extremum|{kind=maximum} max|{kind=minimum} min|{kind=extremum} extreme values|{kind=maximum} "
)
_KINDS += "maximums|{kind=minimum} minimums|{kind=extremum} extreme points)"


@operation(
    "local_extrema",
    nouns=(
        f"(local|relative) {_KINDS} [point|points|value|values] of {{f:formula}}",
        f"(local|relative) {_KINDS} and (minimum|minima) [point|points|value|values] of {{f:formula}} "
        f"{{kind=extremum}}",
    ),
)
def local_extrema(work: Work, f: Node, kind: Node) -> Finding:
    """Local maxima and minima: where they are, with their values in the text."""
    f, variable, found = _graph(f)
    wanted = work.text(kind)
    points = [
        p for p in found.stationary if p.kind != "neither" and wanted in (p.kind.removeprefix("local "), "extremum")
    ]
    steps = tuple(f"{p.kind} {shown(p.y)} at {variable} = {shown(p.x)}" for p in points)
    told = f"the local {wanted} of {show(f)} is at {variable}" if len(points) == 1 else f"local {wanted}, at {variable}"
    return listing([p.x for p in points], told, "signs of the derivative", found.check, found.verified, steps=steps)


_WHOLE = "[absolute|global]"


@operation(
    "extreme_value",
    nouns=(
        f"{_WHOLE} (maximum {{kind=maximum}}|minimum {{kind=minimum}}|max {{kind=maximum}}|min {{kind=minimum}}) "
        f"[value] of {{f:formula}} [{WITHIN}]",
        f"{_WHOLE} (maximum {{kind=maximum}}|minimum {{kind=minimum}}) [value] of {{f:formula}} "
        "(from {low} to {high}|between {low} and {high})",
        "(largest {kind=maximum}|greatest {kind=maximum}|highest {kind=maximum}|smallest {kind=minimum}|least "
        "{kind=minimum}"
        "|lowest {kind=minimum}) value of {f:formula} [" + WITHIN + "]",
    ),
    requests=(
        "(maximize {kind=maximum}|maximise {kind=maximum}|minimize {kind=minimum}|minimise {kind=minimum}) {f:formula} "
        f"[{WITHIN}]",
    ),
    calls=(),
)
def extreme_value(
    work: Work,
    f: Node,
    kind: Node,
    within: Node | None = None,
    low: Node | None = None,
    high: Node | None = None,
) -> Finding:
    """The greatest or the least value of a function, on an interval or wherever it has one."""
    from orchestra_modules.mathematics.build import build
    from orchestra_modules.mathematics.graph import extreme

    f, variable = function_of(f, None)
    wanted = work.text(kind)
    ends = stretch_of(within) if within is not None else (low, high) if low is not None and high is not None else None
    stretch = None if ends is None else (build(plain(ends[0])), build(plain(ends[1])))
    half_open = isinstance(within, Interval) and (within.low_open or within.high_open)
    if half_open or (isinstance(within, Listing) and within.kind == "tuple"):
        raise NotDone("extreme values on an open interval are not done")
    found = extreme(f, variable, wanted == "maximum", stretch)
    if found.value is None:
        text = f"{show(f)} has no {wanted}: {found.why}"
        data: JsonValue = {"type": "no extreme value"}
        return words("does not exist", text, data, "limits at the ends", found.check, found.verified)
    where = f" at {variable} = {', '.join(shown(p) for p in found.places)}"
    return expression(
        found.value, f"the {wanted} of {show(f)}{where}", "values compared", found.check, found.verified, (found.why,)
    )


@operation(
    "monotonic",
    nouns=(
        "(interval|intervals) (on|in|over|for) which {f:formula} is (increasing {kind=increasing}|decreasing "
        "{kind=decreasing}|concave up {kind=convex}|concave down {kind=concave}|convex {kind=convex}|concave "
        "{kind=concave})",
        "(interval|intervals) where {f:formula} is (increasing {kind=increasing}|decreasing "
        "{kind=decreasing}|concave up "
        "{kind=convex}|concave down {kind=concave}|convex {kind=convex})",
        "(interval|intervals) of (increase {kind=increasing}|decrease {kind=decreasing}) of {f:formula}",
    ),
    requests=(
        "(where|when|on what interval|on what intervals|on which interval|on which intervals|for what values of "
        "x|for which "
        "values of x|for which x) is {f:formula} (increasing {kind=increasing}|decreasing {kind=decreasing}|concave up "
        "{kind=convex}|concave down {kind=concave})",
    ),
)
def monotonic(work: Work, f: Node, kind: Node) -> Finding:
    """Where a function rises, falls, or bends up or down, as open intervals."""
    from orchestra_modules.mathematics.real_line import shown_set

    f, _, found = _graph(f)
    wanted = work.text(kind)
    region = found.region(wanted)
    data: JsonValue = {"type": "set", "value": str(region), "notation": shown_set(region)}
    told = {"convex": "concave up", "concave": "concave down"}.get(wanted, wanted)
    text = f"{show(f)} is {told} on {shown_set(region)}"
    return words(str(region), text, data, "signs of the derivative", found.check, found.verified)


_OF = "[the] (curve|graph|graph of|parabola|function|)"
_TO = f"(to|of|for) {_OF}"
_ASKED = "[find|what is|determine|write|write down|give|state|calculate] [the|an] equation [of the line] (of|for) [the]"


# --- tangents -----------------------------------------------------------------------------------------------------


@operation(
    "tangent_line",
    nouns=(
        f"(tangent|tangent line) {_TO} {{f:formula}} {AT} {{at:point}}",
        f"(line|straight line) tangent to {_OF} {{f:formula}} {AT} {{at:point}}",
        f"(normal|normal line) {_TO} {{f:formula}} {AT} {{at:point}} {{normal=yes}}",
        f"(line|straight line) (normal|perpendicular) to {_OF} {{f:formula}} {AT} {{at:point}} {{normal=yes}}",
    ),
    requests=(
        f"{_ASKED} (tangent|tangent line) {_TO} {{f:formula}} {AT} {{at:point}}",
        f"{_ASKED} (line|straight line) tangent to {_OF} {{f:formula}} {AT} {{at:point}}",
        f"{_ASKED} (normal|normal line) {_TO} {{f:formula}} {AT} {{at:point}} {{normal=yes}}",
    ),
)
def tangent_line(work: Work, f: Node, at: Node, normal: Node | None = None) -> Finding:
    """The tangent, or the normal, to a graph at a point, as an equation in y."""
    from orchestra_modules.mathematics.build import build, symbol
    from orchestra_modules.mathematics.differentiation import derive
    from orchestra_modules.mathematics.zero import is_zero

    f, variable = function_of(f, None)
    place = plain(at)
    given: Node | None = None
    if isinstance(place, Listing) and len(place.items) == 2:
        place, given = place.items
    x, slope = symbol(variable), derive(f, (variable,))
    a = build(value_at(place, variable))
    height, steep = build(f).subs(x, a), build(slope.node).subs(x, a)
    if not (height.is_finite and steep.is_finite):
        raise NotUnderstood("the curve has no tangent line with a slope there")
    if given is not None and is_zero(height - build(given))[0] != "zero":
        raise NotUnderstood(f"the point does not lie on the curve: there {show(f)} is {height}")
    kind = "tangent"
    if normal is not None:
        kind = "normal"
        if steep == 0:
            return _line(f"{variable} = {a}", kind, f, slope.check, slope.verified)
        steep = -1 / steep
    line = (steep * (x - a) + height).expand()
    touches = is_zero(line.subs(x, a) - height)[0] == "zero" and is_zero(line.diff(x) - steep)[0] == "zero"
    check = f"{slope.check}; the line passes through ({a}, {height}) with the slope {steep}"
    letter = "y" if variable != "y" else "z"
    return _line(f"{letter} = {shown(line)}", kind, f, check, slope.verified if touches else False, line)


def _line(equation: str, kind: str, f: Node, check: str, verified: bool | None, line: Expr = None) -> Finding:
    from orchestra_modules.mathematics.symbolic import tree

    data: JsonValue = {"type": "equation", "value": equation}
    text = f"the {kind} to {show(f)} is {equation}"
    found = words(equation, text, data, "point and slope", check, verified)
    right = tree(line) if line is not None else None
    letter, _, _ = equation.partition(" = ")
    node: Node = Text(equation) if right is None else Relation("=", Name(letter), right)
    return Finding(found.value, text, data, found.method, check, verified, found.confidence, node=node)
