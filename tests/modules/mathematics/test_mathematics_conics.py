"""Ellipses, hyperbolas and parabolas with upright axes."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Find the eccentricity of the ellipse $\frac{x^2}{25} + \frac{y^2}{9} = 1$.", "4/5"),
        (r"What is the distance between the foci of the hyperbola $\frac{x^2}{16} - \frac{y^2}{9} = 1$?", "10"),
        (r"Find the focus of the parabola $y = \frac{1}{8}x^2$.", "(0, 2)"),
        ("Find the focus of the parabola x = y^2 - 4y + 5.", "(5/4, 2)"),
        ("Find the directrix of the parabola y^2 = 12x.", "x = -3"),
        ("Find the foci of the hyperbola y^2 - x^2 = 1.", "(0, -sqrt(2)), (0, sqrt(2))"),
        ("Find the foci of the ellipse 4x^2 + 9y^2 - 16x + 18y - 11 = 0.", "(2 - sqrt(5), -1), (2 + sqrt(5), -1)"),
        ("What is the length of the major axis of the ellipse x^2 + 4y^2 = 16?", "8"),
    ],
)
def test_parts_of_conics_are_found_and_checked(text: str, expected: str) -> None:
    """From the normal form, and held against distances at points of the curve."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == expected
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        "Find the eccentricity of the ellipse x^2 - y^2 = 4.",
        "Find the foci of the ellipse x^2 + y^2 + 5 = 0.",
        "Find the foci of the hyperbola x*y = 4.",
        "Find the directrix of the ellipse x^2 + 4y^2 = 16.",
        "What is the length of the major axis of the hyperbola x^2 - 4y^2 = 16?",
    ],
)
def test_conics_that_are_not_what_they_are_called_are_declined(text: str) -> None:
    """Nor are those that are turned, or none at all."""
    assert isinstance(answer(text), Declined)
