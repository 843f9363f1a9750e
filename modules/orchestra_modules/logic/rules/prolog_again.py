"""The second road for logic programs without cuts: breadth-first resolution, each step a substitution written out.

Shares with the depth-first search only what a number is; it meets no goal in the same order, and keeps no trail.
"""

from __future__ import annotations

from collections import deque
from itertools import count
from typing import Final

from orchestra_modules.logic.rules.prolog_goals import COMPARED, value
from orchestra_modules.logic.rules.prolog_terms import Compound, Term, Variable, renamed, variables
from orchestra_modules.logic.rules.prolog_text import PrologProgram

_MOST_STATES: Final = 20_000
_Values = dict[Variable, Term]


class _TooMany(Exception):
    """More states than are looked at."""


def answers(program: PrologProgram) -> frozenset[tuple[Term, ...]] | None:
    """All answers, or those of the first way if no variable is asked for; none if the search is too large."""
    try:
        return frozenset(_Search(program).run(program.query, program.variables))
    except _TooMany:
        return None


class _Search:
    def __init__(self, program: PrologProgram) -> None:
        self.program = program
        self.copies = count(1)
        self.states = 0

    def run(self, goals: tuple[Term, ...], wanted: tuple[Term, ...]) -> list[tuple[Term, ...]]:
        found: list[tuple[Term, ...]] = []
        queue = deque([(goals, wanted)])
        while queue:
            goals, shown = queue.popleft()
            self.states += 1
            if self.states > _MOST_STATES:
                raise _TooMany
            if not goals:
                found.append(shown)
                if not wanted:
                    break
                continue
            for more, values in self.ways(goals[0]):
                rest = (*more, *goals[1:])
                queue.append((tuple(_put(g, values) for g in rest), tuple(_put(s, values) for s in shown)))
        return found

    def ways(self, goal: Term) -> list[tuple[tuple[Term, ...], _Values]]:
        """The ways to meet one goal: what has to be met for it, and the values it gives."""
        assert isinstance(goal, Compound)
        match goal:
            case Compound("true", ()):
                return [((), {})]
            case Compound("fail" | "false", ()):
                return []
            case Compound(",", (left, right)):
                return [((left, right), {})]
            case Compound(";", (left, right)):
                return [((left,), {}), ((right,), {})]
            case Compound("\\+", (inner,)):
                return [] if self.run((inner,), ()) else [((), {})]
            case Compound("between", (low, high, number)):
                numbers = range(value(low), value(high) + 1)
                return [((Compound("=", (number, n)),), {}) for n in numbers]
            case Compound("=", (left, right)):
                return _met(_unified([(left, right)]))
            case Compound("is", (left, right)):
                return _met(_unified([(left, value(right))]))
            case Compound("\\=", (left, right)):
                return [((), {})] if _unified([(left, right)]) is None else []
            case Compound("==" | "\\==", (left, right)):
                return [((), {})] if (left == right) == (goal.name == "==") else []
            case Compound(name, (left, right)) if name in COMPARED:
                return [((), {})] if COMPARED[name](value(left), value(right)) else []
        return self.by_clauses(goal)

    def by_clauses(self, goal: Compound) -> list[tuple[tuple[Term, ...], _Values]]:
        found: list[tuple[tuple[Term, ...], _Values]] = []
        for clause in self.program.clauses:
            if clause.head.key != goal.key:
                continue
            copy = next(self.copies)
            values = _unified([(renamed(clause.head, copy), goal)])
            if values is not None:
                found.append((tuple(renamed(part, copy) for part in clause.body), values))
        return found


def _met(values: _Values | None) -> list[tuple[tuple[Term, ...], _Values]]:
    return [] if values is None else [((), values)]


def _unified(equal: list[tuple[Term, Term]]) -> _Values | None:
    """The most general values that make pairs equal, as Robinson has it; none if there are none."""
    values: _Values = {}
    while equal:
        left, right = equal.pop()
        left, right = _put(left, values), _put(right, values)
        if left == right:
            continue
        if isinstance(right, Variable) and not isinstance(left, Variable):
            left, right = right, left
        if isinstance(left, Variable):
            if left in variables(right):
                return None
            values = {name: _put(term, {left: right}) for name, term in values.items()} | {left: right}
        elif isinstance(left, Compound) and isinstance(right, Compound) and left.key == right.key:
            equal += zip(left.args, right.args, strict=True)
        else:
            return None
    return values


def _put(term: Term, values: _Values) -> Term:
    match term:
        case Variable():
            return values.get(term, term)
        case Compound(name, args) if args:
            return Compound(name, tuple(_put(arg, values) for arg in args))
    return term
