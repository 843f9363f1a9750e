"""The formal story: how things are at first, what happens to them in order, and what is asked of the end.

A thing has one value: one of two states, a holder, or a number. Knows neither English nor answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Value: TypeAlias = str | Fraction
Kind: TypeAlias = Literal["state", "holder", "number"]


@dataclass(frozen=True)
class Becomes:
    """A thing has this value from now on; `before` is the value that it is said to have had, if one is."""

    thing: str
    value: Value
    before: str = ""


@dataclass(frozen=True)
class Flips:
    """A thing of two states takes the other one, so many times."""

    thing: str
    states: tuple[str, str]
    times: int = 1


@dataclass(frozen=True)
class Alters:
    """A number is multiplied, then added to."""

    thing: str
    factor: Fraction
    summand: Fraction


Event: TypeAlias = Becomes | Flips | Alters


@dataclass(frozen=True)
class Story:
    """The values at first, the events in order, the thing asked for, and the value it is asked to have, if one is."""

    first: tuple[tuple[str, Value], ...]
    events: tuple[Event, ...]
    thing: str
    kind: Kind
    supposed: Value | None = None
