"""From claims to formulas: which scale a bare word means, which places there are, which thing is meant.

Knows the conventions that a text leaves unsaid and records each that it used; knows no grammar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from orchestra_modules.logic.arrangements.formula import Count, Formula, Offset, Place, every, some
from orchestra_modules.logic.arrangements.orders.claims import (
    WHO,
    Ahead,
    Apart,
    At,
    AtEnd,
    Axis,
    Between,
    Claim,
    Middle,
    On,
    Opposite,
    Preceded,
    Tally,
    atoms,
)
from orchestra_modules.logic.arrangements.orders.layout import Layout
from orchestra_modules.logic.arrangements.orders.relations import DAYS, MONTHS
from orchestra_modules.logic.arrangements.orders.things import Things
from orchestra_modules.solving.refusal import NotDone, NotUnderstood

_SPATIAL = ("row", "rank", "vertical", "east", "north")


@dataclass
class Setting:
    """What the framing of a text says: how many places, in a ring or not, their names, and where counting starts."""

    size: int | None = None
    announced: int | None = None
    ring: bool = False
    places: tuple[str, ...] = ()
    start: Axis | None = None
    race: bool = False
    outward: bool = False
    scale: str | None = None


@dataclass
class Grounding:
    """The formulas that claims become once things and scales are known."""

    things: Things
    setting: Setting
    directly: bool = False  # the reading of a bare "between" in a row
    conventions: list[str] = field(default_factory=list)
    loose_between: bool = False  # set when a bare "between" in a row was met
    _chosen: dict[tuple[tuple[str, int], ...], tuple[str, int]] = field(default_factory=dict)
    layout: Layout = field(init=False)

    def arrange(self, claims: Iterable[Claim]) -> None:
        """Settle the scales and the places that the claims are about."""
        listed = [atom for claim in claims for atom in atoms(claim)]
        axes = [atom.axis for atom in listed if hasattr(atom, "axis")]
        if self.setting.start is not None:
            axes.append(self.setting.start)
        if self.setting.places:
            self._merge("rank", "slots")
        used = self._choose([axis for axis in axes if axis.readings])
        if any(isinstance(atom, On) for atom in listed) and not self.setting.places:
            self._calendar(listed)
            used = {"slots"} | {scale for scale in used if scale != "rank"}
        elif self.setting.places:
            used.add("slots")
        if not used:
            used = {self.setting.scale or ("rank" if self.setting.race else "row")}
        size = self.setting.size or len(self.setting.places) or len(self.things.keys)
        if size < len(self.things.keys):
            raise NotUnderstood(f"{size} places for {len(self.things.keys)} things")
        shown = tuple(self.things.shown[key] for key in self.things.keys)
        scales = tuple(sorted(used))
        if self.setting.ring and scales != ("row",):
            raise NotUnderstood("a round table together with another order")
        places = self.setting.places
        self.layout = Layout(tuple(self.things.keys), shown, scales, size, self.setting.ring, places)

    def _calendar(self, listed: list[Ahead | Apart | At | AtEnd | Middle | On | Between | Opposite | Preceded]) -> None:
        names = {atom.place for atom in listed if isinstance(atom, On)}
        calendar = DAYS if names <= set(DAYS) else MONTHS if names <= set(MONTHS) else ()
        if not calendar:
            raise NotUnderstood("days and months together")
        count = len(self.things.keys)
        if count not in (len(calendar), len(names)):
            raise NotUnderstood("which days there are to choose from")
        where = [index for index, day in enumerate(calendar) if count == len(calendar) or day in names]
        if where != list(range(where[0], where[0] + len(where))):
            raise NotUnderstood("which days there are to choose from")
        self.setting.places = tuple(calendar[index] for index in where)
        self._merge("rank", "slots")

    def _merge(self, scale: str, into: str, sign: int = 1) -> None:
        self._merged[scale] = (into, sign)

    _merged: dict[str, tuple[str, int]] = field(default_factory=dict)

    def _choose(self, axes: list[Axis]) -> set[str]:
        """One scale for every word that names an end: what another word settles, else the first listed."""
        sure = {axis.readings[0][0] for axis in axes if len(axis.readings) == 1}
        for axis in axes:
            fitting = [reading for reading in axis.readings if reading[0] in sure]
            if len(fitting) > 1:
                raise NotUnderstood(f"whether {' or '.join(reading[0] for reading in fitting)} is meant")
            self._chosen[axis.readings] = fitting[0] if fitting else axis.readings[0]
        used = {scale for scale, _ in self._chosen.values()}
        if "speed" in used and "rank" in used and self.setting.race:
            self._merge("speed", "rank", -1)
            self.conventions.append("the faster one finishes first")
        if "level" in used and "vertical" in used:
            self._merge("level", "vertical")
        elif "level" in used and "rank" in used:
            self._merge("level", "rank", -1)
            self.conventions.append("the highest is the first")
        return {self._merged.get(scale, (scale, 1))[0] for scale in used}

    def axis(self, axis: Axis) -> tuple[str, int]:
        """The scale that a word means and the sign of the end it names; a bare one counts from its start."""
        if axis.readings:
            scale, sign = self._chosen.get(axis.readings, axis.readings[0])
            into, turn = self._merged.get(scale, (scale, 1))
            if into not in self.layout.scales:
                raise NotUnderstood(f"nothing else is said of the order by {into}")
            return into, sign * turn
        scales = self.layout.scales
        if self.setting.start is not None:
            return self.axis(self.setting.start)
        candidates = scales if len(scales) == 1 else tuple(scale for scale in scales if scale in (*_SPATIAL, "slots"))
        if len(candidates) != 1:
            raise NotUnderstood(f"which order is meant: {', '.join(scales)}")
        return candidates[0], -1

    def counted(self, axis: Axis) -> tuple[str, int]:
        """Like `axis`, for a place told by its number, where the start must be known."""
        scale, sign = self.axis(axis)
        if not axis.readings and self.setting.start is None:
            if scale not in (*_SPATIAL, "slots"):
                raise NotUnderstood(f"from which end places are counted ({scale})")
            if scale == "row":
                self._note("places in the row are counted from the left")
            if scale == "vertical":
                self._note("places are counted from the bottom")
        return scale, sign

    def _note(self, convention: str) -> None:
        if convention not in self.conventions:
            self.conventions.append(convention)

    def formula(self, claim: Claim, who: str = "") -> Formula:
        """The formula for a claim; `who` stands for the thing asked for."""
        if isinstance(claim, Tally):
            return Count(tuple(self.formula(part, who) for part in claim.parts), claim.numbers)
        return self._atom(claim, who)

    def _variable(self, name: str, scale: str, who: str) -> int:
        key = who if name == WHO else self.things.resolve(name)
        if key not in self.layout.things:
            raise NotUnderstood(f"what “{key}” is")
        return self.layout.variable(key, scale)

    def _atom(
        self, atom: Ahead | Apart | At | AtEnd | Middle | On | Between | Opposite | Preceded, who: str
    ) -> Formula:
        size, ring = self.layout.size, self.layout.ring
        if isinstance(atom, On):
            if atom.place not in self.layout.places:
                raise NotUnderstood(f"the place “{atom.place}”")
            place = self.layout.places.index(atom.place)
            return Place(self._variable(atom.thing, "slots", who), frozenset({place}))
        if isinstance(atom, Opposite):
            return self._opposite(atom, who)
        if isinstance(atom, At):
            scale, sign = self.counted(atom.axis)
            if ring:
                raise NotUnderstood("a numbered place at a round table")
            if not 1 <= atom.rank <= size:
                raise NotUnderstood(f"place {atom.rank} of {size}")
            low = (sign < 0) is not atom.last
            places = {atom.rank - 1 if low else size - atom.rank}
            return Place(self._variable(atom.thing, scale, who), frozenset(places))
        scale, sign = self.axis(atom.axis)
        thing = self._variable(atom.thing, scale, who)
        if isinstance(atom, AtEnd | Middle):
            if ring or (isinstance(atom, Middle) and size % 2 == 0):
                raise NotUnderstood("the end of a ring" if ring else f"the middle of {size} places")
            return Place(thing, frozenset({0, size - 1} if isinstance(atom, AtEnd) else {size // 2}))
        if isinstance(atom, Between):
            return self._between(atom, scale, thing, who)
        if isinstance(atom, Preceded):
            return self._preceded(atom, scale, sign, thing)
        other = self._variable(atom.other, scale, who)
        if thing == other:
            return Count((), frozenset({1}))
        if isinstance(atom, Apart):
            return Offset(thing, other, self._steps({atom.steps, -atom.steps}))
        if ring:
            side, faced = ("right", "outwards") if self.setting.outward else ("left", "the centre")
            self._note(f"the next one clockwise sits to the {side}, as all face {faced}")
            clockwise = (atom.steps or 1) * (sign if self.setting.outward else -sign)
            return Offset(other, thing, self._steps({clockwise}))
        if atom.steps is not None:
            return Offset(other, thing, frozenset({sign * atom.steps}))
        return Offset(other, thing, frozenset(sign * step for step in range(1, size)))

    def _preceded(self, atom: Preceded, scale: str, sign: int, thing: int) -> Formula:
        if self.layout.ring:
            raise NotUnderstood("how many stand before another one in a ring")
        steps = frozenset(sign * step for step in range(1, self.layout.size))
        others = [self.layout.variable(key, scale) for key in self.layout.things]
        ahead = tuple(Offset(thing, other, steps) for other in others if other != thing)
        return Count(ahead, frozenset(number for number in atom.numbers if number <= len(ahead)))

    def _steps(self, steps: set[int]) -> frozenset[int]:
        size = self.layout.size
        if not self.layout.ring:
            return frozenset(steps)
        return frozenset(step % size for step in steps) | frozenset(step % size - size for step in steps)

    def _opposite(self, atom: Opposite, who: str) -> Formula:
        if not self.layout.ring:
            raise NotUnderstood("opposite, where there is no round table")
        if self.layout.size % 2:
            raise NotDone(f"nobody sits opposite another one where there are {self.layout.size} places")
        half = self.layout.size // 2
        first, second = (self._variable(name, "row", who) for name in (atom.thing, atom.other))
        return Offset(first, second, self._steps({half}))

    def _between(self, atom: Between, scale: str, thing: int, who: str) -> Formula:
        first, second = (self._variable(name, scale, who) for name in (atom.first, atom.second))
        spatial = scale in (*_SPATIAL, "slots") or self.layout.ring
        if self.layout.ring and atom.directly is False:
            raise NotUnderstood("“somewhere between” at a round table")
        loose = atom.directly is None and spatial and not self.layout.ring
        self.loose_between = self.loose_between or loose
        if self.layout.ring or atom.directly or (loose and self.directly):
            left, right = self._steps({1}), self._steps({-1})
        else:
            left, right = (frozenset(sign * step for step in range(1, self.layout.size)) for sign in (1, -1))
        return some(
            every((Offset(thing, first, one), Offset(thing, second, other)))
            for one, other in ((left, right), (right, left))
        )
