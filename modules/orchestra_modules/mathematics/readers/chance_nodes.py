"""Events of a draw as nodes of the formal problem, and back."""

from __future__ import annotations

from fractions import Fraction

from orchestra_modules.mathematics.engines.sampling import Alike, At, Both, Count, Event, Total
from orchestra_modules.mathematics.syntax import Listing, Node, Number, Text, Truth
from orchestra_modules.solving.refusal import NotUnderstood


def event_node(event: Event) -> Node:
    """An event as a node of the formal problem."""

    def kinds(group: frozenset[str]) -> Node:
        return Listing(tuple(Text(kind) for kind in sorted(group)), "set")

    match event:
        case Count(group, sign, number):
            return Listing((Text("count"), kinds(group), Text(sign), Number(Fraction(number))), "tuple")
        case At(place, group):
            return Listing((Text("draw"), Number(Fraction(place)), kinds(group)), "tuple")
        case Total(sign, value):
            return Listing((Text("total"), Text(sign), Number(value)), "tuple")
        case Alike(same, groups):
            return Listing((Text("alike"), Truth(same), *(kinds(group) for group in groups)), "tuple")
        case Both(how, parts):
            return Listing((Text(how), *(event_node(part) for part in parts)), "tuple")


def event_of(node: Node) -> Event:
    """The event that a node tells. NotUnderstood."""

    def kinds(group: Node) -> frozenset[str]:
        assert isinstance(group, Listing)
        return frozenset(item.text for item in group.items if isinstance(item, Text))

    match node:
        case Listing((Text("count"), group, Text(sign), Number(value)), "tuple"):
            return Count(kinds(group), sign, int(value))
        case Listing((Text("draw"), Number(place), group), "tuple"):
            return At(int(place), kinds(group))
        case Listing((Text("total"), Text(sign), Number(value)), "tuple"):
            return Total(sign, value)
        case Listing((Text("alike"), Truth(same), *groups), "tuple"):
            return Alike(same, tuple(kinds(group) for group in groups))
        case Listing((Text("and" | "or" | "not" as how), *parts), "tuple"):
            return Both(how, tuple(event_of(part) for part in parts))
    raise NotUnderstood("this is no event")
