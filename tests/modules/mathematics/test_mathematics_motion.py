"""Distance, time and speed told in words."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A car travels 150 km in 2 hours. What is its average speed in km/h?", "75"),
        ("A train travels at 60 miles per hour for 3 hours. How far does it go?", "180"),
        ("How long does it take a car to travel 180 miles at 60 miles per hour?", "3"),
        ("A cyclist rides 45 km in 3 hours. What is the average speed?", "15"),
        ("How far does a plane fly in 4 hours at 500 miles per hour?", "2000"),
        ("Nora walks at 4 km per hour for 90 minutes. How far does Nora walk?", "6"),
        ("A boat travels at 12 km per hour. How many hours does it take to travel 30 km?", "5/2"),
    ],
)
def test_the_third_of_distance_time_and_speed_is_found(text: str, value: str) -> None:
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "A car travels 100 km in 2 hours and 50 km in 1 hour. What is its average speed?",
        "Two trains travel at 60 miles per hour for 3 hours. How far apart are they?",
    ],
)
def test_several_legs_or_movers_are_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)
