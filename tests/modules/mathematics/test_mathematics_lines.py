"""Lines and circles by their equations, and products of vectors."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("equation of the line through (0, 1) and (2, 7)", "y = 3*x + 1"),
        ("Find the equation of the line with slope 4 through (1, 9)", "y = 4*x + 5"),
        ("Find the equation of the line perpendicular to y = 3x - 1 through (0, 2)", "y = 2 - x/3"),
        ("What is the equation of the line through (1, 8) parallel to 2x - y = 5?", "y = 2*x + 6"),
        ("What is the slope of the line 3x + 4y = 8?", "-3/4"),
        ("Are the lines y = 2x + 3 and 4x - 2y = 1 parallel?", "True"),
        ("Does the point (2, 5) lie on the line y = 3x - 1?", "True"),
        ("Find the centre and radius of the circle x^2 + y^2 - 6x + 2y - 15 = 0", "(3, -1), 5"),
        ("equation of the circle with centre (2, -3) and radius 4", "(x - 2)**2 + (y + 3)**2 = 16"),
        ("intersection of the lines y = 3x - 2 and y = -x + 6", "x = 2, y = 4"),
        ("(1, 2, 2) · (3, -1, 4)", "9"),
        ("|(5, 12)|", "13"),
    ],
)
def test_lines_and_circles_are_worked_out_and_verified(text: str, value: str) -> None:
    """Each equation is held against the points it was made of."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified
