"""The numbers a text gives to letters, apart from what else it says: "y = x^3" and the point "x = 2".

A derivative is taken before such numbers are put in. Knows problems, and no derivative.
"""

from __future__ import annotations

from dataclasses import replace

from orchestra_modules.mathematics.problem import Problem
from orchestra_modules.mathematics.syntax import Listing, Name, Node, Relation, names, substitute


def point_of(problem: Problem) -> dict[str, Node]:
    """The letters that the text settles as numbers, with the numbers."""
    told = {d.name: d.body for d in problem.definitions if not d.parameters and not names(d.body)}
    for group in problem.constraints:
        told |= dict(filter(None, map(_number_given, group.items)))
    return told


def without(problem: Problem, point: dict[str, Node]) -> Problem:
    """The problem before those numbers are given."""
    groups = (tuple(part for part in group.items if _number_given(part) is None) for group in problem.constraints)
    return replace(
        problem,
        definitions=tuple(d for d in problem.definitions if d.parameters or d.name not in point),
        constraints=tuple(Listing(group) for group in groups if group),
    )


def stated_at(problem: Problem, point: dict[str, Node]) -> tuple[Relation, ...]:
    """What the text states of letters that all have numbers, with the numbers put in."""
    stated = [part for group in without(problem, point).constraints for part in group.items]
    stated += [Relation("=", Name(d.name), d.body) for d in problem.definitions if not d.parameters and names(d.body)]
    return tuple(
        Relation(part.sign, substitute(part.left, point), substitute(part.right, point))
        for part in stated
        if isinstance(part, Relation) and set(names(part)) <= set(point)
    )


def _number_given(part: Node) -> tuple[str, Node] | None:
    """The letter and the number, if the statement is that the one is the other."""
    if not isinstance(part, Relation) or part.sign != "=" or not isinstance(part.left, Name) or names(part.right):
        return None
    return part.left.name, part.right
