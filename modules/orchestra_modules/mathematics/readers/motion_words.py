"""Questions about something moving evenly: a distance, a time and a speed, two told and one asked.

"A train travels at 60 miles per hour for 3 hours. How far does it go?" Whatever moves, it moves at one speed; two
movers, stops, currents and headings are not understood.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.readers.amounts import take_amount
from orchestra_modules.mathematics.readers.measures import Dimension, Measure, written
from orchestra_modules.mathematics.readers.quantities import quantity_node, take_measure
from orchestra_modules.mathematics.readers.quantity_names import FUNCTION_WORDS
from orchestra_modules.mathematics.syntax import Listing, Node, Request, Text
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

KINDS: Final[dict[Dimension, str]] = {
    (("length", 1),): "distance", (("time", 1),): "time", (("length", 1), ("time", -1)): "speed",
}  # fmt: skip
_MOVES: Final = frozenset(
    f"{stem}{ending}"
    for stem in ("travel", "walk", "sail", "move", "run", "go", "drive", "ride", "fly", "swim", "jog", "cycle", "hike",
                 "crawl", "cover", "row", "march", "roll", "glide")
    for ending in ("", "s", "es", "ed", "d", "led", "ged", "ing", "ling")
) | {"drove", "rode", "flew", "ran", "swam", "went", "flies", "travelled", "driving", "riding", "running", "moving",
"cycling"}  # fmt: skip
_LINKS: Final = (
    "at", "for", "in", "a", "an", "the", "of", "constant", "steady", "average", "speed", "rate", "is", "distance",
    "its",
    "and", "if", "it", "he", "she", "has", "with", "takes", "took", "to", "can", "over", "that", "uniform", "was",
    "time",
)  # fmt: skip
_FAR: Final = ("how far", "what distance", "what is the distance", "find the distance", "what was the distance")
_LONG: Final = ("how long", "how much time", "find the time", "what is the time")
_FAST: Final = (
    "how fast", "what is the speed", "what is the average speed", "what is its speed", "what is its average speed",
    "find the speed", "find the average speed", "find its speed", "find its average speed", "what was its speed",
    "what was its average speed", "what was the average speed", "what is his average speed",
    "what is her average speed",
    "at what speed", "what is his speed", "what is her speed", "what was his average speed",
    "what was her average speed",
    "calculate the average speed", "calculate its average speed", "calculate the speed", "what was the speed",
)  # fmt: skip
_AFTER: Final = (
    "does", "did", "will", "it", "he", "she", "take", "takes", "to", "travel", "go", "in", "the", "that", "is", "of",
    "would", "for", "at", "this", "speed", "moving", "be", "driving", "distance", "was", "can", "do", "cover",
)  # fmt: skip


class MotionWords:
    """Reads one whole text."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.told: dict[str, Node] = {}
        self.goal = ""
        self.wanted: Measure | None = None
        self.mover = ""
        self.moves = 0

    def read(self) -> Request:
        """What is told and what is asked. NotUnderstood."""
        cursor = self.cursor
        while not cursor.at_end:
            if cursor.take_sign(".", ",", "?", "!"):
                continue
            if not (self._question() or self._quantity() or self._move() or self._mover() or cursor.take(*_LINKS)):
                raise cursor.stuck()
        if not self.goal or len(self.told) != 2 or self.goal in self.told or self.moves > 3:
            raise NotUnderstood("of distance, time and speed two must be told and the third asked")
        return Request(
            "motion",
            (
                ("told", Listing(tuple(self.told.values()))),
                ("asked", Text(self.goal)),
                ("wanted", Text(written(self.wanted) if self.wanted else "")),
            ),
        )

    def _quantity(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        amount = take_amount(cursor, articles=False)
        measure = take_measure(cursor, after_number=True) if amount is not None else None
        kind = KINDS.get(measure.dimension) if measure is not None else None
        if amount is None or measure is None or kind is None:
            cursor.reset(mark)
            return False
        if kind in self.told:
            raise NotUnderstood(f"two values for the {kind}")
        self.told[kind] = quantity_node(amount.value, measure, amount.decimal)
        return True

    def _question(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        goal = next((kind for kind, words in (("distance", _FAR), ("time", _LONG), ("speed", _FAST))
                     if cursor.take(*words)), "")  # fmt: skip
        if not goal and cursor.take("how many"):
            self.wanted = take_measure(cursor)
            goal = KINDS.get(self.wanted.dimension, "") if self.wanted is not None else ""
        if not goal:
            cursor.reset(mark)
            return False
        if self.goal:
            raise NotUnderstood("two things are asked")
        self.goal = goal
        while not (cursor.at_end or cursor.is_sign(".", "?")):
            if cursor.sees("in") and self.wanted is None and self._unit_asked():
                continue
            known = self._quantity() or self._move() or cursor.take(*_AFTER) or self._mover()
            if not (known or cursor.take_sign(",") or cursor.take("if", "when", *_LINKS)):
                raise cursor.stuck()
        return True

    def _unit_asked(self) -> bool:
        cursor = self.cursor
        mark = cursor.mark()
        cursor.take("in")
        measure = take_measure(cursor)
        if measure is None or KINDS.get(measure.dimension) != self.goal:
            cursor.reset(mark)
            return False
        self.wanted = measure
        return True

    def _move(self) -> bool:
        if self.cursor.token.lowered not in _MOVES:
            return False
        self.cursor.next()
        self.moves += 1
        return True

    def _mover(self) -> bool:
        """Who or what moves: the one name or noun of the text."""
        cursor = self.cursor
        mark = cursor.mark()
        article = cursor.take("a", "an", "the")
        token = cursor.token
        word = token.lowered
        plain = token.kind == "word" and word not in FUNCTION_WORDS and len(word) > 1
        if not plain or not (article or token.text[0].isupper()) or (self.mover and word != self.mover):
            cursor.reset(mark)
            return False
        self.mover = word
        cursor.next()
        return True


@slots.kind("motion_words", needs=(_MOVES | {"speed"},))
def read_motion_words(reader: Reader, slot: Slot) -> Iterator[Node]:
    """The whole of a text about something that moves, as the operation it asks for."""
    yield MotionWords(reader.cursor).read()
