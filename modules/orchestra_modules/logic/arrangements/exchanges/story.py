"""The formal story: holders, what each holds at first, and the events in order. Knows neither English nor answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Swap:
    """Two holders exchange all that they hold."""

    first: str
    second: str


@dataclass(frozen=True)
class Give:
    """One thing passes to another holder; `giver` is empty where the text names none."""

    giver: str
    item: str
    receiver: str


@dataclass(frozen=True)
class GiveAll:
    """All that one holds passes to another."""

    giver: str
    receiver: str


@dataclass(frozen=True)
class Rotate:
    """Everyone passes what they hold to the next in the list, the last to the first."""

    holders: tuple[str, ...]


Event: TypeAlias = Swap | Give | GiveAll | Rotate


@dataclass(frozen=True)
class Story:
    """What is asked is what `holder` has, or who has `item`, at the end."""

    held: tuple[tuple[str, str], ...]  # (holder, item) at first
    events: tuple[Event, ...]
    holder: str = ""
    item: str = ""
    shown: tuple[tuple[str, str], ...] = ()  # key, words of the text
