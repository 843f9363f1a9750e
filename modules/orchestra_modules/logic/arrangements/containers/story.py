"""The formal story: who or what goes into what, in order. Knows neither English nor answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Enters:
    """A thing or a person is in a place, a container or a hand from now on; `source` is where it was, if told."""

    thing: str
    place: str
    source: str = ""


@dataclass(frozen=True)
class Leaves:
    """A thing that was held is from now on where its holder is."""

    thing: str
    holder: str


Event: TypeAlias = Enters | Leaves


@dataclass(frozen=True)
class Story:
    """The events in order, the thing asked for, who are persons, and whether only the outermost place is asked for.

    `supposed` is the place that the thing is asked to be in, empty where the question is open.
    """

    events: tuple[Event, ...]
    thing: str
    persons: frozenset[str]
    room: bool = False
    supposed: str = ""
