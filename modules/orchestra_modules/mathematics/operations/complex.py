"""Complex numbers: modulus, argument, conjugate, real and imaginary part, polar form, roots."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Literal

from pydantic import JsonValue

from orchestra_modules.mathematics.engines import gate
from orchestra_modules.mathematics.engines.exact import tidy_number
from orchestra_modules.mathematics.engines.symbolic import expression, listing
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.operations.forms import plain
from orchestra_modules.mathematics.syntax import Constant, Node, names, show, substitute
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

_Z = "[the] [complex number|number] {z}"
_BACK = "check: put back, it gives the number that was asked about"


def _number(z: Node) -> tuple[Node, Expr]:
    """A complex number as a tree and as a SymPy object. NotDone where a letter other than i is in it."""
    node = plain(z)
    gate.check(node)
    if "i" in names(node):
        node = substitute(node, {"i": Constant("i")})
    elif "j" in names(node) and names(node) == ("j",):
        node = substitute(node, {"j": Constant("i")})
    if names(node):
        raise NotDone(f"{', '.join(names(node))} is not known, so this is no complex number")
    from orchestra_modules.mathematics.engines.build import build

    return node, build(node)


def _parts(built: Expr) -> tuple[Expr, Expr]:
    import sympy

    real, imaginary = sympy.expand_complex(sympy.radsimp(built)).as_real_imag()
    return tidy_number(real), tidy_number(imaginary)


def _same(found: Expr, wanted: Expr) -> bool | None:
    from orchestra_modules.mathematics.engines.zero import is_zero

    return {"zero": True, "not zero": False}.get(is_zero(found - wanted)[0])


@operation(
    "real_part",
    nouns=(f"real part of {_Z}",),
    calls=("re", "Re", "real"),
)
def real_part(work: Work, z: Node) -> Finding:
    """The part without i."""
    return _part(z, "real")


@operation(
    "imaginary_part",
    nouns=(f"imaginary part of {_Z}",),
    calls=("im", "Im", "imag"),
)
def imaginary_part(work: Work, z: Node) -> Finding:
    """The real factor of i."""
    return _part(z, "imaginary")


def _part(z: Node, which: Literal["real", "imaginary"]) -> Finding:
    import sympy

    node, built = _number(z)
    real, imaginary = _parts(built)
    verified = _same(real + sympy.I * imaginary, built)
    found = real if which == "real" else imaginary
    return expression(found, f"the {which} part of {show(node)}", "expanded", _BACK, verified)


@operation(
    "conjugate",
    nouns=(f"(complex conjugate|conjugate) of {_Z}",),
    calls=("conjugate", "Conjugate", "conj"),
)
def conjugate(work: Work, z: Node) -> Finding:
    """The number with the sign of i changed."""
    import sympy

    node, built = _number(z)
    real, imaginary = _parts(built)
    found = tidy_number(real - sympy.I * imaginary)
    verified = _same(found + built, 2 * real)
    check = "check: the sum of both is twice the real part"
    return expression(found, f"the conjugate of {show(node)}", "the sign of i changed", check, verified)


@operation(
    "modulus",
    nouns=(
        "(modulus|magnitude|absolute value) of [the] (complex number|number) {z}",
        "(modulus|complex modulus) of {z}",
    ),
    calls=("Abs", "modulus"),
)
def modulus(work: Work, z: Node) -> Finding:
    """The distance from 0."""
    import sympy

    node, built = _number(z)
    real, imaginary = _parts(built)
    found = tidy_number(sympy.sqrt(sympy.expand(real**2 + imaginary**2)))
    verified = _same(found**2, sympy.expand(built * sympy.conjugate(built))) if found.is_nonnegative else None
    check = "check: its square is the number times its conjugate"
    return expression(found, f"the modulus of {show(node)}", "Pythagoras", check, verified)


@operation(
    "argument",
    nouns=(f"(argument|principal argument|phase) of {_Z} [{{unit=degrees}} in degrees|in radians]",),
    calls=("arg", "Arg"),
)
def argument(work: Work, z: Node, unit: Node | None = None) -> Finding:
    """The principal angle, above -pi and up to pi."""
    import sympy

    node, built = _number(z)
    real, imaginary = _parts(built)
    angle = _angle(real, imaginary)
    if work.text(unit) == "degrees":
        angle = sympy.nsimplify(angle * 180 / sympy.pi)
    turn = angle * sympy.pi / 180 if work.text(unit) == "degrees" else angle
    verified, check = _same(sympy.sqrt(real**2 + imaginary**2) * sympy.exp(sympy.I * turn), built), _BACK
    if verified is None:
        verified, check = _points_there(turn, real, imaginary, built), "check: its tangent, and the quadrant"
    return expression(angle, f"the argument of {show(node)}", "the angle of its point", check, verified)


def _points_there(angle: Expr, real: Expr, imaginary: Expr, built: Expr) -> bool | None:
    """Whether the tangent is the quotient of the parts and the cosine has the sign of the real part."""
    import sympy

    if not real.is_nonzero:
        return None
    verdicts = [_same(real + sympy.I * imaginary, built), _same(sympy.tan(angle) * real, imaginary)]
    if float(sympy.N(sympy.cos(angle), 15)) * float(sympy.N(real, 15)) < 0:
        return False
    return False if False in verdicts else None if None in verdicts else True


def _angle(real: Expr, imaginary: Expr) -> Expr:
    import sympy

    if real == 0 and imaginary == 0:
        raise Undefined("0 has no argument")
    return sympy.simplify(sympy.atan2(imaginary, real))


@operation(
    "polar_form",
    nouns=(
        "{z} in (polar|trigonometric) [form|coordinates]",
        "{z} in {form=exponential} (exponential|euler) form",
        f"(polar form|trigonometric form) of {_Z}",
        f"{{form=exponential}} (exponential form|euler form) of {_Z}",
    ),
    requests=(
        f"(write|express|convert|put|give) {_Z} (in|to|into) (polar form|trigonometric form|polar coordinates form)",
        f"(write|express|convert|put|give) {_Z} (in|to|into) {{form=exponential}} (exponential form|euler form)",
    ),
)
def polar_form(work: Work, z: Node, form: Node | None = None) -> Finding:
    """r*(cos(t) + i*sin(t)), or r*exp(i*t)."""
    import sympy

    from orchestra_modules.mathematics.engines.symbolic import shown

    node, built = _number(z)
    real, imaginary = _parts(built)
    size = tidy_number(sympy.sqrt(sympy.expand(real**2 + imaginary**2)))
    angle = _angle(real, imaginary)
    if work.text(form) == "exponential":
        value = shown(size * sympy.exp(sympy.I * angle, evaluate=False))
    else:
        inside = f"cos({shown(angle)}) + I*sin({shown(angle)})"
        value = inside if size == 1 else f"{_factor(size)}*({inside})"
    verified = _same(size * (sympy.cos(angle) + sympy.I * sympy.sin(angle)), built)
    text = f"{show(node)} = {value}, with modulus {shown(size)} and argument {shown(angle)}"
    data: JsonValue = {"type": "polar", "modulus": shown(size), "argument": shown(angle)}
    return Finding(value, text, data, "modulus and argument", _BACK, verified, 0.97, node=node)


def _factor(size: Expr) -> str:
    return f"({size})" if size.is_Add else str(size)


@operation(
    "cartesian_form",
    nouns=("(cartesian form|rectangular form|standard form|algebraic form) of [the] [complex number] {z}",),
    requests=(
        "(write|express|convert|put|give|rewrite|simplify) {z} (in|to|into|as) (cartesian form|rectangular form|"
        "algebraic form|the form a + bi|the form a + b i|the form x + iy|the form a+bi|form a + bi)",
    ),
    calls=("ComplexExpand", "expand_complex"),
)
def cartesian_form(work: Work, z: Node) -> Finding:
    """a + b*i."""
    import sympy

    node, built = _number(z)
    real, imaginary = _parts(built)
    found = real + sympy.I * imaginary
    return expression(found, show(node), "real and imaginary part", _BACK, _same(found, built))


@operation(
    "complex_roots",
    nouns=(
        "[complex] {n:ordinal} roots of {z}",
        "[complex] {n:ordinal} roots of {z=1} unity",
        "[all] [complex] {n=2} square roots of [the complex number] {z}",
        "all [the] [complex] {n=3} cube roots of {z}",
        "[the] [complex] {n=3} cube roots of {z}",
        "{n:ordinal} complex roots of {z}",
        "[all] [complex] {n=2} square roots of {z=1} unity",
        "[all] [complex] {n=3} cube roots of {z=1} unity",
    ),
)
def complex_roots(work: Work, z: Node, n: Node) -> Finding:
    """All complex numbers of which a power is the number."""
    import sympy

    degree = work.integer(n, "the degree of a root")
    if not 2 <= degree <= 12:
        raise NotDone("roots of degree 2 to 12 are taken")
    node, built = _number(z)
    real, imaginary = _parts(built)
    size, angle = sympy.sqrt(sympy.expand(real**2 + imaginary**2)), _angle(real, imaginary)
    radius = sympy.root(tidy_number(size), degree)
    found: list[Expr] = []
    for turn in range(degree):
        at = (angle + 2 * sympy.pi * turn) / degree
        root = sympy.expand(radius * (sympy.cos(at) + sympy.I * sympy.sin(at)))
        found.append(sympy.sqrtdenest(sympy.radsimp(root)) if root.is_algebraic else root)
    if imaginary != 0 and degree == 2 and all(part.is_Rational for part in (real, imaginary)):
        found = _square_roots(real, imaginary, tidy_number(size)) or found
    checks = [_same(sympy.expand(root**degree), built) for root in found]
    places = [complex(sympy.N(root, 20)) for root in found]
    apart = all(abs(p - q) > 1e-9 * abs(p) for p, q in itertools.combinations(places, 2))
    verified = False if False in checks or not apart or len(found) != degree else None if None in checks else True
    check = "check: each raised to that power again, and as many different ones as the degree"
    ordered = sorted(found, key=lambda r: tuple(float(sympy.N(part, 15)) for part in r.as_real_imag()))
    return listing(ordered, f"the roots of degree {degree} of {show(node)}", "de Moivre", check, verified)


def _square_roots(real: Expr, imaginary: Expr, size: Expr) -> list[Expr]:
    """+-(u + v*i) with u*u = (|z| + a)/2 and v*v = (|z| - a)/2."""
    import sympy

    u, v = sympy.sqrt((size + real) / 2), sympy.sqrt((size - real) / 2)
    root = sympy.radsimp(u) + sympy.sign(imaginary) * sympy.I * sympy.radsimp(v)
    return [root, sympy.expand(-root)]
