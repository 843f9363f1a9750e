"""Showing with Z3 that something cannot be: exact rational numbers, and a limit on time, steps and memory."""

from __future__ import annotations

from fractions import Fraction

import z3

_TIMEOUT_MS = 2_000
_STEPS = 5_000_000
_MEMORY_MB = 500


def limited() -> z3.Solver:
    """A solver that gives up at its limits."""
    solver = z3.Solver()
    solver.set("timeout", _TIMEOUT_MS, "rlimit", _STEPS, "max_memory", _MEMORY_MB)
    return solver


def exact(value: Fraction) -> z3.RatNumRef:
    """A rational number as it is."""
    return z3.RatVal(value.numerator, value.denominator)


def refuted(solver: z3.Solver) -> bool | None:
    """Whether what was asserted cannot be; none where the solver gave up."""
    result = solver.check()
    return None if result == z3.unknown else bool(result == z3.unsat)
