"""Finding placements that meet every condition: domains as bit sets, narrowed until nothing follows, then a branch.

The first of two roads to every answer; `exhaustive` is the second. Knows no English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from orchestra_modules.logic.arrangements.formula import Count, Formula, Model, Offset, Place, holds
from orchestra_modules.logic.arrangements.problem import Problem
from orchestra_modules.solving.refusal import TooCostly

MAX_BRANCHES = 20_000
MAX_VARIABLES = 60
MAX_PLACES = 60


def find(problem: Problem, extra: Sequence[Formula] = ()) -> Model | None:
    """One placement that meets the conditions and the extra formulas, or none."""
    return next(models(problem, extra), None)


def models(problem: Problem, extra: Sequence[Formula] = ()) -> Iterator[Model]:
    """Every placement that meets the conditions and the extra formulas. TooCostly after so many branches."""
    if len(problem.names) > MAX_VARIABLES or any(block.size > MAX_PLACES for block in problem.blocks):
        raise TooCostly(f"more than {MAX_VARIABLES} things to place")
    formulas = [condition.formula for condition in problem.conditions] + list(extra)
    return _Search(problem, formulas).run()


class _Search:
    def __init__(self, problem: Problem, formulas: list[Formula]) -> None:
        self._problem = problem
        self._formulas = formulas
        self._size = max(block.size for block in problem.blocks)
        self._branches = 0

    def run(self) -> Iterator[Model]:
        domains = [0] * len(self._problem.names)
        for block in self._problem.blocks:
            for variable in block.variables:
                domains[variable] = (1 << block.size) - 1
        return self._branch(domains)

    def _branch(self, domains: list[int]) -> Iterator[Model]:
        self._branches += 1
        if self._branches > MAX_BRANCHES:
            raise TooCostly(f"more than {MAX_BRANCHES} cases to look at")
        if not self._narrow_all(domains):
            return
        open_variables = [v for v, domain in enumerate(domains) if domain & (domain - 1)]
        if not open_variables:
            model = tuple(domain.bit_length() - 1 for domain in domains)
            if all(holds(formula, model) for formula in self._formulas):
                yield model
            return
        variable = min(open_variables, key=lambda v: domains[v].bit_count())
        rest = domains[variable]
        while rest:
            lowest = rest & -rest
            rest ^= lowest
            yield from self._branch([*domains[:variable], lowest, *domains[variable + 1 :]])

    def _narrow_all(self, domains: list[int]) -> bool:
        while True:
            before = domains.copy()
            if not all(self._narrow(formula, True, domains) for formula in self._formulas):
                return False
            if not self._separate(domains):
                return False
            if domains == before:
                return True

    def _separate(self, domains: list[int]) -> bool:
        """No two variables of a distinct block share a place."""
        for block in self._problem.blocks:
            if not block.distinct:
                continue
            taken = 0
            for variable in block.variables:
                domain = domains[variable]
                if not domain & (domain - 1):
                    if taken & domain:
                        return False
                    taken |= domain
            once, often = 0, 0
            for variable in block.variables:
                domain = domains[variable]
                if domain & (domain - 1):
                    domain &= ~taken
                    domains[variable] = domain
                often |= once & domain
                once |= domain
            if once.bit_count() < len(block.variables):
                return False
            if len(block.variables) == block.size and (lone := once & ~often):
                for variable in block.variables:  # a place that only one variable can fill is its place
                    if domains[variable] & lone:
                        domains[variable] &= lone
            if not all(domains[variable] for variable in block.variables):
                return False
        return True

    def _narrow(self, formula: Formula, wanted: bool, domains: list[int]) -> bool:
        """Take from the domains what contradicts the formula; false if nothing is left."""
        if isinstance(formula, Place):
            places = _mask(formula.places)
            domains[formula.variable] &= places if wanted else ~places
            return domains[formula.variable] != 0
        if isinstance(formula, Offset):
            reach = _reach(formula.steps, self._size, wanted)
            first, second, kept, reached = domains[formula.first], domains[formula.second], 0, 0
            for place in _places(first):
                if reach[place] & second:
                    kept |= 1 << place
                    reached |= reach[place]
            domains[formula.first] = kept
            domains[formula.second] = second & reached
            return kept != 0 and domains[formula.second] != 0
        sure, unknown = 0, []
        for part in formula.parts:
            value = self._truth(part, domains)
            if value is None:
                unknown.append(part)
            elif value:
                sure += 1
        possible = [k for k in range(sure, sure + len(unknown) + 1) if (k in formula.numbers) is wanted]
        if not possible:
            return False
        if unknown and possible[-1] == sure:
            return all(self._narrow(part, False, domains) for part in unknown)
        if unknown and possible[0] == sure + len(unknown):
            return all(self._narrow(part, True, domains) for part in unknown)
        return True

    def _truth(self, formula: Formula, domains: list[int]) -> bool | None:
        """True or false where the domains already settle it."""
        if isinstance(formula, Place):
            domain, places = domains[formula.variable], _mask(formula.places)
            return None if domain & places and domain & ~places else bool(domain & places)
        if isinstance(formula, Offset):
            reach = _reach(formula.steps, self._size, True)
            second = domains[formula.second]
            some = every = False
            for index, place in enumerate(_places(domains[formula.first])):
                hit = reach[place] & second
                some = some or hit != 0
                every = (every or index == 0) and hit == second
                if some and not every:
                    return None
            return every
        return _settled(formula, [self._truth(part, domains) for part in formula.parts])


def _settled(formula: Count, values: list[bool | None]) -> bool | None:
    sure, unknown = values.count(True), values.count(None)
    fits = {k in formula.numbers for k in range(sure, sure + unknown + 1)}
    return fits.pop() if len(fits) == 1 else None


@lru_cache(maxsize=4096)
def _mask(places: frozenset[int]) -> int:
    return sum(1 << place for place in places)


@lru_cache(maxsize=4096)
def _reach(steps: frozenset[int], size: int, wanted: bool) -> tuple[int, ...]:
    """For every place of the first, the places the second may have."""
    everywhere = (1 << size) - 1
    rows = [sum(1 << place + step for step in steps if 0 <= place + step < size) for place in range(size)]
    return tuple(row if wanted else everywhere & ~row for row in rows)


def _places(domain: int) -> Iterator[int]:
    while domain:
        lowest = domain & -domain
        domain ^= lowest
        yield lowest.bit_length() - 1
