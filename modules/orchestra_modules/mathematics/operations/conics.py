"""Ellipses, hyperbolas and parabolas whose axes run along those of x and y: foci, directrix, eccentricity, lengths.

Circles are told of in `circles`, the vertex of a parabola in `functions`. Does not know conics that are turned.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.polynomial import as_polynomial
from orchestra_modules.mathematics.engines.symbolic import expression, shown, words
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import algebra_notation
from orchestra_modules.mathematics.syntax import Negative, Node, Relation, Sum
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kinds of arguments that the phrases below use
KINDS = algebra_notation
_OF: Final = (
    "of [the] [graph of] [the] ({kind=ellipse} ellipse|{kind=hyperbola} hyperbola|{kind=parabola} parabola|conic|"
    "conic section) [with equation|given by|with the equation] {curve:relation}"
)
_DIRECTRICES: Final = "check: distances to focus and directrix have one ratio at points of the curve"
_FOCI: Final = "check: at points of the curve the distances to the foci have one sum or difference"


@dataclass(frozen=True)
class _Conic:
    """A conic in its own coordinates: `a` along the line of the foci, `c` from the centre (or vertex) to a focus."""

    kind: str
    x: Expr
    y: Expr
    a: Expr
    b: Expr
    c: Expr
    upright: bool  # whether the foci lie above each other

    def along(self, by: Expr) -> tuple[Expr, Expr]:
        """The point at a distance from the centre along the line of the foci."""
        return (self.x, self.y + by) if self.upright else (self.x + by, self.y)


def _conic(curve: Node, said: str) -> _Conic:
    """The conic of an equation in x and y, as the text calls it. NotUnderstood, NotDone."""
    import sympy

    form = as_polynomial(Sum((curve.left, Negative(curve.right)))) if isinstance(curve, Relation) else None
    if form is None or not isinstance(curve, Relation) or curve.sign != "=" or form.atoms != {"x", "y"}:
        raise NotUnderstood("the equation of a conic in x and y was expected")

    def coefficient(*key: tuple[str, int]) -> Expr:
        value = form.terms.get(key, Fraction(0))
        return sympy.Rational(value.numerator, value.denominator)

    p, q = coefficient(("x", 2)), coefficient(("y", 2))
    d, e, f = coefficient(("x", 1)), coefficient(("y", 1)), coefficient()
    if form.degree() != 2 or (("x", 1), ("y", 1)) in form.terms:
        raise NotDone("conics with axes along those of x and y are worked out")
    if p == 0 or q == 0:
        found = _parabola(p, q, d, e, f)
    else:
        h, k = -d / (2 * p), -e / (2 * q)
        rest = p * h**2 + q * k**2 - f
        if rest == 0 or (p * q > 0 and rest / p < 0):
            raise Undefined("the equation is of no conic that bends: a point, two lines or nothing")
        along_x, along_y = rest / p, rest / q
        if p * q > 0:
            upright = bool(along_y > along_x)
            a2, b2 = (along_y, along_x) if upright else (along_x, along_y)
            kind = "ellipse"
            c2 = a2 - b2
        else:
            upright = bool(along_y > 0)
            a2, b2 = (along_y, -along_x) if upright else (along_x, -along_y)
            kind, c2 = "hyperbola", a2 + b2
        found = _Conic(kind, h, k, sympy.sqrt(a2), sympy.sqrt(b2), sympy.sqrt(c2), upright)
    if said and said != found.kind:
        raise Undefined(f"the equation is that of no {said}: it is of a {found.kind}")
    return found


def _parabola(p: Expr, q: Expr, d: Expr, e: Expr, f: Expr) -> _Conic:
    """y over a square in x, or x over one in y; `c` is what lies between vertex and focus, with its sign."""
    import sympy

    if p == 0:
        turned = _parabola(q, p, e, d, f)
        return _Conic("parabola", turned.y, turned.x, turned.a, turned.b, turned.c, False)
    if e == 0:
        raise Undefined("the equation is of no conic that bends: it is of lines")
    h = -d / (2 * p)
    zero = sympy.Integer(0)
    return _Conic("parabola", h, (p * h**2 - f) / e, zero, zero, -e / (4 * p), True)


def _points(conic: _Conic) -> list[tuple[Expr, Expr]]:
    """Some points of the curve."""
    import sympy

    found = []
    for t in (sympy.Rational(1, 3), sympy.Rational(3, 4), sympy.Integer(2)):
        if conic.kind == "parabola":
            u, v = t**2 / (4 * conic.c), t
        elif conic.kind == "ellipse":
            u, v = conic.a * (1 - t**2) / (1 + t**2), conic.b * 2 * t / (1 + t**2)
        else:
            u, v = conic.a * (t + 1 / t) / 2, conic.b * (t - 1 / t) / 2
        found.append((conic.x + v, conic.y + u) if conic.upright else (conic.x + u, conic.y + v))
    return found


def _fits(conic: _Conic, curve: Node) -> bool:
    """Whether the points lie on the curve and their distances to the foci, or to focus and directrix, are right."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build, symbol

    assert isinstance(curve, Relation)
    gap = build(curve.left) - build(curve.right)
    far, near = conic.along(conic.c), conic.along(-conic.c)
    for x, y in _points(conic):
        one = sympy.sqrt((x - far[0]) ** 2 + (y - far[1]) ** 2)
        if conic.kind == "parabola":
            wanted = abs((y - near[1]) if conic.upright else (x - near[0]))
        else:
            other = sympy.sqrt((x - near[0]) ** 2 + (y - near[1]) ** 2)
            wanted = 2 * conic.a - other if conic.kind == "ellipse" else other - 2 * conic.a
        on = gap.subs({symbol("x"): x, symbol("y"): y})
        if abs(sympy.N(on, 30)) > 1e-20 or abs(abs(sympy.N(one, 30)) - abs(sympy.N(wanted, 30))) > 1e-20:
            return False
    return True


@operation(
    "conic_part",
    nouns=(
        f"[coordinates of [the]] {{which=foci}} (focus|foci|focal points) {_OF}",
        f"[equation of [the]] {{which=directrix}} directrix {_OF}",
        f"{{which=eccentricity}} eccentricity {_OF}",
        f"distance between [the] [two] {{which=between}} foci {_OF}",
        f"length of [the] ({{which=major}} major|{{which=minor}} minor|{{which=transverse}} transverse|"
        f"{{which=conjugate}} conjugate) axis {_OF}",
    ),
)
def conic_part(work: Work, curve: Node, which: Node, kind: Node | None = None) -> Finding:
    """The foci, the directrix, the eccentricity or a length of a conic."""
    conic = _conic(curve, work.text(kind))
    word = work.text(which)
    central = conic.kind != "parabola"
    verified = _fits(conic, curve)
    check = _FOCI if central else _DIRECTRICES
    told = f"of the {conic.kind}"
    if word == "foci":
        places = [conic.along(-conic.c), conic.along(conic.c)] if central and conic.c != 0 else [conic.along(conic.c)]
        pairs = ", ".join(f"({shown(x)}, {shown(y)})" for x, y in places)
        data: JsonValue = {"type": "list", "values": [[shown(x), shown(y)] for x, y in places]}
        return words(pairs, f"the foci {told}: {pairs}", data, "the normal form", check, verified)
    if word == "directrix":
        if central:
            raise NotDone("the directrix is told of parabolas")
        at = conic.along(-conic.c)
        line = f"y = {shown(at[1])}" if conic.upright else f"x = {shown(at[0])}"
        equation: JsonValue = {"type": "equation", "value": line}
        return words(line, f"the directrix {told}: {line}", equation, "the normal form", check, verified)
    lengths = {"between": 2 * conic.c}
    if conic.kind == "ellipse":
        lengths |= {"major": 2 * conic.a, "minor": 2 * conic.b, "eccentricity": conic.c / conic.a}
    elif conic.kind == "hyperbola":
        lengths |= {"transverse": 2 * conic.a, "conjugate": 2 * conic.b, "eccentricity": conic.c / conic.a}
    else:
        lengths = {"eccentricity": abs(conic.c / conic.c)}
    if word not in lengths:
        raise Undefined(f"a {conic.kind} has nothing that is called so")
    names = {"between": "distance between the foci", "eccentricity": "eccentricity"}
    name = names.get(word, f"length of the {word} axis")
    return expression(lengths[word], f"the {name} {told}", "the normal form", check, verified)
