"""Where things can stand: the scales in use, the places on each, and how a place is told. Knows no English grammar."""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestra_modules.logic.arrangements.formula import Model
from orchestra_modules.logic.arrangements.orders.scales import ENDS


@dataclass(frozen=True)
class Layout:
    """Variable k * len(things) + i is the place of thing i on scale k; place 0 is the low end."""

    things: tuple[str, ...]
    shown: tuple[str, ...]
    scales: tuple[str, ...]
    size: int
    ring: bool = False
    places: tuple[str, ...] = ()
    #: the scales told from their high end, as the text tells them
    reversed_: frozenset[str] = field(default_factory=frozenset)

    def variable(self, thing: str, scale: str) -> int:
        """The variable for the place of a thing on a scale."""
        return self.scales.index(scale) * len(self.things) + self.things.index(thing)

    def row(self, model: Model, scale: str) -> list[str]:
        """The things on a scale from its low end; empty places are told as such."""
        standing: dict[int, str] = {}
        for thing, name in zip(self.things, self.shown, strict=True):
            place = model[self.variable(thing, scale)]
            standing[place] = f"{standing[place]} = {name}" if place in standing else name
        if self.places:
            return [f"{self.places[place]}: {name}" for place, name in sorted(standing.items())]
        if sum(" = " in name for name in standing.values()):
            return [name for _, name in sorted(standing.items())]  # those that tie leave no place empty
        return [standing.get(place, "(empty)") for place in range(self.size)]

    def ends(self, scale: str) -> tuple[str, str]:
        """How the low and the high end of a scale are told."""
        low, high = ENDS.get(scale, ("least", "most"))
        return low, high

    def told(self, model: Model) -> str:
        """A placement in words."""
        parts = []
        for scale in self.scales:
            low, high = self.ends(scale)
            row = self.row(model, scale)
            if self.places:
                parts.append(", ".join(row))
            elif self.ring:
                parts.append(f"clockwise {', '.join(row)}")
            else:
                name = f" ({scale})" if scale.startswith(("being ", "amount ")) else ""
                parts.append(f"from {low} to {high}{name}: {', '.join(row)}")
        return "; ".join(parts)
