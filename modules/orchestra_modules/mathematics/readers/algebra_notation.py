"""Kinds of arguments of algebra: an equation or an expression, one term, an interval for an unknown.

Reads notation only; what a chain of inequalities or an interval means is left to the operations.
"""

from __future__ import annotations

from collections.abc import Iterator

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Deeper
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.syntax import Application, Interval, Listing, Name, Node, Relation, walk
from orchestra_modules.solving.refusal import NotUnderstood


@slots.kind("relation_or_value")
def relation_or_value(reader: Reader, slot: Slot) -> Iterator[Node]:
    """One equation, or an expression."""
    reader.label()
    left = reader.in_list()
    sign = slots.relation_sign(reader.cursor)
    yield left if sign is None else Relation(sign, left, reader.in_list())


@slots.kind("algebra_term")
def term(reader: Reader, slot: Slot) -> Iterator[Node]:
    """One term, in which no other operation stands."""
    yield reader.parser.expression()


@slots.kind("bounds")
def range_of(reader: Reader, slot: Slot) -> Iterator[Node]:
    """An interval in brackets of either kind at either end, or a chain of inequalities."""
    cursor = reader.cursor
    mark = cursor.mark()
    if cursor.is_sign("[", "("):
        low_open = cursor.next().text == "("
        with Deeper(cursor):
            low = reader.in_list()
            if cursor.take_sign(","):
                high = reader.in_list()
                if cursor.is_sign("]", ")"):
                    yield Interval(low, high, low_open, cursor.next().text == ")")
                    return
        cursor.reset(mark)
    found = reader.relation()
    yield found if isinstance(found, Listing) else Listing((found,))


@slots.kind("vector")
def vector(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A vector in angle brackets, or any value."""
    cursor = reader.cursor
    if not cursor.take_sign("<"):
        yield reader.value()
        return
    parts = [reader.in_list()]
    while cursor.take_sign(","):
        parts.append(reader.in_list())
    cursor.expect_sign(">")
    yield Listing(tuple(parts), "tuple")


@slots.kind("rows", lambda cursor: cursor.is_sign("[", "{", "(") or cursor.token.kind == "command")
def rows(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A matrix: a list of rows in brackets."""
    node = reader.value()
    if not isinstance(node, Listing) or not all(isinstance(row, Listing) for row in node.items):
        raise NotUnderstood("a matrix such as [[1, 2], [3, 4]] was expected")
    yield node


@slots.kind("term_rule", lambda cursor: cursor.ahead().text == "_" and cursor.ahead(3).text == "=")
def term_rule(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A formula for a term of a sequence, "a_n = 2*n - 1": the letter and the term."""
    cursor = reader.cursor
    if cursor.ahead().text != "_" or cursor.ahead(2).kind != "word" or cursor.ahead(3).text != "=":
        raise cursor.stuck("a formula such as a_n = 2*n was expected")
    sequence = cursor.token.text
    cursor.position += 2
    letter = Name(slots.variable(cursor))
    cursor.next()
    node = reader.value()
    if any(isinstance(part, Application) and part.function == sequence for part in walk(node)):
        raise NotUnderstood("a rule that leads from term to term is no formula")
    yield Listing((letter, node))


@slots.kind("point_tuple")
def point_tuple(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A point: a list in brackets."""
    node = reader.value()
    if not isinstance(node, Listing):
        raise NotUnderstood("a point such as (1, 2) was expected")
    yield node


@slots.kind("replacements")
def replacements(reader: Reader, slot: Slot) -> Iterator[Node]:
    """x -> 3, or several such rules in braces."""
    cursor = reader.cursor
    braces = cursor.take_sign("{")
    found: list[Node] = []
    while True:
        name = Name(slots.variable(cursor))
        if not cursor.take_sign("->"):
            raise cursor.stuck("'->' was expected")
        found.append(Relation("=", name, reader.in_list()))
        if not (braces and cursor.take_sign(",")):
            break
    if braces:
        cursor.expect_sign("}")
    yield Listing(tuple(found))
