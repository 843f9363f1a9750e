"""Equations found in texts, and whether they hold."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestra.plan.arithmetic import assignments, equations, expression, same_expression


def judged(text: str, **names: int) -> list[tuple[str, bool | None]]:
    """Each equation with whether it holds."""
    values = {name: Fraction(value) for name, value in names.items()}
    return [(equation.text, equation.holds(values)) for equation in equations(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("so 3*4 = 12.", [("3*4 = 12", True)]),
        ("3*4 = 13", [("3*4 = 13", False)]),
        ("2 + 3 = 5 = 10/2", [("2 + 3 = 5", True), ("5 = 10/2", True)]),
        ("3 boxes \u00d7 4 apples each = 12 apples, then", [("3 boxes * 4 apples each = 12 apples", True)]),
        ("$5 + $6 = $11", [("$5 + $6 = $11", True)]),
        ("10/3 = 3.33", [("10/3 = 3.33", True)]),
        ("10/3 = 3.34", [("10/3 = 3.34", False)]),
        ("10/4 = 2.6", [("10/4 = 2.6", False)]),
        ("sqrt(2) \u2248 1.414", [("sqrt(2) \u2248 1.414", True)]),
        ("15% * 240 = 36", [("15% * 240 = 36", True)]),
        ("450 - 50 is 500", [("450 - 50 \u003d 500", False)]),
        ("1,200 + 1 = 1,201", [("1,200 + 1 = 1,201", True)]),
        ("1/0 = 3", [("1/0 = 3", None)]),
        ("2^1000 = 3 + 1", [("2^1000 = 3 + 1", None)]),
        ("Adding 54 gives 88 + 54 = 142", [("88 + 54 = 142", True)]),
        ("the sum of 3 and 4 = 7", []),
        ("15% of 240 = 36", []),
        ("3 to find x = 7", [("x = 7", None)]),
        ("f(x) = 3x^2", [("f(x) = 3x^2", None)]),
        ("f'(x) = 3x^2", []),
        ("a == b, a <= 3, a != 4", []),
        ("there is nothing here", []),
    ],
)
def test_equations_are_found_and_worked_out(text: str, found: list[tuple[str, bool | None]]) -> None:
    """What cannot be read is none, and what has no value is not judged."""
    assert judged(text) == found


def test_names_have_the_values_given() -> None:
    """A factor may stand before a name or a bracket."""
    assert judged("3x - 7 = 11", x=6) == [("3x - 7 = 11", True)]
    assert judged("2(x + 1) = 13", x=6) == [("2(x + 1) = 13", False)]


def test_values_given_by_a_text_are_found() -> None:
    """Each of them, by name."""
    assert assignments(["x = 7, y = -5", "x = 8 or x = 7"]) == {"x": [7, 8], "y": [-5]}
    assert assignments(["apples = 3"], frozenset({"apples"})) == {"apples": [3]}


def test_two_forms_of_one_expression_are_the_same() -> None:
    """And a changed sign makes another."""
    square, right, wrong = map(expression, ("(x + 3)^2", "x^2 + 6x + 9", "x^2 - 6x + 9"))
    assert square and right and wrong
    assert same_expression(square, right) and not same_expression(square, wrong)


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(1, 99))
def test_what_holds_is_said_to_hold_and_what_does_not_is_not(a: int, b: int, c: int) -> None:
    """Exact arithmetic."""
    ((_, truth),) = judged(f"({a} + {b})*{c} = {(a + b) * c}")
    ((_, other),) = judged(f"({a} + {b})*{c} = {(a + b) * c + 1}")
    assert (truth, other) == (True, False)


@given(st.text(alphabet="0123456789xy+-*/^()=. ,is%\u221a\u2248", max_size=60))
def test_any_text_is_read_or_not_and_nothing_breaks(text: str) -> None:
    """Powers and lengths are bounded."""
    for equation in equations(text):
        assert equation.holds({"x": Fraction(2), "y": Fraction(1, 3)}) in (True, False, None)
