"""Counted things with adjectives and owners, perhaps in a row, and what can be asked of them. Knows no English text.

Words are kept in lower case, nouns in the singular.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Thing:
    """Some things of one sort: how many, which adjectives, which noun, whose and where."""

    count: int
    adjectives: tuple[str, ...]
    noun: tuple[str, ...]
    owner: str = ""
    place: str = ""

    @property
    def words(self) -> str:
        return " ".join((*self.adjectives, *self.noun))


@dataclass(frozen=True)
class Description:
    """Adjectives and a noun; `broad` is the noun of "things", "items", which holds for every object."""

    noun: tuple[str, ...]
    adjectives: tuple[str, ...] = ()
    broad: bool = False

    @property
    def words(self) -> str:
        return " ".join((*self.adjectives, *self.noun))


@dataclass(frozen=True)
class Selection:
    """What fits one description of the first kind and none of the second."""

    any_of: tuple[Description, ...]
    none_of: tuple[Description, ...] = ()

    @property
    def words(self) -> str:
        front = " or ".join(each.words for each in self.any_of)
        return front + "".join(f", not {each.words}" for each in self.none_of)


@dataclass(frozen=True)
class The:
    """The one thing that a selection fits."""

    among: Selection


@dataclass(frozen=True)
class Nth:
    """The thing at a place among those selected, from 1 at the left or -1 at the right; 0 is the middle."""

    place: int
    among: Selection


@dataclass(frozen=True)
class Beside:
    """The thing on one side (-1 left, 1 right) of another; `steps` away, or anywhere there if 0."""

    side: int
    steps: int
    of: Reference
    among: Selection


@dataclass(frozen=True)
class Distant:
    """The thing furthest from another, or nearest to it."""

    nearest: bool
    of: Reference
    among: Selection


@dataclass(frozen=True)
class Between:
    """The thing between two others."""

    first: Reference
    second: Reference
    among: Selection


Reference: TypeAlias = The | Nth | Beside | Distant | Between


@dataclass(frozen=True)
class Count:
    """How many are selected, after some are removed, perhaps on one side of a thing, of some owner or place."""

    of: Selection
    removed: Selection | None = None
    side: int = 0
    beside: Reference | None = None
    owner: str = ""
    place: str = ""


@dataclass(frozen=True)
class Difference:
    """How many more of the first there are than of the second."""

    more: Count
    less: Count


@dataclass(frozen=True)
class ColourOf:
    """What colour a thing has."""

    thing: Reference


@dataclass(frozen=True)
class HasColour:
    """Whether a thing has a colour."""

    thing: Reference
    colour: str


@dataclass(frozen=True)
class NameOf:
    """What a thing is."""

    thing: Reference


@dataclass(frozen=True)
class Any:
    """Whether there is one that is selected."""

    of: Selection


@dataclass(frozen=True)
class All:
    """Whether all that are selected fit a description."""

    of: Selection
    fit: Description


Ask: TypeAlias = Count | Difference | ColourOf | HasColour | NameOf | Any | All


@dataclass(frozen=True)
class ThingsProblem:
    """Things, whether they stand in a row in the order listed, and what is asked."""

    things: tuple[Thing, ...]
    row: bool
    ask: Ask

    def as_json(self) -> dict[str, object]:
        things = [asdict(thing) for thing in self.things]
        return {"things": things, "row": self.row, "ask": {type(self.ask).__name__: asdict(self.ask)}}
