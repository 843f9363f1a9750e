"""Times of day: what time it is some while before or after another, and how long it is from one to another.

Results are made with minutes after midnight and checked with Python's datetime. From a time to an earlier one is
read as into the next day, and that is told. A time that may be of the morning or of the afternoon is read on the
24-hour clock, as an assumption, where the difference shows.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.clock import DAY, Clock, clock_of
from orchestra_modules.mathematics.readers.measures import measure_named, unit_names
from orchestra_modules.mathematics.readers.quantities import parts, quantity_node
from orchestra_modules.mathematics.syntax import Node, Number, Text
from orchestra_modules.solving.refusal import NotDone

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "minutes after midnight, modulo a day"
_CHECK: Final = "check: the datetime library gives the same"
_NOON: Final = "a time without AM or PM is read on the 24-hour clock"
_PASS: Final = "(are|is|are there|is there|are contained|pass|elapse|go by|will pass|have passed|will elapse|lie)"
_AND: Final = "(and|to|until|till|through)"


@operation(
    "time_between",
    requests=(
        f"how many {{unit:measure}} [{_PASS}] (between|from) {{a:clock}} {_AND} {{b:clock}}",
        f"how many {{unit:measure}} is it (between|from) {{a:clock}} {_AND} {{b:clock}}",
        f"how many {{unit:measure}} (are|is) [there] {_AND} {{b:clock}} from {{a:clock}}",
        f"how (long|much time) [(is|is it|is there|passes|elapses|are|was|will it be)] (between|from) {{a:clock}} "
        f"{_AND} {{b:clock}} [[,] in {{unit:measure}}]",
        f"how many hours and minutes [{_PASS}] [it] (between|from) {{a:clock}} {_AND} {{b:clock}}",
    ),
    nouns=(
        f"number of {{unit:measure}} (between|from) {{a:clock}} {_AND} {{b:clock}}",
        f"(time|duration|time difference|difference|elapsed time|length of time|amount of time) [in time] "
        f"(between|from) {{a:clock}} {_AND} {{b:clock}} [in {{unit:measure}}]",
    ),
)
def time_between(work: Work, a: Node, b: Node, unit: Node | None = None) -> Finding:
    """The time from one time of day to the next that is another."""
    start, end = clock_of(work.text(a)), clock_of(work.text(b))
    if "open" in (start.form, end.form):
        if start.form == "12" or end.form == "12":
            raise NotDone(f"{start if start.form == 'open' else end} may be in the morning or in the afternoon")
        work.assume(_NOON)
    minutes = (end.minutes - start.minutes) % DAY
    if end.minutes < start.minutes:
        work.note(f"{end} is on the day after {start}")
    if start.minutes == end.minutes:
        raise NotDone("the two times are the same, which may be no time or a whole day")
    night = timedelta(days=1 if end.minutes < start.minutes else 0)
    verified = _moment(end) + night - _moment(start) == timedelta(minutes=minutes)
    text = f"From {start} to {end} it is {told(minutes)}{' into the next day' if night else ''}."
    if unit is None:
        data: JsonValue = {"type": "duration", "minutes": minutes}
        node = quantity_node(Fraction(minutes), measure_named("minute"))
        return Finding(told(minutes), text, data, _METHOD, _CHECK, verified, node=node)
    measure = measure_named(work.text(unit))
    if measure.dimension != (("time", 1),):
        raise NotDone(f"{measure.told(Fraction(2))} do not measure time")
    value = Fraction(minutes) * unit_names()["minute"].size / measure.size
    return Finding(
        number_text(value, False), text, number_data(value), _METHOD, _CHECK, verified, CONFIDENT, node=Number(value)
    )


@operation(
    "time_shifted",
    requests=(
        "(what is|what's|find|give|calculate|compute|tell me) [the time] {by:quantity} {sense:before_or_after} "
        "{a:clock}",
        "(what is|what's|find|give) [the] (time|hour) [that is] {by:quantity} {sense:before_or_after} {a:clock}",
        "(what|which) time [of day] (is|is it|will it be|was it|comes|would it be) {by:quantity} "
        "{sense:before_or_after} {a:clock}",
        "{by:quantity} {sense:before_or_after} {a:clock}",
        "[if] (it is|it's|the time is|the time now is|the clock shows|it is now|the current time is) [now] "
        "{a:clock} [now] "
        "(.|,) (what|which) time (will it be|is it|was it|would it be) [in] {by:quantity} {sense:later_or_ago}",
        "[if] (it is|it's|the time is|the time now is|the clock shows|it is now|the current time is) [now] "
        "{a:clock} [now] "
        "(.|,) (what|which) time (will it be|is it|would it be) (in|after) {by:quantity} {sense=after}",
    ),
    nouns=("time {by:quantity} {sense:before_or_after} {a:clock}",),
)
def time_shifted(work: Work, a: Node, by: Node, sense: Node) -> Finding:
    """The time of day some while before or after another."""
    start = clock_of(work.text(a))
    seconds = Fraction(0)
    for amount, measure in parts(by):
        if measure.dimension != (("time", 1),):
            raise NotDone(f"{measure.told(Fraction(2))} are no fixed time")
        seconds += amount * measure.size
    if seconds % 60:
        raise NotDone("times of day are told in whole minutes")
    minutes = int(seconds // 60) * (1 if work.text(sense) == "after" else -1)
    days, result = divmod(start.minutes + minutes, DAY)
    end = Clock(result, start.form if start.form != "open" else "open")
    if start.form == "open" and (days or result // 720 != start.minutes // 720):
        work.assume(_NOON)
        end = Clock(result, "24")
    elif start.form == "open" and result < 60:
        work.assume("a time without AM or PM is read on the 12-hour clock")
        end = Clock(result + 720, "open")
    verified = None
    if abs(minutes) < 10**6:
        moved = _moment(start) + timedelta(minutes=minutes)
        verified = (moved.hour * 60 + moved.minute) == result
    beyond = {0: "", 1: " (the next day)", -1: " (the day before)"}.get(days, f" ({abs(days)} days away)")
    text = f"{told(abs(minutes))} {work.text(sense)} {start} it is {end}{beyond}."
    data: JsonValue = {"type": "time", "value": f"{result // 60:02d}:{result % 60:02d}", "days": days}
    return Finding(str(end), text, data, _METHOD, _CHECK, verified, node=Text(str(end)))


def _moment(clock: Clock) -> datetime:
    return datetime(2001, 1, 1) + timedelta(minutes=clock.minutes) + timedelta(days=4000)


def told(minutes: int) -> str:
    """Minutes as hours and minutes."""
    hours, rest = divmod(minutes, 60)
    parts_told = [f"{n} {name}{'' if n == 1 else 's'}" for n, name in ((hours, "hour"), (rest, "minute")) if n]
    return " ".join(parts_told) or "0 minutes"
