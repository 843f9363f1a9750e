"""Even motion: distance, time and speed, one from the other two."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers import motion_words
from orchestra_modules.mathematics.readers.measures import Measure, measure_named
from orchestra_modules.mathematics.readers.quantities import parts
from orchestra_modules.mathematics.syntax import Node, Number, Request, has_decimal
from orchestra_modules.solving.refusal import Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

#: the kind of argument that the phrase below uses
KINDS = motion_words
_CHECK: Final = "check: in metres and seconds, the distance is the speed times the time"


@operation("motion_story", requests=("{question:motion_words}",), plain=("question",))
def motion_story(work: Work, question: Node) -> Finding:
    """A text about something that moves, read as a whole."""
    assert isinstance(question, Request)
    return work.find(question)


@operation("motion", plain=("told", "asked", "wanted"))
def motion(work: Work, told: Node, asked: Node, wanted: Node) -> Finding:
    """The distance, time or speed that the other two leave."""
    goal = work.text(asked)
    given: dict[str, tuple[Fraction, Measure]] = {}
    for part in work.items(told):
        amount, measure = parts(part)[0]
        given[_kind(measure)] = amount, measure
    if any(amount <= 0 for amount, _ in given.values()):
        raise Undefined("distances, times and speeds are positive")
    unit = measure_named(work.text(wanted)) if work.text(wanted) else _own_unit(goal, given)
    base = {kind: amount * measure.size for kind, (amount, measure) in given.items()}
    found = {
        "distance": lambda: base["speed"] * base["time"],
        "time": lambda: base["distance"] / base["speed"],
        "speed": lambda: base["distance"] / base["time"],
    }[goal]()
    value = found / unit.size
    all_three = base | {goal: value * unit.size}
    verified = all_three["distance"] == all_three["speed"] * all_three["time"]
    decimal = has_decimal(told)
    shown = number_text(value, decimal)
    text = f"The {goal} is {shown} {unit.told(value)}."
    return Finding(shown, text, number_data(value), "distance is speed times time", _CHECK, verified,
                   node=Number(value, decimal))  # fmt: skip


def _kind(measure: Measure) -> str:
    return motion_words.KINDS[measure.dimension]


def _own_unit(goal: str, given: dict[str, tuple[Fraction, Measure]]) -> Measure:
    """The unit of the result in terms of those told: miles from miles per hour."""
    if goal == "speed":
        length, time = given["distance"][1].parts[0][0], given["time"][1].parts[0][0]
        return Measure(((length, 1), (time, -1)))
    length_unit, time_unit = (unit for unit, _ in given["speed"][1].parts)
    return Measure(((length_unit if goal == "distance" else time_unit, 1),))
