"""Finite structures: what predicates and functions are over the things 0 .. n-1; and the truth of formulas in them.

Knows no search: whoever found a structure, its claims are evaluated here, over all assignments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from pydantic import JsonValue

from orchestra_modules.logic.formulas.syntax import (
    Atom,
    Binary,
    Constant,
    Equality,
    Formula,
    Not,
    Quantified,
    Term,
    Variable,
)

Things: TypeAlias = tuple[int, ...]


@dataclass(frozen=True)
class Structure:
    """`predicates` holds what they are true of; `functions` holds their values, constants under the empty tuple."""

    size: int
    predicates: dict[str, frozenset[Things]] = field(default_factory=dict)
    functions: dict[str, dict[Things, int]] = field(default_factory=dict)
    #: the predicates without arguments
    letters: frozenset[str] = frozenset()

    def is_assignment(self) -> bool:
        """Whether it does nothing but give values to propositional letters."""
        return bool(self.predicates) and not self.functions and self.letters >= set(self.predicates)

    def holds(self, formula: Formula, values: dict[str, int] | None = None) -> bool:
        """Whether a formula is true here."""
        known = values or {}
        match formula:
            case Constant(value):
                return value
            case Atom(name, args):
                return tuple(self.value(arg, known) for arg in args) in self.predicates.get(name, frozenset())
            case Equality(left, right):
                return self.value(left, known) == self.value(right, known)
            case Not(body):
                return not self.holds(body, known)
            case Quantified(quantifier, variable, body):
                found = (self.holds(body, known | {variable: thing}) for thing in range(self.size))
                return all(found) if quantifier == "forall" else any(found)
            case Binary(operator, one, two):
                first = self.holds(one, known)
                # the second part is left out where the first decides
                match operator:
                    case "and":
                        return first and self.holds(two, known)
                    case "or":
                        return first or self.holds(two, known)
                    case "implies":
                        return not first or self.holds(two, known)
                    case "xor":
                        return first != self.holds(two, known)
                    case "iff":
                        return first == self.holds(two, known)

    def value(self, term: Term, values: dict[str, int]) -> int:
        """The thing that a term names."""
        if isinstance(term, Variable):
            return values[term.name]
        return self.functions[term.name][tuple(self.value(arg, values) for arg in term.args)]

    def told(self) -> str:
        """The structure for a person."""
        if self.is_assignment():
            return ", ".join(f"{name}={'T' if things else 'F'}" for name, things in sorted(self.predicates.items()))
        names = self.names()
        said = [f"the domain {{{', '.join(names)}}}"]
        for name, values in sorted(self.functions.items()):
            for key, value in sorted(values.items()):
                inside = f"({', '.join(names[i] for i in key)})" if key else ""
                if inside or name != names[value]:
                    said.append(f"{name}{inside} = {names[value]}")
        for name, things in sorted(self.predicates.items()):
            if name in self.letters:
                said.append(f"{name} is {'true' if things else 'false'}")
            elif things:
                told = [", ".join(names[i] for i in key) for key in sorted(things)]
                said.append(f"{name} true of " + "; ".join(f"({t})" if "," in t else t for t in told))
            else:
                said.append(f"{name} true of nothing")
        return ", ".join(said)

    def names(self) -> list[str]:
        """A name for each thing: of a constant that names it, or d0, d1, ..."""
        found = {values[()]: name for name, values in sorted(self.functions.items(), reverse=True) if () in values}
        return [found.get(i, f"d{i}") for i in range(self.size)]

    def as_json(self) -> JsonValue:
        """The structure, or the assignment it is."""
        if self.is_assignment():
            return {name: bool(things) for name, things in sorted(self.predicates.items())}
        return {
            "size": self.size,
            "predicates": {name: [list(key) for key in sorted(t)] for name, t in sorted(self.predicates.items())},
            "functions": {
                name: [[*key, value] for key, value in sorted(values.items())]
                for name, values in sorted(self.functions.items())
            },
        }


def as_structure(assignment: dict[str, bool]) -> Structure:
    """An assignment to letters as a structure, of one thing that nothing is said of."""
    held: dict[str, frozenset[Things]] = {name: frozenset({()} if value else ()) for name, value in assignment.items()}
    return Structure(1, held, letters=frozenset(assignment))
