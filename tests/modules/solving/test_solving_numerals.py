"""Numbers told in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.solving.numerals import SMALL, cardinal, ordinal


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zero", 0),
        ("seventeen", 17),
        ("twenty-five", 25),
        ("three hundred and two", 302),
        ("two thousand five hundred", 2500),
        ("one million two hundred thousand and five", 1_200_005),
    ],
)
def test_cardinals_in_words_have_their_value(words: str, value: int) -> None:
    """Up to the scales that people use."""
    assert cardinal(words) == value


@pytest.mark.parametrize("words", ["one two", "twenty eleven", "hundred", "", "three and", "apple", "zero five"])
def test_what_is_no_number_has_no_value(words: str) -> None:
    """Words that stand side by side are not added up."""
    assert cardinal(words) is None


@pytest.mark.parametrize(
    ("word", "place"), [("first", 1), ("3rd", 3), ("twenty-first", 21), ("ninth", 9), ("fortieth", 40), ("112th", 112)]
)
def test_ordinals_have_their_place(word: str, place: int) -> None:
    """In words and in figures."""
    assert ordinal(word) == place


@pytest.mark.parametrize("word", ["one", "twenty-third-first", "th", "apple", "3"])
def test_what_is_no_place_has_none(word: str) -> None:
    """Cardinals and other words are none."""
    assert ordinal(word) is None


@given(st.integers(0, 999_999))
def test_every_number_below_a_million_reads_back_from_its_words(value: int) -> None:
    """Spelled by the rules of English and read again."""
    assert cardinal(_spelled(value)) == value


def _spelled(value: int) -> str:
    names = {number: word for word, number in SMALL.items()}
    if value in names:
        return names[value]
    if value < 100:
        return f"{names[value - value % 10]}-{names[value % 10]}"
    for size, word in ((1000, "thousand"), (100, "hundred")):
        if value >= size:
            rest = value % size
            joint = " and " if rest and size == 100 else " "
            return _spelled(value // size) + f" {word}" + (joint + _spelled(rest) if rest else "")
    raise AssertionError
