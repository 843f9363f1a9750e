"""Walks told in steps and turns: where one ends, how far from the start, and facing which way."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.walks.reading import read
from orchestra_modules.logic.arrangements.walks.walking import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question


def answer(question: Question) -> Finding:
    """Answer a question about a walk."""
    return solve(read(question), question.options)


__all__ = ["answer", "read"]
