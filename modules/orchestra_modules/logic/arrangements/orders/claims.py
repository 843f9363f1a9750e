"""What a sentence says of an order, before it is known which scale a bare word means and how many places there are.

Things are named by the words that stood for them. Knows neither English nor how to search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

#: stands for the one asked for
WHO: Final = "?"


@dataclass(frozen=True)
class Axis:
    """One of the scales that the words may mean, each with the sign of its end; empty where no word names one."""

    readings: tuple[tuple[str, int], ...] = ()


BARE: Final = Axis()


@dataclass(frozen=True)
class Ahead:
    """`thing` stands from `other` towards the end that the axis names, by so many steps where told."""

    axis: Axis
    thing: str
    other: str
    steps: int | None = None


@dataclass(frozen=True)
class Apart:
    """So many steps lie between two things, in either direction."""

    axis: Axis
    thing: str
    other: str
    steps: int


@dataclass(frozen=True)
class At:
    """`thing` is the n-th from the end that the axis names; a bare axis counts from its start, or from its last."""

    axis: Axis
    thing: str
    rank: int
    last: bool = False


@dataclass(frozen=True)
class AtEnd:
    """`thing` is at one of the two ends."""

    axis: Axis
    thing: str


@dataclass(frozen=True)
class Middle:
    """`thing` is in the middle."""

    axis: Axis
    thing: str


@dataclass(frozen=True)
class On:
    """`thing` has the place of that name."""

    thing: str
    place: str


@dataclass(frozen=True)
class Between:
    """`thing` is between two others; next to both where `directly`, and where that is not told, None."""

    axis: Axis
    thing: str
    first: str
    second: str
    directly: bool | None


@dataclass(frozen=True)
class Opposite:
    """Two things face each other."""

    thing: str
    other: str


@dataclass(frozen=True)
class Preceded:
    """How many things stand from `thing` towards the end that the axis names is one of these numbers."""

    axis: Axis
    thing: str
    numbers: frozenset[int]


@dataclass(frozen=True)
class Tally:
    """How many of the parts hold is one of these numbers."""

    parts: tuple[Claim, ...]
    numbers: frozenset[int]


Claim: TypeAlias = Ahead | Apart | At | AtEnd | Middle | On | Between | Opposite | Preceded | Tally


def both(parts: list[Claim]) -> Claim:
    """All of the parts."""
    return parts[0] if len(parts) == 1 else Tally(tuple(parts), frozenset({len(parts)}))


def either(parts: list[Claim]) -> Claim:
    """At least one of the parts."""
    return parts[0] if len(parts) == 1 else Tally(tuple(parts), frozenset(range(1, len(parts) + 1)))


def denied(claim: Claim) -> Claim:
    """Not the claim."""
    return Tally((claim,), frozenset({0}))


def denies(claim: Claim) -> bool:
    """Whether some part of a claim may be told to be false."""
    if not isinstance(claim, Tally):
        return False
    upward = claim.numbers == frozenset(range(min(claim.numbers, default=0), len(claim.parts) + 1))
    return not upward or any(denies(part) for part in claim.parts)


def named(claim: Claim) -> list[str]:
    """The words for things in a claim, in order."""
    if isinstance(claim, Tally):
        return [name for part in claim.parts for name in named(part)]
    if isinstance(claim, Between):
        return [claim.thing, claim.first, claim.second]
    if isinstance(claim, Ahead | Apart | Opposite):
        return [claim.thing, claim.other]
    return [claim.thing]


def atoms(claim: Claim) -> list[Ahead | Apart | At | AtEnd | Middle | On | Between | Opposite | Preceded]:
    """The claims that have no parts."""
    if isinstance(claim, Tally):
        return [atom for part in claim.parts for atom in atoms(part)]
    return [claim]
