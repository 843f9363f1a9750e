"""Reading quantities at a cursor: "5 km/h", "7/12 of a week", "5 ft 3 in", "2 m + 35 cm", "half a litre".

A quantity is a tuple of a number and the name of a measure; several make a list, which is their sum. Converts
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import may_be_amount, take_amount
from orchestra_modules.mathematics.readers.measures import (
    Measure,
    Unit,
    compounds,
    measure_named,
    unit_names,
    unit_symbols,
    written,
)
from orchestra_modules.mathematics.syntax import Listing, Node, Number, Text, Written
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_POWERS: Final = {"square": 2, "sq": 2, "cubic": 3, "cu": 3}
_RAISED: Final = {"squared": 2, "cubed": 3}
#: what may stand behind "12 in" if that is twelve inches and not a number with a preposition
_AFTER_INCHES: Final = frozenset({"", "to", "in", "into", ".", "?", ",", "+", "-", "and", "as", "equals", "=", "is"})
Part = tuple[Fraction, Measure]


def parts(node: Node) -> tuple[Part, ...]:
    """The amounts and measures of a quantity. NotDone for another node."""
    if isinstance(node, Written):
        return parts(node.node)
    if isinstance(node, Listing) and node.kind == "list":
        return tuple(part for item in node.items for part in parts(item))
    match node:
        case Listing((Number(value), Text(name)), "tuple"):
            return ((value, measure_named(name)),)
    raise NotDone("a quantity with a unit was expected")


def quantity_node(amount: Fraction, measure: Measure, decimal: bool = False) -> Node:
    """The node of one quantity."""
    return Listing((Number(amount, decimal), Text(written(measure))), "tuple")


@slots.kind("measure")
def read_measure(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A unit or a compound of units by name."""
    if (measure := take_measure(reader.cursor)) is None:
        raise reader.cursor.stuck("a unit was expected")
    yield Text(written(measure))


@slots.kind("quantity", may_be_amount)
def read_quantity(reader: Reader, slot: Slot) -> Iterator[Node]:
    """One quantity, or several that are added."""
    yield take_quantity(reader.cursor)


@slots.kind("quantities", may_be_amount)
def _quantities(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Two quantities or more that are added."""
    node = take_quantity(reader.cursor)
    if not (isinstance(node, Listing) and node.kind == "list"):
        raise reader.cursor.stuck("a second quantity, or the unit that is asked, was expected")
    yield node


@slots.kind("quantity_as_written", may_be_amount)
def _as_written(reader: Reader, slot: Slot) -> Iterator[Node]:
    start = reader.cursor.position
    node = take_quantity(reader.cursor)
    yield Written(node, reader.cursor.written(start))


def take_quantity(cursor: Cursor) -> Node:
    """Take a quantity. NotUnderstood."""
    found = [_one(cursor, 1)]
    while True:
        mark = cursor.mark()
        minus = cursor.is_sign("-") or cursor.sees("minus")
        joined = cursor.take_sign("+", "-", ",") or cursor.take("plus", "minus", "and")
        if cursor.tokens[cursor.position - 1].text == "," and cursor.sees("and"):
            cursor.next()
        glued = not joined and cursor.token.kind == "number"
        try:
            if not joined and not glued:
                raise cursor.stuck()
            found.append(_one(cursor, -1 if minus else 1))
        except NotUnderstood:
            cursor.reset(mark)
            break
    return found[0] if len(found) == 1 else Listing(tuple(found))


def _one(cursor: Cursor, sign: int) -> Node:
    amount = take_amount(cursor)
    if amount is None:
        raise cursor.stuck("a quantity was expected")
    if cursor.take("of"):
        cursor.take("a", "an", "one")
    elif cursor.sees("a", "an") and not amount.article:
        cursor.next()  # half an hour
    after_and_a_half = None
    measure = take_measure(cursor, after_number=True)
    if measure is None:
        raise cursor.stuck("a unit was expected")
    if amount.value.denominator == 1 and cursor.take("and a half", "and a quarter"):  # an hour and a half
        after_and_a_half = Fraction(1, 2 if cursor.tokens[cursor.position - 1].text.lower() == "half" else 4)
    value = amount.value + (after_and_a_half or 0)
    return quantity_node(sign * value, measure, amount.decimal)


def take_measure(cursor: Cursor, after_number: bool = False) -> Measure | None:
    """Take a unit or a compound of units; none, with the cursor unmoved, if there is none."""
    first = _power(cursor, after_number)
    if first is None:
        return None
    found = list(first)
    while True:
        mark = cursor.mark()
        below = cursor.take_sign("/") or cursor.take("per", "an")
        if not below and not cursor.take_sign("*"):
            break
        more = _power(cursor, False)
        if more is None:
            cursor.reset(mark)
            break
        found += [(unit, -power if below else power) for unit, power in more]
    return Measure(tuple(found))


def _power(cursor: Cursor, after_number: bool) -> tuple[tuple[Unit, int], ...] | None:
    """A unit with its power: square metres, m^2, cubic feet."""
    start = cursor.position
    power = _POWERS.get(cursor.token.lowered, 1) if cursor.token.kind == "word" else 1
    if power > 1:
        cursor.next()
    found = _unit(cursor, after_number)
    if found is None:
        cursor.position = start
        return None
    if power == 1 and cursor.is_sign("^") and cursor.ahead().text in ("2", "3"):
        cursor.next()
        power = int(cursor.next().value)
    elif power == 1 and (raised := _RAISED.get(cursor.token.lowered)):
        cursor.next()
        power = raised
    return tuple((unit, exponent * power) for unit, exponent in found)


def _unit(cursor: Cursor, after_number: bool) -> tuple[tuple[Unit, int], ...] | None:
    token = cursor.token
    names = unit_names()
    if token.text == "°" and (scale := names.get(f"degree {cursor.ahead().lowered}")):
        cursor.position += 2
        return ((scale, 1),)
    if token.kind != "word":
        return None
    if cursor.ahead().kind == "word" and (unit := names.get(f"{token.text} {cursor.ahead().text}".lower())):
        cursor.position += 2
        return ((unit, 1),)
    lowered = token.lowered
    if token.text == "in" and not (after_number and cursor.ahead().lowered in _AFTER_INCHES):
        return None
    if lowered in compounds():
        cursor.next()
        return compounds()[lowered].parts
    found = unit_symbols().get(token.text) or names.get(lowered) or _capitals(token.text)
    if found is None:
        return None
    cursor.next()
    dot, following = cursor.token, cursor.ahead()
    if dot.text == "." and not dot.spaced and len(token.text) <= 3 and following.text[:1].islower():
        cursor.next()  # an abbreviation inside a sentence: "3 ft. to inches"
    return ((found, 1),)


def _capitals(text: str) -> Unit | None:
    """A symbol in capitals that is no other symbol: KG, CM."""
    return unit_symbols().get(text.lower()) if text.isupper() and len(text) > 1 else None
