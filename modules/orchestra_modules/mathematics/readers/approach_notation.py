"""What a variable approaches, as kinds of arguments: x -> 0, x -> 0+, "x approaches infinity from the left".

Knows how far such a point reaches into what follows it, and not what is asked. Importing this file enters the kinds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.readers.calculus_notation import is_letter
from orchestra_modules.mathematics.syntax import Constant, Listing, Name, Negative, Node, Number, Product, Text
from orchestra_modules.solving.refusal import NotUnderstood

_ABOVE: Final = (
    "from the right",
    "from above",
    "from the right side",
    "from the positive side",
    "from the right hand side",
)
_BELOW: Final = (
    "from the left",
    "from below",
    "from the left side",
    "from the negative side",
    "from the left hand side",
)


@slots.kind("before_arrow", needs=(frozenset({"->"}),))
def before_arrow(reader: Reader, slot: Slot) -> Iterator[Node]:
    """What stands before "x -> 0", or before a comma and that: the arrow shows where it ends."""
    cursor = reader.cursor
    arrow = next((at for at in range(cursor.position, len(cursor.tokens)) if cursor.tokens[at].text == "->"), 0)
    end = arrow - 1
    if end <= cursor.position or not is_letter(cursor.tokens[end].text) or not cursor.tokens[end].spaced:
        raise cursor.stuck("what the variable approaches was expected")
    if cursor.tokens[end - 1].text == ",":
        end -= 1
    inner = Cursor((*cursor.tokens[cursor.position : end], cursor.tokens[-1]), cursor.text)
    inner.functions, inner.vectors, inner.operators = cursor.functions, cursor.vectors, cursor.operators
    node = Reader(inner).value()
    if not inner.at_end:
        raise inner.stuck()
    if isinstance(node, Listing):
        raise NotUnderstood("one expression was expected, not several")
    cursor.conventions += inner.conventions
    cursor.assumptions += inner.assumptions
    cursor.position = arrow - 1
    yield node


@slots.kind("approach")
def approach(reader: Reader, slot: Slot) -> Iterator[Node]:
    """x -> 0, x approaches infinity from the left, x -> 0+, also as a script in braces: letter, point, side."""
    cursor = reader.cursor
    script = cursor.take_sign("_")
    closing = ""
    if cursor.is_sign("{", "("):
        closing = "}" if cursor.next().text == "{" else ")"
    elif script:
        raise cursor.stuck("what the variable approaches was expected")
    cursor.take("as", "when")
    name = Name(slots.variable(cursor))
    if cursor.take("grows without bound", "increases without bound", "gets arbitrarily large"):
        yield Listing((name, Constant("oo"), Text("")))
        return
    if not (
        cursor.take_sign("->")
        or cursor.take("approaches", "goes to", "tends to", "tends towards", "to", "approaching", "tending to")
        or cursor.take("gets close to", "gets closer to", "goes towards", "is approaching", "goes", "converges to")
    ):
        raise cursor.stuck("what the variable approaches was expected")
    if cursor.ahead().lowered in ("infinity", "oo"):
        cursor.take("plus", "positive") or cursor.take_sign("+")
    before = "+" if cursor.take(*_ABOVE) else "-" if cursor.take(*_BELOW) else ""
    if before:
        cursor.take("of")
    if not closing and _mixed_or_two(cursor):
        raise cursor.stuck("this may be a mixed number, or a point and what follows it")
    mark, last = cursor.mark(), -1
    for reach in ("first", "signed", "quotient", "whole"):  # "lim x -> 0 sin(x)/x" ends the point early
        cursor.reset(mark)
        try:
            point, side = _sided(reader, bool(closing), reach)
        except NotUnderstood:
            if reach == "whole":
                raise
            continue
        if cursor.position == last:
            continue
        last = cursor.position
        if cursor.take(*_ABOVE):
            side = "+"
        elif cursor.take(*_BELOW):
            side = "-"
        if closing:
            cursor.expect_sign(closing)
        yield Listing((name, point, Text(before or side)))
        if closing:
            return


def _sided(reader: Reader, inside: bool, reach: str) -> tuple[Node, str]:
    """A point, perhaps with the side it is approached from: 0+, 0-, 0^+, 0^{-}, a^+.

    `reach` says how much is taken for the point: one numeral, one signed factor, a quotient of two, or all.
    """
    cursor = reader.cursor
    minus = cursor.is_sign("-")
    token = cursor.ahead() if minus else cursor.token
    rest = [cursor.ahead(distance) for distance in range(1 + minus, 6 + minus)]
    if token.kind in ("number", "word"):
        for sign in ("+", "-"):
            for shape in ([sign], ["^", sign], ["^", "{", sign, "}"], ["^", "(", sign, ")"]):
                texts = [t.text for t in rest[: len(shape)]]
                after = rest[len(shape)]
                ends = after.kind == "end" or after.text in ("}", ")", "]", ",", "?", ".", "of")
                ends = ends or (after.spaced and not rest[0].spaced)  # "x -> 0+ 1/x": the sign belongs to the point
                if texts == shape and (ends or len(shape) > 1):
                    cursor.position += 1 + minus + len(shape)
                    number = Number(token.value, token.decimal)
                    node: Node = number if token.kind == "number" else Name(token.text)
                    return (Negative(node) if minus else node), sign
    if inside:
        with slots.without_barriers(cursor):
            return reader.value(), "both"
    if reach == "first":
        return _numeral_alone(cursor), "both"
    if reach == "whole":
        return reader.parser.expression(), "both"
    node = reader.parser.signed()
    if reach == "quotient" and cursor.take_sign("/"):
        node = Product((node,), (reader.parser.number(),))
    return node, "both"


def _mixed_or_two(cursor: Cursor) -> bool:
    """Whether "2 1/2 x" is ahead, which may be a mixed number and a factor, or two and the half of x."""
    at = int(cursor.is_sign("-"))
    kinds = [cursor.ahead(at + i).kind for i in (0, 1, 3)]
    if kinds != ["number"] * 3 or cursor.ahead(at + 2).text != "/" or not cursor.ahead(at).value:
        return False
    return cursor.ahead(at + 4).kind == "word" and cursor.ahead(at + 4).text not in ("of", "from")


def _numeral_alone(cursor: Cursor) -> Node:
    """A numeral before another one, "x -> 0 1/x", where the two are no mixed number. NotUnderstood."""
    minus = cursor.take_sign("-")
    token, following = cursor.token, cursor.ahead()
    if token.kind != "number" or following.kind != "number":
        raise cursor.stuck("two numerals were expected")
    if token.value and cursor.ahead(2).text == "/" and cursor.ahead(3).kind == "number":
        raise cursor.stuck("this is a mixed number")
    cursor.next()
    number = Number(token.value, token.decimal)
    return Negative(number) if minus else number
