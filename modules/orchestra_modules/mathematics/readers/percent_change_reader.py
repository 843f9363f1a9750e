"""Changes by some percent told by verbs and nouns, at a cursor: "rises by 10% and then falls by 5%", "a 20% discount".

Each change is a signed number of percent; a list of them is in the order in which they happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor, words
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import may_be_amount, take_amount
from orchestra_modules.mathematics.syntax import Listing, Node, Number

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

UP_VERBS: Final = (
    *words("increases increased rises rose risen grows grew grown raised increase rise grow gains gained"),
    *("goes up", "went up", "marked up", "is marked up"),
)
DOWN_VERBS: Final = (
    *words("decreases decreased falls fell fallen drops dropped reduced lowered cut discounted declines declined"),
    *words("shrinks shrank loses lost decrease fall drop"),
    *("goes down", "went down", "marked down"),
)
UP_NOUNS: Final = words("increase rise raise markup gain growth surcharge tax tip vat")
DOWN_NOUNS: Final = words("decrease discount reduction drop loss cut fall markdown rebate decline")
_BEFORE: Final = (*words("is was are were gets got has had been be then first later again it and"), "has been",
                  "have been", "will be", "its price", "its value")  # fmt: skip
_ON_SALE: Final = ("on sale for", "on sale at", "on sale with", "on offer for", "on sale", "sold at", "offered at")


@slots.kind("percent_changes", lambda cursor: cursor.token.kind in ("word", "number"))
def _changes(reader: Reader, slot: Slot) -> Iterator[Node]:
    """One change or several, in order."""
    with slots.without_barriers(reader.cursor):
        found = list(_in_order(reader.cursor))
    if not found:
        raise reader.cursor.stuck("a change by some percent was expected")
    yield Listing(tuple(Number(change) for change in found))


def _in_order(cursor: Cursor) -> Iterator[Fraction]:
    """Every change ahead; the cursor is left behind the last."""
    first = True
    while True:
        mark = cursor.mark()
        if not first:
            cursor.take_sign(",")
            cursor.take_exactly("and")
            cursor.take("then", "after that", "later", "finally", "afterwards")
        change = _change(cursor)
        if change is None:
            cursor.reset(mark)
            return
        first = False
        yield change


def _change(cursor: Cursor) -> Fraction | None:
    """Take one change; the cursor is left anywhere where there is none."""
    while cursor.take(*_BEFORE):
        pass
    sale = cursor.take(*_ON_SALE)
    if cursor.take(*UP_VERBS):
        sign = 1
    elif cursor.take(*DOWN_VERBS):
        sign = -1
    else:
        return _named(cursor, bool(sale))
    cursor.take("by")
    percent = _percent(cursor)
    return None if percent is None or cursor.sees("of") else sign * percent


def _named(cursor: Cursor, sale: bool) -> Fraction | None:
    """A 20% discount; 30% off."""
    cursor.take("a", "an", "the")
    percent = _percent(cursor)
    if percent is None:
        return None
    if cursor.take("off") or cursor.take(*DOWN_NOUNS):
        cursor.take("in the sale", "of the price")
        return -percent
    return percent if not sale and cursor.take(*UP_NOUNS) else None


def _percent(cursor: Cursor) -> Fraction | None:
    amount = take_amount(cursor, articles=False)
    if amount is None or not (cursor.take_sign("%") or cursor.take("percent", "per cent")):
        return None
    return amount.value


@slots.kind("share", lambda cursor: cursor.token.kind == "word" and may_be_amount(cursor))
def _share(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A part told in words, as percent: "a third", "half", "two fifths"; 1/3 in figures may be an amount."""
    cursor = reader.cursor
    if cursor.token.kind != "word":
        raise cursor.stuck("a part in words was expected")
    amount = take_amount(cursor, articles=False)
    if amount is None or not 0 < amount.value < 1:
        raise cursor.stuck("a part in words was expected")
    yield Number(amount.value * 100)
