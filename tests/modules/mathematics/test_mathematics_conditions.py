"""Equations and expressions with what is said of their letters: kinds of numbers, bounds, values ruled out."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("solve x^3 = 27 over R", "3"),
        ("solve x^2 = 3 over Q", "no solution"),
        ("z^2 = -9, solve for complex z", "-3*I, 3*I"),
        ("z^2 = -9, solve for real z", "no solution"),
        ("solve 3x < 10 for positive integers x", "1, 2, 3"),
        ("solve x^2 = 25 for positive integers x", "5"),
        ("Solve x^2 - 5x = 0 where x is not zero.", "5"),
        ("Solve x^2 - 5x = 0 where x is not 5.", "0"),
        ("Solve (x-3)(x+1) = 0, x a natural number.", "3"),
        ("x is a positive integer less than 3 and x^2 - 4x + 3 = 0. Find x.", "1"),
        ("Solve x^2 = 16 given x is an integer other than -4", "4"),
        ("Solve x^2 = 16 for real x > 0", "4"),
        ("Solve x^2 = 4 for x not equal to 2", "-2"),
        ("Simplify |x| for x < 0", "-x"),
        ("Simplify |x - 3| given x > 4", "x - 3"),
        ("simplify sqrt(x^2) for negative x", "-x"),
        ("Simplify |x| + |x - 1| for 0 < x < 1", "1"),
        ("Simplify (x^2 - 9)/(x - 3), x not equal to 3", "x + 3"),
        ("Simplify (-1)^(2n + 1) for integer n", "-1"),
        ("Expand sin(2x)", "2*sin(x)*cos(x)"),
        ("expand cos(a + b)", "-sin(a)*sin(b) + cos(a)*cos(b)"),
    ],
)
def test_conditions_settle_the_answer(text: str, value: str) -> None:
    """Every condition is used, and the result is checked."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        "Solve x^2 - 3x = 0 where x is not 0 or 3.",
        "Solve x^2 - 3x = 0 where x is not prime.",
        "Solve (x-2)(x+3) = 0, x not a natural number.",
        "Simplify |x - 3| given x > 2",
        "Simplify |x*y| for x > 0",
        "Simplify cos(2 pi n) for integer n",
        "Expand cos(2x)",
    ],
)
def test_conditions_that_do_not_settle_it_are_declined(text: str) -> None:
    """Nothing said is left out of account."""
    assert isinstance(answer(text), Declined)
