"""Matrices, relations, replacements and tables as algebra systems write them."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Matrix([[2, 1], [5, 4]]).det()", "3"),
        ("Matrix([[2, 0], [0, 4]]).inv()", "[[1/2, 0], [0, 1/4]]"),
        ("{{1, 2}, {3, 4}}.{{1}, {0}}", "[[1], [3]]"),
        ("{1, 2}.{5, 6}", "17"),
        ("solve(Eq(x**2, 25), x)", "-5, 5"),
        ("solve([Eq(x + y, 5), Eq(x - y, 1)], [x, y])", "x = 3, y = 2"),
        ("Solve[x^2 == 9 && x > 0, x]", "3"),
        ("x^2 - x /. x -> 4", "12"),
        ("a*b /. {a -> 2, b -> 7}", "14"),
        ("(x**2 - 1).subs(x, 3)", "8"),
        ("diff(x**4, x).subs(x, 1)", "4"),
        ("plug x = -2 into x^3 + 1", "-7"),
        ("substitute y = 3x into x^2 + y", "x**2 + 3*x"),
        ("replace x with t + 1 in x^2 - 1", "t**2 + 2*t"),
        ("Table[k^2 + 1, {k, 3}]", "2, 5, 10"),
        ("Range[2, 11, 4]", "2, 6, 10"),
        ("Variance[{2, 4, 6}]", "4"),
        ("StandardDeviation[{2, 4, 6}]", "2"),
        ("1/.5", "2"),
    ],
)
def test_calls_around_expressions_are_worked_out(text: str, value: str) -> None:
    """The value alone, checked by what works it out."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        "x^2 /. y -> 3",
        "substitute x^2 = 4 into x^2 + 1",
        "plug x = 3 into x^2 and then double it",
        "Solve[x^2 == 4 || x == 0, x]",
        "substitute x = 2 or x = 3 into x^2",
    ],
)
def test_what_cannot_be_put_in_is_declined(text: str) -> None:
    """A letter that is not there, a power for a letter, alternatives."""
    assert isinstance(answer(text), Declined)
