"""Proportions written out, and told of things that cost, weigh or work at one rate."""

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
        ("If 4 : x = 10 : 25, what is x?", "10"),
        ("Solve the proportion 5/6 = 20/x", "24"),
        ("Solve 3 : 8 = x : 40 for x", "15"),
        ("x : 6 = 7 : 21", "2"),
    ],
)
def test_the_unknown_term_of_a_proportion_is_found(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The ratio of foxes to hens is 2:9 and there are 6 foxes. How many hens are there?", "27"),
        ("The ratio of forks to spoons is 3:5. There are 40 pieces in total. How many spoons are there?", "25"),
        ("If 6 bolts cost $9, how much do 10 bolts cost?", "15"),
        ("If 6 bolts cost $9, how many bolts can you buy for $15?", "10"),
        ("If 6 painters need 4 days for a job, how many days do 8 painters need at the same rate?", "3"),
    ],
)
def test_rates_told_of_things_are_carried_over(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A tram travels 45 km in 3 hours. What is its average speed in km/h?", "15"),
        ("Nadia runs 8 km in 40 minutes. What is her average speed in km/h?", "12"),
        ("A barge moves at 9 km/h for 2.5 hours. How far does it travel?", "22.5"),
        ("If a coach travels at a constant speed of 70 mph, how far will it travel in 2 hours?", "140"),
        ("A ferry travels at 30 km/h. How long does it take to travel 75 km?", "5/2"),
    ],
)
def test_speeds_distances_and_times_are_told_in_sentences(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "If 6 bolts cost $9, how much do 10 nuts cost?",
        "The ratio of foxes to hens is 2:9. There are 5 more hens than foxes. How many hens are there?",
        "A tram travels 45 km in 3 hours and rests for 1 hour. What is its average speed?",
        "If 2 : 3 = 4 : 6, what is x?",
        "If 6 bolts cost $9, how many bolts can you buy for $10?",
    ],
)
def test_what_is_not_one_rate_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)
