"""Queries of logic programs answered by depth-first resolution with a trail, as Prolog systems do, cuts included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeAlias

from orchestra_modules.logic.rules.prolog_goals import COMPARED, value
from orchestra_modules.logic.rules.prolog_terms import Clause, Compound, Term, Variable, renamed, variables
from orchestra_modules.logic.rules.prolog_text import PrologProgram
from orchestra_modules.solving.refusal import NotDone, TooCostly

MOST_STEPS: Final = 200_000
#: goals still to be met, each with the number of choices that a cut in it goes back to
Agenda: TypeAlias = tuple[Term, int, "Agenda"] | None


@dataclass
class _Choice:
    """Where to go on if the way taken fails: goals, and the clauses left for the first of them."""

    agenda: Agenda
    trail: int
    clauses: tuple[Clause, ...] = ()
    at: int = 0


class DepthFirst:
    """One search, with the values that variables have so far."""

    def __init__(self, program: PrologProgram) -> None:
        self.clauses: dict[tuple[str, int], tuple[Clause, ...]] = defaultdict(tuple)
        for clause in program.clauses:
            self.clauses[clause.head.key] += (clause,)
        self.values: dict[Variable, Term] = {}
        self.trail: list[Variable] = []
        self.copies = count(1)
        self.steps = 0

    def answers(self, goals: tuple[Term, ...], wanted: tuple[Variable, ...]) -> Iterator[tuple[Term, ...]]:
        """What the variables come to, in each way to meet the goals."""
        for _ in self.ways(goals):
            yield tuple(self.full(variable) for variable in wanted)

    def ways(self, goals: tuple[Term, ...]) -> Iterator[None]:
        """Each way to meet goals, with the values of it in place."""
        choices: list[_Choice] = []
        agenda = _before(goals, 0, None)
        start = len(self.trail)
        while True:
            if agenda is None:
                yield None
                met = False
            else:
                self.steps += 1
                if self.steps > MOST_STEPS:
                    raise TooCostly(f"the program takes more than {MOST_STEPS} steps, or never ends")
                met, agenda = self.step(agenda, choices)
            if met:
                continue
            while not met:
                if not choices:
                    self.undo(start)
                    return
                met, agenda = self.again(choices)

    def step(self, agenda: tuple[Term, int, Agenda], choices: list[_Choice]) -> tuple[bool, Agenda]:
        """One goal: whether it can be met, and what is left then."""
        goal, barrier, rest = agenda
        goal = self.walk(goal)
        match goal:
            case Compound("true", ()):
                return True, rest
            case Compound("fail" | "false", ()):
                return False, None
            case Compound("!", ()):
                del choices[barrier:]
                return True, rest
            case Compound(",", (left, right)):
                return True, (left, barrier, (right, barrier, rest))
            case Compound(";", (left, right)):
                choices.append(_Choice((right, barrier, rest), len(self.trail)))
                return True, (left, barrier, rest)
            case Compound("\\+", (inner,)):
                return not self.holds(inner), rest
            case Compound("between", (low, high, number)):
                return self.between(low, high, number, rest, choices)
            case Compound(name, (left, right)) if (met := self.compare(name, left, right)) is not None:
                return met, rest
            case Compound() if found := self.clauses[goal.key]:
                choices.append(_Choice((goal, len(choices), rest), len(self.trail), found))
                return False, None
        raise NotDone("a goal is no predicate of the program")

    def again(self, choices: list[_Choice]) -> tuple[bool, Agenda]:
        """Go on at the last choice."""
        choice = choices[-1]
        self.undo(choice.trail)
        if not choice.clauses:
            choices.pop()
            return True, choice.agenda
        assert choice.agenda is not None
        goal, _, rest = choice.agenda
        clause = choice.clauses[choice.at]
        choice.at += 1
        if choice.at == len(choice.clauses):
            choices.pop()
            barrier = len(choices)
        else:
            barrier = len(choices) - 1
        copy = next(self.copies)
        if not self.unify(goal, renamed(clause.head, copy)):
            return False, None
        return True, _before(tuple(renamed(part, copy) for part in clause.body), barrier, rest)

    def holds(self, goal: Term) -> bool:
        """Whether a goal can be met; its variables get no values by it, and it may have none that the rest needs."""
        if any(not variable.name[1:].isdigit() for variable in variables(self.full(goal))):
            raise NotDone("a denied goal has a variable without a value")
        mark = len(self.trail)
        found = next(self.ways((goal,)), "none") is None
        self.undo(mark)
        return found

    def between(self, low: Term, high: Term, number: Term, rest: Agenda, choices: list[_Choice]) -> tuple[bool, Agenda]:
        first, last = value(self.full(low)), value(self.full(high))
        if first > last:
            return False, None
        if first < last:
            choices.append(_Choice((Compound("between", (first + 1, last, number)), 0, rest), len(self.trail)))
        return True, (Compound("=", (number, first)), 0, rest)

    def compare(self, name: str, left: Term, right: Term) -> bool | None:
        """Whether two terms stand in a relation; none for a name that is no relation of terms."""
        if name in COMPARED:
            return COMPARED[name](value(self.full(left)), value(self.full(right)))
        match name:
            case "is":
                return self.unify(left, value(self.full(right)))
            case "=":
                return self.unify(left, right)
            case "\\=":
                mark = len(self.trail)
                same = self.unify(left, right)
                self.undo(mark)
                return not same
            case "==":
                return self.full(left) == self.full(right)
            case "\\==":
                return self.full(left) != self.full(right)
        return None

    def walk(self, term: Term) -> Term:
        while isinstance(term, Variable) and term in self.values:
            term = self.values[term]
        return term

    def full(self, term: Term) -> Term:
        """The term with all values put in."""
        term = self.walk(term)
        if isinstance(term, Compound) and term.args:
            return Compound(term.name, tuple(self.full(arg) for arg in term.args))
        return term

    def unify(self, left: Term, right: Term) -> bool:
        left, right = self.walk(left), self.walk(right)
        if left == right:
            return True
        if isinstance(left, Variable):
            return self.bind(left, right)
        if isinstance(right, Variable):
            return self.bind(right, left)
        if not isinstance(left, Compound) or not isinstance(right, Compound) or left.key != right.key:
            return False
        return all(self.unify(a, b) for a, b in zip(left.args, right.args, strict=True))

    def bind(self, variable: Variable, term: Term) -> bool:
        if isinstance(term, Compound) and term.args and variable in variables(self.full(term)):
            raise NotDone("a term would have to hold itself")
        self.values[variable] = term
        self.trail.append(variable)
        return True

    def undo(self, mark: int) -> None:
        while len(self.trail) > mark:
            del self.values[self.trail.pop()]


def _before(goals: tuple[Term, ...], barrier: int, rest: Agenda) -> Agenda:
    for goal in reversed(goals):
        rest = (goal, barrier, rest)
    return rest
