"""Points and lines: polar and Cartesian coordinates, distances to lines and planes, lines through points."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines.exact import tidy_number
from orchestra_modules.mathematics.engines.matrix import Array, finding, vector_of
from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.engines.symbolic import certain, expression
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.vectors import minors_vanish
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import Name, Negative, Node, Number, Relation, Sum, show_relation
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_POINT = "[the] [point] {point:point_tuple}"


def _zero(difference: Expr) -> bool | None:
    from orchestra_modules.mathematics.engines.zero import is_zero

    return certain(is_zero(difference)[0])


@operation(
    "polar_coordinates",
    nouns=(f"polar coordinates (of|for) {_POINT}",),
    requests=(
        f"(convert|change|write|express) {_POINT} [(in|from|given in) (rectangular|cartesian) [coordinates]] "
        "(to|in|into) polar [coordinates]",
    ),
)
def polar_coordinates(work: Work, point: Node) -> Finding:
    """(r, t) with r at least 0 and t above -pi and up to pi."""
    import sympy

    given = vector_of(point)
    if len(given.matrix) != 2:
        raise NotUnderstood("a point with two coordinates was expected")
    x, y = given.matrix
    if x == 0 and y == 0:
        raise Undefined("the origin has no angle")
    size, angle = tidy_number(sympy.sqrt(x**2 + y**2)), sympy.simplify(sympy.atan2(y, x))
    verdicts = [_zero(size * sympy.cos(angle) - x), _zero(size * sympy.sin(angle) - y)]
    verified = False if False in verdicts else None if None in verdicts else True
    found = Array(sympy.Matrix([size, angle]), True, "tuple")
    told = f"the polar coordinates of {given.text()}"
    return finding(found, told, "distance and angle", "check: r*cos(t) and r*sin(t) are the coordinates", verified)


@operation(
    "cartesian_coordinates",
    nouns=(
        "(cartesian|rectangular) coordinates (of|for) [the] [polar] [point] [with] "
        "[polar coordinates] {point:point_tuple}",
    ),
    requests=(
        "(convert|change|write|express) [the] [polar] [coordinates] [point] {point:point_tuple} "
        "[(in|from|given in) polar [coordinates]] (to|in|into) (cartesian|rectangular) [coordinates]",
    ),
)
def cartesian_coordinates(work: Work, point: Node) -> Finding:
    """(x, y) of (r, t)."""
    import sympy

    given = vector_of(point)
    if len(given.matrix) != 2:
        raise NotUnderstood("a point with two coordinates was expected")
    size, angle = given.matrix
    found = sympy.Matrix([tidy_number(size * sympy.cos(angle)), tidy_number(size * sympy.sin(angle))])
    verified = _zero(found[0] ** 2 + found[1] ** 2 - size**2)
    told = f"the Cartesian coordinates of {given.text()}"
    check = "check: the squares of the coordinates sum to the square of r"
    return finding(Array(found, True, "tuple"), told, "r*cos(t) and r*sin(t)", check, verified)


def _linear(relation: Node) -> tuple[Polynomial, dict[str, Fraction], Fraction]:
    """A linear equation as coefficients of x, y and z and a constant."""
    if not isinstance(relation, Relation) or relation.sign != "=":
        raise NotUnderstood("the equation of a line or plane was expected")
    form = as_polynomial(Sum((relation.left, Negative(relation.right))))
    if form is None or form.degree() != 1 or form.atoms - {"x", "y", "z"}:
        raise NotDone("only lines and planes in x, y and z are looked at")
    return form, {m[0][0]: c for m, c in form.terms.items() if m}, form.terms.get((), Fraction(0))


@operation(
    "distance_to_line",
    nouns=(
        f"[shortest|perpendicular] distance (from|between|of) {_POINT} (to|and|from) [the] (line|plane) "
        "{line:relation}",
        f"[shortest|perpendicular] distance (from|between) [the] (line|plane) {{line:relation}} (to|and) {_POINT}",
    ),
)
def distance_to_line(work: Work, point: Node, line: Node) -> Finding:
    """How far a point is from a line of the plane or from a plane of space."""
    import sympy

    given = vector_of(point)
    _, coefficients, constant = _linear(line)
    letters = ("x", "y", "z")[: len(given.matrix)]
    if set(coefficients) - set(letters) or len(given.matrix) not in (2, 3):
        raise Undefined("the point and the line do not lie in one plane or space")
    normal = sympy.Matrix([_rational(coefficients.get(letter, Fraction(0))) for letter in letters])
    value = (normal.dot(given.matrix) + _rational(constant)) / normal.dot(normal)
    size = tidy_number(sympy.Abs(value) * sympy.sqrt(normal.dot(normal)))
    foot = given.matrix - normal * value
    across = foot - given.matrix
    verdicts = [_zero(normal.dot(foot) + _rational(constant)), _zero(across.dot(across) - size**2)]
    verified = False if False in verdicts else None if None in verdicts else True
    check = "check: the foot of the perpendicular lies on the line or plane, and it is that far away"
    return expression(size, f"the distance of {given.text()}", "the normal form of the line or plane", check, verified)


def _rational(value: Fraction) -> Expr:
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


def _two_points(a: Node, b: Node) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    first, second = vector_of(a), vector_of(b)
    if len(first.matrix) != 2 or len(second.matrix) != 2 or not (first.rational and second.rational):
        raise NotDone("points with two rational coordinates were expected")
    values = [Fraction(int(v.p), int(v.q)) for v in (*first.matrix, *second.matrix)]
    if values[:2] == values[2:]:
        raise Undefined("the two points are the same")
    return values[0], values[1], values[2], values[3]


_LINE = "[straight] line [passing] [through|joining|connecting|containing|that passes through|from] [the] [points] "


@operation(
    "slope",
    nouns=(
        f"(slope|gradient) of [the] {_LINE} {{a:point_tuple}} (and|to|,) {{b:point_tuple}}",
        "(slope|gradient) (between|from) [the] [points] {a:point_tuple} (and|to) {b:point_tuple}",
    ),
)
def slope(work: Work, a: Node, b: Node) -> Finding:
    """The rise by the run."""
    x, y, u, v = _two_points(a, b)
    if x == u:
        raise Undefined("a vertical line has no slope")
    from orchestra_modules.mathematics.finding import rational

    value = (v - y) / (u - x)
    check = "check: from the first point along the slope one comes to the second"
    return rational(value, False, "the slope", check, y + value * (u - x) == v)


@operation(
    "line_through",
    nouns=(f"equation of [the|a] {_LINE} {{a:point_tuple}} (and|to|,) {{b:point_tuple}}",),
    requests=(
        f"equation of [the|a] {_LINE} {{a:point_tuple}} (and|to|,) {{b:point_tuple}}",
        f"[find|what is|give] [the|a] {_LINE} {{a:point_tuple}} (and|to|,) {{b:point_tuple}}",
    ),
)
def line_through(work: Work, a: Node, b: Node) -> Finding:
    """y = m*x + c, or x = c."""
    x, y, u, v = _two_points(a, b)
    if x == u:
        line = Relation("=", Name("x"), Number(x))
        text = show_relation(line)
    else:
        m = (v - y) / (u - x)
        right = Polynomial({m_: c for m_, c in ((((("x", 1),)), m), ((), y - m * x)) if c})
        line = Relation("=", Name("y"), polynomial_tree(right))
        text = f"y = {polynomial_text(right)}"
    _, across, constant = _linear(line)
    left, up = across.get("x", Fraction(0)), across.get("y", Fraction(0))
    verified = left * x + up * y + constant == 0 == left * u + up * v + constant
    check = "check: both points put into the equation"
    data = {"type": "equation", "value": text}
    return Finding(text, f"the line is {text}", dict(data), "slope and one point", check, verified, node=line)


@operation(
    "collinear",
    requests=(
        "(are|do) [the] points {a:point_tuple} , {b:point_tuple} [,] and {c:point_tuple} "
        "(collinear|lie on a line|on a line)",
    ),
)
def collinear(work: Work, a: Node, b: Node, c: Node) -> Finding:
    """Whether three points lie on one line."""
    p, q, r = (vector_of(point).matrix for point in (a, b, c))
    if len({len(p), len(q), len(r)}) != 1:
        raise Undefined("the points have different numbers of coordinates")
    first, second = q - p, r - p
    gram = first.dot(first) * second.dot(second) - first.dot(second) ** 2
    answer = _zero(gram)
    if answer is None:
        raise NotDone("that depends on letters that are not known")
    text = f"the area between the differences is {'0' if answer else 'not 0'}"
    again = minors_vanish(first, second)
    check = "check: x*v - y*u for every two coordinates of the differences"
    return truth(answer, text, "Gram's determinant", check, None if again is None else again == answer)
