"""Properties of functions and of their graphs."""

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
        ("domain of sqrt(x - 5)", "Interval(5, oo)"),
        ("What is the domain of f(x) = 1/(x^2 - 1)?",
         "Union(Interval.open(-oo, -1), Interval.open(-1, 1), Interval.open(1, oo))"),
        ("domain of ln(2x + 6)", "Interval.open(-3, oo)"),
        ("range of x^2 - 3", "Interval(-3, oo)"),
        ("range of f(x) = 2 + sin(x)", "Interval(1, 3)"),
        ("range of 1/x", "Union(Interval.open(-oo, 0), Interval.open(0, oo))"),
        ("x-intercepts of y = x^2 - 9", "-3, 3"),
        ("y-intercept of y = 4x + 7", "7"),
        ("asymptotes of (3x + 1)/(x - 2)", "x = 2, y = 3"),
        ("oblique asymptote of (x^2 + x + 1)/x", "y = x + 1"),
        ("asymptotes of ln(x)", "x = 0"),
        ("inverse of f(x) = 4x - 8", "x/4 + 2"),
        ("is f(x) = x^5 an odd function?", "True"),
        ("period of cos(4x)", "pi/2"),
        ("amplitude of 5 sin(x) - 2", "5"),
        ("vertex of y = x^2 - 8x + 1", "(4, -15)"),
        ("axis of symmetry of y = x^2 - 8x + 1", "x = 4"),
        ("is the function x^3 injective", "True"),
        ("critical points of x^3 - 12x", "-2, 2"),
        ("inflection points of x^3 - 6x^2", "(2, -16)"),
        ("local maximum of x^3 - 12x", "16"),
        ("local minimum points of x^3 - 12x", "(2, -16)"),
        ("Find the turning points of y = x^3 - 12x.", "(-2, 16), (2, -16)"),
        ("absolute maximum of x^2 - 2x on [0, 4]", "8"),
        ("where is x^3 - 12x decreasing?", "Interval.open(-2, 2)"),
        ("where is x^3 concave down", "Interval.open(-oo, 0)"),
        ("tangent line to x^2 at (2, 4)", "y = 4*x - 4"),
        ("Find the equation of the tangent line to y = x^3 at x = 1", "y = 3*x - 2"),
        ("normal to y = x^2 at x = 1", "y = 3/2 - x/2"),
    ],
)  # fmt: skip
def test_properties_are_exact_and_confirmed(text: str, value: str) -> None:
    """Each rests on zeros that are counted and limits that are found twice."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_a_point_off_the_curve_has_no_tangent() -> None:
    """The coordinates given must fit the curve."""
    result = answer("tangent line to x^2 at (2, 5)")

    assert isinstance(result, Declined)
    assert "does not lie on the curve" in result.reason


def test_an_extreme_value_is_not_taken_from_the_end_of_an_open_interval() -> None:
    """x**2 has no least value strictly between 0 and 1."""
    assert solved("minimum value of x^2 on (0, 1)").value == "does not exist"


def test_an_interval_is_told_in_both_notations() -> None:
    """The text has brackets, the value SymPy's form."""
    solution = solved("domain of sqrt(x)/(x - 4)")

    assert solution.value == "Union(Interval.Ropen(0, 4), Interval.open(4, oo))"
    assert "[0, 4) U (4, oo)" in solution.text


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5), st.integers(-9, 9), st.integers(-9, 9))
def test_the_vertex_is_the_lowest_point(a: int, b: int, c: int) -> None:
    """The range of a parabola that opens upwards begins at the height of its vertex."""
    quadratic = f"{a}*x^2 + ({b})*x + ({c})"

    height = solved(f"vertex of y = {quadratic}").value.strip("()").split(", ")[1]

    assert solved(f"range of {quadratic}").value == f"Interval({height}, oo)"
