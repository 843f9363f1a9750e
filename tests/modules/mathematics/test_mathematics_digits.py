"""Digits of numbers, from end to end."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("hundreds digit of 82519", "5"),
        ("What is the ten thousands digit of 3719204?", "1"),
        ("the digit in the tens place of 604", "0"),
        ("what digit is in the thousands place of 82519", "2"),
        ("tenths digit of 6.083", "0"),
        ("hundredths digit of 6.083", "8"),
        ("hundreds digit of 1000/3", "3"),
        ("third digit of 48213", "2"),
        ("2nd digit from the right of 48213", "1"),
        ("4th digit after the decimal point of 1/7", "8"),
        ("last digit of 3^77", "3"),
        ("last digit of 2^(10^20)", "6"),
        ("last two digits of 7^50", "49"),
        ("sum of the digits of 2^30", "37"),
        ("product of the digits of 236", "36"),
        ("digital root of 98765", "8"),
        ("how many digits does 3^100 have", "48"),
        ("number of digits in 30!", "33"),
        ("reverse the digits of 4810", "184"),
        ("how many trailing zeros does 50! have", "12"),
        ("place value of 6 in 36092", "6000"),
        ("face value of 6 in 36092", "6"),
        ("tens digit of the sum of 48 and 77", "2"),
    ],
)
def test_digits_are_found_and_verified(text: str, value: str) -> None:
    """From the text of the number, and again by arithmetic."""
    result = answer(text)

    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified is True


@pytest.mark.parametrize(
    "text", ["9th digit of 123", "place value of 4 in 36092", "place value of 3 in 3303", "tens digit of x"]
)
def test_a_digit_that_is_not_there_or_not_one_is_declined(text: str) -> None:
    """Absent, repeated and unknown digits."""
    assert isinstance(answer(text), Declined)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**14))
def test_places_spell_the_number(number: int) -> None:
    """Every named place holds the digit that the text of the number shows."""
    names = ["units", "tens", "hundreds", "thousands", "ten thousands", "hundred thousands", "millions"]
    digits = str(number).rjust(7, "0")[::-1]

    for name, digit in zip(names, digits, strict=False):
        result = answer(f"{name} digit of {number}")
        assert isinstance(result, Solution)
        assert result.value == digit
