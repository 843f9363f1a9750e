"""States that change: what is on or off, open or closed, who holds what, a number that is altered."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.states.reading import read
from orchestra_modules.logic.arrangements.states.tracing import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about how something is in the end."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
