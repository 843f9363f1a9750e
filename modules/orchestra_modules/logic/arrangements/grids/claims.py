"""What a sentence says of a grid, before it is known which values each category has.

Knows neither English nor search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Value:
    """One of the values of a category: the cat among the pets."""

    category: int
    name: str


@dataclass(frozen=True)
class Spot:
    """A place in the row: the n-th from the left, or from the right where negative; 0 is the middle."""

    rank: int


@dataclass(frozen=True)
class Someone:
    """The one asked for."""


@dataclass(frozen=True)
class Category:
    """All the values of a category: what "which pet" stands for."""

    number: int


@dataclass(frozen=True)
class Row:
    """All places in the row: what "which house" stands for."""


Entity: TypeAlias = Value | Spot | Someone


@dataclass(frozen=True)
class Same:
    """Two descriptions are of one and the same."""

    first: Entity
    second: Entity


@dataclass(frozen=True)
class After:
    """`first` comes after `second` by one of the amounts, any amount where none is told.

    `by`: "row" for places from the left, "time" for days and the like, or an adjective such as "old".
    """

    by: str
    first: Entity
    second: Entity
    amounts: tuple[int, ...] = ()


@dataclass(frozen=True)
class AtEnd:
    """Described is the first or the last along the order."""

    entity: Entity


@dataclass(frozen=True)
class Extreme:
    """Described is the first along an order, or the last where `last`."""

    by: str
    entity: Entity
    last: bool


@dataclass(frozen=True)
class Tally:
    """How many of the parts hold is one of the numbers."""

    parts: tuple[Claim, ...]
    numbers: frozenset[int]


Claim: TypeAlias = Same | After | AtEnd | Extreme | Tally


def every(parts: list[Claim]) -> Claim:
    """All of the parts."""
    return parts[0] if len(parts) == 1 else Tally(tuple(parts), frozenset({len(parts)}))


def some(parts: list[Claim]) -> Claim:
    """At least one of the parts."""
    return parts[0] if len(parts) == 1 else Tally(tuple(parts), frozenset(range(1, len(parts) + 1)))


def denied(part: Claim) -> Claim:
    """The part does not hold."""
    if isinstance(part, Tally):
        return Tally(part.parts, frozenset(range(len(part.parts) + 1)) - part.numbers)
    return Tally((part,), frozenset({0}))
