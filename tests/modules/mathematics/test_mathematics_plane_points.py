"""Points and arrows by their coordinates."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("slope of a line perpendicular to y = 2x + 7", "-1/2"),
        ("What is the gradient of any line parallel to 3x - y = 1?", "3"),
        ("What is the gradient of the line y = 4 - 3x?", "-3"),
        ("Find the centroid of the triangle with vertices (1, 1), (4, 1) and (1, 7).", "(2, 3)"),
        ("In which quadrant does the point (5, -2) lie?", "4"),
        ("What quadrant is (-1, -8) in?", "3"),
        ("reflect (4, 1) in the y-axis", "(-4, 1)"),
        ("What is the reflection of (5, 2) across the line y = x?", "(2, 5)"),
        ("The point (2, 3) is reflected in the origin. What are the coordinates of its image?", "(-2, -3)"),
        ("the vector from (2, 1) to (5, 5)", "(3, 4)"),
        ("What is the y-component of (1, 0, 0) x (0, 0, 1)?", "-1"),
        ("area of the parallelogram spanned by (2, 0) and (3, 5)", "10"),
        ("the entry in row 1, column 2 of [[5, 6], [7, 8]]", "6"),
        ("the element in the second row and first column of [[5, 6], [7, 8]]", "7"),
        ("the sum of the eigenvalues of [[2, 1], [1, 6]]", "8"),
        ("the product of the eigenvalues of [[2, 1], [1, 6]]", "11"),
    ],
)
def test_points_are_worked_out_and_verified(text: str, value: str) -> None:
    """Each by another road: a midpoint, an angle, a trace."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        "Which quadrant is (3, 1) not in?",
        "In which quadrant does (0, 4) lie?",
        "slope of a line not parallel to y = 2x",
        "slope of a line perpendicular to y = 4",
        "reflect (3, -2) in the x-axis and then in the y-axis",
        "the entry in row 3, column 1 of [[1, 2], [3, 4]]",
        "{1, 2} x {3, 4}",
    ],
)
def test_what_has_no_one_answer_is_declined(text: str) -> None:
    """A negation, a second step and a point without a quadrant."""
    assert isinstance(answer(text), Declined)
