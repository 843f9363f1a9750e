"""Choices told in sentences, numbers formed from digits, outcomes of throws."""

from __future__ import annotations

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
        ("How many permutations of 9 objects taken 2 at a time are there?", "72"),
        ("How many ways can 7 people sit around a round table?", "720"),
        ("How many handshakes are there if 9 people each shake hands once with every other?", "36"),
        ("How many ways are there to choose a captain and a goalkeeper from 11 players?", "110"),
        ("How many different committees of 2 women and 2 men can be made from 5 women and 6 men?", "150"),
        (
            "In how many ways can 1 nurse and 3 doctors be chosen from 4 nurses and 5 doctors?",
            "40",
        ),
        ("How many diagonals does an octagon have?", "20"),
        ("How many diagonals are there in a 15-gon?", "90"),
        ("How many different outfits can be made from 5 shirts and 2 skirts?", "10"),
        ("How many outcomes are there when rolling 4 dice?", "1296"),
        ("There are 5 teams. Each team plays every other team once. How many matches are played?", "10"),
    ],
)
def test_choices_are_counted(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("How many 3-digit numbers can be formed from the digits 2, 4, 6, 8 without repetition?", "24"),
        ("How many even 3-digit numbers can be formed using the digits 0, 1, 2, 3 if no digit is repeated?", "10"),
        ("How many three-digit numbers can be made from the digits 0 to 4 if digits may be repeated?", "100"),
        ("How many five-digit PINs are there?", "100000"),
        ("How many 4-digit numbers have no repeated digits?", "4536"),
    ],
)
def test_numbers_and_codes_of_digits_are_counted(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "In how many ways can 5 people sit around a round table if two of them must sit together?",
        "How many 3-digit numbers can be formed from the digits 1, 2, 3?",
        "How many 3-digit numbers greater than 300 can be formed from the digits 1, 2, 3, 4 without repetition?",
        "How many committees of 3 people with at least 1 woman can be formed from 5 men and 4 women?",
    ],
)
def test_conditions_that_are_not_read_are_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(st.sets(st.integers(0, 9), min_size=1), st.integers(2, 4), st.booleans(), st.sampled_from(["", "even ", "odd "]))
@settings(max_examples=40, deadline=None)
def test_numbers_of_digits_are_those_that_a_search_finds(digits: set[int], length: int, again: bool, kind: str) -> None:
    told = ", ".join(map(str, sorted(digits)))
    how = "if digits may be repeated" if again else "if no digit is repeated"
    numbers = [
        n
        for n in range(10 ** (length - 1), 10**length)
        if set(map(int, str(n))) <= digits
        and (again or len(set(str(n))) == length)
        and (not kind or n % 2 == (kind == "odd "))
    ]

    found = solved(f"How many {kind}{length}-digit numbers can be formed from the digits {told} {how}?")

    assert found.value == str(len(numbers))
