"""A placement problem: variables in blocks, the places each block has, and the conditions on them.

Orders, seatings, schedules and truth-tellers are all such problems. Knows no English and no search.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from pydantic import JsonValue

from orchestra_modules.logic.arrangements.formula import Formula, as_json


@dataclass(frozen=True)
class Block:
    """Variables that draw on the same places; no two share one where `distinct`."""

    variables: tuple[int, ...]
    size: int
    distinct: bool = True

    @property
    def cases(self) -> int:
        """The number of ways to place the variables, conditions aside."""
        if self.distinct:
            return math.perm(self.size, len(self.variables))
        return int(self.size ** len(self.variables))


@dataclass(frozen=True)
class Condition:
    """A formula with the words that it came from."""

    formula: Formula
    source: str


@dataclass(frozen=True)
class Problem:
    """Variables are numbered 0, 1, ... through all blocks."""

    names: tuple[str, ...]
    blocks: tuple[Block, ...]
    conditions: tuple[Condition, ...]

    @property
    def cases(self) -> int:
        """The number of placements, conditions aside."""
        return math.prod(block.cases for block in self.blocks)

    def without(self, source: Condition) -> Problem:
        """The same problem less one condition."""
        kept = tuple(condition for condition in self.conditions if condition is not source)
        return Problem(self.names, self.blocks, kept)

    def as_json(self) -> JsonValue:
        """The problem as plain data."""
        return {
            "variables": [*self.names],
            "blocks": [{"variables": [*b.variables], "places": b.size, "distinct": b.distinct} for b in self.blocks],
            "conditions": [{"formula": as_json(c.formula), "source": c.source} for c in self.conditions],
        }
