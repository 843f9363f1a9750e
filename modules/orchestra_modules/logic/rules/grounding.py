"""First-order sentences written out for the things there are (Herbrand's road), and decided as propositions.

Complete where no thing depends on another ("everyone knows someone" is such a dependence): there the things named and
promised are all that matter. Elsewhere a contradiction found is a proof, and a model found is checked by evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, product
from typing import Final

from orchestra_modules.logic.rules.formulas import (
    And,
    Atom,
    Const,
    Exists,
    ForAll,
    Formula,
    Implies,
    Made,
    Not,
    Or,
    Term,
    Var,
    atoms,
    children,
    conj,
    constants,
    disj,
    holds,
    substitute,
)
from orchestra_modules.logic.rules.propositional import Search
from orchestra_modules.solving.refusal import NotUnderstood, TooCostly

MOST_CLAUSES: Final = 40_000
DEEPEST: Final = 2
_NOBODY: Final = Const("something")


@dataclass(frozen=True)
class Decision:
    """Whether sentences can hold together; `things` and `true` are a model; none if this road cannot tell."""

    satisfiable: bool | None
    things: tuple[Term, ...] = ()
    true: frozenset[Atom] = frozenset()


def normal(formula: Formula, positive: bool = True) -> Formula:
    """Negation normal form: negations at atoms only, no implications."""
    match formula:
        case Atom():
            return formula if positive else Not(formula)
        case Not(body):
            return normal(body, not positive)
        case And(parts) | Or(parts):
            inner = tuple(normal(part, positive) for part in parts)
            return And(inner) if isinstance(formula, And) is positive else Or(inner)
        case Implies(left, right):
            if positive:
                return Or((normal(left, False), normal(right)))
            return And((normal(left), normal(right, False)))
        case ForAll(variable, body) | Exists(variable, body):
            inside = normal(body, positive)
            return ForAll(variable, inside) if isinstance(formula, ForAll) is positive else Exists(variable, inside)
        case _:
            raise NotUnderstood("two readings")


class _Writer:
    """Clauses for sentences over a set of things; sub-formulas get numbers of their own (Tseitin)."""

    def __init__(self, things: tuple[Term, ...]) -> None:
        self.things = things
        self.numbers: dict[Atom, int] = {}
        self.fresh = count(1)
        self.clauses: list[list[int]] = []

    def require(self, formula: Formula) -> None:
        match formula:
            case And(parts):
                for part in parts:
                    self.require(part)
            case ForAll(variable, body):
                for thing in self.things:
                    self.require(substitute(body, {variable: thing}))
            case _:
                self.add(self.either(formula))

    def either(self, formula: Formula) -> list[int]:
        """Literals of which one has to hold for the formula to hold."""
        match formula:
            case Or(parts):
                return [literal for part in parts for literal in self.either(part)]
            case Exists(variable, body):
                return [x for thing in self.things for x in self.either(substitute(body, {variable: thing}))]
            case Atom():
                return [self.number(formula)]
            case Not(Atom() as atom):
                return [-self.number(atom)]
            case And() | ForAll():
                parts = formula.parts if isinstance(formula, And) else self._instances(formula)
                name = next(self.fresh)
                for part in parts:
                    self.add([-name, *self.either(part)])
                return [name]
            case _:
                raise NotUnderstood("not in normal form")

    def _instances(self, formula: ForAll) -> tuple[Formula, ...]:
        return tuple(substitute(formula.body, {formula.variable: thing}) for thing in self.things)

    def number(self, atom: Atom) -> int:
        if atom not in self.numbers:
            self.numbers[atom] = next(self.fresh)
        return self.numbers[atom]

    def add(self, clause: list[int]) -> None:
        self.clauses.append(clause)
        if len(self.clauses) > MOST_CLAUSES:
            raise TooCostly(f"more than {MOST_CLAUSES} clauses")


class _Promises:
    """Replaces existential quantifiers by things made for them (Skolem terms)."""

    def __init__(self) -> None:
        self.names = count(1)
        self.functions: list[tuple[str, int]] = []

    def remove(self, formula: Formula, outer: tuple[Var, ...] = ()) -> Formula:
        match formula:
            case ForAll(variable, body):
                return ForAll(variable, self.remove(body, (*outer, variable)))
            case Exists(variable, body):
                used = {arg for atom in atoms(body) for arg in atom.args}
                of = tuple(var for var in outer if var in used)
                name = f"s{next(self.names)}"
                self.functions.append((name, len(of)))
                return self.remove(substitute(body, {variable: Made(name, of)}), outer)
            case And(parts):
                return And(tuple(self.remove(part, outer) for part in parts))
            case Or(parts):
                return Or(tuple(self.remove(part, outer) for part in parts))
            case _:
                return formula


def _universe(named: tuple[Term, ...], functions: list[tuple[str, int]], depth: int) -> tuple[Term, ...]:
    things: dict[Term, None] = dict.fromkeys(named)
    things.update(dict.fromkeys(Made(name) for name, arity in functions if arity == 0))
    if not things:
        things[_NOBODY] = None
    for _ in range(depth):
        for name, arity in functions:
            if arity:
                for of in product(tuple(things), repeat=arity):
                    things.setdefault(Made(name, of))
        if len(things) > 200:
            raise TooCostly("more than 200 things to consider")
    return tuple(things)


def decide(sentences: tuple[Formula, ...]) -> Decision:
    """Whether closed sentences, each with one reading, can all hold."""
    normals = [spread(normal(sentence)) for sentence in sentences]
    promises = _Promises()
    made = [promises.remove(sentence) for sentence in normals]
    named: tuple[Term, ...] = tuple(sorted({c for s in sentences for c in constants(s)}, key=lambda c: c.name))
    dependent = any(arity for _, arity in promises.functions)
    if not dependent:
        things = _universe(named, promises.functions, 0)
        return _model(made, things, sentences)
    for depth in range(1, DEEPEST + 1):
        try:
            refuted = _search(made, _universe(named, promises.functions, depth)) is None
        except TooCostly:
            break
        if refuted:
            return Decision(False)
    for extra in range(4):
        things = (*named, *(Made(f"s{i + 1}") for i in range(extra)))
        if things and (found := _model(normals, things, sentences)).satisfiable:
            return found
    return Decision(None)


def spread(formula: Formula) -> Formula:
    """Quantifiers pushed inward past parts that do not speak of their variable, so that less depends on others."""
    inner = tuple(spread(child) for child in children(formula))
    match formula:
        case And():
            return conj(*inner) if inner else formula
        case Or():
            return disj(*inner) if inner else formula
        case Exists(variable) | ForAll(variable):
            kind = type(formula)
            loose, tight = (Or, And) if isinstance(formula, Exists) else (And, Or)
            body = inner[0]
            if isinstance(body, loose):
                return spread(loose(tuple(kind(variable, part) for part in body.parts)))
            if isinstance(body, tight):
                mine = tuple(part for part in body.parts if _speaks_of(part, variable))
                rest = tuple(part for part in body.parts if not _speaks_of(part, variable))
                if rest:
                    return tight((*rest, spread(kind(variable, tight(mine))))) if mine else body
            return kind(variable, body) if _speaks_of(body, variable) else body
        case _:
            return formula


def _speaks_of(formula: Formula, variable: Var) -> bool:
    return any(variable in atom.args for atom in atoms(formula))


def _search(sentences: list[Formula], things: tuple[Term, ...]) -> frozenset[Atom] | None:
    writer = _Writer(things)
    for sentence in sentences:
        writer.require(sentence)
    found = Search(writer.clauses).model()
    if found is None:
        return None
    return frozenset(atom for atom, number in writer.numbers.items() if found.get(number, False))


def _model(written: list[Formula], things: tuple[Term, ...], sentences: tuple[Formula, ...]) -> Decision:
    true = _search(written, things)
    if true is None:
        return Decision(False)
    if all(holds(sentence, things, true) for sentence in sentences):
        return Decision(True, things, true)
    return Decision(None)
