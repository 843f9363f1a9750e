"""Truth-tellers and liars: people who always or never tell the truth, and what they say of one another."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.liars.reading import read
from orchestra_modules.logic.arrangements.liars.solving import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about who tells the truth."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
