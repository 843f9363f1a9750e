"""Orders and seatings told in English: who stands where along one scale or several, in a row or round a table."""

from __future__ import annotations

from orchestra_modules.logic.arrangements.orders.reading import read
from orchestra_modules.logic.arrangements.orders.solving import solve
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question
from orchestra_modules.solving.refusal import NotDone


def answer(question: Question) -> Finding:
    """Answer a question about an order; where the text has two readings, they must agree."""
    findings = [solve(puzzle) for puzzle in read(question)]
    if len({finding.value for finding in findings}) > 1:
        values = " or ".join(finding.value for finding in findings)
        raise NotDone(f"“between” may mean next to both or anywhere between; the answer is {values}")
    return findings[0]


__all__ = ["answer", "read"]
