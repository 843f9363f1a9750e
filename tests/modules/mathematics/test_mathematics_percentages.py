"""Percentages, changes by them, interest and profit."""

from __future__ import annotations

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
        ("What percent of 80 is 30?", "37.5"),
        ("45 is what percent of 60?", "75"),
        ("Express 9 as a percentage of 36", "25"),
        ("15% of what number is 9?", "60"),
        ("Increase 160 by 5%", "168"),
        ("What is 90 decreased by 20%?", "72"),
        ("What is 25% off $64?", "48"),
        ("What is 30% more than 70?", "91"),
        ("What is 500 increased by 20% and then decreased by 10%?", "540"),
        ("What is the percent increase from 40 to 50?", "25"),
        ("What is the percentage change from 50 to 40?", "-20"),
        ("By what percent must 80 be increased to get 100?", "25"),
        ("A price fell from 150 to 120. Find the percent decrease.", "20"),
        ("What is an 18% tip on $50?", "9"),
        ("What is the simple interest on 2000 at 4% per annum for 18 months?", "120"),
        ("Find the compound interest on 500 at 20% per year for 2 years compounded annually", "220"),
        ("After a 30% discount, the price is $56. What was the original price?", "80"),
        ("A price was increased by 10% to 99. Find the original price.", "90"),
        ("What number decreased by 40% is 30?", "50"),
        ("If the cost price is 80 and the selling price is 60, find the loss percentage.", "25"),
        ("What number is 35% of 60?", "21"),
    ],
)
def test_percentages_are_worked_out(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_an_increase_that_is_none_is_declined() -> None:
    assert isinstance(answer("What is the percent increase from 50 to 40?"), Declined)


def test_nothing_is_a_percentage_of_zero() -> None:
    assert isinstance(answer("What percent of 0 is 5?"), Declined)


@given(st.integers(min_value=1, max_value=500), st.integers(min_value=1, max_value=90))
@settings(max_examples=25, deadline=None)
def test_a_reduction_is_undone(start: int, percent: int) -> None:
    end = Fraction(solved(f"What is {start} decreased by {percent}%?").value)
    back = solved(f"What number decreased by {percent}% is {end}?").value

    assert Fraction(back) == start
