"""Months and weekdays by name as arguments: "March", "a Tuesday"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.calendar_dates import DateReader, Order
from orchestra_modules.mathematics.syntax import Node, Number, Text

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader


@slots.kind("month_name", lambda cursor: cursor.token.text[:1].isupper())
def _month(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A month, as its number."""
    found = DateReader(reader.cursor, "mdy").month()
    if found is None or reader.cursor.token.kind == "number":
        raise reader.cursor.stuck("a month was expected")
    yield Number(Fraction(found))


@slots.kind("weekday_name", lambda cursor: cursor.token.text[:1].isupper())
def _weekday(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A weekday, Monday being 0."""
    found = DateReader(reader.cursor, "mdy").weekday()
    if found is None or reader.cursor.token.kind == "number":
        raise reader.cursor.stuck("a weekday was expected")
    yield Number(Fraction(found))


@slots.kind("full_date", lambda cursor: cursor.token.kind in ("word", "number"))
def _full_date(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A date told whole, in every order of month and day that it leaves open."""
    cursor = reader.cursor
    start = cursor.mark()
    orders: tuple[Order, ...] = ("mdy", "dmy")
    found = False
    for order in orders:
        cursor.reset(start)
        dates = DateReader(cursor, order)
        with slots.without_barriers(cursor):
            dated = dates.date()
        if dated is not None and dated.full is not None:
            found = True
            yield Text(str(dated.full))
        if not dates.ambiguous:
            break
    if not found:
        raise cursor.stuck("a whole date was expected")
