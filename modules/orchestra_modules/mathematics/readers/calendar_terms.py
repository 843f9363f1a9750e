"""Dates as terms over the unknown day "today", what is stated about them, and finding today from the statements.

A statement says that two terms are the same day, or that a term has a year, a month, a day of the month or a weekday.
Knows no words; a term is a node of the formal problem and is read back from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from orchestra_modules.mathematics.engines.calendar_days import Day, day_number, day_numbered, shifted, weekday
from orchestra_modules.mathematics.syntax import Listing, Node, Number, Text
from orchestra_modules.solving.refusal import NotDone, NotUnderstood


@dataclass(frozen=True)
class Today:
    """The day of which the text speaks as today."""


@dataclass(frozen=True)
class Fixed:
    """A day that is given."""

    day: Day


@dataclass(frozen=True)
class Shifted:
    """A day some time before or after another."""

    base: Term
    amount: int
    unit: str


@dataclass(frozen=True)
class Near:
    """The next or the last of a weekday, seen from a day: strictly after it or before it."""

    base: Term
    weekday: int
    forward: bool


Term = Today | Fixed | Shifted | Near
TODAY: Final = Today()


@dataclass(frozen=True)
class Same:
    """Two terms are the same day."""

    left: Term
    right: Term


@dataclass(frozen=True)
class Has:
    """A term has some of: a year, a month, a day of the month, a weekday."""

    term: Term
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


Statement = Same | Has


def value(term: Term, today: Day | None) -> tuple[Day, bool]:
    """The day of a term, and whether the end of a shorter month was taken on the way."""
    match term:
        case Fixed(day):
            return day, False
        case Today():
            if today is None:
                raise NotDone("which day is today is not said")
            return today, False
        case Shifted(base, amount, unit):
            day, moved = value(base, today)
            result, again = shifted(day, amount, unit)
            return result, moved or again
        case Near(base, wanted, forward):
            day, moved = value(base, today)
            number = day_number(day)
            step = (wanted - number) % 7 or 7
            return day_numbered(number + step if forward else number - ((number - wanted) % 7 or 7)), moved


def speaks_of_today(term: Term) -> bool:
    """Whether the value depends on today."""
    return isinstance(term, Today) or (isinstance(term, Shifted | Near) and speaks_of_today(term.base))


def holds(statement: Statement, today: Day | None) -> bool:
    """Whether a statement is true."""
    if isinstance(statement, Same):
        return value(statement.left, today)[0] == value(statement.right, today)[0]
    day = value(statement.term, today)[0]
    wanted = (statement.year, statement.month, statement.day, statement.weekday)
    return all(a is None or a == b for a, b in zip(wanted, (*day, weekday(day)), strict=True))


def todays(statements: tuple[Statement, ...]) -> list[Day]:
    """Every day that today can be; empty where nothing settles it. NotDone for statements that contradict."""
    candidates: list[Day] | None = None
    for statement in statements:
        found = _candidates(statement)
        if found is not None:
            candidates = found if candidates is None else [day for day in candidates if day in found]
    if candidates is None:
        candidates = _from_parts(statements)
    if candidates is None:
        return []
    fitting = [day for day in candidates if all(holds(statement, day) for statement in statements)]
    if not fitting:
        raise NotDone("what is said of the dates cannot all be true")
    return fitting


def _candidates(statement: Statement) -> list[Day] | None:
    """The days for today that one statement of identity allows; none where it allows too many or speaks of others."""
    if isinstance(statement, Has):
        return None
    sides = sorted((statement.left, statement.right), key=speaks_of_today)
    if speaks_of_today(sides[0]) or not speaks_of_today(sides[1]):
        return None
    goal = value(sides[0], None)[0]
    return list(_inverse(sides[1], goal))


def _inverse(term: Term, goal: Day) -> Iterator[Day]:
    match term:
        case Today():
            yield goal
        case Shifted(base, amount, unit):
            near = day_number(shifted(goal, -amount, unit)[0])
            for number in range(near - 4, near + 5):
                if shifted(day_numbered(number), amount, unit)[0] == goal:
                    yield from _inverse(base, day_numbered(number))
        case Near(base, wanted, forward):
            start = day_number(goal)
            if weekday(goal) == wanted:
                for number in range(start - 7, start) if forward else range(start + 1, start + 8):
                    yield from _inverse(base, day_numbered(number))


def _from_parts(statements: tuple[Statement, ...]) -> list[Day] | None:
    """Today from a day and month told in one place and the year in another."""
    of_today = [s for s in statements if isinstance(s, Has) and isinstance(s.term, Today)]
    year, month, day = (
        next((v for s in of_today if (v := getattr(s, name)) is not None), None) for name in ("year", "month", "day")
    )
    if year is None or month is None or day is None:
        return None
    from orchestra_modules.mathematics.engines.calendar_days import day_of

    return [day_of(year, month, day)]


# --- the formal problem -------------------------------------------------------------------------------------------


def term_node(term: Term) -> Node:
    """A term as a node."""
    match term:
        case Today():
            return Text("today")
        case Fixed(day):
            return Text(str(day))
        case Shifted(base, amount, unit):
            return Listing((term_node(base), Number(Fraction(amount)), Text(unit)), "tuple")
        case Near(base, wanted, forward):
            way = Text("next" if forward else "last")
            return Listing((term_node(base), way, Number(Fraction(wanted))), "tuple")


def term_of(node: Node) -> Term:
    """The term that a node tells."""
    match node:
        case Text("today"):
            return TODAY
        case Text(text):
            year, month, day = (int(part) for part in text.split("-"))
            return Fixed(Day(year, month, day))
        case Listing((base, Number(amount), Text(unit)), "tuple"):
            return Shifted(term_of(base), int(amount), unit)
        case Listing((base, Text(way), Number(wanted)), "tuple"):
            return Near(term_of(base), int(wanted), way == "next")
    raise NotUnderstood("this is no date")


_PARTS: Final = ("year", "month", "day", "weekday")


def statement_node(statement: Statement) -> Node:
    """A statement as a node."""
    if isinstance(statement, Same):
        return Listing((Text("same day"), term_node(statement.left), term_node(statement.right)), "tuple")
    parts: list[Node] = [Text("has"), term_node(statement.term)]
    for name in _PARTS:
        if (found := getattr(statement, name)) is not None:
            parts.append(Listing((Text(name), Number(Fraction(found))), "tuple"))
    return Listing(tuple(parts), "tuple")


def statement_of(node: Node) -> Statement:
    """The statement that a node tells."""
    match node:
        case Listing((Text("same day"), left, right), "tuple"):
            return Same(term_of(left), term_of(right))
        case Listing((Text("has"), term, *parts), "tuple"):
            fields: dict[str, int] = {}
            for part in parts:
                match part:
                    case Listing((Text(name), Number(number)), "tuple") if name in _PARTS:
                        fields[name] = int(number)
            return Has(term_of(term), **fields)
    raise NotUnderstood("this is no statement about dates")
