"""Dates: the day some time before or after another, its weekday, and how far days are apart.

What is said of today, tomorrow and other days is solved for today; a day is worked out by Julian day numbers and
checked with Python's datetime.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.calendar_days import (
    WEEKDAYS,
    Day,
    day_number,
    day_numbered,
    is_leap,
    weekday,
)
from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.finding import Finding, number_data, truth
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.calendar_dates import DateReader
from orchestra_modules.mathematics.readers.calendar_terms import (
    Fixed,
    Has,
    Near,
    Same,
    Shifted,
    Statement,
    Term,
    Today,
    holds,
    speaks_of_today,
    statement_of,
    term_of,
    todays,
    value,
)
from orchestra_modules.mathematics.syntax import Node, Number, Request, Text
from orchestra_modules.solving.options import choose
from orchestra_modules.solving.refusal import NotDone, Refusal, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "Julian day numbers"
_CHECK: Final = "check: the datetime library comes to the same day, and every statement holds of it"


@operation("calendar", requests=("{question:calendar}",), plain=("question",))
def calendar_question(work: Work, question: Node) -> Finding:
    """A text about dates, read as a whole."""
    assert isinstance(question, Request)
    return work.find(question)


@operation("date_told")
def date_told(work: Work, statements: Node, goal: Node, format: Node | None = None) -> Finding:
    """The date of a day."""
    told = tuple(statement_of(item) for item in work.items(statements))
    term = term_of(goal)
    today = _today(work, told, term)
    found, moved = value(term, today)
    if moved:
        work.assume("in a month that is too short its last day is taken")
    verified = _again(term, today) == found and all(holds(statement, today) for statement in told)
    shown = shown_date(found, work.text(format))
    if work.options:
        shown = choose(work.options, lambda option: option_date(option.text, work.text(format)) == found).text
    text = f"It is {WEEKDAYS[weekday(found)]}, {found.told}."
    if today is not None and found != today:
        work.note(f"today is {today.told}")
    data: JsonValue = {"type": "date", "value": str(found)}
    return Finding(shown, text, data, _METHOD, _CHECK, verified, node=Text(str(found)))


@operation("weekday_told")
def weekday_told(work: Work, statements: Node, goal: Node) -> Finding:
    """The day of the week of a day."""
    told = tuple(statement_of(item) for item in work.items(statements))
    term = term_of(goal)
    today = _today(work, told, term, only_weekday=True)
    found, moved = value(term, today)
    if moved:
        work.assume("in a month that is too short its last day is taken")
    name = WEEKDAYS[weekday(found)]
    verified = date(*found).strftime("%A") == name and _again(term, today) == found
    settled = not speaks_of_today(term) or bool(todays(told))
    text = f"{found.told} is a {name}." if settled else f"It is a {name}."
    data: JsonValue = {"type": "text", "value": name}
    return Finding(name, text, data, _METHOD, _CHECK, verified, node=Text(name))


@operation("days_between")
def days_between(work: Work, statements: Node, start: Node, end: Node, unit: Node) -> Finding:
    """How many days or weeks it is from one day to another."""
    told = tuple(statement_of(item) for item in work.items(statements))
    terms = (term_of(start), term_of(end))
    today = _today(work, told, *terms)
    first, last = (value(term, today)[0] for term in terms)
    days = day_number(last) - day_number(first)
    verified = (date(*last) - date(*first)).days == days
    name = work.text(unit)
    if name == "day":
        result = Fraction(days)
    elif name == "week":
        result = Fraction(days, 7)
    else:
        result = Fraction(_whole_months(first, last), 12 if name == "year" else 1)
    if name in ("week", "year", "month") and result.denominator > 1:
        raise NotDone(f"from {first} to {last} is no whole number of {name}s, but {days} days")
    if days < 0:
        work.note(f"{last} is before {first}")
        result = abs(result)
    work.note("the first day is not counted, the last is")
    text = f"From {first.told} to {last.told} it is {abs(days)} days."
    return Finding(
        number_text(result, False), text, number_data(result), _METHOD, _CHECK, verified, node=Number(result)
    )


def _whole_months(first: Day, last: Day) -> int:
    if first.day != last.day:
        raise NotDone(f"from {first} to {last} is no whole number of months")
    return (last.year - first.year) * 12 + last.month - first.month


@operation(
    "leap_year",
    requests=(
        "(is|was|will) [the year] {year:integer} [be] [a] (leap year|leap)",
        "(is|was|will) {year:integer} [be] [a] (leap year|leap)",
    ),
)
def leap_year(work: Work, year: Node) -> Finding:
    """Whether a year has 366 days."""
    number = work.integer(year)
    if number < 1:
        raise Undefined("the years are counted from 1")
    found = is_leap(number)
    return truth(
        found, f"{number}.", "the Gregorian rule", "check: the calendar library", calendar.isleap(number) == found
    )


@operation("days_in_period")
def days_in_period(work: Work, start: Node, end: Node) -> Finding:
    """How many days a month or a year has, both ends counted."""
    first, last = (value(term_of(node), None)[0] for node in (start, end))
    days = day_number(last) - day_number(first) + 1
    again = (date(*last) - date(*first)).days + 1
    text = f"From {first.told} to {last.told}, both counted, there are {days} days."
    return Finding(
        str(days), text, number_data(Fraction(days)), _METHOD, _CHECK, days == again, node=Number(Fraction(days))
    )


def _today(work: Work, told: tuple[Statement, ...], *terms: Term, only_weekday: bool = False) -> Day | None:
    """The day that today must be. NotDone where that is not settled."""
    found = todays(told)
    for statement in told:
        sides = (statement.left, statement.right) if isinstance(statement, Same) and len(found) == 1 else ()
        if any(value(side, found[0])[1] for side in sides):
            work.assume("in a month that is too short its last day is taken")
    for statement in told:
        if (
            not found
            and isinstance(statement, Has)
            and not speaks_of_today(statement.term)
            and not holds(statement, None)
        ):
            raise NotDone("what is said of the dates cannot all be true")
    if len(found) > 1:
        same = [day for day in found if _keeps_day(told, day)]
        if len(same) != 1:
            raise NotDone(f"today may be {' or '.join(str(day) for day in found[:4])}")
        work.assume("a month before or after keeps the day of the month")
        found = same
    if found or not any(speaks_of_today(term) for term in terms):
        return found[0] if found else None
    weekdays = [statement for statement in told if isinstance(statement, Has) and statement.weekday is not None]
    if not only_weekday or not weekdays or any(unit not in ("day", "week") for term in terms for unit in _units(term)):
        raise NotDone("which day is today is not said")
    fitting = [day for n in range(7) if all(holds(s, day := day_numbered(2451545 + n)) for s in weekdays)]
    if len(fitting) != 1:
        raise NotDone("what is said of the weekdays cannot all be true")
    return fitting[0]


def _keeps_day(told: tuple[Statement, ...], day: Day) -> bool:
    sides = [side for s in told if isinstance(s, Same) for side in (s.left, s.right) if speaks_of_today(side)]
    return all(not value(side, day)[1] for side in sides)


def _units(term: Term) -> list[str]:
    if isinstance(term, Shifted):
        return [term.unit, *_units(term.base)]
    return _units(term.base) if isinstance(term, Near) else []


def _again(term: Term, today: Day | None) -> Day:
    """The value of a term by the datetime library."""
    return Day(*_by_library(term, today).timetuple()[:3])


def _by_library(term: Term, today: Day | None) -> date:
    match term:
        case Fixed(day):
            return date(*day)
        case Today():
            assert today is not None
            return date(*today)
        case Near(base, wanted, forward):
            near = _by_library(base, today)
            while True:
                near += timedelta(days=1 if forward else -1)
                if near.weekday() == wanted:
                    return near
        case Shifted(base, amount, unit):
            start = _by_library(base, today)
            if unit in ("day", "week"):
                return start + timedelta(days=amount * (7 if unit == "week" else 1))
            if unit == "weekday":
                left = abs(amount)
                while left:
                    start += timedelta(days=1 if amount > 0 else -1)
                    left -= start.weekday() < 5
                return start
            years, month = divmod(start.month - 1 + amount * (12 if unit == "year" else 1), 12)
            length = calendar.monthrange(start.year + years, month + 1)[1]
            return start.replace(year=start.year + years, month=month + 1, day=min(start.day, length))


def shown_date(day: Day, pattern: str) -> str:
    """A date in a format such as MM/DD/YYYY; as YYYY-MM-DD without one."""
    if not pattern:
        return str(day)
    shown = pattern
    for sign, text in (
        ("YYYY", f"{day.year:04d}"),
        ("YY", f"{day.year % 100:02d}"),
        ("MM", f"{day.month:02d}"),
        ("DD", f"{day.day:02d}"),
    ):
        shown = shown.replace(sign, text)
    return shown


def option_date(text: str, pattern: str) -> Day | None:
    """The date that an option tells, in the order of the format asked; none where it tells none."""
    try:
        cursor = Cursor(tokenize(text), text)
        reader = DateReader(cursor, "dmy" if pattern.startswith("D") else "mdy")
        found = reader.date()
        cursor.take_sign(".")
        if found is None or not cursor.at_end or (reader.ambiguous and not pattern):
            return None
        return found.full
    except Refusal:
        return None
