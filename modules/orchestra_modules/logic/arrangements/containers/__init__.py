"""Things inside things: the ball in the box, the box moved to the kitchen, and who carries what where."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.containers.reading import read
from orchestra_modules.logic.arrangements.containers.tracing import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about where a thing is."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
