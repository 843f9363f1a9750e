"""Things that change hands: who has what at first, a series of swaps, gifts and moves, and who has what at the end."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.exchanges.reading import read
from orchestra_modules.logic.arrangements.exchanges.tracing import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about where things are after they changed hands."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
