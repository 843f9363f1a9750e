"""Times of day: shifts and differences on the clock."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.readers.clock import Clock, clock_of

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is 75 minutes before 1:05 PM?", "11:50 AM"),
        ("What is 2 hours 10 minutes after noon?", "2:10 PM"),
        ("How many minutes are there between 2:40 AM and 9:05 AM?", "385"),
        ("How many minutes are there between 10:50 PM and 1:15 AM?", "145"),
        ("How long is it from 21:30 to 05:10?", "7 hours 40 minutes"),
        ("What time is half an hour after 11:45 p.m.?", "12:15 AM"),
        ("It is 4:20 PM. What time will it be in 55 minutes?", "5:15 PM"),
        ("What time is 20 minutes before quarter past five?", "4:55"),
        ("How many hours are there between 6 am and 9:30 am?", "7/2"),
        ("How many hours and minutes are there between 8:15 AM and 12:00 PM?", "3 hours 45 minutes"),
    ],
)
def test_times_of_day_are_worked_out(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_passing_midnight_is_told() -> None:
    assert "next day" in solved("What is 3 hours after 10 PM?").text


def test_a_time_without_its_half_of_the_day_is_not_set_against_one_with() -> None:
    assert isinstance(answer("How many minutes are there between 3:10 and 4:20 PM?"), Declined)


def test_a_time_that_does_not_exist_is_not_understood() -> None:
    assert isinstance(answer("What is 10 minutes after 13:75 PM?"), Declined)


@given(st.integers(min_value=0, max_value=1439), st.integers(min_value=1, max_value=1439))
@settings(max_examples=30, deadline=None)
def test_a_shift_and_the_difference_agree(start: int, minutes: int) -> None:
    first = Clock(start, "12")
    second = solved(f"What is {minutes} minutes after {first}?").value

    assert clock_of(second).minutes == (start + minutes) % 1440
    assert solved(f"How many minutes are there between {first} and {second}?").value == str(minutes)
