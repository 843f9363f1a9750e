"""Limits at points and at infinity, from one side and from both, and continuity."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
        ("limit of sin(5x)/x as x approaches 0", "5"),
        ("limit of 3/t as t -> 0+", "oo"),
        ("limit of 1/w as w approaches 0 from the left", "-oo"),
        ("limit as x approaches infinity of (4x^2 + 1)/(2x^2 - x)", "2"),
        ("what does (1 + x)^(1/x) approach as x goes to 0", "E"),
        ("limit of (1 + 1/n)^n as n -> infinity", "E"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "1"),
        (r"\lim_{x \to 0^+} \frac{1}{x}", "oo"),
        ("lim x->3 (x^2 - 9)/(x - 3)", "6"),
        ("limit(sin(x)/x, x, 0)", "1"),
        ("limit(1/x, x, 0, '-')", "-oo"),
        ("Limit[(1 - Cos[x])/x^2, x -> 0]", "1/2"),
        ("limit of x^3 e^(-x) as x -> infinity", "0"),
        ("limit of x*sin(1/x) as x -> 0", "0"),
        ("limit of sin(x)/x as x -> infinity", "0"),
        ("limit of x ln(x) as x approaches 0 from the right", "0"),
        ("limit of x^x as x -> 0+", "1"),
        ("limit of ln(x) as x approaches 0", "-oo"),
        ("limit of ((x + h)^3 - x^3)/h as h approaches 0", "3*x**2"),
        ("left-hand limit of |x|/x as x approaches 0", "-1"),
        ("limit of 1/x as x approaches 0", "does not exist"),
        ("limit of |x|/x as x approaches 0", "does not exist"),
        ("limit of sin(x) as x approaches infinity", "does not exist"),
        ("is 1/(x - 2) continuous at x = 2?", "False"),
        ("is x^2 + 1 continuous at x = 2?", "True"),
    ],
)
def test_limits_are_confirmed_by_a_second_road(text: str, value: str) -> None:
    """Series, growth, continuity or the laws of limits come to what SymPy found."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@settings(max_examples=30, deadline=None)
@given(st.integers(-6, 6), st.integers(1, 5), st.integers(-5, 5))
def test_a_removable_gap_has_the_value_of_the_other_factor(place: int, factor: int, shift: int) -> None:
    """(x - a)*(k*x + s)/(x - a) goes to k*a + s."""
    text = f"limit of (x - ({place}))*({factor}*x + ({shift}))/(x - ({place})) as x approaches {place}"

    assert solved(text).value == str(factor * place + shift)
