"""How many of one sort there are after some are added and some taken away. Knows no English."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from pydantic import JsonValue

from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.refusal import Undefined


@dataclass(frozen=True)
class StockProblem:
    """The number at first and the changes in order, negative where some are taken."""

    noun: str
    first: int
    changes: tuple[int, ...]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def solve(problem: StockProblem) -> Finding:
    """The number in the end. Undefined if more are taken than there are."""
    number = problem.first
    steps = [f"at first: {number}"]
    for change in problem.changes:
        number += change
        if number < 0:
            raise Undefined(f"{-change} are taken where there are {number - change}")
        steps.append(f"{'added' if change >= 0 else 'taken'}: {abs(change)}, which makes {number}")
    added = sum(change for change in problem.changes if change > 0)
    taken = sum(-change for change in problem.changes if change < 0)
    verified = number + taken == problem.first + added
    check = "what is left and what was taken make what there was and what was added"
    text = f"There are {number} in the end ({problem.noun})."
    data: JsonValue = {"type": "integer", "value": number}
    return Finding(str(number), text, data, "adding up the changes", check, verified, steps=tuple(steps))
