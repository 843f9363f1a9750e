"""Points and arrows by their coordinates: centroid, quadrant, reflection, the arrow between points, components, areas.

What lines and vectors are asked for besides is told in `lines`, `coordinates` and `vectors`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.exact import tidy_number
from orchestra_modules.mathematics.engines.matrix import Array, array_of, finding, vector_of
from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.symbolic import certain, expression
from orchestra_modules.mathematics.finding import Finding, rational
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import Listing, Name, Negative, Node, Number, Relation, Request, Sum, show
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_POINT: Final = "[the] [point] {point:point_tuple}"
_MIRROR: Final = (
    "[the] ({axis=x} x - axis|{axis=y} y - axis|{axis=x} x axis|{axis=y} y axis|{axis=origin} origin|"
    "[line] {line:relation})"
)
_LETTERS: Final = ("x", "y", "z")
_QUADRANTS: Final = {(1, 1): 1, (-1, 1): 2, (-1, -1): 3, (1, -1): 4}


def _zero(difference: Expr) -> bool | None:
    from orchestra_modules.mathematics.engines.zero import is_zero

    return certain(is_zero(difference)[0])


def _all(verdicts: list[bool | None]) -> bool | None:
    return False if False in verdicts else None if None in verdicts else True


@operation(
    "triangle_centroid",
    nouns=(
        "(centroid|center of mass|centre of mass|barycenter|barycentre) of [the|a] triangle [(with|whose|having)] "
        "[vertices|corners] [are|at] [the] [points] {points:list}",
    ),
)
def triangle_centroid(work: Work, points: Node) -> Finding:
    """Where the medians of a triangle meet."""
    corners = [vector_of(point) for point in work.items(points)]
    if len(corners) != 3 or len({len(corner.matrix) for corner in corners}) != 1:
        raise NotUnderstood("three points of one dimension were expected")
    p, q, r = (corner.matrix for corner in corners)
    found = (p + q + r) / 3
    medians = [one + ((two + three) / 2 - one) * 2 / 3 for one, two, three in ((p, q, r), (q, r, p), (r, p, q))]
    verified = _all([_zero(gap) for median in medians for gap in median - found])
    check = "check: two thirds along each median"
    return finding(Array(found, True, "tuple"), "the centroid", "the mean of the corners", check, verified)


@operation(
    "quadrant",
    requests=(
        f"(which|what) quadrant (is|does|contains|holds) {_POINT} [in|lie in|lies in|located in|belong to]",
        f"in (which|what) quadrant (is|does|lies) {_POINT} [lie|located|found]",
    ),
)
def quadrant(work: Work, point: Node) -> Finding:
    """The quarter of the plane, counted against the clock from where both coordinates are positive."""
    import math

    items = work.items(point)
    if len(items) != 2:
        raise NotUnderstood("a point with two coordinates was expected")
    x, y = (work.rational(item, "a coordinate") for item in items)
    if not (x and y):
        raise Undefined(f"{show(point)} lies on an axis, and so in no quadrant")
    found = _QUADRANTS[(1 if x > 0 else -1, 1 if y > 0 else -1)]
    size = max(abs(x), abs(y))
    angle = math.atan2(float(y / size), float(x / size)) % math.tau
    verified = min(int(angle // (math.pi / 2)) + 1, 4) == found
    check = "check: by the angle of the point"
    return rational(Fraction(found), False, f"the quadrant of {show(point)}", check, verified)


@operation(
    "reflected_point",
    nouns=(
        f"(reflection|image|mirror image) of {_POINT} (in|across|over|about|through|on reflection in|"
        f"after reflection in|after reflection across|under reflection in|reflected in|reflected across) {_MIRROR}",
    ),
    requests=(
        f"reflect {_POINT} (in|across|over|about|through) {_MIRROR}",
        f"{_POINT} is reflected (in|across|over|about|through) {_MIRROR} [.|,|;] (what is|what are|find|where is|give) "
        "[the] [coordinates of [the]] [its] (image|image point|reflection|new point|new coordinates)",
    ),
)
def reflected_point(work: Work, point: Node, axis: Node | None = None, line: Node | None = None) -> Finding:
    """The point as far behind a line, or behind the origin, as it is before it."""
    import sympy

    given = vector_of(point)
    if len(given.matrix) != 2:
        raise NotUnderstood("a point with two coordinates was expected")
    told = f"the reflection of {given.text()}"
    if (word := work.text(axis)) == "origin":
        found = -given.matrix
        verified = _all([_zero(part) for part in given.matrix + found])
        check = "check: the origin is halfway between both"
        return finding(Array(found, True, "tuple"), told, "both signs changed", check, verified)
    mirror = line if line is not None else Relation("=", Name("y" if word == "x" else "x"), Number(Fraction(0)))
    a, b, c = _line(mirror)
    normal = sympy.Matrix([a, b])
    found = given.matrix - normal * 2 * (normal.dot(given.matrix) + c) / normal.dot(normal)
    middle, across = (given.matrix + found) / 2, found - given.matrix
    verified = _all([_zero(normal.dot(middle) + c), _zero(a * across[1] - b * across[0])])
    check = "check: the midpoint lies on the line, and the way there is perpendicular to it"
    return finding(Array(found.expand(), True, "tuple"), told, "twice the way to the line", check, verified)


def _line(line: Node) -> tuple[Expr, Expr, Expr]:
    """a, b and c of a*x + b*y + c = 0. NotUnderstood."""
    import sympy

    form = as_polynomial(Sum((line.left, Negative(line.right)))) if isinstance(line, Relation) else None
    if form is None or not isinstance(line, Relation) or line.sign != "=" or form.atoms - {"x", "y"}:
        raise NotUnderstood("the equation of a line in x and y was expected")
    if form.degree() != 1:
        raise NotDone("points are reflected in straight lines only")
    parts = [form.terms.get(key, Fraction(0)) for key in ((("x", 1),), (("y", 1),), ())]
    a, b, c = (sympy.Rational(part.numerator, part.denominator) for part in parts)
    return a, b, c


@operation(
    "arrow_between",
    nouns=(
        "[displacement] vector (from|that goes from|going from|pointing from) [the] [point] {a:point_tuple} to [the] "
        "[point] {b:point_tuple}",
        "displacement from [the] [point] {a:point_tuple} to [the] [point] {b:point_tuple}",
    ),
)
def arrow_between(work: Work, a: Node, b: Node) -> Finding:
    """The end less the start."""
    start, end = vector_of(a), vector_of(b)
    if len(start.matrix) != len(end.matrix):
        raise Undefined("the points have different numbers of coordinates")
    found = end.matrix - start.matrix
    verified = _all([_zero(part) for part in start.matrix + found - end.matrix])
    told = f"the vector from {start.text()} to {end.text()}"
    return finding(
        Array(found, True, "tuple"), told, "end less start", "check: start and vector make the end", verified
    )


@operation(
    "component",
    nouns=(
        "({which=x} x|{which=y} y|{which=z} z) [-] (component|coordinate) of [the] [vector|point] {a:vector}",
        "({which=x} first|{which=y} second|{which=z} third) (component|coordinate) of [the] [vector|point] {a:vector}",
    ),
)
def component(work: Work, a: Node, which: Node) -> Finding:
    """One coordinate of a vector or a point."""
    import sympy

    if isinstance(a, Request) or (isinstance(a, Listing) and a.kind == "list"):
        raise NotUnderstood("several results are no point")
    given = vector_of(a)
    place = _LETTERS.index(work.text(which))
    if place >= len(given.matrix):
        raise Undefined(f"{given.text()} has only {len(given.matrix)} components")
    value = given.matrix[place]
    unit = sympy.zeros(len(given.matrix), 1)
    unit[place] = 1
    verified = _zero(given.matrix.dot(unit) - value)
    told = f"the {work.text(which)}-component of {given.text()}"
    return expression(value, told, "read off", "check: the dot product with the unit vector", verified)


@operation(
    "parallelogram_area",
    nouns=(
        "area of [the|a] parallelogram (spanned|formed|determined|defined|generated|made) by [the] [vectors] "
        "{a:vector} and {b:vector}",
        "area of [the|a] parallelogram with [adjacent] (sides|edges) [given by] [the] [vectors] {a:vector} and "
        "{b:vector}",
    ),
)
def parallelogram_area(work: Work, a: Node, b: Node) -> Finding:
    """The area between two vectors, by Gram's determinant."""
    import sympy

    left, right = vector_of(a), vector_of(b)
    if len(left.matrix) != len(right.matrix) or len(left.matrix) not in (2, 3):
        raise Undefined("two vectors of the plane or of space were expected")
    p, q = left.matrix, right.matrix
    gram = sympy.expand(p.dot(p) * q.dot(q) - p.dot(q) ** 2)
    if gram.free_symbols:
        raise NotDone("the area is worked out for vectors of numbers only")
    value = tidy_number(sympy.sqrt(gram))
    minors = [p[i] * q[j] - p[j] * q[i] for i in range(len(p)) for j in range(i)]
    verified = _zero(value**2 - sum(minor**2 for minor in minors))
    check = "check: its square is the sum of the squares of the minors"
    return expression(value, "the area of the parallelogram", "Gram's determinant", check, verified)


@operation(
    "matrix_entry",
    nouns=(
        "(entry|element) [of the matrix] (in|at) row {row:integer} [,|and] column {column:integer} (of|in) [the] "
        "[matrix] {a}",
        "(entry|element) in the {row:ordinal} row [,|and] [the] {column:ordinal} column (of|in) [the] [matrix] {a}",
        "(entry|element) (in|at) column {column:integer} [,|and] row {row:integer} (of|in) [the] [matrix] {a}",
    ),
)
def matrix_entry(work: Work, a: Node, row: Node, column: Node) -> Finding:
    """What stands in a row and a column, both counted from 1."""
    import sympy

    found = array_of(a)
    if found.vector:
        raise NotUnderstood("a matrix with rows and columns was expected")
    r, c = work.integer(row, "a row"), work.integer(column, "a column")
    if not (1 <= r <= found.matrix.rows and 1 <= c <= found.matrix.cols):
        raise Undefined(f"the matrix has {found.matrix.rows} rows and {found.matrix.cols} columns")
    value = found.matrix[r - 1, c - 1]
    left = sympy.eye(found.matrix.rows).row(r - 1)
    verified = _zero((left * found.matrix * sympy.eye(found.matrix.cols).col(c - 1))[0] - value)
    check = "check: the matrix between two unit vectors"
    return expression(value, f"the entry in row {r} and column {c}", "read off", check, verified)


@operation(
    "eigenvalues_together",
    nouns=("({which=sum} sum|{which=product} product) of [all] [the] eigenvalues of [the] [matrix] {a}",),
)
def eigenvalues_together(work: Work, a: Node, which: Node) -> Finding:
    """The sum or the product of the eigenvalues, each as often as it occurs: the trace or the determinant."""
    import sympy

    found = array_of(a)
    if found.vector or found.matrix.rows != found.matrix.cols:
        raise Undefined("a square matrix was expected")
    if found.matrix.free_symbols:
        raise NotDone("eigenvalues are worked out for matrices of numbers only")
    word = work.text(which)
    values = found.matrix.eigenvals()
    if word == "sum":
        value, again = found.matrix.trace(), sum(part * count for part, count in values.items())
    else:
        value, again = found.matrix.det(method="berkowitz"), sympy.prod(p**count for p, count in values.items())
    if any(count > 1 for count in values.values()):
        work.note("each eigenvalue is counted as often as it occurs")
    complete = sum(values.values()) == found.matrix.rows
    verified = _zero(sympy.expand(again - value)) if complete else None
    check = "check: the eigenvalues themselves give the same"
    told = f"the {word} of the eigenvalues"
    return expression(sympy.expand(value), told, "the trace" if word == "sum" else "the determinant", check, verified)
