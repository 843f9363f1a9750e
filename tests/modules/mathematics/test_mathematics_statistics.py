"""Descriptive statistics of lists."""

from __future__ import annotations

import statistics
from fractions import Fraction

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
        ("What is the mean of 4, 9, 11 and 20?", "11"),
        ("Find the median of 12, 5, 8, 30", "10"),
        ("What is the mode of the data 6, 1, 6, 2?", "6"),
        ("What is the mode of 1, 1, 2, 2, 3?", "1, 2"),
        ("Find the range of the numbers 14, 3, 9", "11"),
        ("sample variance of 1, 3, 5", "4"),
        ("population variance of 1, 3, 5", "8/3"),
        ("population standard deviation of 1, 3", "1"),
        ("sample standard deviation of 1, 3", "sqrt(2)"),
        ("What is the first quartile of 2, 4, 6, 8, 10, 12?", "4"),
        ("geometric mean of 3 and 12", "6"),
        ("harmonic mean of 3 and 6", "4"),
        ("weighted mean of 10, 20 with weights 3, 1", "25/2"),
        ("z-score of 130 with mean 100 and standard deviation 15", "2"),
        ("correlation between [1, 2, 3] and [6, 4, 2]", "-1"),
    ],
)
def test_statistics_are_exact(text: str, value: str) -> None:
    assert solved(text).value == value


def test_which_variance_is_meant_is_an_assumption() -> None:
    solution = solved("variance of 1, 3, 5")

    assert solution.value == "8/3"
    assert "sample variance is 4" in solution.text
    assert solution.verified is None


def test_values_that_all_occur_once_have_no_mode() -> None:
    assert isinstance(answer("What is the mode of 4, 7, 9?"), Declined)


@given(st.lists(st.integers(min_value=-50, max_value=50), min_size=2, max_size=8))
@settings(max_examples=25, deadline=None)
def test_the_library_finds_the_same(values: list[int]) -> None:
    listed = ", ".join(map(str, values))
    exact = [Fraction(value) for value in values]

    assert Fraction(solved(f"median of {listed}").value) == statistics.median(exact)
    assert Fraction(solved(f"population variance of {listed}").value) == statistics.pvariance(exact)
