"""Kinds of arguments for trade and percentages: "12.5%", "$1,200", "80 euros", "3 years", "monthly".

A sign or a word of currency is passed over: amounts are numbers, all of one currency.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import may_be_amount, take_amount
from orchestra_modules.mathematics.syntax import Node, Number

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_CURRENCIES: Final = ("dollars", "dollar", "euros", "euro", "usd", "eur", "rupees", "yen", "francs", "cents", "pounds",
                      "pesos", "crowns", "gbp")  # fmt: skip
_PERIODS: Final = {
    "annually": 1, "yearly": 1, "per year": 1, "every year": 1, "each year": 1, "semiannually": 2, "semi - annually": 2,
    "half - yearly": 2, "half yearly": 2, "twice a year": 2, "quarterly": 4, "every quarter": 4, "monthly": 12,
    "every month": 12, "weekly": 52, "daily": 365,
}  # fmt: skip


@slots.kind("percentage", may_be_amount)
def _percentage(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A number with a percent sign or word; the node is the number before it."""
    cursor = reader.cursor
    amount = take_amount(cursor, articles=False)
    if amount is None or not (cursor.take_sign("%") or cursor.take("percent", "per cent", "pct")):
        raise cursor.stuck("a percentage was expected")
    yield Number(amount.value, amount.decimal)


@slots.kind("money", lambda cursor: cursor.is_sign("$") or may_be_amount(cursor))
def _money(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A number, with or without a currency; not one with a percent sign, but for a percentage of a number."""
    yield _amount(reader.cursor)


def _amount(cursor: Cursor) -> Number:
    cursor.take_sign("$")
    amount = take_amount(cursor, articles=False)
    if amount is None:
        raise cursor.stuck("an amount was expected")
    if cursor.take_sign("%") or cursor.take("percent", "per cent"):
        if not cursor.take("of"):
            raise cursor.stuck("an amount was expected")
        whole = _amount(cursor)
        return Number(whole.value * amount.value / 100, True)
    cursor.take(*_CURRENCIES)
    return Number(amount.value, amount.decimal)


@slots.kind("compounding")
def _compounding(reader: Reader, slot: Slot) -> Iterator[Node]:
    """How often interest is added, as times a year."""
    cursor = reader.cursor
    for words, times in _PERIODS.items():
        if " - " in words:
            first, second = words.split(" - ")
            if cursor.token.lowered == first and cursor.ahead().text == "-" and cursor.ahead(2).text == second:
                cursor.position += 3
                yield Number(Fraction(times))
                return
        elif cursor.take(words):
            yield Number(Fraction(times))
            return
    raise cursor.stuck("how often interest is added was expected")


@slots.kind("years", may_be_amount)
def _years(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A time in years or months, as years."""
    cursor = reader.cursor
    amount = take_amount(cursor)
    if amount is None or not cursor.take("years", "year", "months", "month"):
        raise cursor.stuck("a time in years was expected")
    months = cursor.tokens[cursor.position - 1].text.lower().startswith("month")
    yield Number(amount.value / (12 if months else 1))
