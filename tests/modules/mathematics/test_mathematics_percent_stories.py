"""Percentages written in other forms, and changes by percentages told in sentences."""

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
        ("Write 7/8 as a percentage.", "87.5"),
        ("0.35 as a percent", "35"),
        ("Express 64% as a fraction in lowest terms", "16/25"),
        ("Convert 2.5% to a decimal", "0.025"),
        ("What is 4/9 as a percentage?", "400/9"),
    ],
)
def test_numbers_and_percentages_are_written_as_each_other(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A price of 60 drops by 15%. What is the new price?", "51"),
        ("A $90 coat is on sale for 20% off. What is the sale price?", "72"),
        ("The price of a kettle is $50. It increases by 4%. What is the new price?", "52"),
        ("A village has a population of 800. The population grows by 5%. What is the new population?", "840"),
        ("A salary of 1500 increases by 20% and then decreases by 10%. Find the new salary.", "1620"),
        ("A radio is marked down 25% from $48. What is the sale price?", "36"),
    ],
)
def test_changes_told_in_sentences_are_followed(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("After a 30% increase a number is 91. What was it before?", "70"),
        ("A scarf costs $27 after a 10% discount. What was the original price?", "30"),
        ("The price of a desk fell by 25% to $150. What was the original price?", "200"),
    ],
)
def test_what_was_before_a_change_is_found(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The price rises by 20% and then falls by 20%. By what percentage does it change in all?", "-4"),
        ("What is the overall percentage change of a 50% increase and a 10% decrease?", "35"),
    ],
)
def test_several_changes_are_one(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is 60 reduced by a quarter?", "45"),
        ("40 plus 25%", "50"),
        ("By what percent does 36 exceed 30?", "20"),
        ("The price of milk went from $2.00 to $2.50. What is the percent increase?", "25"),
    ],
)
def test_parts_in_words_and_plain_percentages_change_a_number(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "A hat costs $40 and is discounted by 20%. What was the original price?",
        "A price of 80 drops by 25 dollars. What is the new price?",
        "The price of a sofa is $100. It drops by 20% twice. What is the new price?",
        "A hat costs $40 after a 20% discount on Monday and a 10% increase on Tuesday. What was the original price?",
        "The price of a rug is $90. It drops by 10% each week. What is the new price?",
    ],
)
def test_a_change_that_is_not_told_whole_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(st.integers(1, 10**6), st.integers(1, 99), st.integers(1, 99))
@settings(max_examples=30, deadline=None)
def test_what_was_before_changes_comes_back_after_them(start: int, up: int, down: int) -> None:
    after = solved(f"A price of {start} rises by {up}% and then falls by {down}%. What is the new price?")

    assert Fraction(after.value) == Fraction(start * (100 + up) * (100 - down), 10_000)
