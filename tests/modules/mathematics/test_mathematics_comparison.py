"""Comparing, choosing and sorting numbers, from end to end."""

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
        ("Which is bigger: 5/7 or 0.7?", "5/7"),
        ("which is smaller, -3 or -2.5", "-3"),
        ("which fraction is larger, 5/8 or 7/11", "7/11"),
        ("what is the largest of 2/3, 0.6 and 5/8", "2/3"),
        ("What is the third smallest value in 9, -4, 0.5, 2?", "2"),
        ("second largest of 9, -4, 0.5 and 2", "2"),
        ("Which is the biggest value?  (a) -3  (b) 1/9  (c) 0.1", "b"),
        ("Which of the following is the smallest? (A) 3/4 (B) 0.7 (C) 5/8", "C"),
        ("What is the closest to 0.3 in 1/4, 1/3, 2/5?", "1/3"),
        ("Which is the nearest to 6?  (a) 5.5  (b) 6.4  (c) 7", "b"),
        ("which of 4, 9, 20 is closest to 12", "9"),
        ("Sort 4, -1, 0.25, 1/3 in ascending order.", "-1, 0.25, 1/3, 4"),
        ("Put 4, -1, 0.25 in decreasing order", "4, 0.25, -1"),
        ("arrange 2/3, 3/5, 0.61 from greatest to least", "2/3, 0.61, 3/5"),
        ("order these numbers from smallest to largest: 8, 3, 5", "3, 5, 8"),
        ("sort [8, 3, 5]", "3, 5, 8"),
        ("rank sqrt(7), 2.6, 8/3 in increasing order", "2.6, sqrt(7), 8/3"),
        ("Let p = 3/2. Let q = -1. Sort p, 0, q in descending order.", "p, 0, q"),
        ("Is 3/8 less than 0.4?", "True"),
        ("is 5 at most 4", "False"),
        ("Is -2 at least as big as -3?", "True"),
        ("are 6/4 and 1.5 equal", "True"),
        ("Are 6/4 and 1.4 non-equal?", "True"),
        ("do 6/4 and 1.5 have the same value?", "True"),
        ("is sqrt(2)*sqrt(8) equal to 4", "True"),
        ("is pi greater than 22/7", "False"),
        ("is 5 between 4.9 and 5.1", "True"),
        ("compare 3/7 and 4/9", "3/7 < 4/9"),
        ("is -4 a negative number", "True"),
    ],
)
def test_numbers_are_compared_and_told_as_they_were_written(text: str, value: str) -> None:
    """Exactly, and confirmed."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "Which is bigger: 1/2 or 0.5?",
        "What is the closest to 2 in 1, 3, 7?",
        "sort 0.5, 1/2, 3",
        "What is the fifth biggest value in 1, 2, 3?",
        "second largest of 5, 5 and 3",
        "sort 3, w, 1",
        "is w greater than 3",
        "is 4 between 4 and 9",
    ],
)
def test_ties_and_unknowns_are_declined(text: str) -> None:
    """Nothing is chosen where two would do."""
    assert isinstance(answer(text), Declined)


def test_the_value_of_a_name_is_told_beside_it() -> None:
    """A chosen name alone would say little."""
    solution = solved("Let m = 12 - 5. Which is greater: m or 6?")

    assert solution.value == "m"
    assert "7" in solution.text


_ITEMS = st.lists(
    st.tuples(st.integers(-99, 99), st.integers(1, 12)).map(lambda parts: Fraction(*parts)),
    min_size=2,
    max_size=7,
    unique=True,
)


@settings(max_examples=40, deadline=None)
@given(_ITEMS, st.booleans())
def test_sorting_agrees_with_fractions(items: list[Fraction], upwards: bool) -> None:
    """Through the whole language."""
    listed = ", ".join(map(str, items))
    expected = ", ".join(map(str, sorted(items, reverse=not upwards)))

    assert solved(f"Sort {listed} in {'ascending' if upwards else 'descending'} order.").value == expected


@settings(max_examples=40, deadline=None)
@given(_ITEMS, st.integers(1, 7), st.booleans())
def test_the_kth_number_agrees_with_sorting(items: list[Fraction], place: int, largest: bool) -> None:
    """And a place beyond the last is declined."""
    names = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]
    word = "largest" if largest else "smallest"

    result = answer(f"What is the {names[place - 1]} {word} value in {', '.join(map(str, items))}?")

    if place > len(items):
        assert isinstance(result, Declined)
    else:
        assert isinstance(result, Solution)
        assert result.value == str(sorted(items, reverse=largest)[place - 1])
