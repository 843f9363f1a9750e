"""The formal walk: moves and turns in order, and what is asked of where it ends. Knows neither English nor answers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Way: TypeAlias = Literal["forward", "backward", "left", "right"]
Compass: TypeAlias = Literal[
    "north", "east", "south", "west", "up", "down", "northeast", "southeast", "southwest", "northwest"
]


@dataclass(frozen=True)
class Step:
    """So far, in a way told from where one faces."""

    length: Fraction
    way: Way = "forward"


@dataclass(frozen=True)
class Go:
    """So far by the compass; the walker then faces that way where `faces`."""

    length: Fraction
    way: Compass
    faces: bool = True


@dataclass(frozen=True)
class Turn:
    """A turn by so many degrees, clockwise."""

    degrees: int


@dataclass(frozen=True)
class Face:
    """A turn to a point of the compass."""

    way: Compass


Move: TypeAlias = Step | Go | Turn | Face
Ask: TypeAlias = Literal[
    "returns", "distance", "facing", "direction", "way back", "place", "distance and direction", "offset"
]


@dataclass(frozen=True)
class Walk:
    """`fixed`: the walker never turns; `start`: what the walker faces first, none where it is not told.

    `mixed`: lengths came in several units, all told in `unit`; `floor`: the floor at first, 0 the ground floor.
    """

    moves: tuple[Move, ...]
    ask: Ask
    start: Compass | None = None
    fixed: bool = False
    unit: str = ""
    total: bool = False
    mixed: bool = False
    floor: int | None = None
