"""Ratios, variation, and speed, distance and time."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Divide 84 in the ratio 3:4", "36, 48"),
        ("Share 90 in the ratio 1:2:3", "15, 30, 45"),
        ("Simplify the ratio 45:60", "3:4"),
        ("5 is to 8 as 15 is to what?", "24"),
        ("p varies directly with q. If p = 12 when q = 3, find p when q = 10.", "40"),
        ("If y varies inversely as x and y = 6 when x = 4, find x when y = 3.", "8"),
        ("w varies with u and the square of v. If w = 18 when u = 1 and v = 3, find w when u = 2 and v = 5.", "100"),
        ("How far do you travel in 45 minutes at 80 km/h?", "60"),
        ("How long does it take to travel 90 miles at 40 mph?", "9/4"),
        ("What is the average speed for 300 km in 4 hours?", "75"),
    ],
)  # fmt: skip
def test_proportions_are_worked_out(text: str, value: str) -> None:
    solution = answer(text)

    assert isinstance(solution, Solution), solution
    assert solution.value == value
    assert solution.verified is True


def test_a_quantity_without_its_value_is_declined() -> None:
    assert isinstance(
        answer("z varies jointly as x and y. If z = 6 when x = 2, find z when x = 4 and y = 1."), Declined
    )


def test_a_distance_over_a_distance_is_no_speed() -> None:
    assert isinstance(answer("What is the average speed for 300 km in 4 miles?"), Declined)
