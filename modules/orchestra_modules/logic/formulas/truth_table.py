"""Truth tables of propositional formulas: a formula's column is one integer with a bit for each row.

Row r gives the i-th of n letters the value that bit n-1-i of r does not have: in the first row all letters are true.
Knows no solver; it is the road by which the solver's answers are checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from orchestra_modules.logic.formulas.limits import MAX_PRINTED_ROWS, MAX_TABLE_ATOMS
from orchestra_modules.logic.formulas.syntax import Atom, Binary, Constant, Formula, Not, letters, show
from orchestra_modules.solving.refusal import NotDone, TooCostly


@dataclass(frozen=True)
class Table:
    """The columns of formulas over common letters."""

    letters: tuple[str, ...]
    formulas: tuple[Formula, ...]
    columns: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return 1 << len(self.letters)

    def assignment(self, row: int) -> dict[str, bool]:
        """The values of the letters in a row."""
        size = len(self.letters)
        return {name: not row >> (size - 1 - i) & 1 for i, name in enumerate(self.letters)}

    def true_in(self, column: int, row: int) -> bool:
        """The value of a formula in a row."""
        return bool(self.columns[column] >> row & 1)

    def lines(self) -> Iterator[str]:
        """The table as text."""
        if self.rows > MAX_PRINTED_ROWS:
            raise TooCostly(f"the table has {self.rows} rows, more than {MAX_PRINTED_ROWS}")
        heads = [*self.letters, *map(show, self.formulas)]
        yield " | ".join(heads)
        yield "-|-".join("-" * len(head) for head in heads)
        for row in range(self.rows):
            cells = [*self.assignment(row).values(), *(self.true_in(i, row) for i in range(len(self.columns)))]
            yield " | ".join(("T" if cell else "F").center(len(head)) for cell, head in zip(cells, heads, strict=True))


def table(*formulas: Formula, over: tuple[str, ...] | None = None) -> Table:
    """The table of formulas, over their own letters unless others are given."""
    names = over if over is not None else tuple(sorted(letters(*formulas)))
    if len(names) > MAX_TABLE_ATOMS:
        raise TooCostly(f"a truth table of {len(names)} letters, more than {MAX_TABLE_ATOMS}")
    everywhere = (1 << (1 << len(names))) - 1
    columns = {name: _letter(len(names) - 1 - i, len(names)) for i, name in enumerate(names)}
    return Table(names, formulas, tuple(_column(formula, columns, everywhere) for formula in formulas))


def _letter(bit: int, size: int) -> int:
    """The column of a letter: runs of 2^bit rows, true and false in turn."""
    pattern, width = (1 << (1 << bit)) - 1, 2 << bit
    while width < 1 << size:
        pattern |= pattern << width
        width *= 2
    return pattern


def _column(formula: Formula, columns: dict[str, int], everywhere: int) -> int:
    match formula:
        case Constant(value):
            return everywhere if value else 0
        case Atom(name, ()):
            return columns[name]
        case Not(body):
            return everywhere & ~_column(body, columns, everywhere)
        case Binary(operator, one, two):
            left, right = _column(one, columns, everywhere), _column(two, columns, everywhere)
            match operator:
                case "and":
                    return left & right
                case "or":
                    return left | right
                case "xor":
                    return left ^ right
                case "implies":
                    return (everywhere & ~left) | right
                case "iff":
                    return everywhere & ~(left ^ right)
    raise NotDone("a truth table of a formula with quantifiers")
