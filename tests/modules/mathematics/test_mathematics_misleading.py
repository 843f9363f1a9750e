"""Questions that look like others: a cancelled term, a word after a comma, a root told twice, degrees too late."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is x/x continuous at 0?", "False"),
        ("Is x^2 continuous at 3?", "True"),
        ("How many x-intercepts does sqrt(x)(x-1)(x+1) have?", "2"),
        ("How many x-intercepts does x^2/x have?", "0"),
        ("x-coordinate of the midpoint of (1,2) and (3,4)", "2"),
        ("Compute 0.5 + 0.25. Give your answer as a fraction.", "3/4"),
        ("How many positive integer divisors does 6 have?", "4"),
        ("sum of the coefficients of (x+1)^5", "32"),
    ],
)
def test_what_is_written_is_what_is_looked_at(text: str, expected: str) -> None:
    """And not what is left of it when it is simplified."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert solution.value == expected


@pytest.mark.parametrize(
    "text",
    [
        "What is the x-coordinate of the local minimum of x^3 - 3x?",
        "If x^2 + bx + c has roots 2 and 2, find b and c.",
        "How many local minima does sqrt(x^2) have?",
        "How many inflection points does cbrt(x) have?",
        r"\sin (90 - 30)^\circ",
        "How many solutions does e^x = -1 have over the complex numbers?",
        "(x^2 + y).subs([(x, y), (y, 2)])",
        "How many days are between March 1, 2024 and March 10, 2024, inclusive?",
        "What is the sum of the coefficients of ax^2+bx+c?",
        "What is the Laplace transform of t sin(3t) at s = 2?",
        "Solve y' = y, y(0) = 1 at x = 2.",
        "Compute 7/2. Express your answer as an integer.",
        "Convert 3 hours to minutes. Give your answer in radians.",
        "What is the sum of the squares of the two roots of x^3 - 6x^2 + 11x - 6 = 0?",
        "What is 3 + 4 not equal to?",
    ],
)
def test_what_would_be_left_out_is_declined(text: str) -> None:
    """Rather than answered without it."""
    assert isinstance(answer(text), Declined)
