"""A proof over propositions told in sentences: each step by one statement from what came before, or to a contradiction.

Propagation of single clauses only, so that every step is plain; where cases would have to be told apart, no proof is
told. It decides nothing: verdicts come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from typing import Final

from orchestra_modules.logic.rules.formulas import And, Atom, Formula, Implies, Not, Or, readings
from orchestra_modules.logic.rules.problem import Problem
from orchestra_modules.logic.rules.prose.rendering import tell

_MOST_CLAUSES: Final = 64
_Literal = tuple[str, bool]
_Clause = frozenset[_Literal]


def derivation(problem: Problem, goal: Formula) -> tuple[str, ...]:
    """The sentences of a proof, or none."""
    denials = dict(problem.denials)
    clauses: list[tuple[_Clause, str]] = []
    for statement in problem.premises:
        formula = readings(statement.formula)[0][0]  # "either ... or" without "not both": the weaker of its readings
        if (found := _clauses(formula, True)) is None:
            return ()
        clauses += [(clause, statement.text) for clause in found]
    wanted = _literal(goal)
    if wanted is not None:
        reasons = _propagate(clauses)
        if wanted in reasons:
            return tuple(_tell_all([wanted], reasons, denials))
    against = _clauses(readings(goal)[0][0], False)
    if against is None:
        return ()
    supposed = [(clause, "") for clause in against]
    reasons = _propagate([*clauses, *supposed])
    for atom, value in reasons:
        if (atom, not value) in reasons:
            opening = f"Suppose not: {tell(readings(goal)[0][0], denials, False)}."
            told = _tell_all([(atom, value), (atom, not value)], reasons, denials)
            return (opening, *told, "That is a contradiction, so the supposition is false.")
    return ()


def _propagate(clauses: list[tuple[_Clause, str]]) -> dict[_Literal, tuple[str, tuple[_Literal, ...]]]:
    """Each literal that single clauses give, with its statement and what it rests on; up to a first contradiction."""
    reasons: dict[_Literal, tuple[str, tuple[_Literal, ...]]] = {}
    changed = True
    while changed:
        changed = False
        for clause, text in clauses:
            left = [literal for literal in clause if (literal[0], not literal[1]) not in reasons]
            if len(left) > 1:
                continue
            given = tuple(sorted((atom, not value) for atom, value in clause if (atom, value) not in left))
            # with nothing left the clause is violated: one of its literals both ways is the contradiction
            literal = left[0] if left else min(clause)
            if literal not in reasons:
                reasons[literal] = (text, tuple(other for other in given if other[0] != literal[0]))
                changed = True
                if (literal[0], not literal[1]) in reasons:
                    return reasons
    return reasons


def _tell_all(
    wanted: list[_Literal], reasons: Mapping[_Literal, tuple[str, tuple[_Literal, ...]]], denials: Mapping[str, str]
) -> list[str]:
    told: dict[_Literal, str] = {}

    def visit(literal: _Literal) -> None:
        if literal in told:
            return
        text, given = reasons[literal]
        for other in given:
            visit(other)
        if literal in told:
            return
        said = _upper(_say(literal, denials))
        if given:
            because = " and ".join(_say(other, denials) for other in given)
            source = f", by '{text}'" if text else ", as supposed"
            told[literal] = f"{said}, because {because}{source}."
        else:
            told[literal] = f"{said}: given by '{text}'." if text else f"{said}: supposed."

    for literal in wanted:
        visit(literal)
    return list(told.values())


def _say(literal: _Literal, denials: Mapping[str, str]) -> str:
    return tell(Atom(literal[0], ()), denials, literal[1])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _literal(formula: Formula) -> _Literal | None:
    match formula:
        case Atom(predicate):
            return predicate, True
        case Not(Atom(predicate)):
            return predicate, False
    return None


def _clauses(formula: Formula, positive: bool) -> list[_Clause] | None:
    """The formula, or its denial, as clauses; none if they are too many."""
    match formula:
        case Atom(predicate):
            return [frozenset({(predicate, positive)})]
        case Not(body):
            return _clauses(body, not positive)
        case Implies(left, right):
            return _clauses(Or((Not(left), right)), positive)
        case And(parts) | Or(parts):
            inner = [_clauses(part, positive) for part in parts]
            if any(some is None for some in inner):
                return None
            rows = [some for some in inner if some is not None]
            if isinstance(formula, And) is positive:
                return [clause for some in rows for clause in some]
            total = 1
            for some in rows:
                total *= len(some)
            if total > _MOST_CLAUSES:
                return None
            return [frozenset().union(*choice) for choice in product(*rows)]
    return None
