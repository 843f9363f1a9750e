"""Words of a question that name a cell of a column of words: "in team A", "live in Rome", "are not red".

A cell is known by its own words, which must stand in one column only unless the column is named beside it. Verbs go
with the columns that they speak of; a verb that is not listed is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from orchestra_modules.logic.inventories.dimensions import named_column
from orchestra_modules.logic.inventories.tables import Condition, Figure, Order, Query, Relation, Table
from orchestra_modules.logic.inventories.tables_solving import number
from orchestra_modules.solving.refusal import NotUnderstood
from orchestra_modules.solving.regex import regex

_PLACE_LIST: Final = """
city town village country state residence home location address place
"""
_PLACES: Final = frozenset(_PLACE_LIST.split())
#: verb -> the columns whose cells can follow it
_VERBS: Final[dict[str, frozenset[str]]] = {
    "live": _PLACES,
    "reside": _PLACES,
    "work": frozenset(("department", "company", "office", "team", "branch", "employer", "division", "section")),
    "play": frozenset(("sport", "game", "instrument", "team", "position", "club")),
    "study": frozenset(("subject", "course", "major", "field")),
    "speak": frozenset(("language",)),
}
_BEFORE: Final = regex(
    r"(?:(?:that|which|who) )?"
    r"(?:(?P<be>is|are|was|were|being) |(?:do |does )?(?P<not1>not )?(?P<verb>live|reside|work|play|study|speak)s? )?"
    r"(?P<not2>not )?(?:(?P<at>in|on|at|from|of|for|with) )?(?:(?:the|a|an) )?(?P<column>[a-z][a-z ]*? )?"
)
_SORTED: Final = regex(
    r"(?:list|sort|order|rank|arrange|put|give|show)(?: me)?(?: all)?(?: of)? (?:the )?(?:names|#|rows|them)"
    r"(?: in order)?"
    r"(?: of| by)(?: their| the)? (?P<column>[a-z ]+?)"
    r"(?:,? ?\(?(?:from )?(?P<first>[a-z]+) (?:first|to (?P<last>[a-z]+))\)?"
    r"|,? (?:in )?(?P<way>descending|ascending|decreasing|increasing)(?: order)?)"
)
_DOWN: Final = frozenset(("highest", "largest", "biggest", "greatest", "most", "high", "descending", "decreasing"))
_UP: Final = frozenset(("lowest", "smallest", "least", "low", "ascending", "increasing"))


def cell_condition(said: str, table: Table) -> Condition | None:
    """The condition that words state of a column of words; none if they end in no cell of one."""
    ends = [
        (column, cell)
        for column in range(1, len(table.columns))
        if not all(number(row[column]) is not None for row in table.rows)
        for cell in dict.fromkeys(row[column] for row in table.rows)
        if f" {said}".endswith(f" {cell.casefold()}")
    ]
    if not ends:
        return None
    longest = max(len(cell) for _, cell in ends)
    found = [_stated(said, column, cell, table) for column, cell in ends if len(cell) == longest]
    fitting = [each for each in found if each is not None]
    if len({each.column for each in fitting}) > 1:
        raise NotUnderstood(f"it is not clear which column {said!r} speaks of")
    return fitting[0] if len(fitting) == 1 else None


def _stated(said: str, column: int, cell: str, table: Table) -> Condition | None:
    match = _BEFORE.fullmatch(said[: len(said) - len(cell)])
    if match is None or not (match["be"] or match["at"] or match["verb"]):
        return None
    name = table.columns[column].name
    if match["verb"] and name not in _VERBS[match["verb"]]:
        return None
    if match["column"] and named_column(table.columns, match["column"].strip()) != column:
        return None
    if match["not1"] and match["not2"]:
        return None
    return Condition(column, Relation.DIFFERENT if match["not1"] or match["not2"] else Relation.EQUAL, cell)


def parted(said: str, table: Table) -> tuple[str, Condition] | None:
    """A question, and the condition on a cell that its end states: "who is the oldest | in team A"."""
    for match in reversed(list(re.finditer(r" (?=(?:of|in|on|from|at) )", said))):
        if (condition := cell_condition(said[match.end() :], table)) is not None:
            return said[: match.start()], condition
    return None


def narrowed(query: Query, condition: Condition) -> Query:
    """The query over the rows that fulfil one condition more."""
    if (query.order is Order.GIVEN and query.place) or query.figure is Figure.COUNT:
        raise NotUnderstood("it is not clear whether places count before or after the choice")
    return replace(query, where=tuple((*group, condition) for group in query.where))


def ordering(said: str, table: Table) -> Query | None:
    """All names in the order of a column: "list the names by score, highest first"."""
    match = _SORTED.fullmatch(said)
    if match is None:
        return None
    column = named_column(table.columns, match["column"].strip())
    way = match["first"] or match["way"]
    if column is None or way not in _DOWN | _UP or (match["last"] and match["last"] not in _DOWN | _UP):
        return None
    if any(number(row[column]) is None for row in table.rows):
        return None
    return Query(order=column, descending=way in _DOWN)
