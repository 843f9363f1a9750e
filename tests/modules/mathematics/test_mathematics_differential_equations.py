"""Ordinary differential equations, each solution put back into its equation."""

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
        ("y' + y = 0", "C1*exp(-x)"),
        ("f'(x) = f(x)", "C1*exp(x)"),
        ("y''(x) + y(x) = 0", "C1*sin(x) + C2*cos(x)"),
        ("Find the general solution of y'' + 4y = sin(x)", "C1*sin(2*x) + C2*cos(2*x) + sin(x)/3"),
        ("d^2y/dx^2 + y = 0", "C1*sin(x) + C2*cos(x)"),
        ("y' = 2y, y(0) = 3", "3*exp(2*x)"),
        ("general solution of y' = d/dx (x^2)", "C1 + x**2"),
        ("x'(t) = -2x(t), x(0) = 5", "5*exp(-2*t)"),
        ("solve the initial value problem dy/dx = 2x, y(0) = 1", "x**2 + 1"),
        ("DSolve[y'[x] + y[x] == 0, y[x], x]", "C1*exp(-x)"),
        ("dsolve(y'(x) - y(x), y(x))", "C1*exp(x)"),
    ],
)
def test_solutions_are_put_back_and_conditions_hold(text: str, value: str) -> None:
    """As many free constants as the order, none left where conditions settle them."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@settings(max_examples=12, deadline=None)
@given(st.integers(-4, 4).filter(bool), st.integers(-5, 5).filter(bool))
def test_exponential_growth_starts_at_its_initial_value(rate: int, start: int) -> None:
    """y' = k*y with y(0) = s is s*exp(k*x)."""
    value = solved(f"y' = {rate}*y, y(0) = {start}").value

    factor = {1: "", -1: "-"}.get(start, f"{start}*")
    exponent = {1: "x", -1: "-x"}.get(rate, f"{rate}*x")
    assert value == f"{factor}exp({exponent})"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("If y = x^3 + 2x, find dy/dx at x = 1.", "5"),
        ("If $s = t^3 - 6t^2$, find $\\frac{d^2s}{dt^2}$ when $t = 4$.", "12"),
        ("If $x^2 + y^2 = 25$, find $\\frac{dy}{dx}$ at $x = 3$, $y = 4$.", "-3/4"),
        ("If x^2 + y^2 = 25 and x = 3 and y = 4, find dy/dx.", "-3/4"),
        ("If $x = t^2$ and $y = t^3$, find $\\frac{dy}{dx}$ at $t = 2$.", "3"),
        ("If y = x^3 and x = 2, find dy/dx.", "12"),
    ],
)
def test_a_derivative_is_taken_before_the_numbers_of_a_point_are_put_in(text: str, value: str) -> None:
    """Whether the point is told before or after."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert solution.value == value


@pytest.mark.parametrize(
    "text",
    ["If x^2 + y^2 = 25, find dy/dx at x = 3.", "If x^2 + y^2 = 25, find dy/dx at x = 3, y = 5."],
)
def test_a_point_that_settles_nothing_or_lies_elsewhere_is_declined(text: str) -> None:
    """The slope of a circle needs both coordinates."""
    assert isinstance(answer(text), Declined)
