"""The shape of the graph of a function: stationary points, monotonicity, inflection, tangents, normals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.enclosure import rational_value
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.symbolic import (
    a_function,
    function_of,
    listing,
    plain,
    shown,
    value_at,
    words,
)
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.derivatives import AT, refuse_without_value
from orchestra_modules.mathematics.readers import calculus_notation
from orchestra_modules.mathematics.syntax import (
    Call,
    Listing,
    Name,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Text,
    names,
    show,
    walk,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr
    from orchestra_modules.mathematics.engines.graph import Graph

__all__ = ["calculus_notation"]


def _graph(f: Node, x: Node | None = None) -> tuple[Node, str, Graph]:
    from orchestra_modules.mathematics.engines.graph import graph

    f, variable = function_of(f, x)
    for part in walk(f):
        if isinstance(part, Call) and part.function in ("sqrt", "cbrt", "root", "abs"):
            _refuse_kink(part.arguments[0], variable)
        elif isinstance(part, Power) and isinstance(part.exponent, Product | Number) and names(part.base):
            value = rational_value(part.exponent)
            if value is not None and value.denominator != 1:
                _refuse_kink(part.base, variable)
    return f, variable, graph(f, variable)


def _refuse_kink(inner: Node, variable: str) -> None:
    """Refuse a root or size of what becomes 0: without a derivative there, the graph may turn or bend all the same."""
    from orchestra_modules.mathematics.engines.build import build, symbol

    polynomial = build(inner).as_poly(symbol(variable))
    if as_polynomial(inner) is None or polynomial is None or polynomial.count_roots():
        raise NotDone("where a derivative has no value such points are not looked for")


@operation(
    "stationary_points",
    nouns=(
        "[all] [the] (critical|stationary) points [of] {f:formula}",
        "(critical|stationary) point of {f:formula}",
        "(critical numbers|critical values) of {f:formula} {only=x}",
    ),
    requests=(
        "(where|for what values of x|for which x|at what points|at which points) does {f:formula} have (critical|"
        "stationary) points",
        "(where|for what values of x|for which x|for which values of x|at what points|at which points|at which x|"
        "at what x|at which values of x|at what value of x|for what x) does [the] "
        "[curve|graph of|graph] {f:formula} have [a] horizontal (tangent|tangents|tangent line|tangent lines)",
    ),
)
def stationary_points(work: Work, f: Node, only: Node | None = None) -> Finding:
    """Where the derivative vanishes, and what kind of point each is."""
    f, variable, found = _graph(a_function(work, f))
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


_BENDS = "sign changes of the second derivative"


@operation(
    "inflection_points",
    nouns=(
        "[all] [the] (inflection|inflexion) (points|point) of {f:formula}",
        "(points|point) of (inflection|inflexion) of {f:formula}",
        "[x] - (coordinate|coordinates|value|values) of [all] [the] (inflection|inflexion) (points|point) of "
        "{f:formula} {coordinate=x}",
        "[x] - (coordinate|coordinates|value|values) of [the] (points|point) of (inflection|inflexion) of {f:formula} "
        "{coordinate=x}",
    ),
)
def inflection_points(work: Work, f: Node, coordinate: Node | None = None) -> Finding:
    """Where the curve turns from one bend to the other: the points, or their first coordinates."""
    f, variable, found = _graph(a_function(work, f))
    told = f"the points of inflection of {show(f)} are at {variable}"
    if coordinate is not None:
        return listing(list(found.inflections), told, _BENDS, found.check, found.verified)
    from orchestra_modules.mathematics.engines.build import build, symbol

    heights = [build(f).subs(symbol(variable), place) for place in found.inflections]
    points = [(shown(place), shown(height)) for place, height in zip(found.inflections, heights, strict=True)]
    pairs = ", ".join(f"({place}, {height})" for place, height in points) or "none"
    data: JsonValue = {"type": "list", "values": [[place, height] for place, height in points]}
    return words(pairs, f"{told}: {pairs}", data, _BENDS, found.check, found.verified)


_KINDS = (
    "({kind=maximum} maximum|{kind=minimum} minimum|{kind=maximum} maxima|{kind=minimum} minima|{kind=maximum} max"
    "|{kind=minimum} min|{kind=maximum} maximums|{kind=minimum} minimums)"
)
_BOTH = "({kind=extremum} extrema|{kind=extremum} extremum|{kind=extremum} extreme"
_BOTH += "|{kind=extremum} (maximum|maxima|max) and (minimum|minima|min))"


@operation(
    "local_extrema",
    nouns=(
        f"(local|relative) {_KINDS} [value|values] [of] {{f:formula}}",
        f"(local|relative) {_KINDS} (point|points) [of] {{f:formula}} {{points=yes}}",
        f"(local|relative) {_BOTH} (value|values) of {{f:formula}}",
        f"(local|relative) {_BOTH} [point|points] [of] {{f:formula}} {{points=yes}}",
        "[coordinates of [the]] (turning|extreme) (point|points) of [the] [curve|graph|graph of|function|] {f:formula} "
        "{kind=extremum} {points=yes}",
        f"[x] (coordinate|coordinates|position|positions|location|locations) of [the] (local|relative) {_KINDS} "
        "[point|points] of {f:formula} {places=yes}",
    ),
)
def local_extrema(work: Work, f: Node, kind: Node, points: Node | None = None, places: Node | None = None) -> Finding:
    """Local maxima and minima: their values, or the points of the graph, or where they are."""
    f, variable, found = _graph(a_function(work, f))
    wanted = work.text(kind)
    all_ = [
        p for p in found.stationary if p.kind != "neither" and wanted in (p.kind.removeprefix("local "), "extremum")
    ]
    steps = tuple(f"{p.kind} {shown(p.y)} at {variable} = {shown(p.x)}" for p in all_)
    where = ", ".join(shown(p.x) for p in all_)
    name = {"maximum": "maxima", "minimum": "minima"}.get(wanted, "extrema") if len(all_) != 1 else wanted
    told = f"local {name} of {show(f)}"
    method = "signs of the derivative"
    if points is not None:
        pairs = ", ".join(f"({shown(p.x)}, {shown(p.y)})" for p in all_) or "none"
        data: JsonValue = {"type": "list", "values": [[shown(p.x), shown(p.y)] for p in all_]}
        return words(pairs, f"{told}: {pairs}", data, method, found.check, found.verified, steps)
    results = [p.x for p in all_] if places is not None else list(dict.fromkeys(p.y for p in all_))
    told += "" if places is not None or not all_ else f", at {variable} = {where}"
    return listing(results, told, method, found.check, found.verified, steps=steps)


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
        "(determine|find|state|decide) (where|when|on which interval|on which intervals) {f:formula} is (increasing "
        "{kind=increasing}|decreasing {kind=decreasing}|concave up {kind=convex}|concave down {kind=concave})",
        "(where|when|on what interval|on what intervals|on which interval|on which intervals|for what values of "
        "x|for which "
        "values of x|for which x) is {f:formula} (increasing {kind=increasing}|decreasing {kind=decreasing}|concave up "
        "{kind=convex}|concave down {kind=concave})",
    ),
)
def monotonic(work: Work, f: Node, kind: Node) -> Finding:
    """Where a function rises, falls, or bends up or down, as open intervals."""
    from orchestra_modules.mathematics.engines.real_line import shown_set

    f, _, found = _graph(a_function(work, f))
    wanted = work.text(kind)
    region = found.region(wanted)
    data: JsonValue = {"type": "set", "value": str(region), "notation": shown_set(region)}
    told = {"convex": "concave up", "concave": "concave down"}.get(wanted, wanted)
    text = f"{show(f)} is {told} on {shown_set(region)}"
    return words(str(region), text, data, "signs of the derivative", found.check, found.verified)


_OF = "[the] (curve|graph|graph of|parabola|function|)"
_TO_CURVE = f"(to|of|for) {_OF}"
_ASKED = "[find|what is|determine|write|write down|give|state|calculate] [the|an] equation [of the line] (of|for) [the]"


# --- tangents -----------------------------------------------------------------------------------------------------


@operation(
    "tangent_line",
    nouns=(
        f"(tangent|tangent line) {_TO_CURVE} {{f:formula}} {AT} {{at:point}}",
        f"(line|straight line) tangent to {_OF} {{f:formula}} {AT} {{at:point}}",
        f"(normal|normal line) {_TO_CURVE} {{f:formula}} {AT} {{at:point}} {{normal=yes}}",
        f"(line|straight line) (normal|perpendicular) to {_OF} {{f:formula}} {AT} {{at:point}} {{normal=yes}}",
        f"(tangent|tangent line) {{f:formula}} {AT} {{at:point}}",
        f"(normal|normal line) {{f:formula}} {AT} {{at:point}} {{normal=yes}}",
    ),
    requests=(
        f"{_ASKED} (tangent|tangent line) {_TO_CURVE} {{f:formula}} {AT} {{at:point}}",
        f"{_ASKED} (line|straight line) tangent to {_OF} {{f:formula}} {AT} {{at:point}}",
        f"{_ASKED} (normal|normal line) {_TO_CURVE} {{f:formula}} {AT} {{at:point}} {{normal=yes}}",
    ),
)
def tangent_line(work: Work, f: Node, at: Node, normal: Node | None = None) -> Finding:
    """The tangent, or the normal, to a graph at a point, as an equation in y."""
    from orchestra_modules.mathematics.engines.build import build, symbol
    from orchestra_modules.mathematics.engines.differentiation import derive
    from orchestra_modules.mathematics.engines.zero import is_zero

    f, variable = function_of(f, None)
    place = plain(at)
    given: Node | None = None
    if isinstance(place, Listing) and len(place.items) == 2:
        place, given = place.items
    x, slope = symbol(variable), derive(f, (variable,))
    refuse_without_value(f, variable, value_at(place, variable))
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


@operation(
    "linear_approximation",
    nouns=(
        "(linear approximation|linearization|linearisation|tangent line approximation|local linearization) [of|to|for] "
        "[the] [function] {f:formula} (at|near|about|around|for x near) {at:point}",
    ),
)
def linear_approximation(work: Work, f: Node, at: Node) -> Finding:
    """The expression of the tangent at a point."""
    place = plain(at)
    if isinstance(place, Relation) and isinstance(place.left, Name) and place.left.name in "ac":
        place = place.right
    found = tangent_line(work, f, place)
    if not isinstance(found.node, Relation):
        raise NotDone("the tangent is no function")
    _, _, value = found.value.partition(" = ")
    return replace(found, value=value, node=found.node.right, data={"type": "expression", "value": value})


def _line(equation: str, kind: str, f: Node, check: str, verified: bool | None, line: Expr = None) -> Finding:
    from orchestra_modules.mathematics.engines.symbolic import tree

    data: JsonValue = {"type": "equation", "value": equation}
    text = f"the {kind} to {show(f)} is {equation}"
    found = words(equation, text, data, "point and slope", check, verified)
    right = tree(line) if line is not None else None
    letter, _, _ = equation.partition(" = ")
    node: Node = Text(equation) if right is None else Relation("=", Name(letter), right)
    return Finding(found.value, text, data, found.method, check, verified, found.confidence, node=node)
