"""Answering queries over a table in Python, and once more in SQL on an in-memory database. Knows no English.

Numbers are exact: cells are fractions, and whole numbers after scaling in the database.
"""

from __future__ import annotations

import sqlite3
from fractions import Fraction
from math import lcm
from typing import Final

from pydantic import JsonValue

from orchestra_modules.logic.inventories.tables import (
    Comparison,
    Condition,
    Figure,
    Order,
    Query,
    Relation,
    Shape,
    Table,
    TableProblem,
    Value,
)
from orchestra_modules.solving.finding import Finding, truth
from orchestra_modules.solving.refusal import NotUnderstood, Undefined

_METHOD: Final = "filter, order and fold"
_CHECK: Final = "the same query was put to an SQL database that holds the table"
_BIGGEST: Final = 2**60


def solve(problem: TableProblem) -> Finding:
    """The finding. Undefined if no row, or several rows where one is meant, fulfil the conditions."""
    data = Data(problem.table)
    match problem.ask:
        case Shape():
            count = len(problem.table.columns)
            verified = all(len(row) == count for row in problem.table.rows)
            text = f"There are {count} columns."
            return Finding(str(count), text, _integer(count), "counting", "every row has as many cells", verified)
        case Comparison(first, second, relation):
            return _compare(data, first, second, relation)
        case Query():
            return _query(data, problem.ask)


def _integer(value: int) -> JsonValue:
    return {"type": "integer", "value": value}


def _query(data: Data, query: Query) -> Finding:
    values = data.run(query)
    verified = data.run_sql(query) == values
    shown = [plain(value) for value in values]
    value = ", ".join(shown)
    column = data.table.columns[query.column]
    if query.figure is Figure.COUNT:
        text = f"There are {value}." if value != "1" else "There is 1."
    elif query.figure is not None:
        text = f"The {query.figure.value} of {column.name} is {value}{' ' + column.unit if column.unit else ''}."
    else:
        text = f"{column.name.capitalize()}: {value}{' ' + column.unit if column.unit else ''}."
    kept = [row[0] for row in data.rows if data.holds(row, query.where)]
    steps = (f"rows that fulfil the conditions: {', '.join(plain(each) for each in kept[:20]) or 'none'}",)
    one: JsonValue = {"type": "string", "value": value}
    several: JsonValue = {"type": "list", "value": [*shown]}
    return Finding(value, text, one if len(shown) == 1 else several, _METHOD, _CHECK, verified, steps=steps)


def _compare(data: Data, first: Query, second: Query, relation: Relation | None) -> Finding:
    a, b = data.run(first)[0], data.run(second)[0]
    again = data.run_sql(first)[0], data.run_sql(second)[0]
    if isinstance(a, str) or isinstance(b, str):
        raise NotUnderstood("only numbers are compared")
    text = f"{plain(a)} against {plain(b)}."
    if relation is None:
        value = plain(abs(a - b))
        return Finding(
            value, f"The difference is {value}.", {"type": "string", "value": value}, _METHOD, _CHECK, again == (a, b)
        )
    return truth(_related(a, relation, b), text, _METHOD, _CHECK, again == (a, b))


def plain(value: Value) -> str:
    """A value as a person writes it: 12, 2.5, 10/3, or the words of the cell."""
    if isinstance(value, str):
        return value
    if value.denominator == 1:
        return str(value.numerator)
    places = next((n for n in range(1, 13) if 10**n % value.denominator == 0), 0)
    if not places:
        return f"{value.numerator}/{value.denominator}"
    whole = abs(value.numerator) * (10**places // value.denominator)
    return f"{'-' if value < 0 else ''}{whole // 10**places}.{whole % 10**places:0{places}d}"


def number(cell: str) -> Fraction | None:
    """The number in a cell, without signs of money and per cent; or none."""
    text = cell.replace("\u2212", "-").strip().strip("$\u20ac\u00a3%")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    whole, _, rest = digits.partition(".")
    if (
        len(digits) > 15
        or not whole.isascii()
        or not whole.isdigit()
        or (rest and not (rest.isascii() and rest.isdigit()))
    ):
        return None
    return Fraction(f"{sign}{digits.rstrip('.')}")


class Data:
    """A table with its cells as values: a column is of numbers if all its cells are."""

    def __init__(self, table: Table) -> None:
        self.table = table
        columns = list(zip(*table.rows, strict=True)) if table.rows else [()] * len(table.columns)
        cells: list[tuple[Value, ...]] = []
        for column in columns:
            numbers = [number(cell) for cell in column]
            exact = tuple(each for each in numbers if each is not None)
            cells.append(exact if len(exact) == len(column) else tuple(column))
        self.rows: list[tuple[Value, ...]] = list(zip(*cells, strict=True)) if table.rows else []

    def holds(self, row: tuple[Value, ...], where: tuple[tuple[Condition, ...], ...]) -> bool:
        """Whether a row fulfils all conditions of one alternative."""
        return any(all(_related(row[each.column], each.relation, each.value) for each in group) for group in where)

    def run(self, query: Query) -> tuple[Value, ...]:
        """The values that a query yields. Undefined if there is none, or more than one where one is meant."""
        rows = [row for row in self.rows if self.holds(row, query.where)]
        if query.figure is Figure.COUNT:
            return (Fraction(len(rows)),)
        if not rows:
            raise Undefined("no row fulfils the conditions")
        if query.figure is not None:
            return (_figure(query.figure, [row[query.column] for row in rows]),)
        if query.place:
            return (self._placed(rows, query)[query.column],)
        if query.single and len(rows) > 1:
            raise Undefined(f"{len(rows)} rows fulfil the conditions: {', '.join(plain(row[0]) for row in rows)}")
        if query.order is not Order.GIVEN:
            keys = [_key(row, query.order) for row in rows]
            if len(set(keys)) < len(keys):
                raise Undefined("several rows are equal there, so that the order is not settled")
            rows = [rows[i] for i in sorted(range(len(rows)), key=keys.__getitem__, reverse=query.descending)]
        return tuple(row[query.column] for row in rows)

    def _placed(self, rows: list[tuple[Value, ...]], query: Query) -> tuple[Value, ...]:
        if abs(query.place) > len(rows):
            raise Undefined(f"there are {len(rows)} rows, so there is no number {abs(query.place)}")
        at = query.place - 1 if query.place > 0 else query.place
        if query.order is Order.GIVEN:
            return rows[at]
        keys = [_key(row, query.order) for row in rows]
        chosen = sorted(range(len(rows)), key=keys.__getitem__, reverse=query.descending)[at]
        if query.column != query.order and keys.count(keys[chosen]) > 1:
            raise Undefined(f"several rows are equal there; {plain(rows[chosen][0])} is one of them")
        return rows[chosen]

    def run_sql(self, query: Query) -> tuple[Value, ...]:
        """The same values from a database. Columns are named by number and values are bound, never written in."""
        scales = [self._scale(i, query) for i in range(len(self.table.columns))]
        names = [f"c{i}" for i in range(len(scales))]
        clauses, bound = [], []
        for group in query.where:
            parts = ["1"]
            for each in group:
                parts.append(f"{names[each.column]} {each.relation.value} ?")
                bound.append(_stored(each.value, scales[each.column]))
            clauses.append(f"({' AND '.join(parts)})")
        where = " OR ".join(clauses)
        if isinstance(query.order, Order):
            order = "n" if query.order is Order.GIVEN else "length(c0)"
        else:
            order = f"{names[query.order]} COLLATE NOCASE"
        direction = "DESC" if query.descending != (query.place < 0) else "ASC"
        with sqlite3.connect(":memory:") as base:
            base.execute(f"CREATE TABLE t (n INTEGER, {', '.join(names)})")
            marks = ", ".join("?" * (len(names) + 1))
            stored = [
                [i, *(_stored(v, s) for v, s in zip(row, scales, strict=True))] for i, row in enumerate(self.rows)
            ]
            base.executemany(f"INSERT INTO t VALUES ({marks})", stored)
            found = base.execute(
                f"SELECT {names[query.column]} FROM t WHERE {where} ORDER BY {order} {direction}", bound
            ).fetchall()
            if query.figure is not None:
                column = names[query.column]
                sums = base.execute(
                    f"SELECT COUNT(*), SUM({column}), MIN({column}), MAX({column}) FROM t WHERE {where}", bound
                ).fetchone()
        base.close()
        scale = scales[query.column]
        back = [Fraction(cell, scale) if isinstance(cell, int) else str(cell) for (cell,) in found]
        if query.figure is None:
            return tuple(back[abs(query.place) - 1 : abs(query.place)] if query.place else back)
        count, total, least, most = sums
        match query.figure:
            case Figure.COUNT:
                return (Fraction(count),)
            case Figure.SUM:
                return (Fraction(total, scale),)
            case Figure.MEAN:
                return (Fraction(total, scale * count),)
            case Figure.LEAST:
                return (Fraction(least, scale),)
            case Figure.MOST:
                return (Fraction(most, scale),)
            case Figure.MEDIAN:
                numbers = sorted(each for each in back if not isinstance(each, str))
                return ((numbers[(count - 1) // 2] + numbers[count // 2]) / 2,)

    def _scale(self, column: int, query: Query) -> int:
        """What makes every number of a column whole."""
        values = [row[column] for row in self.rows]
        values += [each.value for group in query.where for each in group if each.column == column]
        scale = lcm(*(value.denominator for value in values if isinstance(value, Fraction)))
        if any(isinstance(value, Fraction) and abs(value) * scale * len(values) > _BIGGEST for value in values):
            raise Undefined("the numbers of the table are too long to be checked")
        return scale


def _stored(value: Value, scale: int) -> int | str:
    return value if isinstance(value, str) else int(value * scale)


def _key(row: tuple[Value, ...], order: int | Order) -> tuple[Fraction, str]:
    """What a row is put in order by: a number, or words without case. A column holds one kind of value only."""
    value = row[0] if isinstance(order, Order) else row[order]
    if order is Order.NAME_LENGTH:
        return Fraction(len(plain(value))), ""
    return (Fraction(0), value.casefold()) if isinstance(value, str) else (value, "")


def _related(a: Value, relation: Relation, b: Value) -> bool:
    if isinstance(a, str) or isinstance(b, str):
        if relation not in (Relation.EQUAL, Relation.DIFFERENT) or type(a) is not type(b):
            raise NotUnderstood(f"{plain(a)} and {plain(b)} cannot be compared")
        return (a == b) == (relation is Relation.EQUAL)
    match relation:
        case Relation.LESS:
            return a < b
        case Relation.AT_MOST:
            return a <= b
        case Relation.EQUAL:
            return a == b
        case Relation.AT_LEAST:
            return a >= b
        case Relation.MORE:
            return a > b
        case Relation.DIFFERENT:
            return a != b


def _figure(figure: Figure, values: list[Value]) -> Fraction:
    numbers = [each for each in values if isinstance(each, Fraction)]
    if len(numbers) != len(values):
        raise NotUnderstood("the column does not hold numbers")
    match figure:
        case Figure.SUM:
            return sum(numbers, Fraction(0))
        case Figure.MEAN:
            return sum(numbers, Fraction(0)) / len(numbers)
        case Figure.LEAST:
            return min(numbers)
        case Figure.MOST:
            return max(numbers)
        case Figure.MEDIAN:
            ranked = sorted(numbers)
            return (ranked[(len(ranked) - 1) // 2] + ranked[len(ranked) // 2]) / 2
        case Figure.COUNT:
            return Fraction(len(numbers))
