"""Straight lines in the plane: by slope and a point, parallel or perpendicular to another, and their slopes.

Knows lines in x and y with rational coefficients only.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial, as_polynomial
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.finding import Finding, rational, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Relation,
    Request,
    Sum,
    Truth,
    names,
    show,
    substitute,
)
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_POINT = "[that] [through|passing through|passes through|going through|containing|at|and through|and passing through|"
_POINT += "and passes through] [the] [point|origin] {point:point_tuple}"
_SLOPE = "[with|of|having|that has|whose] [a] (slope|gradient) [of|is|equal to] {slope}"
_LINE = "equation of [the|a] [straight] line"
_PUT = "check: the point put into the equation, and the slope read off it again"


def _coefficients(line: Node) -> tuple[Fraction, Fraction, Fraction]:
    """a, b and c of a*x + b*y + c = 0. NotUnderstood."""
    if not isinstance(line, Relation) or line.sign != "=":
        raise NotUnderstood("the equation of a line was expected")
    form = as_polynomial(Sum((line.left, Negative(line.right))))
    if form is None or form.atoms - {"x", "y"} or form.degree() != 1:
        raise NotUnderstood("the equation of a line in x and y was expected")
    terms = form.terms
    a, b = terms.get((("x", 1),), Fraction(0)), terms.get((("y", 1),), Fraction(0))
    return a, b, terms.get((), Fraction(0))


def _through(x: Fraction, y: Fraction, slope: Fraction | None) -> Finding:
    """The line through a point; without a slope it is vertical."""
    if slope is None:
        line = Relation("=", Name("x"), Number(x))
        text = f"x = {x}"
    else:
        terms: dict[Monomial, Fraction] = {(("x", 1),): slope, (): y - slope * x}
        right = Polynomial({monomial: value for monomial, value in terms.items() if value})
        line = Relation("=", Name("y"), polynomial_tree(right))
        text = f"y = {polynomial_text(right)}"
    a, b, c = _coefficients(line)
    verified = a * x + b * y + c == 0 and (b == 0 if slope is None else b != 0 and -a / b == slope)
    data: JsonValue = {"type": "equation", "value": text}
    return Finding(text, f"the line is {text}", data, "point and slope", _PUT, verified, node=line)


def _place(work: Work, point: Node) -> tuple[Fraction, Fraction]:
    items = work.items(point)
    if len(items) != 2:
        raise NotUnderstood("a point with two coordinates was expected")
    return work.rational(items[0], "a coordinate"), work.rational(items[1], "a coordinate")


@operation(
    "line_with_slope",
    nouns=(
        f"{_LINE} {_SLOPE} [and] {_POINT}",
        f"{_LINE} {_POINT} [and] {_SLOPE}",
        f"{_LINE} {_SLOPE} and (y - intercept|y intercept) [of|is|equal to] {{intercept}}",
    ),
    requests=(f"find [the|a] [straight] line {_SLOPE} {_POINT}", f"find [the|a] [straight] line {_POINT} {_SLOPE}"),
)
def line_with_slope(work: Work, slope: Node, point: Node | None = None, intercept: Node | None = None) -> Finding:
    """The line with a slope through a point."""
    steep = work.rational(slope, "a slope")
    if intercept is not None:
        return _through(Fraction(0), work.rational(intercept, "an intercept"), steep)
    if point is None:
        raise NotUnderstood("a point of the line was expected")
    return _through(*_place(work, point), steep)


@operation(
    "related_line",
    nouns=(
        f"{_LINE} [that is] ({{which=parallel}} parallel|{{which=perpendicular}} perpendicular|"
        f"{{which=perpendicular}} normal) to [the] [line] {{line:relation}} (and|that|,|) {_POINT}",
        f"{_LINE} {_POINT} (and|that is|,|) ({{which=parallel}} parallel|{{which=perpendicular}} perpendicular|"
        "{which=perpendicular} normal) to [the] [line] {line:relation}",
    ),
)
def related_line(work: Work, line: Node, point: Node, which: Node) -> Finding:
    """The parallel or the perpendicular to a line through a point."""
    a, b, _ = _coefficients(line)
    across = work.text(which) == "parallel"
    up, along = (-a, b) if across else (b, a)  # the direction of the line that is asked for, as rise and run
    return _through(*_place(work, point), up / along if along else None)


@operation(
    "slope_of_line",
    nouns=(
        "(slope|gradient) of [the] [straight] [line] [with equation|given by] {line:relation}",
        "slope {line:relation}",
        "(slope|gradient) of [a|any|the|every] [straight] line [that is|which is] (parallel|{across=yes} perpendicular|"
        "{across=yes} normal|{across=yes} orthogonal|{across=yes} at right angles) to [the] [line] [with equation] "
        "{line:relation}",
    ),
)
def slope_of_line(work: Work, line: Node, across: Node | None = None) -> Finding:
    """-a/b of a*x + b*y + c = 0, or the slope of what is perpendicular to it."""
    a, b, c = _coefficients(line)
    if across is not None:
        a, b = b, -a
        c = Fraction(0)
    if not b:
        raise Undefined("a vertical line has no slope")
    first, second = -c / b, (-c - a) / b
    check = "check: how much y changes from x = 0 to x = 1"
    return rational(-a / b, False, "the slope", check, second - first == -a / b)


@operation(
    "lines_related",
    requests=(
        "are [the] lines {first:relation} and {second:relation} ({which=parallel} parallel|"
        "{which=perpendicular} perpendicular|{which=perpendicular} at right angles)",
    ),
)
def lines_related(work: Work, first: Node, second: Node, which: Node) -> Finding:
    """Whether two lines are parallel, or perpendicular."""
    a, b, c = _coefficients(first)
    d, e, f = _coefficients(second)
    p, q = _two_points(a, b, c)
    r, s = _two_points(d, e, f)
    if work.text(which) == "parallel":
        answer = a * e == b * d
        again = d * p[0] + e * p[1] == d * q[0] + e * q[1]
        check = "check: the left side of the second is the same at two points of the first only if they are parallel"
        if answer and a * f == c * d and b * f == c * e:
            raise NotDone("both equations are of the same line; whether it is parallel to itself is a convention")
    else:
        answer = a * d + b * e == 0
        (u, v), (x, y) = (q[0] - p[0], q[1] - p[1]), (s[0] - r[0], s[1] - r[1])
        again = u * u + v * v + x * x + y * y == (u - x) ** 2 + (v - y) ** 2
        check = "check: the theorem of Pythagoras for a step along each, between two of its points"
    text = f"the normals are ({a}, {b}) and ({d}, {e})"
    return truth(answer, text, "normals compared", check, again == answer)


def _two_points(a: Fraction, b: Fraction, c: Fraction) -> tuple[tuple[Fraction, Fraction], tuple[Fraction, Fraction]]:
    """Two points of the line a*x + b*y + c = 0."""
    zero, one = Fraction(0), Fraction(1)
    return ((zero, -c / b), (one, (-c - a) / b)) if b else ((-c / a, zero), (-c / a, one))


@operation(
    "coefficient_of_related_line",
    requests=(
        "(for (what|which) (value|values) of|find [the] (value|values) of) {k:variable} "
        "(are|for which|such that|so that|if) [the] lines {first:relation} and {second:relation} [are] "
        "({which=parallel} parallel|{which=perpendicular} perpendicular)",
    ),
    binds=("k",),
)
def coefficient_of_related_line(work: Work, k: Node, first: Node, second: Node, which: Node) -> Finding:
    """The coefficient for which two lines are parallel, or perpendicular."""
    assert isinstance(k, Name)
    (a, b), (c, d) = _normal(first, k.name), _normal(second, k.name)
    across = work.text(which) == "parallel"
    parts = (Product((a, d)), Negative(Product((b, c)))) if across else (Product((a, c)), Product((b, d)))
    condition = Relation("=", Sum(parts), Number(Fraction(0)))
    if k.name not in names(condition):
        raise NotDone(f"whether the lines are {work.text(which)} does not depend on {k.name}")
    asked = (("relations", Listing((condition,))), ("unknowns", Listing((k,))))
    found = work.find(Request("solve", asked), frozenset({k.name}))
    values = [part for part in (found.node.items if isinstance(found.node, Listing) else (found.node,)) if part]
    if not values or not all(isinstance(value, Number) for value in values):
        raise NotDone("the coefficient is told where it is a rational number")
    for value in values:
        lines = [substitute(line, {k.name: value}) for line in (first, second)]
        related = lines_related(work, lines[0], lines[1], which)
        if related.node != Truth(True) or not related.verified:
            raise NotDone(f"with {k.name} = {show(value)} the lines are not {work.text(which)}")
    return replace(found, check="check: with each value put in, the lines are compared by points on them")


def _normal(line: Node, k: str) -> tuple[Node, Node]:
    """The coefficients of x and y in the equation of a line, which may hold a letter. NotUnderstood."""
    form = as_polynomial(Sum((line.left, Negative(line.right)))) if isinstance(line, Relation) else None
    if form is None or not form.atoms <= {"x", "y", k} or not isinstance(line, Relation) or line.sign != "=":
        raise NotUnderstood("the equations of two lines in x and y were expected")
    if k in ("x", "y") or any(sum(power for name, power in key if name != k) > 1 for key in form.terms):
        raise NotUnderstood("the equations of two lines in x and y were expected")
    return polynomial_tree(form.coefficient("x", 1)), polynomial_tree(form.coefficient("y", 1))
