"""Equations in the notation of algebra systems: every usual shape of the call."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("solve(x^2 - 7*x + 12, x)", "3, 4"),
        ("Solve[{x + y == 9, x - y == 1}, {x, y}]", "x = 5, y = 4"),
        ("solve([x + y = 9, x - y = 1], [x, y])", "x = 5, y = 4"),
        ("linsolve([x + y - 9, x - y - 1], (x, y))", "x = 5, y = 4"),
        ("Solve[x^2 + 4 == 0, x, Reals]", "no solution"),
        ("solve(x^2 + 4 = 0, x, domain='real')", "no solution"),
        ("solveset(x^2 - 9, x, domain=Reals)", "-3, 3"),
        ("Reduce[x^2 > 9, x]", "(x < -3) | (x > 3)"),
        ("roots(x^2 - 5x + 4)", "1, 4"),
        ("NSolve[x^2 - 3 == 0, x]", "-1.7320508076, 1.7320508076"),
        ("FindRoot[Cos[x] == x, {x, 1}]", "0.7390851332"),
        ("Solve \\begin{cases} 2u - v = 4 \\\\ u + v = 5 \\end{cases}", "u = 3, v = 2"),
    ],
)
def test_calls_of_every_shape_are_understood(text: str, value: str) -> None:
    """The unknowns, the domain and the start may stand where those systems have them."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified
