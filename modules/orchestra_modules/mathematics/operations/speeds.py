"""Distance, speed and time at a steady speed, in the units of the question."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.digits import number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.readers.measures import Measure, measure_named, unit_names
from orchestra_modules.mathematics.readers.quantities import parts
from orchestra_modules.mathematics.syntax import Node, Number, has_decimal
from orchestra_modules.solving.refusal import NotDone, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_METHOD: Final = "exact rational arithmetic"

_LENGTH: Final = (("length", 1),)
_TIME: Final = (("time", 1),)
_SPEED: Final = (("length", 1), ("time", -1))


_MOVES: Final = (
    "(travels|travel|travelled|traveled|covers|covered|drives|drove|runs|ran|walks|walked|flies|flew|goes|went|rides"
    "|rode|moves|moved|cycles|cycled|swims|swam|sails|sailed|jogs|jogged|is driven|is moving|is travelling)"
)
_WHO: Final = "[if|suppose] [a|an|the|my|one] {thing:thing}"
_STOP: Final = "(.|,|;) [then]"
_IT: Final = "(it|he|she|they|you|(a|an|the) {thing:thing}|{thing:thing})"
_MOVE: Final = "(travel|go|cover|drive|run|walk|fly|ride|move|cycle|swim|sail|jog)"
_ITS: Final = "(its|his|her|their|the|the {thing:thing} 's)"
_ASK_SPEED: Final = (
    f"((what is|what's|what was|find|calculate|determine) {_ITS} [average|mean|constant] speed [of the "
    f"{{thing:thing}}] "
    "[in {unit:measure}]"
    f"|how fast (is|was|did|does) {_IT} [{_MOVE}|going|driving|travelling|traveling|running|moving] [in "
    f"{{unit:measure}}]"
    f"|how many {{unit:measure}} (did|does) {_IT} {_MOVE})"
)


@operation(
    "speed",
    requests=(
        f"{_WHO} {_MOVES} [a distance of] {{distance:quantity}} in {{time:quantity}} {_STOP} {_ASK_SPEED}",
        f"{_WHO} (takes|took|needs|needed) {{time:quantity}} to {_MOVE} {{distance:quantity}} {_STOP} {_ASK_SPEED}",
        f"(what is|find|calculate) the [average] speed of (a|an|the) {{thing:thing}} that "
        f"{_MOVES} {{distance:quantity}} in {{time:quantity}} [in {{unit:measure}}]",
        "(what is|find|calculate) the [average] speed [of something] [that|to|if|when|in|for] "
        "[travels|travel|traveling|travelling|"
        "covers|cover|covering|moves|going] {distance:quantity} in {time:quantity} [in {unit:measure}]",
        "(what is|find|calculate) the [average] speed for {distance:quantity} in {time:quantity} [in {unit:measure}]",
    ),
)
def speed(work: Work, distance: Node, time: Node, unit: Node | None = None, thing: Node | None = None) -> Finding:
    """Distance over time, in the units of the question."""
    length, length_unit = _one(distance, _LENGTH)
    duration, time_unit = _one(time, _TIME)
    if duration == 0:
        raise Undefined("no speed covers a distance in no time")
    target = _per(length_unit, time_unit) if unit is None else measure_named(work.text(unit))
    if target.dimension != _SPEED:
        raise NotDone("a speed is a length by a time")
    found = length * length_unit.size / (duration * time_unit.size) / target.size
    again = found * target.size * duration * time_unit.size == length * length_unit.size
    return _physical(found, target, "The speed is {}.", "speed times time is the distance", again, distance, time)


@operation(
    "distance",
    requests=(
        f"{_WHO} {_MOVES} at [an|a] [average|constant|steady] [speed of] {{speed:quantity}} for "
        f"{{time:quantity}} {_STOP} "
        f"(how far|what distance) (does|did|will|has|can) {_IT} {_MOVE}",
        f"{_WHO} {_MOVES} at [an|a] [average|constant|steady] [speed of] {{speed:quantity}} {_STOP} "
        f"(how far|what distance) (does|did|will|can) {_IT} {_MOVE} in {{time:quantity}}",
        f"how far (does|did|will|can|would) {_IT} {_MOVE} in {{time:quantity}} (at|if it {_MOVES} at) "
        f"[an|a] [average|constant|steady] [speed of] {{speed:quantity}}",
        "how far (do you|does one|will you|does it|can you|would you) (go|travel|move|get) (in|after|for) "
        "{time:quantity} at "
        "[a speed of] {speed:quantity}",
        "(what is|find|calculate) the distance (covered|travelled|traveled) (in|after) {time:quantity} at [a speed "
        "of] {speed:quantity}",
        "(what is|find|calculate) the distance (covered|travelled|traveled) at [a speed of] {speed:quantity} "
        "(in|for|after) "
        "{time:quantity}",
    ),
)
def distance(work: Work, time: Node, speed: Node, thing: Node | None = None) -> Finding:
    """Speed times time."""
    rate, rate_unit = _one(speed, _SPEED)
    duration, time_unit = _one(time, _TIME)
    target = Measure(tuple(part for part in rate_unit.parts if part[0].dimension == _LENGTH))
    found = rate * rate_unit.size * duration * time_unit.size / target.size
    again = duration == 0 or found * target.size / (duration * time_unit.size) == rate * rate_unit.size
    return _physical(found, target, "The distance is {}.", "distance over time is the speed", again, time, speed)


@operation(
    "travel_time",
    requests=(
        f"{_WHO} {_MOVES} at [an|a] [average|constant|steady] [speed of] {{speed:quantity}} {_STOP} how (long|many "
        f"{{unit:measure}}) (does|will|would) it take [{_IT}] to {_MOVE} {{distance:quantity}} [in {{unit:measure}}]",
        f"how (long|many {{unit:measure}}) (does|will|would) it take (a|an|the) {{thing:thing}} [{_MOVES}|travelling"
        f"|traveling|moving|going] [at [a speed of] {{speed:quantity}}] to {_MOVE} {{distance:quantity}} "
        f"[at [a speed of] {{speed:quantity}}]",
        "how (long|many {unit:measure}) does it take to (go|travel|cover|drive|walk|run|cycle) {distance:quantity} "
        "at [a speed of] "
        "{speed:quantity}",
        "(what is|find|calculate) the time [needed|taken|it takes] to (go|travel|cover|drive) {distance:quantity} "
        "at [a speed of] "
        "{speed:quantity}",
    ),
)
def travel_time(
    work: Work, distance: Node, speed: Node, unit: Node | None = None, thing: Node | None = None
) -> Finding:
    """Distance over speed."""
    length, length_unit = _one(distance, _LENGTH)
    rate, rate_unit = _one(speed, _SPEED)
    if rate == 0:
        raise Undefined("at no speed no distance is covered")
    target = Measure(tuple((u, -power) for u, power in rate_unit.parts if u.dimension == _TIME))
    if unit is not None:
        target = measure_named(work.text(unit))
    if target.dimension != _TIME:
        target = Measure(((unit_names()["hour"], 1),))
    found = length * length_unit.size / (rate * rate_unit.size) / target.size
    again = found * target.size * rate * rate_unit.size == length * length_unit.size
    return _physical(found, target, "It takes {}.", "speed times time is the distance", again, distance, speed)


def _one(node: Node, dimension: tuple[tuple[str, int], ...]) -> tuple[Fraction, Measure]:
    """A quantity in its first unit. NotDone for another kind of quantity."""
    given = parts(node)
    if any(measure.dimension != dimension for _, measure in given):
        raise NotDone(f"{given[0][1].told(Fraction(2))} are not what is needed here")
    unit = given[0][1]
    return sum((amount * measure.size for amount, measure in given), Fraction(0)) / unit.size, unit


def _per(length: Measure, time: Measure) -> Measure:
    return Measure((*length.parts, *((unit, -power) for unit, power in time.parts)))


def _physical(value: Fraction, unit: Measure, told: str, check: str, verified: bool, *given: Node) -> Finding:
    shown = number_text(value, has_decimal(*given))
    about = f" (about {float(value):.10g})" if "/" in shown else ""
    text = told.format(f"{shown} {unit.told(value)}{about}")
    return Finding(shown, text, number_data(value), _METHOD, f"check: {check}", verified, node=Number(value))
