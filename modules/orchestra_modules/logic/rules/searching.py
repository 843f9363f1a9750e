"""Of which things named something holds: each is tried. Knows no words but names."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.rules.formulas import Const, Formula, atoms, substitute
from orchestra_modules.logic.rules.problem import Asking, Problem, Statement
from orchestra_modules.logic.rules.settling import MEANT, settle
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.refusal import NotDone, TooCostly

MOST_THINGS: Final = 40


def search(problem: Problem) -> Finding:
    """All things named of which the claim holds."""
    variable = problem.variable
    assert variable is not None
    things = [thing for thing in problem.named if thing not in _inside(problem.claim.formula)]
    if not things:
        raise NotDone("nothing is named that it could hold of")
    if len(things) > MOST_THINGS:
        raise TooCostly(f"more than {MOST_THINGS} things")
    found: list[Const] = []
    steps: list[str] = []
    verified = True
    readings: set[str] = set()
    checks: list[str] = []
    for thing in things:
        claim = Statement(f"{thing.name}: {problem.claim.text}", substitute(problem.claim.formula, {variable: thing}))
        answer = settle(replace(problem, claim=claim, asking=Asking.TRUTH))
        readings.add(answer.reading)
        checks += [answer.check] if answer.check and answer.check not in checks else []
        verified = verified and answer.verified is True
        if answer.value:
            found.append(thing)
            steps += [*answer.steps, *answer.notes]
    if len(readings) > 1:
        raise NotDone(
            f"of some things it is settled in the {' reading, of others in the '.join(sorted(readings))} reading"
        )
    reading = readings.pop()
    check = "; ".join(checks)
    names = [_written(thing) for thing in found]
    value = ", ".join(names) or "none"
    text = f"It provably holds of: {value}." if found else "None: it can be shown of nothing named."
    data: JsonValue = {"type": "list", "values": list[JsonValue](names)}
    told = (MEANT[reading], *problem.notes, *steps)
    return Finding(value, text, data, f"{reading} reading", check, verified or None, CONFIDENT, told)


def _inside(formula: Formula) -> set[Const]:
    return {arg for atom in atoms(formula) for arg in atom.args[1:] if isinstance(arg, Const)}


def _written(thing: Const) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in thing.name.split())
