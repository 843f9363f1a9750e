"""Greatest and least values of functions, and where they are taken."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
        ("What is the maximum value of 6x - x^2?", "9"),
        ("Find the minimum of t^2 - 10t + 4.", "-21"),
        ("smallest value of |x + 2|", "0"),
        ("max of 3 sin(x) + 1", "4"),
        ("minimum value of x^2 + 5 for 2 <= x <= 4", "9"),
        ("minimum of x^2 - 4x where x >= 5", "5"),
        ("find the minimum value of x + 9/x for x > 0", "6"),
        ("minimum of x^2 - 4x where x > 5", "does not exist"),
        ("how large can x*(8 - x) be?", "16"),
        ("Minimize[{x^2 - 2 x, x >= 3}, x]", "3"),
        ("MaxValue[2x - x^2, x]", "1"),
        ("Let g(t) = t^2 - 8t. Find the minimum value of g.", "-16"),
    ],
)
def test_extreme_values_are_found_and_proved(text: str, value: str) -> None:
    """On the whole line, on a stretch, and under a condition."""
    solution = solved(text)

    assert (solution.value, solution.verified) == (value, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("For which x is x^2 - 12x smallest?", "6"),
        ("Which value of x maximizes 4x - x^2?", "2"),
        ("Where does x^2 + 6x have its minimum?", "-3"),
        ("ArgMin[x^2 - 2 x, x]", "1"),
        ("ArgMax[3 - x^2, x]", "0"),
    ],
)
def test_the_place_of_an_extreme_value_is_told(text: str, value: str) -> None:
    """The argument and not the value is asked."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "minimum of x^2 - 5x where x is an integer",
        "minimum of x^2 where x is even",
        "least value of x^2 + y^2 + x*y",
    ],
)
def test_an_extreme_value_over_some_arguments_is_not_that_over_all(text: str) -> None:
    """What is said about the variable is used or the question declined."""
    assert isinstance(answer(text), Declined)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 9), st.integers(-20, 20), st.integers(-20, 20))
def test_the_minimum_of_a_parabola_lies_below_it_everywhere(a: int, b: int, c: int) -> None:
    """Compared with values of the parabola on a grid."""
    at = float(eval_fraction(solved(f"minimum of {a}x^2 + ({b})x + ({c})").value))

    assert all(a * (i / 8) ** 2 + b * (i / 8) + c >= at - 1e-9 for i in range(-160, 161))


def eval_fraction(text: str) -> float:
    """A quotient of integers as a float."""
    above, _, below = text.partition("/")
    return int(above) / int(below or 1)
