"""What a text has stated so far: definitions, relations that hold, and kinds of numbers that unknowns may be.

A reading that fails takes back what it added: copy the facts before it, restore them after. Knows no words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from orchestra_modules.mathematics.problem import Definition, Domain
from orchestra_modules.mathematics.syntax import Application, Listing, Node, names, walk
from orchestra_modules.solving.refusal import NotDone, NotUnderstood


@dataclass
class Facts:
    """Facts of one text, by the names that they are about."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    constraints: list[Listing] = field(default_factory=list)
    domains: dict[str, Domain] = field(default_factory=dict)

    def copy(self) -> Facts:
        """The facts as they are now."""
        return Facts(dict(self.definitions), list(self.constraints), dict(self.domains))

    def restore(self, kept: Facts) -> None:
        """Go back to the facts of a copy, which stays as it is."""
        self.definitions = dict(kept.definitions)
        self.constraints = list(kept.constraints)
        self.domains = dict(kept.domains)

    def define(self, definition: Definition) -> None:
        """Add a definition. NotDone if the name has one."""
        if definition.name in self.definitions:
            raise NotDone(f"{definition.name} is defined twice")
        self.definitions[definition.name] = definition

    def restrict(self, name: str, domain: Domain) -> None:
        """Say what kind of number an unknown is. NotUnderstood if another kind was said."""
        if name in self.domains and self.domains[name] != domain:
            raise NotUnderstood(f"{name} is said to be two kinds of number")
        self.domains[name] = domain

    def said_of(self, node: Node) -> set[str]:
        """The names in an expression, those in the functions that it applies among them."""
        found = set(names(node))
        for part in walk(node):
            if isinstance(part, Application) and (definition := self.definitions.get(part.function)) is not None:
                found |= set(names(definition.body)) - set(definition.parameters)
        return found
