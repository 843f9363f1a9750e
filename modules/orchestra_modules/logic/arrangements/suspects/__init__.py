"""Whodunits: one of several did it, each says something, and so many of them tell the truth."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.suspects.reading import read
from orchestra_modules.logic.arrangements.suspects.solving import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about who did it."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
