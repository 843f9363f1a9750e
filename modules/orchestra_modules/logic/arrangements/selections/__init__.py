"""Selections: which of several are chosen, under conditions on who goes with whom."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.selections.reading import read
from orchestra_modules.logic.arrangements.selections.solving import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about a selection."""
    return solve(read(question))


__all__ = ["answer", "read"]
