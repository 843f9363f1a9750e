"""Logic programs with lists, numbers and cuts answered: resolution depth first, then breadth first as a check."""

from __future__ import annotations

from itertools import islice

from pydantic import JsonValue

from orchestra_modules.logic.rules import prolog_again
from orchestra_modules.logic.rules.prolog_search import DepthFirst
from orchestra_modules.logic.rules.prolog_terms import CONS, Compound, Term, Variable, variables, write
from orchestra_modules.logic.rules.prolog_text import PrologProgram
from orchestra_modules.solving.finding import CONFIDENT, Finding
from orchestra_modules.solving.refusal import NotDone, TooCostly

MOST_ANSWERS = 1_000
#: as the method of `programs`: what cannot be shown is false
_METHOD = "depth-first resolution; what is not derived is false"
_ONE_ROAD = 0.9


def solve(program: PrologProgram) -> Finding:
    """The answers to the query."""
    ways = DepthFirst(program).answers(program.query, program.variables)
    found = list(dict.fromkeys(islice(ways, MOST_ANSWERS + 1 if program.variables else 1)))
    if len(found) > MOST_ANSWERS:
        raise TooCostly(f"more than {MOST_ANSWERS} answers")
    if any(variables(term) for row in found for term in row):
        raise NotDone("an answer leaves a variable without a value")
    verified, check = _checked(program, found)
    confidence = CONFIDENT if verified else _ONE_ROAD
    if not program.variables:
        word, told = str(bool(found)), "follows" if found else "does not follow, so it is false"
        data: JsonValue = {"type": "truth", "value": bool(found)}
        return Finding(word, f"{word}: the query {told}.", data, _METHOD, check, verified, confidence)
    value = _told(program.variables, found) or "none"
    text = f"The query holds of: {value}." if found else "The query holds of nothing: none."
    cells = [[write(term) for term in row] for row in found]
    data = {"type": "list", "values": [row[0] if len(row) == 1 else list[JsonValue](row) for row in cells]}
    return Finding(value, text, data, _METHOD, check, verified, confidence)


def _told(asked: tuple[Variable, ...], found: list[tuple[Term, ...]]) -> str:
    if len(asked) > 1:
        rows = (", ".join(f"{v.name} = {write(cell)}" for v, cell in zip(asked, row, strict=True)) for row in found)
        return "; ".join(rows)
    lists = any(isinstance(row[0], Compound) and row[0].name == CONS for row in found)
    return ("; " if lists else ", ").join(write(row[0]) for row in found)


def _checked(program: PrologProgram, found: list[tuple[Term, ...]]) -> tuple[bool | None, str]:
    if program.cuts:
        return None, "not checked: a cut ties the answers to one order of search"
    again = prolog_again.answers(program)
    if again is None:
        return None, "not checked: the search is too large for the second road"
    if again != frozenset(found):
        raise NotDone("two ways to search the program disagree")
    return True, "checked: a breadth-first search with substitutions written out finds the same"
