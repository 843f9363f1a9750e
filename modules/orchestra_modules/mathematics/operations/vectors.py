"""Vectors and points: products, lengths, angles, projections, distances, midpoints, areas, coordinate systems."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.engines.exact import tidy_number
from orchestra_modules.mathematics.engines.matrix import Array, finding, vector_of
from orchestra_modules.mathematics.engines.symbolic import certain, expression
from orchestra_modules.mathematics.finding import Finding, truth
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import Listing, Node
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_AB = "[the] [vectors|points|vector|point] {a:vector} (and|with|to|by) [the] [vector|point] {b:vector}"


def _zero(difference: Expr) -> bool | None:
    from orchestra_modules.mathematics.engines.zero import is_zero

    return certain(is_zero(difference)[0])


def _pair(a: Node, b: Node | None) -> tuple[Array, Array]:
    """Two vectors of one dimension; of a list of two its parts. Undefined."""
    if b is None:
        if not (isinstance(a, Listing) and len(a.items) == 2):
            raise NotUnderstood("two vectors were expected")
        a, b = a.items
    left, right = vector_of(a), vector_of(b)
    if len(left.matrix) != len(right.matrix):
        raise Undefined(f"the vectors have {len(left.matrix)} and {len(right.matrix)} components")
    return left, right


def _dot(left: Expr, right: Expr) -> Expr:
    import sympy

    return sympy.expand(sum(a * b for a, b in zip(left, right, strict=True)))


def minors_vanish(left: Expr, right: Expr) -> bool | None:
    """Whether two vectors are multiples of each other: x*v - y*u is 0 for every two of their coordinates."""
    pairs = itertools.combinations(zip(left, right, strict=True), 2)
    verdicts = [_zero(x * v - y * u) for (x, u), (y, v) in pairs]
    return False if False in verdicts else None if None in verdicts else True


def _is_root(value: Expr, square: Expr) -> bool | None:
    """Whether a length is not negative and has the square that was found on another road."""
    return False if value.is_negative else _zero(value**2 - square)


def _norm(vector: Expr) -> Expr:
    import sympy

    squared = _dot(vector, vector)
    return sympy.sqrt(squared) if squared.free_symbols else tidy_number(sympy.sqrt(squared))


@operation(
    "dot_product",
    nouns=(f"(dot product|scalar product|inner product) (of|between) {_AB}",),
    calls=("dot", "Dot", "dotprod", "dot_product"),
)
def dot_product(work: Work, a: Node, b: Node) -> Finding:
    """The sum of the products of components."""
    left, right = _pair(a, b)
    value = _dot(left.matrix, right.matrix)
    plus, minus = left.matrix + right.matrix, left.matrix - right.matrix
    verified = _zero(4 * value - _dot(plus, plus) + _dot(minus, minus))
    check = "check: four times it is |a + b|**2 - |a - b|**2"
    return expression(value, f"{left.text()} . {right.text()}", "products of components", check, verified)


@operation(
    "cross_product",
    nouns=(f"(cross product|vector product) (of|between) {_AB}", "{a} cross {b}"),
    calls=("cross", "Cross", "crossprod", "cross_product"),
)
def cross_product(work: Work, a: Node, b: Node) -> Finding:
    """The vector perpendicular to both, as long as the area between them."""
    left, right = _pair(a, b)
    if len(left.matrix) != 3:
        raise Undefined("the cross product is defined for vectors with three components")
    found = left.matrix.cross(right.matrix).expand()
    lagrange = _dot(left.matrix, left.matrix) * _dot(right.matrix, right.matrix) - _dot(left.matrix, right.matrix) ** 2
    verdicts = [
        _zero(_dot(found, left.matrix)),
        _zero(_dot(found, right.matrix)),
        _zero(_dot(found, found) - lagrange),
    ]
    verified = False if False in verdicts else None if None in verdicts else True
    check = "check: perpendicular to both, and its length squared by Lagrange's identity"
    result = Array(found, True, left.kind)
    return finding(result, f"{left.text()} x {right.text()}", "the determinant rule", check, verified)


@operation(
    "vector_length",
    nouns=(
        "(magnitude|norm|length|euclidean norm) of [the] vector {a:vector}",
        "(magnitude|norm|euclidean norm) of {a:vector}",
    ),
    calls=("norm", "Norm", "magnitude"),
)
def vector_length(work: Work, a: Node) -> Finding:
    """The square root of the sum of squares."""
    vector = vector_of(a)
    value = _norm(vector.matrix)
    mixed = sum(x * y for x, y in itertools.combinations(vector.matrix, 2))
    verified = _is_root(value, sum(vector.matrix) ** 2 - 2 * mixed)
    check = "check: squared it is the square of the sum of the components, less twice their products"
    return expression(value, f"|{vector.text()}|", "Pythagoras", check, verified)


@operation(
    "unit_vector",
    nouns=("unit vector (in the direction of|of|for|along|parallel to) [the] [vector] {a:vector}",),
    requests=("normalise [the] [vector] {a:vector}", "normalize [the] [vector] {a:vector}"),
    calls=("normalize", "Normalize", "unit_vector"),
)
def unit_vector(work: Work, a: Node) -> Finding:
    """The vector of length 1 in the same direction."""
    import sympy

    vector = vector_of(a)
    size = _norm(vector.matrix)
    if size == 0:
        raise Undefined("the zero vector has no direction")
    found = (vector.matrix / size).applyfunc(sympy.radsimp)
    verdicts = [
        _zero(_dot(found, found) - 1),
        *(_zero(s * size - t) for s, t in zip(found, vector.matrix, strict=True)),
    ]
    verified = False if False in verdicts else None if None in verdicts else True
    told = f"the unit vector of {vector.text()}"
    check = "check: its length is 1, and times the length it is the vector"
    return finding(Array(found, True, vector.kind), told, "divided by its length", check, verified)


@operation(
    "vector_angle",
    nouns=(
        f"{{unit=degrees}} angle between {_AB} in degrees",
        f"angle between {_AB} [in radians]",
    ),
    calls=("VectorAngle", "angle_between"),
)
def vector_angle(work: Work, a: Node, b: Node, unit: Node | None = None) -> Finding:
    """The angle from 0 to pi."""
    import sympy

    left, right = _pair(a, b)
    sizes = _norm(left.matrix) * _norm(right.matrix)
    if sizes == 0:
        raise Undefined("the zero vector has no direction")
    cosine = sympy.radsimp(_dot(left.matrix, right.matrix) / sizes)
    angle = sympy.acos(cosine)
    told = f"the angle between {left.text()} and {right.text()}"
    if work.text(unit) == "degrees":
        angle = sympy.simplify(angle * 180 / sympy.pi)
        told += " in degrees"
    radians = sympy.pi * angle / 180 if work.text(unit) == "degrees" else angle
    gap = left.matrix - right.matrix
    first, second = _dot(left.matrix, left.matrix), _dot(right.matrix, right.matrix)
    verified = _zero(2 * sympy.sqrt(first * second) * sympy.cos(radians) - (first + second - _dot(gap, gap)))
    if radians.is_number and not -1e-9 < float(sympy.re(sympy.N(radians, 15))) < 3.1415926536:
        verified = False
    check = "check: from 0 to pi, and by the law of cosines in the triangle of both"
    return expression(angle, told, "the arc cosine of the quotient", check, verified)


@operation(
    "projection",
    nouns=(
        "[vector|orthogonal] projection of [the] [vector] {a:vector} (onto|on|on to) [the] [vector] {b:vector}",
        "{length=scalar} (scalar projection|component) of [the] [vector] {a:vector} "
        "(onto|on|along|in the direction of) [the] [vector] {b:vector}",
    ),
    calls=("proj", "Projection"),
)
def projection(work: Work, a: Node, b: Node, length: Node | None = None) -> Finding:
    """The part of one vector along another, or its length."""
    import sympy

    left, right = _pair(a, b)
    square = _dot(right.matrix, right.matrix)
    if square == 0:
        raise Undefined("nothing is projected onto the zero vector")
    factor = _dot(left.matrix, right.matrix) / square
    if work.text(length):
        value = sympy.radsimp(_dot(left.matrix, right.matrix) / _norm(right.matrix))
        along = right.matrix * value / _norm(right.matrix)
        check = "check: what is left over is perpendicular"
        verified = _zero(_dot(left.matrix - along, right.matrix))
        return expression(value, "the scalar projection", "the dot product", check, verified)
    found = (right.matrix * factor).applyfunc(sympy.cancel)
    verified = _zero(_dot(left.matrix - found, right.matrix))
    told = f"the projection of {left.text()} onto {right.text()}"
    check = "check: what is left over is perpendicular"
    return finding(Array(found, True, left.kind), told, "the dot product", check, verified)


@operation(
    "point_distance",
    nouns=(
        "[euclidean] distance (between|from) [the] points {a} (and|to) {b}",
        "[euclidean] distance (between|from) [the] [point] {a:point_tuple} (and|to) [the] [point] {b:point_tuple}",
        "length of the [line] segment (from|between|joining|connecting) {a} (to|and) {b}",
    ),
    calls=("EuclideanDistance", "dist"),
)
def point_distance(work: Work, a: Node, b: Node) -> Finding:
    """The length of the segment between two points."""
    left, right = _pair(a, b)
    value = _norm(left.matrix - right.matrix)
    squares = _dot(left.matrix, left.matrix) + _dot(right.matrix, right.matrix)
    verified = _is_root(value, squares - 2 * _dot(left.matrix, right.matrix))
    check = "check: squared it is |a|**2 + |b|**2 - 2*a.b"
    told = f"the distance of {left.text()} and {right.text()}"
    return expression(value, told, "Pythagoras", check, verified)


@operation(
    "midpoint",
    nouns=(
        "(midpoint|mid-point|middle) (of|between) [the] [points|point] {a} and [the] [point] {b}",
        "(midpoint|mid-point|middle) of the [line] segment (from|between|joining|connecting|with endpoints) "
        "[the] [points] {a} (to|and) {b}",
    ),
    calls=("midpoint", "Midpoint"),
)
def midpoint(work: Work, a: Node, b: Node) -> Finding:
    """The point halfway between two points."""
    left, right = _pair(a, b)
    found = (left.matrix + right.matrix) / 2
    verified = found - left.matrix == right.matrix - found
    told = f"the midpoint of {left.text()} and {right.text()}"
    return finding(
        Array(found, True, "tuple"), told, "the mean of the coordinates", "check: as far from both", verified
    )


@operation(
    "triangle_area",
    nouns=(
        "area of [the|a] triangle (with|whose|having) [vertices|corners] [are|at] [the] [points] {points:list}",
        "area of [the|a] triangle (with|whose) vertices (are|at) {points:list}",
        "area of [the|a] triangle formed by [the] [points] {points:list}",
    ),
)
def triangle_area(work: Work, points: Node) -> Finding:
    """Half of the area between two sides."""
    import sympy

    corners = [vector_of(point) for point in work.items(points)]
    if len(corners) != 3 or len({len(corner.matrix) for corner in corners}) != 1:
        raise NotUnderstood("three points of one dimension were expected")

    def area(first: Expr, second: Expr) -> Expr:
        gram = _dot(first, first) * _dot(second, second) - _dot(first, second) ** 2
        return tidy_number(sympy.sqrt(sympy.expand(gram)) / 2)

    p, q, r = (corner.matrix for corner in corners)
    value = area(q - p, r - p)
    check = "check: from another corner it is the same"
    return expression(value, "the area", "Gram's determinant", check, _zero(value - area(p - q, r - q)))


_Test = Callable[["Expr", "Expr"], bool | None]


def _tested(name: str, a: Node, b: Node, holds: _Test, how: str, again: _Test, check: str) -> Finding:
    """Whether something holds of two vectors, decided on one road and checked on another."""
    left, right = _pair(a, b)
    answer = holds(left.matrix, right.matrix)
    if answer is None:
        raise NotUnderstood("that depends on letters that are not known")
    word = "are" if answer else "are not"
    second = again(left.matrix, right.matrix)
    verified = None if second is None else second == answer
    return truth(answer, f"{left.text()} and {right.text()} {word} {name}", how, f"check: {check}", verified)


@operation(
    "perpendicular",
    requests=(
        f"(are|is) {_AB} (perpendicular|orthogonal)",
        "is [the] [vector] {a:vector} (perpendicular|orthogonal) to [the] [vector] {b:vector}",
    ),
)
def perpendicular(work: Work, a: Node, b: Node) -> Finding:
    """Whether the dot product is 0."""

    def holds(p: Expr, q: Expr) -> bool | None:
        return _zero(_dot(p, q))

    def again(p: Expr, q: Expr) -> bool | None:
        return _zero(sum((x - y) ** 2 - x**2 - y**2 for x, y in zip(p, q, strict=True)))

    how, check = "the dot product is compared with 0", "the theorem of Pythagoras for the triangle of both"
    return _tested("perpendicular", a, b, holds, how, again, check)


@operation(
    "parallel",
    requests=(
        f"(are|is) {_AB} (parallel|collinear)",
        "is [the] [vector] {a:vector} parallel to [the] [vector] {b:vector}",
    ),
)
def parallel(work: Work, a: Node, b: Node) -> Finding:
    """Whether one is a multiple of the other."""

    def holds(p: Expr, q: Expr) -> bool | None:
        return _zero(_dot(p, p) * _dot(q, q) - _dot(p, q) ** 2)

    how, check = "the area between them is compared with 0", "x*v - y*u for every two of their coordinates"
    return _tested("parallel", a, b, holds, how, minors_vanish, check)
