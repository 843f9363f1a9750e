"""Days counted in a stretch of the calendar: those of one name in a month, working days, days between two dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.calendar_days import MONTHS, WEEKDAYS, Day, day_number, month_length, weekday
from orchestra_modules.mathematics.engines.number_findings import number, words
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "Julian day numbers"
_DATETIME: Final = "check: the days counted one by one by the datetime library"
_NAMED: Final = "|".join(f"{name.lower()}s {{name={place}}}" for place, name in enumerate(WEEKDAYS))
_MONTH: Final = "|".join(f"{name.lower()} {{month={place}}}" for place, name in enumerate(MONTHS, 1))
_MOST: Final = 200_000


def _on(name: str) -> str:
    """The weekdays, as an argument."""
    return "|".join(f"{day.lower()} {{{name}={place}}}" for place, day in enumerate(WEEKDAYS))


def _day(work: Work, node: Node) -> Day:
    year, month, day = map(int, work.text(node).split("-"))
    return Day(year, month, day)


def _is_no_weekday(cursor: Cursor) -> bool:
    return cursor.token.kind in ("word", "number") and cursor.token.text.capitalize() not in WEEKDAYS


@slots.kind("date_alone", _is_no_weekday)
def _date_alone(reader: Reader, slot: Slot) -> Iterator[Node]:
    """A whole date without its weekday, which is told apart and must fit."""
    if not _is_no_weekday(reader.cursor):
        raise reader.cursor.stuck("a date was expected")
    yield from slots.read(reader, Slot(slot.name, "full_date", slot.after, slot.open))


_FIRST: Final = _on("first")
_LAST: Final = _on("last")


@operation(
    "weekdays_of_month",
    requests=(
        f"how many ({_NAMED}) (are there|were there|will there be|are|were|does|did|fall) [in] ({_MONTH}) [of] "
        "[the year] {year:integer} [have]",
    ),
)
def weekdays_of_month(work: Work, name: Node, month: Node, year: Node) -> Finding:
    """How many Sundays, say, a month has."""
    wanted, in_month, in_year = work.integer(name), work.integer(month), work.integer(year)
    if not 1583 <= in_year <= 9999:
        raise NotDone("months are counted from 1583 to 9999")
    days = range(1, month_length(in_year, in_month) + 1)
    found = sum(weekday(Day(in_year, in_month, day)) == wanted for day in days)
    again = [date(in_year, in_month, day).strftime("%A") for day in days].count(WEEKDAYS[wanted])
    text = f"{MONTHS[in_month - 1]} {in_year} has {found} {WEEKDAYS[wanted]}s."
    return number(found, text, _METHOD, _DATETIME, found == again)


@operation(
    "working_days",
    requests=(
        f"how many (weekdays|week days|working days) (are there|were there|are) from [({_FIRST}) [,]] "
        f"{{start:date_alone}} to [({_LAST}) [,]] {{end:date_alone}} [,] "
        "(both included|inclusive|both inclusive|including both|including both days|"
        "both days included)",
    ),
)
def working_days(work: Work, start: Node, end: Node, first: Node | None = None, last: Node | None = None) -> Finding:
    """Days from Monday to Friday, both ends counted; holidays are not looked at."""
    begin, stop = date(*_day(work, start)), date(*_day(work, end))
    for told, day in ((first, begin), (last, stop)):
        if told is not None and work.integer(told) != day.weekday():
            raise NotUnderstood(f"{day} is a {WEEKDAYS[day.weekday()]}")
    span = (stop - begin).days
    if span < 0:
        raise NotUnderstood("the first day is after the last")
    if span > _MOST:
        raise TooCostly("at most 200000 days are looked at")
    work.note("weekdays are Monday to Friday; holidays are not left out")
    found = sum((begin + timedelta(days=step)).weekday() < 5 for step in range(span + 1))
    weeks, rest = divmod(span + 1, 7)
    again = 5 * weeks + sum((begin.weekday() + step) % 7 < 5 for step in range(rest))
    return number(found, f"There are {found}.", "counted", "check: whole weeks and the rest", found == again)


@operation(
    "days_in_short",
    requests=(
        "[number of|the number of] days between {start:full_date} and {end:full_date}",
        "[number of|the number of] days from {start:full_date} (to|until) {end:full_date}",
    ),
)
def days_in_short(work: Work, start: Node, end: Node) -> Finding:
    """How far two dates are apart."""
    first, last = _day(work, start), _day(work, end)
    found = abs(day_number(last) - day_number(first))
    work.note("the first day is not counted, the last is")
    good = abs((date(*last) - date(*first)).days) == found
    return number(found, f"From {first.told} to {last.told} it is {found} days.", _METHOD, _DATETIME, good)


@operation("weekday_in_short", requests=("(weekday|day of the week|day of week) [of|for|on] {day:full_date}",))
def weekday_in_short(work: Work, day: Node) -> Finding:
    """The weekday of a date."""
    asked = _day(work, day)
    name = WEEKDAYS[weekday(asked)]
    good = date(*asked).strftime("%A") == name
    return words(name, f"{asked.told} is a {name}.", _METHOD, "check: the datetime library has the same day", good)
