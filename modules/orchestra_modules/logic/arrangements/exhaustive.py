"""The second road: every placement there is, tried against every condition at once; Z3 where they are too many.

Shares nothing with `search` but the formulas. Knows no English.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from orchestra_modules.logic.arrangements.formula import Formula, Offset, Place
from orchestra_modules.logic.arrangements.problem import Block, Problem
from orchestra_modules.solving.refusal import TooCostly

MAX_ROWS: Final = 400_000
Z3_MILLISECONDS: Final = 4_000
Z3_STEPS: Final = 40_000_000
Z3_MEGABYTES: Final = 1_024

Rows = npt.NDArray[np.int8]
Truths = npt.NDArray[np.bool_]


class Road(Protocol):
    """A way to tell whether a formula can hold together with the conditions."""

    name: str

    def possible(self, formula: Formula | None, wanted: bool = True) -> bool:
        """Whether some placement meets the conditions and the formula is as wanted."""
        ...


def road(problem: Problem) -> Road:
    """The table of all placements where it is small enough, Z3 where it is not."""
    return Table(problem) if problem.cases <= MAX_ROWS else Z3(problem)


class Table:
    """All placements, those that break a condition struck out."""

    def __init__(self, problem: Problem) -> None:
        self._rows = _rows(problem)
        for condition in problem.conditions:
            self._rows = self._rows[_truths(condition.formula, self._rows)]
        self.name = f"all {problem.cases} placements tried one by one, {len(self._rows)} of them meet the statements"

    @property
    def count(self) -> int:
        """How many placements meet the conditions."""
        return len(self._rows)

    def possible(self, formula: Formula | None, wanted: bool = True) -> bool:
        """Whether some placement meets the conditions and the formula is as wanted."""
        if formula is None:
            return len(self._rows) > 0
        return bool((_truths(formula, self._rows) == wanted).any())


def _rows(problem: Problem) -> Rows:
    columns = np.zeros((problem.cases, len(problem.names)), dtype=np.int8)
    repeat = 1
    for block in problem.blocks:
        rows = _block_rows(block.size, len(block.variables), block.distinct)
        tiled = np.tile(np.repeat(rows, repeat, axis=0), (problem.cases // (repeat * len(rows)), 1))
        columns[:, list(block.variables)] = tiled
        repeat *= len(rows)
    return columns


@lru_cache(maxsize=8)
def _block_rows(size: int, length: int, distinct: bool) -> Rows:
    placements: Iterable[tuple[int, ...]]
    if distinct:
        placements = itertools.permutations(range(size), length)
    else:
        placements = itertools.product(range(size), repeat=length)
    count = Block(tuple(range(length)), size, distinct).cases
    flat = np.fromiter(itertools.chain.from_iterable(placements), dtype=np.int8, count=count * length)
    return flat.reshape(count, length)


def _truths(formula: Formula, rows: Rows) -> Truths:
    if isinstance(formula, Place):
        return np.isin(rows[:, formula.variable], list(formula.places))
    if isinstance(formula, Offset):
        return np.isin(rows[:, formula.second] - rows[:, formula.first], list(formula.steps))
    held = np.zeros(len(rows), dtype=np.int16)
    for part in formula.parts:
        held += _truths(part, rows)
    return np.isin(held, list(formula.numbers))


def limited(z3: Any) -> Any:
    """A solver of Z3 with bounds on its time, its steps and its memory."""
    solver = z3.Solver()
    solver.set(timeout=Z3_MILLISECONDS, rlimit=Z3_STEPS, max_memory=Z3_MEGABYTES)
    return solver


class Z3:
    """The problem told to Z3, asked once for every formula."""

    def __init__(self, problem: Problem) -> None:
        import z3

        self.name = "Z3, told the same statements, agrees"
        self._z3: Any = z3
        self._variables = [z3.Int(f"v{index}") for index in range(len(problem.names))]
        self._solver: Any = limited(z3)
        for block in problem.blocks:
            mine = [self._variables[index] for index in block.variables]
            self._solver.add(*(z3.And(variable >= 0, variable < block.size) for variable in mine))
            if block.distinct and len(mine) > 1:
                self._solver.add(z3.Distinct(*mine))
        self._solver.add(*(self._told(condition.formula) for condition in problem.conditions))

    def possible(self, formula: Formula | None, wanted: bool = True) -> bool:
        """Whether some placement meets the conditions and the formula is as wanted."""
        asked = [] if formula is None else [self._told(formula) if wanted else self._z3.Not(self._told(formula))]
        result = self._solver.check(*asked)
        if result == self._z3.unknown:
            raise TooCostly("Z3 found no answer within its time")
        return bool(result == self._z3.sat)

    def _told(self, formula: Formula) -> Any:
        if isinstance(formula, Place):
            return self._among(self._variables[formula.variable], sorted(formula.places))
        if isinstance(formula, Offset):
            difference = self._variables[formula.second] - self._variables[formula.first]
            return self._among(difference, sorted(formula.steps))
        held = self._z3.Sum(*(self._z3.If(self._told(part), 1, 0) for part in formula.parts))
        return self._among(held, sorted(formula.numbers))

    def _among(self, term: Any, values: Sequence[int]) -> Any:
        return self._z3.Or(*(term == value for value in values))
