"""Circles by their equations: centre, radius, and the equation from centre and radius.

Knows circles in the letters x and y only.
"""

from __future__ import annotations

from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import surds
from orchestra_modules.mathematics.engines.identity import agree_at_points
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import (
    Call,
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Relation,
    Sum,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_CIRCLE = "(of|for) [the] circle [with equation|given by|whose equation is|defined by] {circle:relation}"
_CHECK = "check: (x - a)**2 + (y - b)**2 - r**2, times the factor of the squares, agrees with the equation"
_TWO = Number(Fraction(2))


def _parts(circle: Node) -> tuple[Fraction, Fraction, Fraction, bool | None]:
    """Both coordinates of the centre and the square of the radius, with whether they passed the check."""
    if not isinstance(circle, Relation) or circle.sign != "=":
        raise NotUnderstood("the equation of a circle was expected")
    difference = Sum((circle.left, Negative(circle.right)))
    form = as_polynomial(difference)
    if form is None or form.atoms - {"x", "y"}:
        raise NotDone("circles are read from equations in x and y with rational coefficients")
    terms = dict(form.terms)
    lead = terms.pop((("x", 2),), Fraction(0))
    other = terms.pop((("y", 2),), Fraction(0))
    across, up = terms.pop((("x", 1),), Fraction(0)), terms.pop((("y", 1),), Fraction(0))
    rest = terms.pop((), Fraction(0))
    if not lead or lead != other or any(terms.values()):
        raise Undefined("the equation is not that of a circle")
    a, b = -across / (2 * lead), -up / (2 * lead)
    square = a * a + b * b - rest / lead
    if square <= 0:
        raise Undefined("no circle satisfies the equation: the square of the radius would not be positive")
    verified = agree_at_points(difference, Product((Number(lead), _difference(a, b, Number(square)))))
    return a, b, square, verified


def _difference(a: Fraction, b: Fraction, square: Node) -> Node:
    x, y = (Power(Sum((Name(name), Negative(Number(at)))), _TWO) for name, at in (("x", a), ("y", b)))
    return Sum((x, y, Negative(square)))


@operation(
    "circle_parts",
    nouns=(
        f"{{part=centre}} (centre|center|midpoint) {_CIRCLE}",
        f"{{part=radius}} radius {_CIRCLE}",
        f"{{part=both}} (centre|center) and [the] radius {_CIRCLE}",
        "{part=both} (centre|center) and [the] radius (of|for) {circle:relation}",
        f"{{part=both}} (coordinates of the centre|coordinates of the center) and [the] radius {_CIRCLE}",
        f"{{part=centre}} coordinates of the (centre|center) {_CIRCLE}",
    ),
)
def circle_parts(work: Work, circle: Node, part: Node) -> Finding:
    """The centre, the radius, or both."""
    a, b, square, verified = _parts(circle)
    try:
        radius = surds.root_of(square)
    except surds.NotSurd as error:
        raise NotDone("the radius has no short exact form") from error
    centre = f"({Number(a).value}, {Number(b).value})"
    told = {"centre": centre, "radius": radius.text(), "both": f"{centre}, {radius.text()}"}
    wanted = work.text(part)
    text = f"the centre is {centre} and the radius {radius.text()}"
    point = Listing((Number(a), Number(b)), "tuple")
    nodes: dict[str, Node] = {"centre": point, "radius": radius.tree(), "both": Listing((point, radius.tree()))}
    data: JsonValue = {"type": "circle", "centre": [str(a), str(b)], "radius": radius.text()}
    return Finding(told[wanted], text, data, "both squares completed", _CHECK, verified, node=nodes[wanted])


@operation(
    "circle_equation",
    nouns=(
        "equation of [the|a] circle (with|having|that has|whose) [its] (centre|center) [is|at] {centre:point_tuple} "
        "and [with] [a] radius [is|of|equal to] {radius}",
        "equation of [the|a] circle (of|with) radius {radius} (and|with|centred at|centered at) "
        "[centre|center] [at] {centre:point_tuple}",
        "equation of [the|a] circle (centred|centered) at {centre:point_tuple} (with|and) radius {radius}",
    ),
    requests=("equation of [the|a] circle with (centre|center) [at] {centre:point_tuple} and radius {radius}",),
)
def circle_equation(work: Work, centre: Node, radius: Node) -> Finding:
    """(x - a)**2 + (y - b)**2 = r**2."""
    items = work.items(centre)
    if len(items) != 2:
        raise NotUnderstood("a centre with two coordinates was expected")
    a, b = (work.rational(item, "the centre of a circle") for item in items)
    if isinstance(radius, Call) and radius.function == "sqrt":
        square = work.rational(radius.arguments[0], "the radius")
    else:
        length = work.rational(radius, "the radius")
        if length <= 0:
            raise Undefined("a radius is positive")
        square = length * length

    def shown(name: str, at: Fraction) -> str:
        return f"{name}**2" if not at else f"({name} {'-' if at > 0 else '+'} {abs(at)})**2"

    value = f"{shown('x', a)} + {shown('y', b)} = {square}"
    relation = Relation("=", Sum((_difference(a, b, Number(square)), Number(square))), Number(square))
    back = _parts(relation)
    verified = back[:3] == (a, b, square)
    data: JsonValue = {"type": "equation", "value": value}
    check = "check: centre and radius read off the multiplied-out equation again"
    return Finding(value, f"the circle is {value}", data, "Pythagoras", check, verified, node=relation)
