"""Places told in words as arguments of phrases: the hundreds place of a number, the n'th place of a sequence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.syntax import Name, Node, Number

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_NAMES: Final = {
    "units": 0, "tens": 1, "hundreds": 2, "thousands": 3, "ten thousands": 4, "hundred thousands": 5,
    **{
        prefix + scale: power + i
        for power, scale in ((6, "millions"), (9, "billions"), (12, "trillions"))
        for i, prefix in enumerate(("", "ten ", "hundred "))
    },
    "tenths": -1, "hundredths": -2, "thousandths": -3, "ten thousandths": -4, "hundred thousandths": -5,
    "millionths": -6,
}  # fmt: skip
_PLACES: Final = {
    spelling: place
    for name, place in {**_NAMES, "ones": 0}.items()
    for spelling in (name, name.removesuffix("s"), name.replace(" ", ""), name.replace(" ", "").removesuffix("s"))
}
_LETTER: Final = re.compile(r"([a-z])(?:'?th)?", re.IGNORECASE)


def place_name(place: int) -> str:
    """The name of a decimal place, 2 being the hundreds."""
    return next(name for name, power in _NAMES.items() if power == place)


@slots.kind("decimal_place")
def _decimal_place(reader: Reader, slot: Slot) -> Iterator[Node]:
    """ "hundreds", "ten thousands", "ten-thousandths" as the power of ten."""
    cursor = reader.cursor
    if cursor.token.kind != "word":
        raise cursor.stuck()
    start = cursor.mark()
    first = cursor.next().text.lower()
    mark = cursor.mark()
    if first in ("ten", "hundred"):
        if cursor.is_sign("-"):
            cursor.next()
        longer = f"{first} {cursor.token.lowered}"
        if cursor.token.kind == "word" and longer in _PLACES:
            cursor.next()
            yield Number(Fraction(_PLACES[longer]))
            return
        cursor.reset(mark)
    if first not in _PLACES:
        cursor.reset(start)
        raise cursor.stuck()
    yield Number(Fraction(_PLACES[first]))


@slots.kind("letter_place")
def _letter_place(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The place that a letter names, as the unknown: "n'th", "nth", "n-th"."""
    cursor = reader.cursor
    token = cursor.token
    match = _LETTER.fullmatch(token.text) if token.kind == "word" else None
    if match is None:
        raise cursor.stuck()
    start = cursor.mark()
    cursor.next()
    if len(token.text) == 1:
        cursor.take_sign("-", "'")
        if not cursor.take_exactly("th"):
            cursor.reset(start)
            raise cursor.stuck()
    yield Name(match.group(1))
