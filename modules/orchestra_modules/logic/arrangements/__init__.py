"""Arrangements told in English or in formal terms.

orders      who stands where along a scale, in a row or round a table
amounts     ties and measured differences: as tall as, three years older than
grids       several lists matched one to one: persons, houses, pets, days
selections  which of several are chosen
liars       truth-tellers, liars and those who may do either
suspects    one of several did it, and so many tell the truth
states      things on or off, open or closed, held by someone, and a number that is altered
exchanges   things that change hands
containers  things inside things, and who carries them where
walks       steps and turns
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import JsonValue

from orchestra_modules.logic.notation import refuse_notation
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question

if TYPE_CHECKING:
    from orchestra_modules.logic.arrangements.formal import Formal

# The grammars are many: they are imported when the first text comes that could be theirs.


def read(question: Question) -> object:
    """The formal problem that a text tells, unsolved. NotUnderstood when no kind reads the whole text."""
    refuse_notation(question.stem)
    from orchestra_modules.logic.arrangements import answering

    return answering.read(question)


def answer(question: Question) -> Finding:
    """Answer a question about an arrangement. NotUnderstood when no kind reads the whole text."""
    refuse_notation(question.stem)
    from orchestra_modules.logic.arrangements import answering

    return answering.answer(question)


def from_json(body: JsonValue) -> Formal:
    """A formal problem from JSON."""
    from orchestra_modules.logic.arrangements import formal

    return formal.from_json(body)


def solve(problem: Formal) -> Finding:
    """Solve a formal problem."""
    from orchestra_modules.logic.arrangements import formal

    return formal.solve(problem)
