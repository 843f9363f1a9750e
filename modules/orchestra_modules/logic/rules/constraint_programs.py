"""Programs of constraints under headings: Domain, Variables, Constraints, Query.

    Domain:
    1: first
    3: last
    Variables:
    ann [IN] [1, 2, 3]
    Constraints:
    ann < bea
    AllDifferentConstraint([ann, bea, cy])
    Query:
    A) ann == 1

Whole numbers, sums and differences, comparisons. An option is right if it holds in every solution.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from orchestra_modules.logic.rules.program_text import Line, Tokens, refuse, sections
from orchestra_modules.solving.refusal import NotDone, TooCostly
from orchestra_modules.solving.regex import regex

HEADINGS: Final = ("Domain", "Variables", "Constraints", "Query")
MOST_NODES: Final = 200_000
_SIGNS: Final = regex(r"\[IN\]|[<>=!]=|[<>]|[^\W\d]\w*|\d{1,9}|[-+()\[\],:]")
_COMPARISONS: Final[dict[str, Callable[[int, int], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Sum:
    """Variables with their factors, and a number."""

    factors: tuple[tuple[str, int], ...]
    number: int


@dataclass(frozen=True)
class Comparison:
    """Two sums compared."""

    left: Sum
    sign: str
    right: Sum
    text: str


@dataclass(frozen=True)
class AllDifferent:
    """No two of the variables are equal."""

    names: tuple[str, ...]
    text: str


Constraint = Comparison | AllDifferent


@dataclass(frozen=True)
class ConstraintProgram:
    """Variables with their values, constraints, and what is asked, each with the label of its option."""

    variables: tuple[tuple[str, tuple[int, ...]], ...]
    constraints: tuple[Constraint, ...]
    asked: tuple[tuple[str, Comparison], ...]


def read(program: str) -> ConstraintProgram:
    """The program, or a refusal that names line and column."""
    parts = sections(program, HEADINGS)
    variables: dict[str, tuple[int, ...]] = {}
    for line in parts["Variables"]:
        tokens = Tokens(line, _SIGNS)
        name = tokens.next()
        if not name.text.isidentifier() or name.text in variables:
            raise refuse(f"a new variable is expected, not '{name.text}'", name.line, name.column)
        tokens.expect("[IN]")
        variables[name.text] = tuple(int(text) for text in _list(tokens, number=True))
        tokens.end()
    constraints = tuple(_constraint(line, variables) for line in parts["Constraints"])
    asked = tuple((line.label, _comparison(line, variables)) for line in parts["Query"])
    if not asked:
        raise refuse("the query is missing", len(program.split("\n")), 1)
    return ConstraintProgram(tuple(variables.items()), constraints, asked)


def _list(tokens: Tokens, number: bool) -> list[str]:
    tokens.expect("[")
    found: list[str] = []
    while not found or tokens.accept(","):
        token = tokens.next()
        if token.text.isdigit() is not number:
            raise refuse(f"'{token.text}' is not expected in this list", token.line, token.column)
        found.append(token.text)
    tokens.expect("]")
    return found


def _constraint(line: Line, variables: dict[str, tuple[int, ...]]) -> Constraint:
    tokens = Tokens(line, _SIGNS)
    if not tokens.accept("AllDifferentConstraint"):
        return _comparison(line, variables)
    tokens.expect("(")
    start = tokens.found[tokens.place] if tokens.peek() else tokens.next()
    names = _list(tokens, number=False)
    tokens.expect(")")
    tokens.end()
    for name in names:
        if name not in variables:
            raise refuse(f"'{name}' is not a variable", start.line, start.column)
    return AllDifferent(tuple(names), line.comment or line.text.strip())


def _comparison(line: Line, variables: dict[str, tuple[int, ...]]) -> Comparison:
    tokens = Tokens(line, _SIGNS)
    left = _sum(tokens, variables)
    sign = tokens.next()
    if sign.text not in _COMPARISONS:
        raise refuse(f"a comparison is expected, not '{sign.text}'", sign.line, sign.column)
    right = _sum(tokens, variables)
    tokens.end()
    return Comparison(left, sign.text, right, line.comment or line.text.strip())


def _sum(tokens: Tokens, variables: dict[str, tuple[int, ...]]) -> Sum:
    factors: dict[str, int] = {}
    number, sign = 0, 1
    if tokens.accept("-"):
        sign = -1
    while True:
        token = tokens.next()
        if token.text.isdigit():
            number += sign * int(token.text)
        elif token.text in variables:
            factors[token.text] = factors.get(token.text, 0) + sign
        else:
            raise refuse(f"'{token.text}' is not a variable", token.line, token.column)
        if tokens.peek() not in ("+", "-"):
            return Sum(tuple(factors.items()), number)
        sign = 1 if tokens.next().text == "+" else -1


def value(total: Sum, values: dict[str, int]) -> int:
    """What a sum comes to."""
    return total.number + sum(factor * values[name] for name, factor in total.factors)


def satisfied(constraint: Constraint, values: dict[str, int]) -> bool:
    """Whether a constraint holds of values."""
    if isinstance(constraint, AllDifferent):
        return len({values[name] for name in constraint.names}) == len(constraint.names)
    return _COMPARISONS[constraint.sign](value(constraint.left, values), value(constraint.right, values))


def _names(constraint: Constraint) -> set[str]:
    if isinstance(constraint, AllDifferent):
        return set(constraint.names)
    return {name for name, _ in (*constraint.left.factors, *constraint.right.factors)}


def solutions(program: ConstraintProgram) -> Iterator[dict[str, int]]:
    """Every solution, by depth-first search that checks each constraint once its variables have values."""
    order = [name for name, _ in program.variables]
    place = {name: index for index, name in enumerate(order)}
    due: list[list[Constraint]] = [[] for _ in order]
    for constraint in program.constraints:
        if isinstance(constraint, AllDifferent):
            for i, a in enumerate(constraint.names):  # pair by pair, so that a clash shows early
                for b in constraint.names[i + 1 :]:
                    due[max(place[a], place[b])].append(AllDifferent((a, b), constraint.text))
        elif names := _names(constraint):
            due[max(place[name] for name in names)].append(constraint)
        elif not satisfied(constraint, {}):
            return
    nodes = 0
    values: dict[str, int] = {}

    def visit(depth: int) -> Iterator[dict[str, int]]:
        nonlocal nodes
        if depth == len(order):
            yield dict(values)
            return
        for number in program.variables[depth][1]:
            nodes += 1
            if nodes > MOST_NODES:
                raise TooCostly(f"more than {MOST_NODES} cases")
            values[order[depth]] = number
            if all(satisfied(constraint, values) for constraint in due[depth]):
                yield from visit(depth + 1)
            del values[order[depth]]

    yield from visit(0)


def proved(program: ConstraintProgram, asked: Comparison) -> bool | None:
    """Whether Z3 shows that what is asked holds in every solution; none if it gives up."""
    import z3

    solver = z3.Solver()
    solver.set("timeout", 1500)
    solver.set("rlimit", 20_000_000)
    solver.set("max_memory", 500)
    names: dict[str, Any] = {name: z3.Int(name) for name, _ in program.variables}

    def total(part: Sum) -> Any:
        return z3.Sum([z3.IntVal(part.number), *(factor * names[name] for name, factor in part.factors)])

    def says(constraint: Constraint) -> Any:
        if isinstance(constraint, AllDifferent):
            return z3.Distinct(*(names[name] for name in constraint.names))
        left, right = total(constraint.left), total(constraint.right)
        compare: Callable[[Any, Any], Any] = _COMPARISONS[constraint.sign]
        return compare(left, right)

    for name, numbers in program.variables:
        solver.add(z3.Or([names[name] == number for number in numbers]))
    for constraint in program.constraints:
        solver.add(says(constraint))
    solver.add(z3.Not(says(asked)))
    result = solver.check()
    return None if result == z3.unknown else bool(result == z3.unsat)


def clash(program: ConstraintProgram) -> tuple[str, ...]:
    """The texts of a smallest set of constraints without a solution."""
    kept = list(program.constraints)
    for constraint in program.constraints:
        fewer = [other for other in kept if other is not constraint]
        if next(solutions(ConstraintProgram(program.variables, tuple(fewer), ())), None) is None:
            kept = fewer
    return tuple(constraint.text for constraint in kept)


def settle(program: ConstraintProgram) -> tuple[int, list[bool | None], dict[str, int]]:
    """How many solutions there are, of each thing asked whether it holds in all (true), none (false) or some (none).

    The third part is a solution.
    """
    total, hits = 0, [0] * len(program.asked)
    first: dict[str, int] = {}
    for solution in solutions(program):
        first = first or solution
        total += 1
        for index, (_, asked) in enumerate(program.asked):
            hits[index] += satisfied(asked, solution)
    if not total:
        raise NotDone(f"the constraints contradict each other: {'; '.join(clash(program))}")
    return total, [True if hit == total else False if hit == 0 else None for hit in hits], first
