"""Numbers chosen at random, expected values, and the binomial distribution."""

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
        ("A number is chosen at random from 1 to 30. What is the probability that it is prime?", "1/3"),
        (
            "An integer is randomly selected from 1 through 40. Find the probability that it is a multiple of 6.",
            "3/20",
        ),
        ("What is the probability that a number chosen at random from 1 to 60 is divisible by 4 or 6?", "1/3"),
        ("A spinner has 10 equal sectors numbered 1 to 10. What is the probability of landing on a prime?", "2/5"),
        ("A number is chosen at random from 1 to 40. What is the probability that it is not prime?", "7/10"),
        (
            "A number is picked at random from 1 to 80. Find the probability that it is even and greater than 60.",
            "1/8",
        ),
    ],
)
def test_numbers_chosen_at_random_have_a_property(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the expected value of a fair six-sided die?", "7/2"),
        ("What is the expected sum of two dice?", "7"),
        ("What is the expected number of heads in 9 tosses of a fair coin?", "9/2"),
        ("A random variable X takes values 2, 5, 10 with probabilities 0.5, 0.3, 0.2. Find its expected value.", "4.5"),
    ],
)
def test_expected_values_are_exact(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("X is binomial with n = 6 and p = 1/2. Find P(X = 2).", "15/64"),
        ("If X ~ B(4, 0.1), find P(X <= 1).", "0.9477"),
        ("Let X be binomial with n = 5 and p = 1/3. What is P(X >= 4)?", "11/243"),
    ],
)
def test_the_binomial_distribution_is_added_up(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the probability of not rolling a 2 with one die?", "5/6"),
        ("What is the probability of drawing a queen or a club from a standard deck?", "4/13"),
        ("What is the probability of getting a total of 3 or 12 with two dice?", "1/12"),
        ("Two dice are thrown. Find the probability that the total exceeds 10.", "1/12"),
        (
            "A sack holds 4 red and 3 blue discs. 3 are drawn at once. Find the chance that 2 are red and one is blue.",
            "18/35",
        ),
        ("What is the probability that the sum of two dice is at least 11?", "1/12"),
    ],
)
def test_events_are_joined_and_denied(text: str, value: str) -> None:
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    "text",
    [
        "What is the expected value of a loaded die?",
        "X is binomial with n = 5 and p = 2. Find P(X = 1).",
        "Two numbers are chosen at random from 1 to 20. What is the probability that both are even?",
    ],
)
def test_what_is_no_chance_is_declined(text: str) -> None:
    assert isinstance(answer(text), Declined)
