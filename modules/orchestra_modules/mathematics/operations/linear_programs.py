"""The greatest and least values of a linear expression in several unknowns under linear conditions."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from orchestra_modules.mathematics.engines.linear import echelon
from orchestra_modules.mathematics.engines.polynomial import Polynomial, as_polynomial
from orchestra_modules.mathematics.finding import CONFIDENT, Finding, number_data
from orchestra_modules.mathematics.language import slots
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import Listing, Negative, Node, Number, Relation, Sum, names, show
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, TooCostly, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.language.reader import Reader

_MAX_CORNERS: Final = 3_000
_CONDITIONS: Final = (
    "(subject to|such that|given that|given|under|with|where|if|when) [the] [(constraint|constraints|condition|"
    "conditions|restrictions)] [that] [:] {conditions:joint_conditions}"
)
_KIND: Final = (
    "(maximum {kind=maximum}|minimum {kind=minimum}|greatest {kind=maximum}|largest {kind=maximum}|least {kind=minimum}"
    "|smallest {kind=minimum})"
)

#: the coefficients of the unknowns in order; what they make is at most, or exactly, the bound
Row = tuple[tuple[Fraction, ...], Fraction]


@slots.kind("joint_conditions")
def _joint_conditions(reader: Reader, slot: Slot) -> Iterator[Node]:
    """Relations that tie several unknowns; bounds of one alone belong to a question about one."""
    found = reader.relations()
    if len(names(found)) < 2:
        raise NotUnderstood("conditions on several unknowns were expected")
    yield found


@operation(
    "linear_program",
    nouns=(f"{_KIND} [possible] [value] [of] {{objective}} [,] {_CONDITIONS}",),
    requests=(
        "(maximize {kind=maximum}|maximise {kind=maximum}|minimize {kind=minimum}|minimise {kind=minimum}) "
        f"[the] [objective] [function] {{objective:relation_or_value}} [,|.] {_CONDITIONS}",
    ),
    plain=("objective",),
)
def linear_program(work: Work, objective: Node, conditions: Node, kind: Node) -> Finding:
    """The optimum of a linear expression over a region bounded by linear conditions, found at its corners."""
    wanted = work.text(kind)
    aim = objective.right if isinstance(objective, Relation) and objective.sign == "=" else objective
    relations = work.items(conditions)
    letters = tuple(dict.fromkeys((*names(aim), *names(Listing(tuple(relations))))))
    if len(letters) < 2 or not names(aim):
        raise NotUnderstood("an expression in several unknowns was expected")
    if any(letter in work.definitions for letter in letters) or work.problem.constraints:
        raise NotDone("the text says more of the unknowns than the conditions do")
    if any(domain.kind not in ("number", "real") for domain in work.problem.domains.values()):
        raise NotDone("linear programs in whole numbers are not done here")
    below, equal = _rows(relations, letters)
    goal, constant = _linear(aim, letters)
    below += tuple((_negated(unit), Fraction(0)) for unit in _signed(work, letters))
    corners = list(_corners(below, equal, len(letters)))
    best = _best(corners, goal, wanted)
    value = None if best is None else _product(goal, best) + constant
    verified = _no_better(below, equal, goal, wanted, None if value is None else value - constant, letters)
    if best is None or value is None:
        raise NotDone("the region has no corners")
    places = [corner for corner in dict.fromkeys(corners) if _product(goal, corner) + constant == value]
    where = " or ".join(_place(letters, corner) for corner in places)
    return Finding(
        str(value),
        f"the {wanted} of {show(aim)} = {value}, at {where}",
        number_data(value),
        "the corners of the region compared",
        "check: no point of the region does better (Z3)",
        verified,
        CONFIDENT,
        tuple(f"corner {_place(letters, c)}: {_product(goal, c) + constant}" for c in dict.fromkeys(corners)),
        node=Number(value),
    )


def _signed(work: Work, letters: Sequence[str]) -> Iterator[tuple[Fraction, ...]]:
    """For each unknown that the text says is not negative, the row that is 1 there."""
    for place, letter in enumerate(letters):
        domain = work.problem.domains.get(letter)
        if domain is None or not domain.sign:
            continue
        if domain.sign != "nonnegative":
            raise NotDone(f"that {letter} is {domain.sign} leaves the edge of the region open")
        yield tuple(Fraction(i == place) for i in range(len(letters)))


def _rows(relations: Sequence[Node], letters: Sequence[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The conditions as rows: those that are at most a bound, and those that are equal to one."""
    below: list[Row] = []
    equal: list[Row] = []
    for relation in relations:
        if not isinstance(relation, Relation) or relation.sign not in ("<=", ">=", "="):
            raise NotDone("a strict condition leaves the edge of the region open, so there may be no optimum")
        row, constant = _linear(Sum((relation.left, Negative(relation.right))), letters)
        if relation.sign == ">=":
            row, constant = _negated(row), -constant
        (equal if relation.sign == "=" else below).append((row, -constant))
    return tuple(below), tuple(equal)


def _linear(node: Node, letters: Sequence[str]) -> tuple[tuple[Fraction, ...], Fraction]:
    form: Polynomial | None = as_polynomial(node)
    if form is None or any(sum(power for _, power in monomial) > 1 for monomial in form.terms):
        raise NotDone(f"this is done for linear expressions, not for {show(node)[:60]}")
    row = tuple(form.terms.get(((letter, 1),), Fraction(0)) for letter in letters)
    return row, form.terms.get((), Fraction(0))


def _negated(row: Sequence[Fraction]) -> tuple[Fraction, ...]:
    return tuple(-value for value in row)


def _product(row: Sequence[Fraction], point: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(row, point, strict=True)), Fraction(0))


def _corners(below: Sequence[Row], equal: Sequence[Row], size: int) -> Iterator[tuple[Fraction, ...]]:
    """The points of the region at which as many conditions hold exactly as there are unknowns."""
    free = size - len(equal)
    if free < 0 or math.comb(len(below), free) > _MAX_CORNERS:
        raise TooCostly(f"more than {_MAX_CORNERS} corners would be tried")
    for chosen in itertools.combinations(below, free):
        point = _crossing((*equal, *chosen), size)
        if point is not None and all(_product(row, point) <= bound for row, bound in below):
            yield point


def _crossing(rows: Sequence[Row], size: int) -> tuple[Fraction, ...] | None:
    """The one point at which as many rows as there are unknowns are equal to their bounds, or none."""
    reduced, pivots = echelon([[*row, bound] for row, bound in rows], size)
    return tuple(row[-1] for row in reduced) if len(pivots) == size else None


def _best(
    corners: Sequence[tuple[Fraction, ...]], goal: Sequence[Fraction], wanted: str
) -> tuple[Fraction, ...] | None:
    if not corners:
        return None
    return (max if wanted == "maximum" else min)(corners, key=lambda corner: _product(goal, corner))


def _no_better(
    below: Sequence[Row],
    equal: Sequence[Row],
    goal: Sequence[Fraction],
    wanted: str,
    value: Fraction | None,
    letters: Sequence[str],
) -> bool | None:
    """Whether no point of the region does better than a value. Undefined where there is no region or no optimum."""
    import z3

    from orchestra_modules.mathematics.engines.refutation import exact, limited, refuted

    unknowns = [z3.Real(letter) for letter in letters]

    def made(row: Sequence[Fraction]) -> z3.ArithRef:
        return z3.Sum([exact(a) * unknown for a, unknown in zip(row, unknowns, strict=True)])

    solver = limited()
    solver.add(*(made(row) <= exact(bound) for row, bound in below))
    solver.add(*(made(row) == exact(bound) for row, bound in equal))
    empty = refuted(solver)
    if empty:
        raise Undefined("no point satisfies the conditions")
    if value is None or empty is None:
        return None
    solver.add(made(goal) > exact(value) if wanted == "maximum" else made(goal) < exact(value))
    best = refuted(solver)
    if best is False:
        raise Undefined(f"there is no {wanted}: the region has no bound in that direction")
    return best


def _place(letters: Sequence[str], point: Sequence[Fraction]) -> str:
    return ", ".join(f"{letter} = {value}" for letter, value in zip(letters, point, strict=True))
