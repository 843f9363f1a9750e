"""Where a walk ends: added up as vectors, and again as complex numbers that a turn multiplies. Knows no English."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.walks.walk import Compass, Face, Go, Step, Turn, Walk
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

METHOD = "adding up the moves, east and north apart"
CHECK = "checked: the same walk as complex numbers, each turn a factor of i"
MAX_LENGTH: Final = 10**12
_POINTS: Final[tuple[Compass, ...]] = ("north", "east", "south", "west")
_QUARTERS: Final = {"forward": 0, "right": 1, "backward": 2, "left": 3}
Vector = tuple[Fraction, Fraction, Fraction]


def solve(walk: Walk, options: tuple[Option, ...]) -> Finding:
    """Answer a walk, or say why not."""
    if any(isinstance(move, Step | Go) and move.length > MAX_LENGTH for move in walk.moves):
        raise TooCostly(f"a way longer than {MAX_LENGTH}")
    east, north, up, facing = _added(walk)
    verified = _turned(walk) == (east, north, up, facing)
    relative = walk.start is None and not any(isinstance(move, Go | Face) for move in walk.moves)
    steps = [
        f"the walk ends {_offset(east, north, up, relative)} of the start"
        if any((east, north, up))
        else "the walk ends at the start"
    ]
    if walk.ask == "returns":
        answer = not any((east, north, up))
        words = ("yes", "true") if answer else ("no", "false")
        value = (
            choose(options, lambda option: option.text.lower().strip(" .") in words).value if options else str(answer)
        )
        text = f"{'Yes' if answer else 'No'}: {steps[0]}."
        data: dict[str, JsonValue] = (
            {"type": "truth", "value": answer} if not options else {"type": "text", "value": value}
        )
        return Finding(value, text, data, METHOD, CHECK, verified, steps=tuple(steps))
    value = _value(walk, east, north, up, facing, relative)
    if options:
        value = choose(options, lambda option: _matches(option.text, value, walk.unit)).value
    unit = f" {walk.unit}{'' if value == '1' else 's'}" if walk.ask == "distance" and walk.unit and not options else ""
    return Finding(
        value, f"{value}{unit}.", {"type": "text", "value": value}, METHOD, CHECK, verified, steps=tuple(steps)
    )


def _added(walk: Walk) -> tuple[Fraction, Fraction, Fraction, int]:
    """East, north and up as sums, and the quarter faced."""
    east = north = up = Fraction(0)
    facing = _POINTS.index(walk.start) if walk.start in _POINTS else 0
    oriented = walk.start is not None
    stepped = False
    for move in walk.moves:
        if isinstance(move, Turn):
            facing = (facing + move.quarters) % 4
            stepped = stepped or not oriented
        elif isinstance(move, Face):
            facing, oriented = _point(move.way), _aligned(stepped, oriented)
        elif isinstance(move, Step):
            quarter = (facing + _QUARTERS[move.way]) % 4
            stepped = stepped or not oriented
            east += (0, move.length, 0, -move.length)[quarter]
            north += (move.length, 0, -move.length, 0)[quarter]
        elif move.way in ("up", "down"):
            up += move.length if move.way == "up" else -move.length
        else:
            oriented = _aligned(stepped, oriented)
            quarter = _point(move.way)
            east += (0, move.length, 0, -move.length)[quarter]
            north += (move.length, 0, -move.length, 0)[quarter]
            facing = quarter if move.faces and not walk.fixed else facing
    return east, north, up, facing


def _aligned(stepped: bool, oriented: bool) -> bool:
    if stepped and not oriented:
        raise NotUnderstood("which way the first steps went by the compass")
    return True


def _point(way: Compass) -> int:
    if way not in _POINTS:
        raise NotDone(f"a way to the {way}, whose length east and north is no fraction")
    return _POINTS.index(way)


def _turned(walk: Walk) -> tuple[Fraction, Fraction, Fraction, int]:
    """The same by complex numbers as pairs (east, north): a turn to the left multiplies the heading by i."""
    units = {"north": (0, 1), "east": (1, 0), "south": (0, -1), "west": (-1, 0)}
    heading = units.get(walk.start or "north", (0, 1))
    place, height = (Fraction(0), Fraction(0)), Fraction(0)
    for move in walk.moves:
        if isinstance(move, Turn):
            heading = _times(heading, -move.quarters)
        elif isinstance(move, Face):
            heading = units[move.way]
        elif isinstance(move, Go) and move.way in ("up", "down"):
            height += move.length * (1 if move.way == "up" else -1)
        else:
            way = units[move.way] if isinstance(move, Go) else _times(heading, -_QUARTERS[move.way])
            place = (place[0] + way[0] * move.length, place[1] + way[1] * move.length)
            if isinstance(move, Go) and move.faces and not walk.fixed:
                heading = way
    return place[0], place[1], height, [units[point] for point in _POINTS].index(heading)


def _times(number: tuple[int, int], power: int) -> tuple[int, int]:
    """A complex number times a power of i."""
    for _ in range(power % 4):
        number = (-number[1], number[0])
    return number


def _value(walk: Walk, east: Fraction, north: Fraction, up: Fraction, facing: int, relative: bool) -> str:
    if walk.ask == "distance":
        if walk.total:
            return str(sum((move.length for move in walk.moves if isinstance(move, Step | Go)), Fraction(0)))
        return _root(east * east + north * north + up * up)
    if walk.ask == "facing":
        if relative:
            raise NotDone("which way the walker faced at first is not told")
        return _POINTS[facing].capitalize()
    if relative and any((east, north)):
        raise NotDone("which way the walker faced at first is not told")
    if walk.ask == "way back":
        east, north, up = -east, -north, -up
    if walk.ask == "place":
        raise NotDone("where the walk starts has no name to tell its end by")
    if up or not any((east, north)):
        raise NotDone("the walk ends at the start, or above or below it")
    return _direction(east, north)


def _direction(east: Fraction, north: Fraction) -> str:
    vertical = "" if north == 0 else "north" if north > 0 else "south"
    across = "" if east == 0 else "east" if east > 0 else "west"
    return (vertical + across).capitalize()


def _root(square: Fraction) -> str:
    """The exact square root of a fraction: a fraction, or a multiple of a root."""
    top, bottom = square.numerator * square.denominator, square.denominator
    root = math.isqrt(top)
    if root * root == top:
        return str(Fraction(root, bottom))
    outside = 1
    for factor in range(2, min(math.isqrt(top), 100_000) + 1):
        while top % (factor * factor) == 0:
            top, outside = top // (factor * factor), outside * factor
    scale = Fraction(outside, bottom)
    front = "" if scale == 1 else f"{scale.numerator}*" if scale.numerator != 1 else ""
    return f"{front}sqrt({top})" + (f"/{scale.denominator}" if scale.denominator != 1 else "")


def _offset(east: Fraction, north: Fraction, up: Fraction, relative: bool) -> str:
    names = ("right", "left", "ahead", "behind") if relative else ("east", "west", "north", "south")
    parts = [f"{abs(value)} {names[0 if value > 0 else 1]}" for value in (east,) if value]
    parts += [f"{abs(value)} {names[2 if value > 0 else 3]}" for value in (north,) if value]
    parts += [f"{abs(up)} {'above' if up > 0 else 'below'}"] if up else []
    return " and ".join(parts)


def _matches(text: str, value: str, unit: str) -> bool:
    words = text.lower().strip(" .").replace("-", "").split()
    if words and words[-1].rstrip("s") in (unit, "m", "meter", "km", "kilometer", "mile", "step"):
        words = words[:-1]
    return "".join(words) == value.lower().replace(" ", "")
