"""Numbers told of in sentences, found from the linear equations that the sentences make."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Final

from pydantic import JsonValue

from orchestra_modules.mathematics import number_stories  # noqa: F401  (enters the kind of argument "number_story")
from orchestra_modules.mathematics.arithmetic import NotRational, evaluate
from orchestra_modules.mathematics.digits import number_text
from orchestra_modules.mathematics.finding import Finding, number_data
from orchestra_modules.mathematics.operation import operation
from orchestra_modules.mathematics.syntax import (
    Listing,
    Node,
    Number,
    Relation,
    Request,
    has_decimal,
    names,
    show_relation,
    substitute,
)
from orchestra_modules.solving.refusal import NotDone, Undefined

if TYPE_CHECKING:
    from orchestra_modules.mathematics.work import Work

_CHECK: Final = "check: put into every sentence, the numbers make it true"


@operation("number_story", requests=("{question:number_story}",), plain=("question",))
def number_story(work: Work, question: Node) -> Finding:
    """A text about numbers, read as a whole."""
    assert isinstance(question, Request)
    return work.find(question)


@operation("numbers_told", plain=("relations", "asked", "kind"))
def numbers_told(work: Work, relations: Node, asked: Node, kind: Node) -> Finding:
    """The numbers of which the relations hold."""
    given = [relation for relation in work.items(relations) if isinstance(relation, Relation)]
    unknowns = sorted({name for relation in given for name in names(relation)} | set(names(asked)))
    values = _solved(given, unknowns)
    told = work.text(kind)
    whole = told.endswith("consecutive")
    parity = {"odd": 1, "even": 0}.get(told.split()[0])
    for value in values.values() if whole else ():
        if value.denominator != 1 or (parity is not None and value % 2 != parity):
            raise Undefined(f"there are no {told} integers of which this is true")
    if told == "ordered pair" and values["a"] < values["b"]:
        raise Undefined("the number called larger would be the smaller one")
    found = [_at(node, values) for node in work.items(asked)]
    verified = all(_at(relation.left, values) == _at(relation.right, values) for relation in given)
    decimal = any(has_decimal(relation) for relation in given)
    if len(found) > 1:
        found.sort()
    shown = ", ".join(number_text(value, decimal) for value in found)
    for relation in given:
        work.note(f"an equation: {show_relation(relation)}")
    text = f"The number is {shown}." if len(found) == 1 else f"The numbers are {shown}."
    if len(found) == 1:
        return Finding(
            shown, text, number_data(found[0]), "linear equations", _CHECK, verified, node=Number(found[0], decimal)
        )
    node = Listing(tuple(Number(value, decimal) for value in found))
    data: JsonValue = {"type": "list", "items": [number_data(value) for value in found]}
    return Finding(shown, text, data, "linear equations", _CHECK, verified, node=node)


def _at(node: Node, values: dict[str, Fraction]) -> Fraction:
    try:
        return evaluate(substitute(node, {name: Number(value) for name, value in values.items()}))
    except NotRational as error:
        raise NotDone("only linear relations between numbers are worked out here") from error


def _solved(given: list[Relation], unknowns: list[str]) -> dict[str, Fraction]:
    """The one solution of linear equations. NotDone where they are not linear, or leave more than one."""
    rows: list[list[Fraction]] = []
    for relation in given:
        constant = _gap(relation, dict.fromkeys(unknowns, Fraction(0)))
        row = []
        for name in unknowns:
            row.append(_gap(relation, dict.fromkeys(unknowns, Fraction(0)) | {name: Fraction(1)}) - constant)
        for point in product((Fraction(2), Fraction(-3)), repeat=len(unknowns)):
            told = sum((a * x for a, x in zip(row, point, strict=True)), constant)
            if _gap(relation, dict(zip(unknowns, point, strict=True))) != told:
                raise NotDone("only linear relations between numbers are worked out here")
        rows.append([*row, -constant])
    for column in range(len(unknowns)):
        pivot = next((i for i in range(column, len(rows)) if rows[i][column]), None)
        if pivot is None:
            raise NotDone("what is said leaves more than one possibility")
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for i, row in enumerate(rows):
            if i != column and row[column]:
                rows[i] = [value - row[column] * other for value, other in zip(row, rows[column], strict=True)]
    if any(row[-1] for row in rows[len(unknowns) :]):
        raise Undefined("what is said of the numbers cannot all be true")
    return {name: rows[i][-1] for i, name in enumerate(unknowns)}


def _gap(relation: Relation, values: dict[str, Fraction]) -> Fraction:
    return _at(relation.left, values) - _at(relation.right, values)
