"""Sides, angles and area of a triangle whose vertices are named, from three things told of it.

Two sides with an angle that is not between them settle a triangle here only where that angle is right.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.symbolic import expression
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import named_triangles
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.engines.build import Expr

#: the kind of argument that the phrase below uses
KINDS = named_triangles
_CHECK: Final = "check: drawn with coordinates, the triangle has what is told of it, and what was found"
_Parts = dict[str, "Expr"]


@operation("named_triangle", requests=("{question:named_triangle}",), plain=("question",))
def named_triangle(work: Work, question: Node) -> Finding:
    """One side, angle, function of an angle, area or perimeter of a triangle."""
    import sympy

    from orchestra_modules.mathematics.engines.build import build

    vertices, told, asked = work.items(question)
    sides: _Parts = {}
    angles: _Parts = {}
    for part in work.items(told):
        kind, place, size = work.items(part)
        into = sides if work.text(kind) == "side" else angles
        if work.text(place) in into:
            raise NotUnderstood("one part of the triangle is told twice")
        into[work.text(place)] = build(size)
    letters = work.text(vertices)
    if any(not bool(value > 0) for value in (*sides.values(), *angles.values())) or len(sides) + len(angles) != 3:
        raise NotDone("three sides and angles that are positive settle a triangle")
    full = _solved(letters, dict(sides), dict(angles))
    word, at = (work.text(part) for part in work.items(asked))
    value = sympy.simplify(_asked(full, letters, word, at))
    verified = _drawn(full, letters, sides, angles, word, at, value)
    if not verified:
        raise Undefined("there is no such triangle")
    name = {
        "side": "the side opposite",
        "angle": "the angle in degrees at",
        "area": "the area",
        "perimeter": "the perimeter",
    }
    told_of = f"{name.get(word, word)} {at}".strip()
    return expression(value, told_of, "laws of sines and cosines", _CHECK, verified)


def _solved(letters: str, sides: _Parts, angles: _Parts) -> _Parts:
    """All three sides, by the vertices opposite them. NotDone, Undefined."""
    import sympy

    if len(angles) == 2:
        (left,) = set(letters) - set(angles)
        angles[left] = sympy.pi - sum(angles.values())
        if not bool(angles[left] > 0):
            raise Undefined("the angles of a triangle make 180 degrees together")
        ((known, length),) = sides.items()
        ratio = length / sympy.sin(angles[known])
        return {letter: ratio * sympy.sin(angles[letter]) for letter in letters}
    if len(angles) == 1:
        ((at, angle),) = angles.items()
        if at not in sides:
            one, other = sides.values()
            sides[at] = sympy.sqrt(one**2 + other**2 - 2 * one * other * sympy.cos(angle))
        elif angle == sympy.pi / 2:
            (left,) = set(letters) - set(sides)
            (leg,) = (length for letter, length in sides.items() if letter != at)
            square = sides[at] ** 2 - leg**2
            if not bool(square > 0):
                raise Undefined("the hypotenuse is the longest side")
            sides[left] = sympy.sqrt(square)
        else:
            raise NotDone("two sides with an angle not between them may belong to two triangles")
    if len(sides) != 3:
        raise NotDone("angles alone settle no lengths")
    lengths = sorted(sides.values(), key=float)
    if not bool(lengths[0] + lengths[1] > lengths[2]):
        raise Undefined("two sides of a triangle are longer than the third")
    return sides


def _asked(sides: _Parts, letters: str, word: str, at: str) -> Expr:
    import sympy

    if word == "side":
        return sides[at]
    if word == "perimeter":
        return sum(sides.values())
    a, b, c = (sides[letter] for letter in (at or letters[0], *(set(letters) - {at or letters[0]})))
    cosine = sympy.simplify((b**2 + c**2 - a**2) / (2 * b * c))
    sine = sympy.sqrt(sympy.simplify(1 - cosine**2))
    if word == "area":
        return sympy.simplify(b * c * sine / 2)
    if word == "angle":
        degrees = sympy.simplify(sympy.acos(cosine) * 180 / sympy.pi)
        if not degrees.is_Rational:
            raise NotDone("the angle is no whole or rational number of degrees")
        return degrees
    if word == "tan" and cosine == 0:
        raise Undefined("the tangent of a right angle has no value")
    return {"sin": sine, "cos": cosine, "tan": sine / cosine if cosine != 0 else sine}[word]


def _drawn(full: _Parts, letters: str, sides: _Parts, angles: _Parts, word: str, at: str, value: Expr) -> bool:
    """Whether a drawing of the triangle agrees with everything told and found."""
    a, b, c = (float(full[letter]) for letter in letters)
    x = (b * b + c * c - a * a) / (2 * c)
    places = {letters[0]: (0.0, 0.0), letters[1]: (c, 0.0), letters[2]: (x, math.sqrt(max(b * b - x * x, 0.0)))}

    def side(letter: str) -> float:
        return math.dist(*(places[other] for other in letters if other != letter))

    def angle(letter: str) -> float:
        here = places[letter]
        first, second = (places[other] for other in letters if other != letter)
        turn = math.atan2(first[1] - here[1], first[0] - here[0]) - math.atan2(second[1] - here[1], second[0] - here[0])
        return min(abs(turn), math.tau - abs(turn))

    area = c * places[letters[2]][1] / 2
    if word in ("area", "perimeter"):
        found = area if word == "area" else sum(map(side, letters))
    elif word == "side":
        found = side(at)
    else:
        functions = {"angle": math.degrees, "sin": math.sin, "cos": math.cos, "tan": math.tan}
        found = functions[word](angle(at))
    pairs = [(found, float(value))]
    pairs += [(side(letter), float(length)) for letter, length in sides.items()]
    pairs += [(angle(letter), float(size)) for letter, size in angles.items()]
    return all(math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9) for one, other in pairs)
