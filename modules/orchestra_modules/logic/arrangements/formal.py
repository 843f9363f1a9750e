"""Placement problems that come as JSON instead of a text.

    {"kind": "arrangements", "variables": ["ana", "ben"],
     "blocks": [{"variables": [0, 1], "places": 2, "distinct": true}],
     "conditions": [{"formula": {"first": "ana", "second": "ben", "steps": [1]}, "source": "Ana is before Ben"}],
     "task": "place", "variable": "ana"}

Places count from 0. A formula is {"variable", "places"}, {"first", "second", "steps"} (place of second less that of
first) or {"count": [formulas], "numbers"} (how many of them hold). Variables are told by name or by number. Without
blocks, all variables draw on as many places as there are variables, no two on the same.
Tasks: place (of a variable), model (any placement), count, must and could (with a formula).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.cases import Cases
from orchestra_modules.logic.arrangements.formula import Count, Formula, Offset, Place
from orchestra_modules.logic.arrangements.problem import Block, Condition, Problem
from orchestra_modules.logic.arrangements.search import MAX_PLACES, MAX_VARIABLES
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly

METHOD: Final = "search over the placements that meet every condition"
MAX_DEPTH: Final = 20
TASKS: Final = ("place", "model", "count", "must", "could")


@dataclass(frozen=True)
class Formal:
    """A problem, what is asked of it, and the variable or the formula that is asked about."""

    problem: Problem
    task: str
    variable: int = 0
    formula: Formula | None = None


def from_json(body: JsonValue) -> Formal:
    """The problem that a body states. NotUnderstood if it is not of the form above."""
    if not isinstance(body, dict):
        raise NotUnderstood("a formal problem is a JSON object")
    names = body.get("variables")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise NotUnderstood("'variables' is a list of names")
    if len(names) > MAX_VARIABLES:
        raise TooCostly(f"more than {MAX_VARIABLES} variables")
    told = tuple(str(name) for name in names)
    if len(set(told)) != len(told):
        raise NotUnderstood("two variables of the same name")
    reader = _Reader(told)
    conditions = []
    for index, each in enumerate(_list(body.get("conditions", []), "conditions")):
        if not isinstance(each, dict):
            raise NotUnderstood("a condition is an object with a 'formula'")
        source = each.get("source", f"condition {index + 1}")
        conditions.append(Condition(reader.formula(each.get("formula")), str(source)))
    problem = Problem(told, reader.blocks(body.get("blocks")), tuple(conditions))
    task = body.get("task")
    if task not in TASKS:
        raise NotUnderstood(f"'task' must be one of {', '.join(TASKS)}")
    variable = reader.variable(body.get("variable")) if task == "place" else 0
    formula = reader.formula(body.get("formula")) if task in ("must", "could") else None
    return Formal(problem, str(task), variable, formula)


def _list(value: JsonValue, key: str) -> list[JsonValue]:
    if not isinstance(value, list) or len(value) > 1_000:
        raise NotUnderstood(f"{key!r} is a list")
    return value


class _Reader:
    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def variable(self, value: JsonValue) -> int:
        """The number of a variable that is told by name or by number."""
        if isinstance(value, str) and value in self._names:
            return self._names.index(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(self._names):
            return value
        raise NotUnderstood(f"the variable {value!r}")

    def blocks(self, value: JsonValue) -> tuple[Block, ...]:
        """The blocks, which share out the variables."""
        if value is None:
            return (Block(tuple(range(len(self._names))), len(self._names)),)
        found = []
        for each in _list(value, "blocks"):
            if not isinstance(each, dict):
                raise NotUnderstood("a block is an object")
            size, distinct = each.get("places"), each.get("distinct", True)
            if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MAX_PLACES:
                raise NotUnderstood(f"'places' is a number from 1 to {MAX_PLACES}")
            if not isinstance(distinct, bool):
                raise NotUnderstood("'distinct' is true or false")
            variables = tuple(self.variable(one) for one in _list(each.get("variables"), "variables"))
            if not variables:
                raise NotUnderstood("a block without variables")
            found.append(Block(variables, size, distinct))
        if sorted(one for block in found for one in block.variables) != list(range(len(self._names))):
            raise NotUnderstood("every variable belongs to one block")
        return tuple(found)

    def formula(self, value: JsonValue, depth: int = 0) -> Formula:
        """A formula, with its parts."""
        if not isinstance(value, dict) or depth > MAX_DEPTH:
            raise NotUnderstood("a formula is an object, nested no deeper than 20")
        if "count" in value:
            parts = tuple(self.formula(part, depth + 1) for part in _list(value["count"], "count"))
            return Count(parts, self._numbers(value, "numbers"))
        if "first" in value:
            steps = self._numbers(value, "steps")
            return Offset(self.variable(value.get("first")), self.variable(value.get("second")), steps)
        return Place(self.variable(value.get("variable")), self._numbers(value, "places"))

    @staticmethod
    def _numbers(value: Mapping[str, JsonValue], key: str) -> frozenset[int]:
        listed = _list(value.get(key), key)
        numbers = [one for one in listed if isinstance(one, int) and not isinstance(one, bool)]
        if len(numbers) != len(listed) or any(abs(one) > 1_000 for one in numbers):
            raise NotUnderstood(f"{key!r} is a list of whole numbers")
        return frozenset(one for one in numbers if key != "places" or one >= 0)


def solve(formal: Formal) -> Finding:
    """Solve a formal problem, or say why not."""
    cases = Cases(formal.problem)
    names = formal.problem.names
    shown = "; ".join(f"{name}: {place}" for name, place in zip(names, cases.example, strict=True))
    steps = (f"a placement that meets every condition: {shown}",)
    if formal.task == "count":
        number, agrees, check = cases.count()
        data: JsonValue = {"type": "number", "value": number}
        return Finding(str(number), f"{number} placements.", data, METHOD, check, agrees, steps=steps)
    if formal.formula is not None:
        verdict = cases.verdict(formal.formula)
        answer = verdict.always if formal.task == "must" else not verdict.never
        verified, check = cases.recheck()
        text = "Yes." if answer else "No."
        return Finding(str(answer), text, {"type": "truth", "value": answer}, METHOD, check, verified, steps=steps)
    if formal.task == "place":
        place = cases.example[formal.variable]
        verdict = cases.verdict(Place(formal.variable, frozenset({place})))
        if verdict.failing is not None:
            other = verdict.failing[formal.variable]
            raise NotDone(f"the conditions do not settle the place of {names[formal.variable]}: {place} or {other}")
        verified, check = cases.recheck()
        text = f"{names[formal.variable]}: {place}."
        return Finding(str(place), text, {"type": "number", "value": place}, METHOD, check, verified, steps=steps)
    verified, check = cases.recheck()
    model: dict[str, JsonValue] = {**dict(zip(names, cases.example, strict=True))}
    return Finding(shown, f"{shown}.", {"type": "placement", "value": model}, METHOD, check, verified, steps=steps)
