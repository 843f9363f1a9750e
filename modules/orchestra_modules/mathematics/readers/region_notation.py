"""The regions that integrals run over, as kinds of arguments: "x from 0 to 1 and y from 0 to x", [0, 1] x [0, 2].

Knows how bounds are told and not what is done with them. Importing this file enters the kinds into `slots`.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.tokens import GREEK
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Relation
from orchestra_modules.solving.refusal import NotUnderstood


@slots.kind("ranges", lambda cursor: _starts_range(cursor))
def ranges(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Letters with their bounds, as tuples: "x from 0 to 1 and y from 0 to x", "x=0..1", "0 <= x <= 1"."""
    cursor = reader.cursor
    found: list[Node] = []
    while True:
        found.append(_range(reader))
        mark = cursor.mark()
        comma = cursor.take_sign(",")
        joined = cursor.take("and", "and for") or comma
        cursor.take("for", "with")
        if not (joined and _starts_range(cursor)):
            cursor.reset(mark)
            yield Listing(tuple(found))
            return


def _starts_range(cursor: Cursor) -> bool:
    if cursor.token.kind == "word" and _letter(cursor.token.text):
        return cursor.ahead().lowered in ("from", "between", "in", "ranging", "going", "running", "=")
    return cursor.token.kind == "number" or cursor.is_sign("-", "(")


def _range(reader: Reader) -> Node:
    cursor = reader.cursor
    if cursor.token.kind == "word" and _letter(cursor.token.text) and cursor.ahead().kind == "word":
        name = Name(slots.variable(cursor))
        if cursor.take("in"):
            bounds = reader.parser.group()
            if isinstance(bounds, Listing) and len(bounds.items) == 2:
                return Listing((name, *bounds.items), "tuple")
            raise cursor.stuck("an interval was expected")
        cursor.take("ranging", "going", "running")
        joint = "to" if cursor.take("from") else "and"
        if joint == "and" and not cursor.take("between"):
            raise cursor.stuck("the bounds were expected")
        cursor.barriers.append((cursor.barriers[-1] if cursor.barriers else frozenset()) | {joint, "and"})
        try:
            low = reader.in_list()
        finally:
            cursor.barriers.pop()
        if not cursor.take_exactly(joint):
            raise cursor.stuck(f"{joint!r} was expected")
        cursor.barriers.append((cursor.barriers[-1] if cursor.barriers else frozenset()) | {"and"})
        try:
            return Listing((name, low, reader.in_list()), "tuple")
        finally:
            cursor.barriers.pop()
    if cursor.token.kind == "word" and _letter(cursor.token.text) and cursor.ahead().text == "=":
        return _equal_to_range(reader)
    chain = reader.relation()
    match chain:
        case Listing((Relation("<=" | "<", low, Name() as name), Relation("<=" | "<", same, high))) if same == name:
            return Listing((name, low, high), "tuple")
    raise cursor.stuck("bounds such as 0 <= x <= 1 were expected")


def _equal_to_range(reader: Reader) -> Node:
    """x = 0..1, x = 0 to 1."""
    cursor = reader.cursor
    name = Name(slots.variable(cursor))
    cursor.expect_sign("=")
    cursor.barriers.append((cursor.barriers[-1] if cursor.barriers else frozenset()) | {"to", "and"})
    try:
        low = reader.in_list()
        if not (cursor.take_sign("..") or cursor.take_exactly("to")):
            raise cursor.stuck("the upper bound was expected")
        return Listing((name, low, reader.in_list()), "tuple")
    finally:
        cursor.barriers.pop()


@slots.kind("rectangle", lambda cursor: cursor.is_sign("["))
def rectangle(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A product of closed intervals: [0, 1] x [0, 2]."""
    cursor = reader.cursor
    found: list[Node] = []
    while not found or cursor.take_sign("*") or cursor.take("x", "times"):
        if not cursor.is_sign("["):
            raise cursor.stuck("an interval was expected")
        side = reader.parser.group()
        if not isinstance(side, Listing) or len(side.items) != 2:
            raise NotUnderstood("an interval was expected")
        found.append(side)
    if not 2 <= len(found) <= 3:
        raise NotUnderstood("a product of two or three intervals was expected")
    yield Listing(tuple(found))


@slots.kind("area", lambda cursor: cursor.is_sign("_"))
def area(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A rectangle at the foot of an integral sign: _{[0, 1] \\times [0, 2]}."""
    cursor = reader.cursor
    cursor.expect_sign("_")
    braces = cursor.take_sign("{")
    yield from _closed(reader, slot, "}" if braces else "")


def _closed(reader: Reader, slot: Slot, closing: str) -> Iterator[Node]:
    for node in rectangle(reader, slot):
        if closing:
            reader.cursor.expect_sign(closing)
        yield node


def _letter(text: str) -> bool:
    return len(text) == 1 or text in GREEK
