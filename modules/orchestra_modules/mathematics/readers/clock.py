"""Times of day: reading them at a cursor and telling them. Knows no dates.

A time is written here as it is told, "7:30 PM" or "19:30"; one without AM or PM is of the 24-hour clock, or open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.syntax import Node, Text
from orchestra_modules.solving.numerals import cardinal
from orchestra_modules.solving.refusal import NotUnderstood

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

DAY: Final = 1440
_HALVES: Final = {"am": "AM", "pm": "PM"}


@dataclass(frozen=True)
class Clock:
    """A time of day in minutes after midnight, and how it is told; "open" may be morning or afternoon."""

    minutes: int
    form: Literal["12", "24", "open"]

    def __str__(self) -> str:
        hour, minute = divmod(self.minutes, 60)
        if self.form == "12":
            return f"{hour % 12 or 12}:{minute:02d} {'AM' if hour < 12 else 'PM'}"
        return f"{hour}:{minute:02d}" if self.form == "open" else f"{hour:02d}:{minute:02d}"


def clock_of(text: str) -> Clock:
    """The time that `str` of a clock told."""
    told, _, half = text.partition(" ")
    hour, minute = (int(part) for part in told.split(":"))
    if half:
        return Clock(hour % 12 * 60 + minute + (720 if half == "PM" else 0), "12")
    return Clock(hour * 60 + minute, "24" if len(told) == 5 and (hour > 12 or told[0] == "0") else "open")


@slots.kind("clock", lambda cursor: cursor.token.kind in ("number", "word"))
def read_clock(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A time of day."""
    found = take_clock(reader.cursor)
    if found is None:
        raise reader.cursor.stuck("a time of day was expected")
    yield Text(str(found))


def take_clock(cursor: Cursor) -> Clock | None:
    """Take a time of day; none, with the cursor unmoved, if there is none. NotUnderstood for 25:10."""
    start = cursor.position
    found = _named(cursor) or _figures(cursor) or _told(cursor)
    if found is None:
        cursor.position = start
    return found


def _named(cursor: Cursor) -> Clock | None:
    cursor.take("12")
    twelve = cursor.token.kind == "number" and cursor.token.text == "12"
    if twelve and cursor.ahead().lowered in ("noon", "midnight"):
        cursor.next()
    if cursor.take("noon", "midday"):
        return Clock(720, "12")
    return Clock(0, "12") if cursor.take("midnight") else None


def _figures(cursor: Cursor) -> Clock | None:
    hour, colon, minute = cursor.token, cursor.ahead(), cursor.ahead(2)
    if hour.kind != "number" or len(hour.text) > 2 or not hour.text.isdigit():
        return None
    exact = colon.text == ":" and not colon.spaced and minute.kind == "number" and not minute.spaced
    if exact:
        if len(minute.text) != 2 or not minute.text.isdigit():
            return None
        cursor.position += 3
        minutes = int(minute.text)
    else:
        cursor.next()
        minutes = 0
    half = _half(cursor)
    if half is None and not exact:
        if not cursor.take("o'clock"):
            return None
        half = _half(cursor)
    hours = int(hour.text)
    if minutes > 59 or hours > 24 or (hours == 24 and minutes) or (half and not 1 <= hours <= 12):
        raise NotUnderstood(f"{cursor.text[hour.start : cursor.tokens[cursor.position - 1].end]!r} is no time of day")
    if half:
        return Clock(hours % 12 * 60 + minutes + (720 if half == "PM" else 0), "12")
    settled = hours > 12 or hours == 0 or (len(hour.text) == 2 and hour.text[0] == "0")
    return Clock(hours % 24 * 60 + minutes, "24" if settled else "open")


def _half(cursor: Cursor) -> str | None:
    """Take am, p.m., in the morning, at night."""
    token = cursor.token
    if token.kind == "word" and token.lowered in _HALVES:
        cursor.next()
        return _HALVES[token.lowered]
    dotted = [cursor.ahead(i) if i else token for i in range(4)]
    if dotted[0].text.lower() in ("a", "p") and dotted[1].text == "." and dotted[2].text.lower() == "m":
        cursor.position += 3
        if dotted[3].text == "." and not _ends_sentence(cursor):
            cursor.next()
        return _HALVES[dotted[0].text.lower() + "m"]
    if cursor.take("in the morning"):
        return "AM"
    return "PM" if cursor.take("in the afternoon", "in the evening") else None


def _ends_sentence(cursor: Cursor) -> bool:
    following = cursor.ahead()
    return following.kind == "end" or following.text[:1].isupper()


def _told(cursor: Cursor) -> Clock | None:
    """Half past three, quarter to four, ten past five, three o'clock."""
    shift = 0
    cursor.take("a")
    if cursor.take("half past"):
        shift = 30
    elif cursor.sees("quarter past", "quarter to", "quarter after", "quarter till"):
        shift = 15 if cursor.ahead().lowered in ("past", "after") else -15
        cursor.position += 2
    elif cursor.ahead().lowered in ("past", "to") and (minutes := _number(cursor.token.text, cursor)):
        shift = minutes if cursor.ahead().lowered == "past" else -minutes
        cursor.position += 2
    hour = _number(cursor.token.text, cursor)
    if hour is None or not 1 <= hour <= 12:
        return None
    cursor.next()
    if not cursor.take("o'clock") and not shift:
        return None
    half = _half(cursor)
    minutes = (hour % 12 * 60 + shift) % 720
    if half:
        return Clock((minutes + (720 if half == "PM" else 0)) % DAY, "12")
    return Clock(minutes or 720, "open") if minutes >= 60 else Clock(minutes + 720, "open")


def _number(text: str, cursor: Cursor) -> int | None:
    token = cursor.token
    return int(token.value) if token.kind == "number" and text.isdigit() else cardinal(text)


_BEFORE: Final = ("before", "earlier than", "prior to")
_AFTER: Final = ("after", "later than", "past", "from", "following")


@slots.kind("before_or_after")
def _before_or_after(reader: Reader, slot: Slot) -> Iterator[Node]:
    if reader.cursor.take(*_BEFORE):
        yield Text("before")
    elif reader.cursor.take(*_AFTER):
        yield Text("after")
    else:
        raise reader.cursor.stuck("'before' or 'after' was expected")


@slots.kind("later_or_ago")
def _later_or_ago(reader: Reader, slot: Slot) -> Iterator[Node]:
    if reader.cursor.take("later", "from now", "from then", "after that", "after this"):
        yield Text("after")
    elif reader.cursor.take("earlier", "ago", "before", "before that", "before now"):
        yield Text("before")
    else:
        raise reader.cursor.stuck("'later' or 'ago' was expected")
