"""Averages told in sentences."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The mean of 4, 7 and x is 6. Find x.", "7"),
        ("If the average of 2, 6, y and 12 is 7.5, what is y?", "10"),
        ("The average of six numbers is 7. What is their sum?", "42"),
        ("The average of 3 numbers is 8. Two of them are 5 and 9. Find the third number.", "10"),
        ("Four essays average 70 and one more averages 90. What is the average of all five?", "74"),
        ("weighted mean of 60 with weight 1 and 75 with weight 4", "72"),
        ("midrange of 3, 11, 5", "7"),
    ],
)
def test_averages_are_taken_apart_and_put_together(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value


@pytest.mark.parametrize(
    "text",
    [
        "The average of 4 numbers is 9. What is the sum of 5 numbers?",
        "The average of 4 numbers is 9. What is the sum of the first 3 numbers?",
        "Four essays average 70. The fifth is 90. What is the average of all?",
        "The mean of x, y and 3 is 8. Find x.",
    ],
)
def test_averages_of_other_values_are_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)
