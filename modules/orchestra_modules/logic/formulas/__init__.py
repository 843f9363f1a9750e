"""Formulas: propositional and first-order logic in the notations in use, and scripts in SMT-LIB 2.

A question becomes a typed problem (`read`), which is decided by Z3 and checked by another road (`solve`). Told stories
and rules in plain English are not of this kind.
"""

from __future__ import annotations

from orchestra_modules.logic.formulas.formal import from_json
from orchestra_modules.logic.formulas.problems import Problem
from orchestra_modules.logic.formulas.reading import read
from orchestra_modules.solving.finding import Finding
from orchestra_modules.solving.options import Question

__all__ = ["answer", "from_json", "read", "solve"]


def answer(question: Question) -> Finding:
    """Read and solve."""
    return solve(read(question))


def solve(problem: Problem) -> Finding:
    """Solve what was read."""
    from orchestra_modules.logic.formulas import solving

    return solving.solve(problem)
