"""Numbers and simple operations in the words that people use for them."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution

SOLVED = [
    ("What do you get if you multiply 15 by itself?", "225"),
    ("What do you get when you add 3 to 4?", "7"),
    ("sum: 4, 9, 16", "29"),
    ("take 8 away from 21", "13"),
    ("How much is a dozen times 4?", "48"),
    ("half a dozen plus 2", "8"),
    ("five and a half times two", "11"),
    ("What is 30 divided by half?", "60"),
    ("divide 30 in half", "15"),
    ("split 30 into two equal parts", "15"),
    ("What is the positive difference between 3 and 8?", "5"),
    ("What is half the difference between 10 and 4?", "3"),
    ("half the square root of 64", "4"),
    ("What is one less than a million?", "999999"),
]
DECLINED = [
    "half 30",
    "half the sum of 3 and 5 plus 2",
    "two times the sum of 3 and 5 plus 2",
    "the sum of five and a half",
    "a dozen eggs",
    "multiply 3 by itself twice",
    "add 3 and 4 to 5",
]


@pytest.mark.parametrize(("text", "value"), SOLVED)
def test_everyday_words_for_numbers_are_understood(text: str, value: str) -> None:
    """And the result is checked."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize("text", DECLINED)
def test_what_may_be_meant_in_two_ways_is_declined(text: str) -> None:
    """How far words reach, and what they are said of."""
    assert isinstance(answer(text), Declined)
