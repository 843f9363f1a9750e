"""Things compared by amounts: ties, so many years older, twice as heavy where the amounts are told."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.amounts.reading import read
from orchestra_modules.logic.arrangements.amounts.solving import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about amounts compared."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
