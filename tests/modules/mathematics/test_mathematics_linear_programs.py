"""Optima of linear expressions under linear conditions: at corners, confirmed by Z3, or declined with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("maximize 3x + 2y subject to x + y <= 4, x >= 0, y >= 0", "12"),
        ("Minimize z = 2x + 3y subject to x + y >= 4, x >= 1, y >= 0", "8"),
        ("maximize 5x + 4y subject to 6x + 4y <= 24, x + 2y <= 6, x, y >= 0", "21"),
        (r"Minimise $3x + 4y$ subject to $x + y \ge 2$, $x \ge 0$, $y \ge 0$.", "6"),
        ("Maximize x subject to x + y <= 4 and y >= 1", "3"),
    ],
)
def test_a_linear_program_is_solved_and_proved(text: str, value: str) -> None:
    """No point of the region does better."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert (solution.value, solution.verified) == (value, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("maximize x + y subject to x >= 0, y >= 0", "no bound in that direction"),
        ("maximize x + y subject to x <= 1, y <= 1, x >= 3", "no point satisfies"),
        ("maximize x + y subject to x < 1, y < 1", "strict"),
        ("maximize x*y subject to x + y <= 10, x, y >= 0", "linear"),
        ("maximize 3x + 2y subject to x + y <= 4 where x and y are positive integers", "whole numbers"),
    ],
)
def test_what_has_no_optimum_or_is_no_linear_program_is_declined(text: str, reason: str) -> None:
    """With what stands in the way."""
    declined = answer(text)
    assert isinstance(declined, Declined)
    assert reason in declined.reason


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 30))
def test_on_a_triangle_the_optimum_is_at_the_better_end(a: int, b: int, total: int) -> None:
    """Whatever the coefficients."""
    solution = answer(f"maximize {a}x + {b}y subject to x + y <= {total}, x, y >= 0")
    assert isinstance(solution, Solution), solution
    assert solution.value == str(max(a, b) * total)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("If a, b > 0 and a + b = 4 and a - b = 2, what is a?", "3"),
        ("solve x + y = 5, x - y = 1, x, y > 0", "x = 3, y = 2"),
        ("Given x, y > 0 and x = 2, y = 3, find x*y", "6"),
    ],
)
def test_a_bound_may_be_said_of_several_names(text: str, value: str) -> None:
    """Of each of them, that is."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert solution.value == value
