"""Systems of linear equations over the rationals by elimination, with the standard library only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from orchestra_modules.mathematics.engines.polynomial import Polynomial


@dataclass(frozen=True)
class Eliminated:
    """What elimination shows: values of the unknowns that are settled, and whether the system contradicts itself."""

    values: dict[str, Fraction]
    contradictory: bool
    free: tuple[str, ...]


def is_linear(polynomial: Polynomial) -> bool:
    """Whether no term has a degree above 1."""
    return polynomial.degree() <= 1


def eliminate(polynomials: Sequence[Polynomial], unknowns: Sequence[str]) -> Eliminated:
    """Solve polynomials = 0, all of degree at most 1, by Gauss-Jordan elimination."""
    rows, pivots = _eliminated(polynomials, unknowns)
    contradictory = any(row[-1] and not any(row[:-1]) for row in rows)
    values = {
        unknowns[column]: rows[r][-1]
        for r, column in enumerate(pivots)
        if sum(1 for value in rows[r][:-1] if value) == 1
    }
    return Eliminated(values, contradictory, tuple(name for name in unknowns if name not in values))


def _eliminated(polynomials: Sequence[Polynomial], unknowns: Sequence[str]) -> tuple[list[list[Fraction]], list[int]]:
    rows = [
        [p.terms.get(((name, 1),), Fraction(0)) for name in unknowns] + [-p.terms.get((), Fraction(0))]
        for p in polynomials
    ]
    return echelon(rows, len(unknowns))


def echelon(rows: Sequence[Sequence[Fraction]], columns: int) -> tuple[list[list[Fraction]], list[int]]:
    """The reduced echelon form over the first columns, and the column of the pivot of each of its first rows."""
    table = [list(row) for row in rows]
    pivots: list[int] = []
    for column in range(columns):
        at = next((r for r in range(len(pivots), len(table)) if table[r][column]), None)
        if at is None:
            continue
        here = len(pivots)
        table[here], table[at] = table[at], table[here]
        table[here] = [value / table[here][column] for value in table[here]]
        for r, row in enumerate(table):
            if r != here and row[column]:
                table[r] = [value - row[column] * lead for value, lead in zip(row, table[here], strict=True)]
        pivots.append(column)
    return table, pivots


def reduced_rows(polynomials: Sequence[Polynomial], unknowns: Sequence[str]) -> list[list[Fraction]]:
    """The rows of the reduced echelon form that are not 0, each with its right-hand side last."""
    rows, _ = _eliminated(polynomials, unknowns)
    return [row for row in rows if any(row)]
