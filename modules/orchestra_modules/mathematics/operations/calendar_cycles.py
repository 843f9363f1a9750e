"""Months and weekdays counted on without a year: the month so many months after another, the weekday of a date."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.calendar_days import MONTHS, WEEKDAYS, is_leap, month_length
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Node, Number, Text
from orchestra_modules.solving.refusal import NotDone, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_COMES: Final = "(comes|is|is it|will it be|was it|falls|would it be|will be)"
_MOST: Final = 10**6


def _counted_on(work: Work, names: tuple[str, ...], start: int, n: Node, sense: Node) -> Finding:
    """A name of a cycle some places on, also counted step by step."""
    many = work.integer(n)
    if abs(many) > _MOST:
        raise TooCostly(f"at most {_MOST} steps are counted")
    step = 1 if work.text(sense) == "after" else -1
    found = names[(start + step * many) % len(names)]
    place = start
    for _ in range(many):
        place += step
        place = 0 if place == len(names) else len(names) - 1 if place < 0 else place
    told = f"{many} {'on from' if step > 0 else 'back from'} {names[start]} is {found}."
    check = "check: counted step by step it is the same"
    return Finding(
        found, told, {"type": "text", "value": found}, "counting on", check, names[place] == found, node=Text(found)
    )


@operation(
    "month_counted_on",
    requests=(
        f"(what|which) month {_COMES} {{n:integer}} (months|month) {{sense:before_or_after}} {{month:month_name}}",
        "(what is|name|give|tell me) the month [that (is|comes)] {n:integer} (months|month) {sense:before_or_after} "
        "{month:month_name}",
        "if (it is|this month is|the month is|the current month is) [now] {month:month_name} [now] , "
        "(what|which) month "
        "(will it be|was it|is it) [in] {n:integer} months ({sense:later_or_ago}|{sense=after})",
        "(what|which) month (comes|is) [directly|right|immediately|just] {sense:before_or_after} "
        "{month:month_name} {n=1}",
    ),
)
def month_counted_on(work: Work, month: Node, n: Node, sense: Node) -> Finding:
    """The month some months before or after another."""
    return _counted_on(work, MONTHS, work.integer(month) - 1, n, sense)


@operation(
    "weekday_counted_on",
    requests=(
        f"(what|which) (day|weekday|day of the week) {_COMES} {{n:integer}} (days|day) {{sense:before_or_after}} "
        "[a] {day:weekday_name}",
        "(what|which) (day|weekday|day of the week) (comes|is) [directly|right|immediately|just] "
        "{sense:before_or_after} {day:weekday_name} {n=1}",
    ),
)
def weekday_counted_on(work: Work, day: Node, n: Node, sense: Node) -> Finding:
    """The weekday some days before or after another."""
    return _counted_on(work, WEEKDAYS, work.integer(day), n, sense)


@operation(
    "weekday_in_month",
    requests=(
        "[if|suppose] the {a:ordinal} [day] [of (the|a|some) month] (is|falls on|was) (a|on a|on) {day:weekday_name} "
        "(.|,|;) [then] [on] (what|which) (day|weekday|day of the week) (does|will|is|was|did) the {b:ordinal} "
        "[day] [of (the|that|this) [same] month] [fall|be|fall on]",
        "[if|suppose] the {a:ordinal} [day] [of (the|a|some) month] (is|falls on|was) (a|on a|on) {day:weekday_name} "
        "(.|,|;) [then] what (day|weekday) of the week is the {b:ordinal} [day] [of (the|that|this) [same] month]",
    ),
)
def weekday_in_month(work: Work, a: Node, day: Node, b: Node) -> Finding:
    """The weekday of one day of a month, from that of another day of the same month."""
    first, second = work.integer(a), work.integer(b)
    if not (1 <= first <= 31 and 1 <= second <= 31):
        raise Undefined("a month has at most 31 days")
    sense = Text("after" if second >= first else "before")
    return _counted_on(work, WEEKDAYS, work.integer(day), Number(Fraction(abs(second - first))), sense)


@operation(
    "leap_years_between",
    nouns=(
        "number of leap years (from|between) [the years] {a:integer} (to|and|through|until) {b:integer} [inclusive]",
    ),
    requests=(
        "how many leap years (are there|are|were there|will there be|occur|lie|fall) (from|between|in the years) "
        "[the years] {a:integer} (to|and|through|until) {b:integer} [inclusive]",
    ),
)
def leap_years_between(work: Work, a: Node, b: Node) -> Finding:
    """How many years of a span are leap years, if its ends are counted."""
    first, last = work.integer(a), work.integer(b)
    if not 1 <= first <= last <= 20_000:
        raise Undefined("the years from 1 to 20000 are counted, from the earlier to the later")
    if is_leap(first) or is_leap(last):
        work.assume("the first and the last year are counted")
    found = sum(is_leap(year) for year in range(first, last + 1))
    again = sum(last // n * sign - (first - 1) // n * sign for n, sign in ((4, 1), (100, -1), (400, 1)))
    text = f"From {first} to {last} there are {found} leap years."
    check = "check: multiples of 4, less those of 100, with those of 400"
    value = Fraction(found)
    return Finding(
        str(found), text, number_data(value), "the Gregorian rule", check, found == again, node=Number(value)
    )


@operation(
    "days_of_year",
    requests=(
        "how many days (are there|are|does) [in] (a|an) (leap year {kind=leap}|(common|normal|non - "
        "leap|ordinary) year {kind=common}) [have]",
    ),
)
def days_of_year(work: Work, kind: Node) -> Finding:
    """How many days a leap year has, or another."""
    found = sum(month_length(2000 if work.text(kind) == "leap" else 2001, month) for month in range(1, 13))
    again = 366 if work.text(kind) == "leap" else 365
    text = f"It has {found} days."
    value = Fraction(found)
    return Finding(
        str(found), text, number_data(value), "the Gregorian rule", "check: the months added up", found == again,
        node=Number(value),
    )  # fmt: skip


@operation(
    "days_of_month",
    requests=("how many days (are there in|are in|does|has) [the month of] {month:month_name} [have]",),
)
def days_of_month(work: Work, month: Node) -> Finding:
    """How many days a month has, without a year; of February that is not settled."""
    number = work.integer(month)
    if number == 2:
        raise NotDone("February has 28 days, or 29 in a leap year")
    found = month_length(2001, number)
    value = Fraction(found)
    again = found == 31 - (number in (4, 6, 9, 11))
    text = f"{MONTHS[number - 1]} has {found} days."
    return Finding(
        str(found), text, number_data(value), "the Gregorian rule", "check: the short months listed", again,
        node=Number(value),
    )  # fmt: skip


@operation(
    "age",
    requests=(
        "how old (is|was|will be) (someone|a person|he|she|somebody|a man|a woman|a child) [who was] born on "
        "{born:full_date} on {on:full_date}",
        "[if|suppose] (someone|a person|he|she|somebody|a man|a woman|a child) (was|is) born on {born:full_date} "
        "(.|,|;) how old (is|was|will) (he|she|they|the person) [be] on {on:full_date}",
    ),
)
def age(work: Work, born: Node, on: Node) -> Finding:
    """Full years from a birthday to a day; who is born on a leap day is a year older on 1 March."""
    (y1, m1, d1), (y2, m2, d2) = (tuple(map(int, work.text(node).split("-"))) for node in (born, on))
    if (y2, m2, d2) < (y1, m1, d1):
        raise NotDone("the day is before the birth")
    found = y2 - y1 - ((m2, d2) < (m1, d1))
    birthdays = sum((y1, m1, d1) < (year, m1, d1) <= (y2, m2, d2) for year in range(y1, y2 + 1))
    text = f"From {work.text(born)} to {work.text(on)} it is {found} full years."
    value = Fraction(found)
    check = "check: the birthdays counted one by one"
    return Finding(str(found), text, number_data(value), "the calendar", check, birthdays == found, node=Number(value))
