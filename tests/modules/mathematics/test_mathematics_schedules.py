"""Events told by start, end and length; months and weekdays counted on."""

from __future__ import annotations

import pytest
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
        ("A play starts at 6:40 PM and lasts 2 hours and 25 minutes. When does it end?", "9:05 PM"),
        ("A tram leaves at 13:50 and arrives at 15:05. How long does the ride take in minutes?", "75"),
        ("A match ends at 9:10 PM and lasts 1 hour 45 minutes. When did it begin?", "7:25 PM"),
        ("A library is open from 8 AM to 6:30 PM. How many hours is it open?", "21/2"),
        ("A ferry departs at 23:30 and takes 50 minutes. When does it arrive?", "00:20"),
        ("How long is it from 7:20 AM to 10:05 AM, in minutes?", "165"),
    ],
)
def test_the_third_of_start_end_and_length_is_found(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What month comes 7 months after August?", "March"),
        ("Which month is 4 months before March?", "November"),
        ("If it is now June, what month will it be in 9 months?", "March"),
        ("What day comes 12 days after Thursday?", "Tuesday"),
        ("What day comes before Monday?", "Sunday"),
        ("The 2nd of the month is a Tuesday. On which weekday does the 20th fall?", "Saturday"),
    ],
)
def test_months_and_weekdays_are_counted_on(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("How many leap years are there from 1901 to 2001?", "25"),
        ("How old was someone born on 7 June 1985 on 6 June 2010?", "24"),
        ("How many days are there in November?", "30"),
        ("How many days are in a leap year?", "366"),
    ],
)
def test_years_and_months_are_measured(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_counting_a_leap_year_at_the_end_is_an_assumption() -> None:
    solution = solved("How many leap years are there between 1992 and 2008?")

    assert (solution.value, solution.verified) == ("5", None)


def test_half_past_midnight_or_noon_is_an_assumption() -> None:
    solution = solved("What time was it 45 minutes before 1:10?")

    assert (solution.value, solution.verified) == ("12:25", None)


@pytest.mark.parametrize(
    "text",
    [
        "How many days are there in February?",
        "A play starts at 6:40 and lasts 2 hours. It starts 10 minutes late. When does it end?",
        "What month comes 3 days after March?",
    ],
)
def test_what_is_not_settled_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)
