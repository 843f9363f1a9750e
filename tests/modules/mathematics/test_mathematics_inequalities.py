"""Whole numbers that satisfy inequalities, pairs of them, and what a bound alone does not settle."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
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
        ("What is the largest integer n with 4n < 70?", "17"),
        ("Find all integers m such that m^2 < 7.", "-2, -1, 0, 1, 2"),
        ("What is the largest prime p such that p^2 < 300?", "17"),
        ("smallest positive integer n such that n^2 > 90", "10"),
        ("How many integers satisfy -2 <= x < 6?", "8"),
        ("How many pairs of positive integers (x, y) satisfy x + y < 6?", "10"),
        ("Let x and y be integers with 1 < x < y < 6. How many pairs (x, y) are there?", "6"),
        ("Find all pairs of positive integers (a, b) with a*b = 6.", "(1, 6), (2, 3), (3, 2), (6, 1)"),
        ("How many ordered pairs of integers (x, y) satisfy x^2 + y^2 = 50?", "12"),
    ],
)
def test_whole_numbers_are_counted_and_listed(text: str, value: str) -> None:
    """All of them, for the bounds follow from the relations."""
    solution = solved(text)
    assert solution.value == value
    assert solution.verified


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 30))
def test_pairs_are_those_that_trying_all_gives(a: int, b: int, c: int) -> None:
    """Counted against a plain double loop."""
    count = sum(a * x + b * y <= c for x, y in itertools.product(range(1, 31), repeat=2))
    text = f"How many pairs of positive integers (x, y) satisfy {a}*x + {b}*y <= {c}?"
    assert solved(text).value == str(count)


@pytest.mark.parametrize(
    "text",
    [
        "If x > 3, what is x?",
        "If x + y = 5, what is x?",
        "How many pairs of integers (x, y) satisfy x + y = 4?",
        "What is t + 3?",
        "what is 5 m",
        "eval('1+1')",
    ],
)
def test_what_the_text_does_not_settle_is_declined(text: str) -> None:
    """An echo of the question is no answer."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Solve x^2 < 17 over the integers", "-4, -3, -2, -1, 0, 1, 2, 3, 4"),
        ("Solve x^2 < 16 for positive x", "(0 < x) & (x < 4)"),
        ("Find the negative solutions of x^2 > 25", "x < -5"),
        ("Find the integer solutions of x^2 < 5", "-2, -1, 0, 1, 2"),
        ("Solve x^2 = 36 for positive x", "6"),
    ],
)
def test_the_kind_of_number_asked_for_restricts_the_solutions(text: str, value: str) -> None:
    """It is never dropped, neither for equations nor for inequalities."""
    assert solved(text).value == value


@pytest.mark.parametrize("text", ["Solve x^2 < 9 over the complex numbers", "Solve e^x = 5 over the complex numbers"])
def test_real_methods_do_not_answer_for_complex_numbers(text: str) -> None:
    """What was found over the real numbers is not told for all."""
    assert isinstance(answer(text), Declined)
