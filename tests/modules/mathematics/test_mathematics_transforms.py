"""Laplace transforms and their inverses."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("laplace transform of t^2", "2/s**3"),
        ("Find the Laplace transform of f(t) = e^{3t}.", "1/(s - 3)"),
        ("Laplace transform of t^2 sin(t)", "2*(3*s**2 - 1)/(s**2 + 1)**3"),
        ("LaplaceTransform[t Exp[-t], t, s]", "(s + 1)**(-2)"),
        ("laplace_transform(t^2, t, s)", "2/s**3"),
        ("inverse laplace transform of 1/(s^2+1)", "sin(t)"),
        (r"inverse Laplace transform of $\frac{2}{s(s+1)}$", "2 - 2*exp(-t)"),
    ],
)
def test_a_transform_is_confirmed_by_going_back(text: str, value: str) -> None:
    """In words and in function notation."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert (solution.value, solution.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "laplace transform of 1/t",
        "Laplace transform of |t|",
        "inverse Laplace transform of s",
        "Laplace transform of x^2",
        "laplace transform of tan(t)",
    ],
)
def test_what_has_no_plain_transform_is_declined(text: str) -> None:
    """Nothing is given that does not lead back."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"), [("is_square(16)", "True"), ("linalg_solve([[1,2],[3,4]],[1,2])", "(0, 1/2)")]
)
def test_names_of_programs_may_have_several_words(text: str, value: str) -> None:
    """Joined by underscores, before a bracket."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert solution.value == value
