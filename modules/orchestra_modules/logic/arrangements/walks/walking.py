"""Where a walk ends: added up as vectors, and again as cyclotomic numbers that a turn multiplies. Knows no English."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.walks.surds import Surd, length
from orchestra_modules.logic.arrangements.walks.walk import Compass, Face, Go, Step, Turn, Walk
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

METHOD = "adding up the moves, east and north apart"
CHECK = "checked: the same walk as complex numbers, each turn by 45 degrees a factor that is an eighth root of 1"
MAX_LENGTH: Final = 10**12
_POINTS: Final[tuple[Compass, ...]] = (
    "north",
    "northeast",
    "east",
    "southeast",
    "south",
    "southwest",
    "west",
    "northwest",
)
_DEGREES: Final = {"forward": 0, "right": 90, "backward": 180, "left": 270}
_HALF_ROOT: Final = Surd(root=Fraction(1, 2))
#: the sine of 0, 45, 90, ... degrees
_SINES: Final = (
    Surd(),
    _HALF_ROOT,
    Surd(Fraction(1)),
    _HALF_ROOT,
    Surd(),
    _HALF_ROOT * Fraction(-1),
    Surd(Fraction(-1)),
    _HALF_ROOT * Fraction(-1),
)
End = tuple[Surd, Surd, Fraction, int]


def solve(walk: Walk, options: tuple[Option, ...]) -> Finding:
    """Answer a walk, or say why not."""
    if any(isinstance(move, Step | Go) and move.length > MAX_LENGTH for move in walk.moves):
        raise TooCostly(f"a way longer than {MAX_LENGTH}")
    east, north, up, facing = end = _added(walk)
    verified = _multiplied(walk) == end
    relative = walk.start is None and not any(isinstance(move, Go | Face) for move in walk.moves)
    away = bool(east) or bool(north) or bool(up)
    steps = (
        f"the walk ends {_offset(east, north, up, relative)} of the start" if away else "the walk ends at the start",
    )
    if walk.ask == "returns":
        words = ("no", "false") if away else ("yes", "true")
        value = str(not away)
        if options:
            value = choose(options, lambda option: option.text.lower().strip(" .") in words).value
        data: JsonValue = {"type": "text", "value": value} if options else {"type": "truth", "value": not away}
        return Finding(value, f"{'No' if away else 'Yes'}: {steps[0]}.", data, METHOD, CHECK, verified, steps=steps)
    if walk.ask == "offset" and options:
        walk = replace(walk, ask="direction")  # the answers offered are points of the compass, or none of them fits
    value = _value(walk, east, north, up, facing, relative)
    if options:
        value = choose(options, lambda option: _matches(option.text, value, walk.unit)).value
    unit = f" {_plural(walk.unit, value)}" if walk.ask == "distance" and walk.unit and not options else ""
    if walk.mixed and unit:
        value, unit = f"{value}{unit}", ""
    return Finding(value, f"{value}{unit}.", {"type": "text", "value": value}, METHOD, CHECK, verified, steps=steps)


def _plural(unit: str, value: str) -> str:
    if value == "1" or unit in ("km", "cm"):
        return unit
    return {"foot": "feet", "inch": "inches"}.get(unit, f"{unit}s")


def _added(walk: Walk) -> End:
    """East, north and up as sums, and the degrees faced, clockwise from north."""
    east, north, up = Surd(), Surd(), Fraction(0)
    facing = 45 * _POINTS.index(walk.start) if walk.start in _POINTS else 0
    oriented = walk.start is not None
    stepped = False
    for move in walk.moves:
        if isinstance(move, Turn):
            facing = (facing + move.degrees) % 360
            stepped = stepped or not oriented
        elif isinstance(move, Face):
            facing, oriented = 45 * _POINTS.index(move.way), _aligned(stepped, oriented)
        elif isinstance(move, Go) and move.way in ("up", "down"):
            up += move.length if move.way == "up" else -move.length
        else:
            if isinstance(move, Step):
                degrees = (facing + _DEGREES[move.way]) % 360
                stepped = stepped or not oriented
            else:
                oriented = _aligned(stepped, oriented)
                degrees = 45 * _POINTS.index(move.way)
                facing = degrees if move.faces and not walk.fixed else facing
            east += _sine(degrees) * move.length
            north += _sine(degrees + 90) * move.length
    return east, north, up, facing


def _sine(degrees: int) -> Surd:
    if degrees % 45:
        raise NotDone(f"a way at {degrees} degrees, whose length east and north is no multiple of a square root of 2")
    return _SINES[degrees // 45 % 8]


def _aligned(stepped: bool, oriented: bool) -> bool:
    if stepped and not oriented:
        raise NotUnderstood("which way the first steps went by the compass")
    return True


def _multiplied(walk: Walk) -> End:
    """The same with places as sums of powers of w, an eighth root of 1: w is one step to the northeast, w^4 is -1."""
    powers = [Fraction(0)] * 4
    height, heading = Fraction(0), 45 * _POINTS.index(walk.start) if walk.start in _POINTS else 0
    for move in walk.moves:
        if isinstance(move, Turn):
            heading += move.degrees
        elif isinstance(move, Face):
            heading = 45 * _POINTS.index(move.way)
        elif isinstance(move, Go) and move.way in ("up", "down"):
            height += move.length * (1 if move.way == "up" else -1)
        else:
            way = heading + _DEGREES[move.way] if isinstance(move, Step) else 45 * _POINTS.index(move.way)
            power = way // 45 % 8
            powers[power % 4] += move.length if power < 4 else -move.length
            if isinstance(move, Go) and move.faces and not walk.fixed:
                heading = way
    half = Fraction(1, 2)
    east = Surd(powers[2], (powers[1] + powers[3]) * half)
    north = Surd(powers[0], (powers[1] - powers[3]) * half)
    return east, north, height, heading % 360


def _value(walk: Walk, east: Surd, north: Surd, up: Fraction, facing: int, relative: bool) -> str:
    if walk.ask == "distance":
        if walk.total:
            return str(sum((move.length for move in walk.moves if isinstance(move, Step | Go)), Fraction(0)))
        return length((east, north, Surd(up)))
    if walk.ask == "facing":
        if relative:
            raise NotDone("which way the walker faced at first is not told")
        if facing % 45:
            raise NotDone(f"a heading of {facing} degrees from north, which has no name")
        return _POINTS[facing // 45].capitalize()
    if walk.ask == "place":
        return _floor(walk, east, north, up)
    if relative and (east or north):
        raise NotDone("which way the walker faced at first is not told")
    if walk.ask == "way back":
        east, north, up = east * Fraction(-1), north * Fraction(-1), -up
    if up or not (east or north):
        raise NotDone("the walk ends at the start, or above or below it")
    if walk.ask == "offset":
        return _offset_in(walk.unit, east, north)
    if walk.ask == "distance and direction":
        away = length((east, north))
        unit = f" {_plural(walk.unit, away)}" if walk.unit else ""
        return f"{away}{unit} {_direction(east, north).lower()}"
    return _direction(east, north)


def _offset_in(unit: str, east: Surd, north: Surd) -> str:
    """How far each way, in words: 2 blocks north and 1 block east."""
    parts = []
    for part, (positive, negative) in ((north, ("north", "south")), (east, ("east", "west"))):
        if part:
            size = str(part if part.sign > 0 else part * Fraction(-1))
            parts.append(f"{size} {_plural(unit, size)} {positive if part.sign > 0 else negative}")
    return " and ".join(parts)


def _floor(walk: Walk, east: Surd, north: Surd, up: Fraction) -> str:
    if walk.floor is None or walk.unit != "floor" or east or north:
        raise NotDone("where the walk starts has no name to tell its end by")
    floor = walk.floor + up
    if walk.floor and floor < 1:
        raise NotDone("how floors below the first are counted is not told")
    if not walk.floor and floor:
        raise NotDone("whether the ground floor is the first floor is not told")
    return str(floor) if walk.floor else "ground floor"


def _direction(east: Surd, north: Surd) -> str:
    vertical = ("", "north", "south")[north.sign]
    across = ("", "east", "west")[east.sign]
    return (vertical + across).capitalize()


def _offset(east: Surd, north: Surd, up: Fraction, relative: bool) -> str:
    names = ("right", "left", "ahead", "behind") if relative else ("east", "west", "north", "south")
    parts = []
    for value, (positive, negative) in ((east, names[:2]), (north, names[2:])):
        if value:
            forward = value.sign > 0
            parts.append(f"{value if forward else value * Fraction(-1)} {positive if forward else negative}")
    parts += [f"{abs(up)} {'above' if up > 0 else 'below'}"] if up else []
    return " and ".join(parts)


def _matches(text: str, value: str, unit: str) -> bool:
    words = text.lower().strip(" .").replace("-", "").split()
    if words and words[-1].rstrip("s") in (unit, "m", "meter", "km", "kilometer", "mile", "step"):
        words = words[:-1]
    return "".join(words) == value.lower().replace(" ", "")
