"""Angles in degrees and in radians."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.angles import turns
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.functions import function_named
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Call, Constant, Node, Number, Product, Request, names, walk
from orchestra_modules.solving.refusal import NotDone, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_WRITE: Final = "(convert|change|express|write|turn|rewrite|transform|give)"
_IN: Final = "(to|into|in|as)"
_HALF_TURN: Final = Number(Fraction(180))


_INVERSES: Final = frozenset({"asin", "acos", "atan"})


def _may_be_inverse(cursor: Cursor) -> bool:
    function = function_named(cursor.token.text)
    return function in _INVERSES or (function in ("sin", "cos", "tan") and cursor.ahead().text == "^")


@slots.kind("inverse_angle", _may_be_inverse)
def _inverse_angle(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The value of an inverse function, which is an angle: arcsin(1/2), cos^-1 0."""
    node = reader.parser.power()
    if not isinstance(node, Call) or node.function not in _INVERSES:
        raise reader.cursor.stuck("an angle such as arcsin(1/2) was expected")
    yield node


@operation(
    "in_radians",
    nouns=("{a} (in|to|into|as) (radians|rad)",),
    requests=(
        f"{_WRITE} {{a}} {_IN} (radians|radian measure)",
        "how many radians (are|is) [there] [in] {a}",
    ),
)
def in_radians(work: Work, a: Node) -> Finding:
    """An angle in radians; a plain number is one of degrees."""
    if names(a):
        raise NotDone("only angles that are known are converted")
    if Constant("pi") in walk(a):
        return _value(work, a)  # a number of degrees was read as that many times pi/180
    work.note("the number is one of degrees")
    return _value(work, Product((a, Constant("pi")), (_HALF_TURN,)))


@operation(
    "in_degrees",
    nouns=("{a} (rad|radian|radians) (in|to|into|as) degrees",),
    requests=(
        "[what is|what's] {a:inverse_angle} (in|to|into|as) degrees",
        f"{_WRITE} {{a}} [radians|rad|radian] {_IN} (degrees|degree measure)",
        "how many degrees (are|is) [there] [in] {a} [radians|rad|radian]",
        "(what is|what's) {a} [radians|rad|radian] in degrees",
    ),
)
def in_degrees(work: Work, a: Node) -> Finding:
    """An angle told in radians, in degrees."""
    if names(a):
        raise NotDone("only angles that are known are converted")
    share = turns(a)
    return _value(work, Product((a, _HALF_TURN), (Constant("pi"),)) if share is None else Number(share * 180))


@operation(
    "rest_of_angle",
    nouns=(
        "[measure of the] ({of=180} supplement|{of=90} complement) of [an|the] [angle] [of|measuring] {a} [in degrees]",
    ),
    requests=(
        "find the measure of the ({of=180} supplement|{of=90} complement) of [an|the] [angle] [of|measuring] {a} "
        "in degrees",
    ),
)
def rest_of_angle(work: Work, a: Node, of: Node) -> Finding:
    """What an angle told in degrees lacks to a right or a straight angle, in degrees."""
    share = turns(a)
    if share is None or Constant("pi") not in walk(a):
        raise NotDone("an angle in degrees was expected")
    whole = work.integer(of, "the size of an angle")
    if not 0 < share * 180 < whole:
        raise Undefined(f"the angle is not between 0 and {whole} degrees")
    return _value(work, Number(whole - share * 180))


def _value(work: Work, node: Node) -> Finding:
    return work.find(Request("value", (("expression", node),)))
