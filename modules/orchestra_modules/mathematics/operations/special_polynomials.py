"""Polynomials known by a name: Legendre, Chebyshev, Hermite, Laguerre, cyclotomic, minimal and interpolating ones.

Hermite polynomials are those of the physicists, as algebra systems have them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.polynomial import Monomial, Polynomial
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree
from orchestra_modules.mathematics.engines.symbolic import expression
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Listing, Name, Node, substitute
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_MOST: Final = 20
Row = list[Fraction]


def _times(a: Row, b: Row) -> Row:
    found = [Fraction(0)] * (len(a) + len(b) - 1)
    for i, first in enumerate(a):
        for j, second in enumerate(b):
            found[i + j] += first * second
    return found


def _sum(a: Row, b: Row) -> Row:
    size = max(len(a), len(b))
    return [(a[i] if i < len(a) else 0) + (b[i] if i < len(b) else Fraction(0)) for i in range(size)]


def _scaled(a: Row, by: Fraction | int) -> Row:
    return [entry * by for entry in a]


def _by_recurrence(kind: str, n: int) -> Row:
    """Coefficients from the constant one up, by the recurrence of three terms."""
    x, one = [Fraction(0), Fraction(1)], [Fraction(1)]
    first = {"legendre": x, "chebyshev_t": x, "chebyshev_u": _scaled(x, 2), "hermite": _scaled(x, 2)}
    before, now = one, first.get(kind, [Fraction(1), Fraction(-1)])
    for k in range(1, n):
        if kind == "legendre":
            following = _sum(_scaled(_times(x, now), Fraction(2 * k + 1, k + 1)), _scaled(before, Fraction(-k, k + 1)))
        elif kind == "hermite":
            following = _sum(_scaled(_times(x, now), 2), _scaled(before, -2 * k))
        elif kind == "laguerre":
            factor = [Fraction(2 * k + 1, k + 1), Fraction(-1, k + 1)]
            following = _sum(_times(factor, now), _scaled(before, Fraction(-k, k + 1)))
        else:
            following = _sum(_scaled(_times(x, now), 2), _scaled(before, -1))
        before, now = now, following
    return now if n else one


def _by_formula(kind: str, n: int) -> Row:
    """The same by the explicit sum."""
    row = [Fraction(0)] * (n + 1)
    if kind == "laguerre":
        return [Fraction((-1) ** k * math.comb(n, k), math.factorial(k)) for k in range(n + 1)]
    for k in range(n // 2 + 1):
        sign, power = (-1) ** k, n - 2 * k
        if kind == "legendre":
            value = Fraction(sign * math.comb(n, k) * math.comb(2 * n - 2 * k, n), 2**n)
        elif kind == "hermite":
            value = Fraction(sign * math.factorial(n) * 2**power, math.factorial(k) * math.factorial(power))
        elif kind == "chebyshev_u":
            value = Fraction(sign * math.comb(n - k, k) * 2**power)
        else:
            value = Fraction(sign * n * math.comb(n - k, k) * 2**power, 2 * (n - k)) if n else Fraction(1)
        row[power] += value
    return row


def _tree(row: Row, letter: str) -> Node:
    terms: dict[Monomial, Fraction] = {((letter, i),) if i else (): value for i, value in enumerate(row) if value}
    return polynomial_tree(Polynomial(terms))


def _written(row: Row, x: Node, told: str, method: str, check: str, verified: bool) -> Finding:
    """A polynomial at a letter, or at what stands in its place."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build

    place = substitute(_tree(row, "x"), {"x": x})
    return expression(sympy.expand(build(place)), told, method, check, verified)


def _orthogonal(kind: str, told: str) -> object:
    def engine(work: Work, n: Node, x: Node | None = None) -> Finding:
        """The polynomial of this family at a degree."""
        degree = work.integer(n, "a degree")
        if not 0 <= degree <= _MOST:
            raise TooCostly(f"degrees from 0 to {_MOST} are written out")
        row = _by_recurrence(kind, degree)
        good = row == _by_formula(kind, degree)
        text = f"the {told} polynomial of degree {degree}"
        return _written(row, x or Name("x"), text, "recurrence", "check: by its explicit sum", good)

    return engine


_OF: Final = "[of degree] {n:integer}"
for _kind, _told, _words, _calls in (
    ("legendre", "Legendre", ("{n:ordinal} legendre polynomial", f"legendre polynomial {_OF}",
     "legendre [polynomial] p _ {n:integer} \\( {x:variable} \\)"), ("LegendreP", "legendre")),
    ("chebyshev_t", "Chebyshev", ("{n:ordinal} chebyshev polynomial of the first kind",
     "chebyshev [polynomial] t _ {n:integer} \\( {x:variable} \\)"), ("ChebyshevT", "chebyshevt")),
    ("chebyshev_u", "second Chebyshev", ("{n:ordinal} chebyshev polynomial of the second kind",
     "chebyshev [polynomial] u _ {n:integer} \\( {x:variable} \\)"), ("ChebyshevU", "chebyshevu")),
    ("hermite", "Hermite", ("hermite [polynomial] h _ {n:integer} \\( {x:variable} \\)",), ("HermiteH", "hermite")),
    ("laguerre", "Laguerre", ("{n:ordinal} laguerre polynomial", f"laguerre polynomial {_OF}",
     "laguerre [polynomial] l _ {n:integer} \\( {x:variable} \\)"), ("LaguerreL", "laguerre")),
):  # fmt: skip
    operation(f"{_kind}_polynomial", nouns=_words, calls=_calls)(_orthogonal(_kind, _told))  # type: ignore[arg-type]


def _divided(a: Row, b: Row) -> Row:
    """A quotient that leaves nothing."""
    rest, found = a[:], [Fraction(0)] * (len(a) - len(b) + 1)
    for place in range(len(found) - 1, -1, -1):
        found[place] = rest[place + len(b) - 1] / b[-1]
        for i, value in enumerate(b):
            rest[place + i] -= found[place] * value
    assert not any(rest)
    return found


def _cyclotomic(n: int, known: dict[int, Row]) -> Row:
    """x^n - 1 divided by the cyclotomic polynomials of the smaller divisors of n."""
    if n not in known:
        row = [Fraction(-1), *[Fraction(0)] * (n - 1), Fraction(1)]
        for divisor in range(1, n):
            if n % divisor == 0:
                row = _divided(row, _cyclotomic(divisor, known))
        known[n] = row
    return known[n]


@operation(
    "cyclotomic_polynomial",
    nouns=(
        "{n:ordinal} cyclotomic polynomial",
        "cyclotomic polynomial [of order|phi _|of] {n:integer}",
        "cyclotomic polynomial phi _ {n:integer} \\( {x:variable} \\)",
    ),
    calls=("Cyclotomic", "cyclotomic_poly", "cyclotomic", "polcyclo"),
)
def cyclotomic_polynomial(work: Work, n: Node, x: Node | None = None) -> Finding:
    """The polynomial whose zeros are the primitive n-th roots of 1."""
    import sympy

    order = work.integer(n, "the order of roots of 1")
    if not 1 <= order <= 120:
        raise TooCostly("cyclotomic polynomials are written out up to order 120")
    row = _cyclotomic(order, {})
    library = sympy.Poly(sympy.cyclotomic_poly(order, sympy.Symbol("x"))).all_coeffs()[::-1]
    good = [int(value) for value in library] == [int(value) for value in row]
    told = f"the cyclotomic polynomial of order {order}"
    check = "check: the same from the library"
    return _written(row, x or Name("x"), told, f"divisors of x^{order} - 1", check, good)


@operation(
    "minimal_polynomial",
    nouns=("[monic] minimal polynomial of {a} [over (q|rationals|the rationals|the rational numbers)]",),
    calls=("MinimalPolynomial", "minimal_polynomial", "minpoly", "algdep"),
)
def minimal_polynomial(work: Work, a: Node, x: Node | None = None) -> Finding:
    """The polynomial of least degree with rational coefficients and leading coefficient 1 that is 0 at a number."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build
    from orchestra_modules.mathematics.engines.zero import is_zero
    from orchestra_modules.mathematics.operations.forms import plain
    from orchestra_modules.mathematics.syntax import names, show

    node = plain(a)
    if isinstance(node, Listing) or names(node):
        raise NotDone("the minimal polynomial is found of a number; a matrix has another")
    letter = sympy.Symbol(x.name if isinstance(x, Name) else "x")
    value = build(node)
    if value.is_algebraic is False:
        raise Undefined(f"{show(node)} is a root of no polynomial with rational coefficients")
    if not value.is_algebraic or sum(1 for part in sympy.preorder_traversal(value) if part.is_Pow) > 4:
        raise NotDone("minimal polynomials are found of numbers made of a few roots")
    found = sympy.Poly(sympy.minimal_polynomial(value, letter), letter)
    if found.degree() > 16:
        raise TooCostly("minimal polynomials are written out up to degree 16")
    found = found.monic()
    vanishes = is_zero(sympy.expand(found.as_expr().subs(letter, value)))[0] == "zero"
    check = "check: it is 0 at the number, and has no factors with rational coefficients"
    told = f"the minimal polynomial of {show(node)}"
    return expression(found.as_expr(), told, "resultants", check, True if vanishes and found.is_irreducible else None)


@slots.kind("points_in_list", lambda cursor: cursor.is_sign("(", "{", "["))
def points_in_list(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Points one after another: (0, 1), (1, 3), (2, 7)."""
    cursor: Cursor = reader.cursor
    found: list[Node] = []
    while cursor.is_sign("("):
        found.append(reader.parser.group())
        cursor.take_sign(",")
        cursor.take("and")
    if not found and cursor.is_sign("{", "["):
        found.append(reader.parser.group())
    yield found[0] if len(found) == 1 else Listing(tuple(found))


def _points(arguments: tuple[Node, ...], named: Mapping[str, Node]) -> dict[str, Node] | None:
    """InterpolatingPolynomial[{{0, 1}, {1, 3}}, x], interpolate([(0, 1), (1, 3)], x)."""
    if named or not 1 <= len(arguments) <= 2 or not isinstance(arguments[0], Listing):
        return None
    return {"points": arguments[0]} | ({"x": arguments[1]} if len(arguments) == 2 else {})


@operation(
    "interpolating_polynomial",
    nouns=(
        "[lagrange] (interpolating|interpolation) polynomial [(through|for|of)] [the points|the data] "
        "{points:points_in_list}",
        "polynomial [of least degree] (through|passing through|that passes through) [the points] "
        "{points:points_in_list}",
    ),
    requests=("interpolate [the points|between] {points:points_in_list}",),
    calls=("InterpolatingPolynomial", "interpolate", "interpolating_poly"),
    arrange=_points,
)
def interpolating_polynomial(work: Work, points: Node, x: Node | None = None) -> Finding:
    """The polynomial of least degree through points; a list of numbers are its values at 1, 2, 3, ..."""
    places: list[tuple[Fraction, Fraction]] = []
    for at, item in enumerate(work.items(points), 1):
        if isinstance(item, Listing):
            if len(item.items) != 2:
                raise NotUnderstood("a point with two coordinates was expected")
            places.append((work.rational(item.items[0], "a coordinate"), work.rational(item.items[1], "a coordinate")))
        else:
            places.append((Fraction(at), work.rational(item, "a value")))
            work.note("the numbers are read as the values at 1, 2, 3, ...")
    if len({a for a, _ in places}) < len(places):
        raise Undefined("two points have the same first coordinate")
    if not 2 <= len(places) <= 15:
        raise NotDone("between 2 and 15 points are interpolated")
    row: Row = [Fraction(0)]
    for a, value in places:
        part: Row = [value]
        for other, _ in places:
            if other != a:
                part = _times(part, [-other / (a - other), 1 / (a - other)])
        row = _sum(row, part)
    good = all(sum((c * a**i for i, c in enumerate(row)), Fraction(0)) == value for a, value in places)
    check = "check: it takes the value of each point"
    return _written(row, x or Name("x"), "the interpolating polynomial", "Lagrange's formula", check, good)
