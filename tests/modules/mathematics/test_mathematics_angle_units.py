"""Angles in degrees and radians."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("150 degrees in radians", "5*pi/6"),
        ("Convert 5π/4 radians to degrees", "225"),
        ("Convert 36° to radians.", "pi/5"),
        ("What is pi/9 radians in degrees?", "20"),
        ("3 radians in degrees", "540/pi"),
        ("How many degrees are in 3pi/2 radians?", "270"),
    ],
)
def test_angles_are_converted(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50 °C in Fahrenheit", "122"),
        ("What is 10°C in °F?", "50"),
        ("Convert 86 °F to °C", "30"),
    ],
)
def test_temperatures_are_no_angles(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True
