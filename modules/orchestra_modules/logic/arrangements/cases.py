"""What holds in every placement, in some, in none: found by search, and found again by the second road.

Knows no English.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from orchestra_modules.logic.arrangements.exhaustive import Road, Table, road
from orchestra_modules.logic.arrangements.formula import Formula, Model, holds, negation
from orchestra_modules.logic.arrangements.problem import Condition, Problem
from orchestra_modules.logic.arrangements.search import find, models
from orchestra_modules.solving.refusal import NotDone, TooCostly

MAX_COUNT = 10_000


@dataclass(frozen=True)
class Verdict:
    """A placement in which the formula holds and one in which it fails, where there are such."""

    holding: Model | None
    failing: Model | None

    @property
    def always(self) -> bool:
        """The formula holds in every placement."""
        return self.failing is None

    @property
    def never(self) -> bool:
        """The formula holds in no placement."""
        return self.holding is None


class Cases:
    """The placements that meet the conditions of a problem, asked one formula at a time."""

    def __init__(self, problem: Problem) -> None:
        first = find(problem)
        if first is None:
            core = contradiction(problem)
            told = " ".join(f"“{condition.source}”" for condition in core)
            raise NotDone(f"the statements contradict each other; these cannot all be true: {told}")
        self.problem = problem
        self._seen = [first]
        self._asked: dict[Formula, Verdict] = {}

    @property
    def example(self) -> Model:
        """One placement."""
        return self._seen[0]

    def verdict(self, formula: Formula) -> Verdict:
        """Whether a formula holds always, never or sometimes."""
        if formula not in self._asked:
            holding = next((model for model in self._seen if holds(formula, model)), None) or self._find(formula)
            against = negation(formula)
            failing = next((model for model in self._seen if holds(against, model)), None) or self._find(against)
            self._asked[formula] = Verdict(holding, failing)
        return self._asked[formula]

    def _find(self, formula: Formula) -> Model | None:
        model = find(self.problem, [formula])
        if model is not None:
            self._seen.append(model)
        return model

    def count(self) -> tuple[int, bool, str]:
        """How many placements there are, whether the second road agrees, and its words."""
        found = sum(1 for _ in itertools.islice(models(self.problem), MAX_COUNT + 1))
        if found > MAX_COUNT:
            raise TooCostly(f"more than {MAX_COUNT} arrangements to count")
        table = road(self.problem)
        if not isinstance(table, Table):
            raise TooCostly("too many arrangements to count twice")
        return found, table.count == found, f"checked: {table.name}"

    def recheck(self) -> tuple[bool, str]:
        """Whether the second road gives the same verdict on every formula asked, and its words."""
        other = road(self.problem)
        agrees = other.possible(None) and all(self._agrees(other, *asked) for asked in self._asked.items())
        return agrees, f"checked: {other.name}"

    def _agrees(self, other: Road, formula: Formula, verdict: Verdict) -> bool:
        return other.possible(formula) is not verdict.never and other.possible(formula, False) is not verdict.always


def contradiction(problem: Problem) -> tuple[Condition, ...]:
    """A part of the conditions that cannot hold together, none of which can be left out."""
    for condition in problem.conditions:
        if find(smaller := problem.without(condition)) is None:
            problem = smaller
    return problem.conditions
