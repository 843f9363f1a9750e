"""Questions with several statements in view: what follows, which option follows, who it is.

Each statement is settled by itself; knows no English but that of the statements.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.rules.formulas import Atom, Formula, Implies, Not
from orchestra_modules.logic.rules.problem import Asking, Problem, Statement
from orchestra_modules.logic.rules.prose.deriving import derivation
from orchestra_modules.logic.rules.prose.rendering import tell
from orchestra_modules.logic.rules.settling import Answer, settle
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.options import Option, choose
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

MOST_CANDIDATES: Final = 40
_METHOD: Final = "classical reading"


def settled(problem: Problem, statement: Statement) -> Answer:
    """The verdict on one statement."""
    return settle(replace(problem, claim=statement, candidates=(), asking=Asking.FOLLOWS), True)


def consequences(problem: Problem) -> Finding:
    """What follows that is not stated: single clauses first, and else conditionals in a chain."""
    if len(problem.candidates) > MOST_CANDIDATES:
        raise TooCostly(f"more than {MOST_CANDIDATES} statements to try")
    stated = {statement.formula for statement in problem.premises}
    found = _following(problem, [s for s in problem.candidates if s.formula not in stated])
    if not found:
        links = [s.formula for s in problem.premises if isinstance(s.formula, Implies)]
        denials = dict(problem.denials)
        chains = [Implies(a.left, b.right) for a in links for b in links if a is not b and a.right == b.left]
        pool = [formula for formula in dict.fromkeys(chains) if formula not in stated and formula.left != formula.right]
        found = _following(problem, [Statement(tell(f, denials), f, ("whole clauses",)) for f in pool])
    if not found:
        raise NotDone("no single clause follows that is not stated")
    steps = tuple(
        step for statement, answer in found for step in derivation(problem, statement.formula) or answer.steps
    )
    values = [_upper(statement.text) for statement, _ in found]
    value = "; ".join(values)
    verified = True if all(answer.verified for _, answer in found) else None
    data: JsonValue = {"type": "list", "values": list[JsonValue](values)}
    check = found[0][1].check
    return Finding(value, f"This follows: {value}.", data, _METHOD, check, verified, CONFIDENT, steps)


def _following(problem: Problem, candidates: list[Statement]) -> list[tuple[Statement, Answer]]:
    answers = [(statement, settled(problem, statement)) for statement in candidates]
    return [(statement, answer) for statement, answer in answers if answer.value is True]


def selection(problem: Problem, options: tuple[Option, ...]) -> Finding:
    """The one option that follows."""
    answers = {o: settled(problem, s) for o, s in zip(options, problem.candidates, strict=True)}
    chosen = choose(options, lambda option: answers[option].value is True)
    statement = problem.candidates[options.index(chosen)]
    steps = derivation(problem, statement.formula) if problem.denials else ()
    others = tuple(
        f"'{option.text}' {'is excluded' if answer.value is False else 'does not follow'}."
        for option, answer in answers.items()
        if option is not chosen
    )
    verified = True if all(answer.verified for answer in answers.values()) else None
    data: JsonValue = {"type": "option", "value": chosen.value}
    text = f"{chosen.value}: '{chosen.text}' follows from what is stated, and none of the others does."
    steps = (*(steps or answers[chosen].steps), *others)
    return Finding(chosen.value, text, data, _METHOD, answers[chosen].check, verified, CONFIDENT, steps)


def persons(problem: Problem) -> Finding:
    """Of whom it follows."""
    found = _following(problem, list(problem.candidates))
    if not found:
        reason = problem.doubts[0] if problem.doubts else ""
        if reason:
            raise NotUnderstood(f"not said: {reason}")
        raise NotDone("of nobody does it follow")
    names = [_name(statement.formula, problem) for statement, _ in found]
    value = ", ".join(names)
    steps = tuple(
        step for statement, answer in found for step in derivation(problem, statement.formula) or answer.steps
    )
    verified = True if all(answer.verified for _, answer in found) else None
    told = "; ".join(statement.text for statement, _ in found)
    data: JsonValue = {"type": "list", "values": list[JsonValue](names)}
    return Finding(value, f"It follows that {told}.", data, _METHOD, found[0][1].check, verified, CONFIDENT, steps)


def _name(formula: Formula, problem: Problem) -> str:
    atom = formula.body if isinstance(formula, Not) else formula
    assert isinstance(atom, Atom)
    return _upper(dict(problem.subjects)[atom.predicate])


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
