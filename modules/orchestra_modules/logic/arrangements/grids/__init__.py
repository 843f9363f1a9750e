"""Logic grids: several kinds of things, each matched one to one with the others, as persons, houses, pets and days."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.grids.reading import read
from orchestra_modules.logic.arrangements.grids.solving import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about a grid."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
