"""Small tables and what is asked of them: rows chosen, put in order, and a cell or "
"a figure taken. Knows no English text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

Value: TypeAlias = Fraction | str


@dataclass(frozen=True)
class Column:
    """A heading: its name in lower case, and the unit where one is given."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of equal length. `names` are the nouns, in the singular, for what a row describes."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    names: tuple[str, ...] = ()


class Relation(Enum):
    """How a cell stands to a value."""

    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    AT_LEAST = ">="
    MORE = ">"
    DIFFERENT = "<>"


class Figure(Enum):
    """One number made of many cells, or of many rows."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    LEAST = "least"
    MOST = "most"


class Order(Enum):
    """By what rows are put in order, beside a column."""

    GIVEN = "given"
    NAME_LENGTH = "length of the name"


@dataclass(frozen=True)
class Condition:
    """A cell of a row compared with a value."""

    column: int
    relation: Relation
    value: Value


@dataclass(frozen=True)
class Query:
    """Rows that fulfil all conditions of one of the alternatives; then a figure, one row by order and place, or all.

    `place` counts from 1, from the end if negative, 0 for all rows. `single` says that one row is expected.
    """

    column: int = 0
    where: tuple[tuple[Condition, ...], ...] = ((),)
    figure: Figure | None = None
    order: int | Order = Order.GIVEN
    descending: bool = False
    place: int = 0
    single: bool = False


@dataclass(frozen=True)
class Comparison:
    """Whether one cell is related to another, or by how much the first is greater."""

    first: Query
    second: Query
    relation: Relation | None


@dataclass(frozen=True)
class Shape:
    """The number of columns."""


@dataclass(frozen=True)
class TableProblem:
    """The table asked about, with all rows added and removed, and the question."""

    table: Table
    ask: Query | Comparison | Shape

    def as_json(self) -> dict[str, object]:
        return {"table": asdict(self.table), "ask": {type(self.ask).__name__: asdict(self.ask)}}
