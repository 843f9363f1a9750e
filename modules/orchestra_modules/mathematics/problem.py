"""The formal problem: definitions, unknowns with their domains, constraints and a goal, as data and as JSON.

Words are read into it and engines work it out; each side knows this form and not the other. In JSON an expression is
a text in the notation of `syntax.show`, an operation an object with its name under "op" and its arguments beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import JsonValue

from orchestra_modules.mathematics.syntax import Interval, Listing, Node, Request, Text, Truth, Written, show, walk
from orchestra_modules.solving.options import Option

SCHEMA_ID: Final = "orchestra/mathematics/1"

Kind = Literal["number", "real", "integer", "complex", "rational", "prime"]
Sign = Literal["", "positive", "negative", "nonnegative", "nonzero"]
Parity = Literal["", "even", "odd"]


@dataclass(frozen=True)
class Domain:
    """What values an unknown may have."""

    kind: Kind = "number"
    sign: Sign = ""
    parity: Parity = ""


ANY: Final = Domain()


@dataclass(frozen=True)
class Definition:
    """A name, or a function of some parameters, and what it stands for."""

    name: str
    parameters: tuple[str, ...]
    body: Node


@dataclass(frozen=True)
class Problem:
    """What is asked, formally; names the definitions do not hold are unknowns."""

    goal: Node
    definitions: tuple[Definition, ...] = ()
    constraints: tuple[Listing, ...] = ()  # the relations of one sentence each
    domains: Mapping[str, Domain] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    conventions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    alternatives: tuple[Node, ...] = ()  # other readings of the goal; their values must agree with the goal's

    def as_json(self) -> JsonValue:
        """The problem as JSON."""
        return {
            "definitions": [
                {"name": d.name, "parameters": list(d.parameters), "body": node_json(d.body)} for d in self.definitions
            ],
            "unknowns": [
                {"name": name, "domain": domain.kind, "sign": domain.sign, "parity": domain.parity}
                for name, domain in self.domains.items()
            ],
            "constraints": [node_json(constraint) for constraint in self.constraints],
            "goal": node_json(self.goal),
            "options": [{"label": option.label, "text": option.text} for option in self.options],
        }


def node_json(node: Node) -> JsonValue:
    """A part of a problem as JSON."""
    match node:
        case Request(operation, arguments):
            return {"op": operation} | {name: node_json(argument) for name, argument in arguments}
        case Listing(items, kind):
            return {kind: [node_json(item) for item in items]}
        case Interval(low, high, low_open, high_open):
            ends: list[JsonValue] = [node_json(low), node_json(high)]
            return {"interval": ends, "open": [low_open, high_open]}
        case Text(text):
            return {"text": text}
        case Truth(value):
            return value
        case Written(inner, text):
            return {"written": text, "is": node_json(inner)}
        case _ if any(isinstance(part, Request | Listing | Interval | Text | Written | Truth) for part in walk(node)):
            return {"expression": show(node)}
        case _:
            return show(node)
