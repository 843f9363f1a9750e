"""The formal problem: differences and ratios of unknown amounts on one scale. Knows neither English nor a solver."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias


@dataclass(frozen=True)
class Differs:
    """`first` is more than `second`: by `amount`, or by any where none is told; alike where it is 0."""

    first: int
    second: int
    amount: Fraction | None
    source: str


@dataclass(frozen=True)
class Is:
    """An amount told outright."""

    thing: int
    amount: Fraction
    source: str


@dataclass(frozen=True)
class Times:
    """`first` is so many times `second`."""

    first: int
    second: int
    factor: Fraction
    source: str


Fact: TypeAlias = Differs | Is | Times


@dataclass(frozen=True)
class Extreme:
    """Which have the most, or the least."""

    most: bool


@dataclass(frozen=True)
class More:
    """Which of two has more, or less."""

    first: int
    second: int
    more: bool


@dataclass(frozen=True)
class Whether:
    """Whether the first has more than the second, or as much."""

    first: int
    second: int
    alike: bool = False


@dataclass(frozen=True)
class ByHowMuch:
    """How much more the first has than the second."""

    first: int
    second: int


Ask: TypeAlias = Extreme | More | Whether | ByHowMuch


@dataclass(frozen=True)
class Comparison:
    """The things, what is told of their amounts, and what is asked."""

    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    ask: Ask
    unit: str = ""
