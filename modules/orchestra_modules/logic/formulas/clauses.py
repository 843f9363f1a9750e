"""Clausal form of first-order formulas: negations inwards, Skolem functions for "exists", sets of disjunctions."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TypeAlias

from orchestra_modules.logic.formulas.limits import MAX_CLAUSES
from orchestra_modules.logic.formulas.syntax import (
    Application,
    Atom,
    Binary,
    Constant,
    Equality,
    Formula,
    Not,
    Quantified,
    Term,
    Variable,
    show_term,
)
from orchestra_modules.solving.refusal import TooCostly

EQUALITY = "="


@dataclass(frozen=True)
class Literal:
    """An atom or its negation; equality is the predicate "="."""

    positive: bool
    name: str
    args: tuple[Term, ...] = ()

    def opposite(self) -> Literal:
        """The same atom with the other sign."""
        return Literal(not self.positive, self.name, self.args)

    def __str__(self) -> str:
        if self.name == EQUALITY:
            return f"{show_term(self.args[0])} {'=' if self.positive else '≠'} {show_term(self.args[1])}"
        inside = f"({', '.join(map(show_term, self.args))})" if self.args else ""
        return ("" if self.positive else "¬") + self.name + inside


Clause: TypeAlias = frozenset[Literal]


class Clausifier:
    """Makes clauses of several formulas, with names for Skolem functions and variables that do not clash."""

    def __init__(self) -> None:
        self.skolems = itertools.count(1)
        self.variables = itertools.count(1)

    def clauses(self, formula: Formula) -> list[Clause]:
        """The clauses that together are satisfiable just if the formula is."""
        return self._clauses(formula, True, {}, ())

    def _clauses(
        self, formula: Formula, sign: bool, known: dict[str, Term], scope: tuple[Variable, ...]
    ) -> list[Clause]:
        match formula:
            case Constant(value):
                return [] if value == sign else [frozenset()]
            case Atom(name, args):
                return [frozenset([Literal(sign, name, tuple(_replaced(arg, known) for arg in args))])]
            case Equality(left, right):
                return [frozenset([Literal(sign, EQUALITY, (_replaced(left, known), _replaced(right, known)))])]
            case Not(body):
                return self._clauses(body, not sign, known, scope)
            case Quantified(quantifier, variable, body):
                if (quantifier == "forall") == sign:
                    new = Variable(f"x{next(self.variables)}")
                    return self._clauses(body, sign, known | {variable: new}, (*scope, new))
                witness = Application(f"s{next(self.skolems)}", scope)
                return self._clauses(body, sign, known | {variable: witness}, scope)
            case Binary(operator, left, right):
                return self._joined(operator, left, right, sign, known, scope)

    def _joined(
        self,
        operator: str,
        left: Formula,
        right: Formula,
        sign: bool,
        known: dict[str, Term],
        scope: tuple[Variable, ...],
    ) -> list[Clause]:
        def of(part: Formula, positive: bool) -> list[Clause]:
            return self._clauses(part, positive, known, scope)

        if operator == "and":
            return of(left, True) + of(right, True) if sign else _either(of(left, False), of(right, False))
        if operator == "or":
            return _either(of(left, True), of(right, True)) if sign else of(left, False) + of(right, False)
        if operator == "implies":
            return _either(of(left, False), of(right, True)) if sign else of(left, True) + of(right, False)
        same = (operator == "iff") == sign
        return _either(of(left, False), of(right, same)) + _either(of(left, True), of(right, not same))


def _either(left: list[Clause], right: list[Clause]) -> list[Clause]:
    if len(left) * len(right) > MAX_CLAUSES:
        raise TooCostly(f"the clausal form has more than {MAX_CLAUSES} clauses")
    joined = (one | two for one in left for two in right)
    return [clause for clause in joined if not any(literal.opposite() in clause for literal in clause)]


def _replaced(term: Term, known: dict[str, Term]) -> Term:
    if isinstance(term, Variable):
        return known.get(term.name, term)
    return Application(term.name, tuple(_replaced(arg, known) for arg in term.args))
