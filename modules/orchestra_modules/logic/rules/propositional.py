"""Satisfiability of clauses over numbered atoms: search with unit propagation (DPLL). Knows no formulas."""

from __future__ import annotations

from typing import Final

from orchestra_modules.solving.refusal import TooCostly

MOST_BRANCHES: Final = 3_000
MOST_PROPAGATED: Final = 1_000_000


class Search:
    """Clauses are lists of non-zero numbers, a negative number denying its atom."""

    def __init__(self, clauses: list[list[int]]) -> None:
        self.clauses = [sorted(set(clause)) for clause in clauses]
        self.where: dict[int, list[int]] = {}
        for index, clause in enumerate(self.clauses):
            for literal in clause:
                self.where.setdefault(literal, []).append(index)
        self.value: dict[int, bool] = {}
        self.trail: list[int] = []
        self.branches = 0
        self.work = 0

    def model(self) -> dict[int, bool] | None:
        """Values that satisfy every clause, or none. Atoms that do not matter are left out."""
        if any(not clause for clause in self.clauses):
            return None
        units = [clause[0] for clause in self.clauses if len(clause) == 1]
        if not self._assign(units):
            return None
        return self._search()

    def _search(self) -> dict[int, bool] | None:
        decisions: list[tuple[int, int]] = []  # length of the trail before, literal tried first
        while True:
            literal = self._choose()
            if literal is None:
                return dict(self.value)
            self.branches += 1
            if self.branches > MOST_BRANCHES:
                raise TooCostly(f"more than {MOST_BRANCHES} cases")
            decisions.append((len(self.trail), literal))
            alive = self._assign([literal])
            while not alive:
                if not decisions:
                    return None
                length, tried = decisions.pop()
                self._undo(length)
                alive = self._assign([-tried])

    def _choose(self) -> int | None:
        """A literal of the first clause that nothing satisfies yet; denials first, for small models."""
        for clause in self.clauses:
            if not any(self._holds(literal) for literal in clause):
                return min(literal for literal in clause if abs(literal) not in self.value)
        return None

    def _holds(self, literal: int) -> bool:
        return self.value.get(abs(literal)) is (literal > 0)

    def _assign(self, literals: list[int]) -> bool:
        """Set literals and all that they force; false on a clash."""
        queue = list(literals)
        while queue:
            literal = queue.pop()
            known = self.value.get(abs(literal))
            if known is not None:
                if known is not (literal > 0):
                    return False
                continue
            self.value[abs(literal)] = literal > 0
            self.trail.append(abs(literal))
            for index in self.where.get(-literal, ()):
                clause = self.clauses[index]
                self.work += len(clause)
                if self.work > MOST_PROPAGATED:
                    raise TooCostly(f"more than {MOST_PROPAGATED} propagations")
                if any(self._holds(other) for other in clause):
                    continue
                free = [other for other in clause if abs(other) not in self.value]
                if not free:
                    return False
                if len(free) == 1:
                    queue.append(free[0])
        return True

    def _undo(self, length: int) -> None:
        while len(self.trail) > length:
            del self.value[self.trail.pop()]
