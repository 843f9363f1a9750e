"""Counting: closed forms against listing, and questions told in words."""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import counting

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize("n", range(7))
def test_derangements_are_those_that_a_listing_finds(n: int) -> None:
    listed = sum(all(i != p for i, p in enumerate(order)) for order in permutations(range(n)))

    assert counting.derangements(n) == counting.derangements_by_steps(n) == listed


@pytest.mark.parametrize("n", range(9))
def test_partitions_are_those_that_a_listing_finds(n: int) -> None:
    by_parts = [
        sum(sum(parts) == n for parts in combinations_with_replacement(range(1, n + 1), k)) for k in range(n + 1)
    ]

    assert counting.partitions(n) == counting.partitions_by_parts(n) == sum(by_parts)
    for k, listed in enumerate(by_parts):
        assert counting.partitions_by_parts(n, k) == counting.partitions_by_recurrence(n, k) == listed


@given(st.integers(min_value=0, max_value=30), st.integers(min_value=0, max_value=30))
def test_two_roads_to_stirling_numbers_agree(n: int, k: int) -> None:
    assert counting.stirling_second(n, k) == counting.stirling_second_by_rows(n, k)
    assert counting.stirling_first(n, k) == counting.stirling_first_by_product(n, k)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("How many ways are there to choose 4 flowers from 9 flowers?", "126"),
        ("In how many ways can a committee of 2 be chosen from 7 people?", "21"),
        ("6C2", "15"),
        ("What is 6P2?", "30"),
        ("C(8, 3)", "56"),
        ("P(4, 2)", "12"),
        ("In how many ways can the letters of the word LETTER be arranged?", "180"),
        ("How many anagrams are there of KAYAK?", "30"),
        ("In how many ways can 7 runners be arranged in a row?", "5040"),
        ("In how many ways can 4 guests be seated around a round table?", "6"),
        ("number of derangements of 4 objects", "9"),
        ("number of partitions of 7", "15"),
        ("number of partitions of 7 into 3 parts", "4"),
        ("What is the 6th Catalan number?", "132"),
        ("What is the 4th Bell number?", "15"),
        ("Stirling number of the second kind S(4, 2)", "7"),
        ("How many subsets does a set with 6 elements have?", "64"),
        ("In how many ways can 5 identical coins be distributed into 3 distinct boxes?", "21"),
        ("How many handshakes are there if 8 people each shake hands with each other once?", "28"),
    ],
)
def test_what_is_counted(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "In how many ways can 7 runners be arranged in a row if two of them insist on being neighbours?",
        "How many ways are there to choose 4 identical flowers from 9 flowers?",
        "In how many ways can 5 red and 3 blue flags be arranged in a row?",
        "C(100000, 3)",
    ],
)
def test_what_is_not_plain_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)


@given(st.text(alphabet="bdgk", min_size=3, max_size=6))
@settings(max_examples=20, deadline=None)
def test_arrangements_of_letters_are_those_that_a_listing_finds(word: str) -> None:
    found = solved(f"How many ways are there to arrange the letters of the word {word.upper()}?").value

    assert int(found) == len(set(permutations(word)))
