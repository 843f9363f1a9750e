"""How many of what, as an argument: "10 students", "a group of 8 friends"; the noun does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import may_be_amount, take_amount
from orchestra_modules.mathematics.syntax import Node, Number

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader


@slots.kind("people", lambda cursor: may_be_amount(cursor) or cursor.token.lowered == "a")
def _people(reader: Reader, slot: Slot) -> Iterator[Node]:
    """How many of what: a number and one or two plain words, "10 students"."""
    cursor = reader.cursor
    cursor.take(*(f"a {group} of" for group in _GROUPS))
    amount = take_amount(cursor, articles=False)
    if amount is None or amount.value.denominator != 1:
        raise cursor.stuck("a whole number was expected")
    for _ in range(3):
        token = cursor.token
        ends = token.lowered in slot.after or (cursor.barriers and token.lowered in cursor.barriers[-1])
        if token.kind != "word" or len(token.text) < 3 or ends:
            break
        if token.lowered in _NOT_PEOPLE:
            break
        cursor.next()
    yield Number(amount.value)


_GROUPS: Final = ("group", "set", "class", "team", "total", "collection", "pool", "committee", "delegation", "jury",
                  "hand", "sample", "panel")  # fmt: skip
#: words that change what is counted: none is a noun to be passed over
_NOT_PEOPLE: Final = frozenset(
    ("identical", "indistinguishable", "each", "and", "with", "without", "repetition", "replacement", "if", "when",
     "around", "round", "circle", "circular", "circularly", "such", "where", "that", "who", "which", "are", "can",
     "least", "most", "exactly", "more", "less", "than", "row", "not", "from", "into", "the")
)  # fmt: skip
