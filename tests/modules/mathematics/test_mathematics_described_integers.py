"""Integers described in words: counted, listed, added and searched, against enumerations written out here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


def value(text: str) -> str:
    """The value of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result.value


def _prime(number: int) -> bool:
    return number > 1 and all(number % divisor for divisor in range(2, number))


#: what is said of integers, and the same as a test
_SAID: list[tuple[str, Callable[[int], bool]]] = [
    ("divisible by 4 or 9", lambda n: n % 4 == 0 or n % 9 == 0),
    ("divisible by both 2 and 7", lambda n: n % 14 == 0),
    ("divisible by neither 2 nor 5", lambda n: n % 2 != 0 and n % 5 != 0),
    ("divisible by 3 or 4 but not both", lambda n: (n % 3 == 0) != (n % 4 == 0)),
    ("divisible by 3 but not by 6", lambda n: n % 3 == 0 and n % 6 != 0),
    ("not divisible by 3 or 5", lambda n: n % 3 != 0 and n % 5 != 0),
    ("prime", _prime),
    ("not prime", lambda n: not _prime(n)),
    ("perfect squares", lambda n: any(k * k == n for k in range(n + 1))),
    ("palindromes", lambda n: str(n) == str(n)[::-1]),
    ("either even or perfect squares", lambda n: n % 2 == 0 or any(k * k == n for k in range(n + 1))),
    ("multiples of 6 that end in 4", lambda n: n % 6 == 0 and n % 10 == 4),
    ("odd and greater than 20", lambda n: n % 2 == 1 and n > 20),
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(_SAID), st.integers(1, 150), st.integers(0, 150))
def test_counts_agree_with_an_enumeration(said: tuple[str, Callable[[int], bool]], low: int, length: int) -> None:
    """How many of a range there are."""
    words, holds = said
    expected = sum(holds(n) for n in range(low, low + length + 1))

    assert value(f"How many integers from {low} to {low + length} are {words}?") == str(expected)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 40), st.integers(0, 39), st.integers(1, 3000))
def test_the_smallest_with_a_remainder_above_a_bound(modulus: int, rest: int, above: int) -> None:
    """A condition that repeats, searched upwards."""
    rest %= modulus
    expected = next(n for n in range(above + 1, above + modulus + 1) if n % modulus == rest)
    text = (
        f"Find the smallest integer greater than {above} that leaves a remainder of {rest} when divided by {modulus}."
    )

    assert value(text) == str(expected)


@settings(max_examples=30, deadline=None)
@given(st.integers(-6, 6), st.integers(-30, 30), st.integers(0, 400))
def test_all_integers_of_a_quadratic_inequality(b: int, c: int, bound: int) -> None:
    """Between bounds that the coefficients give."""
    expected = [n for n in range(-100, 101) if n * n + b * n + c < bound]

    told = f"How many integers n satisfy n^2 + ({b})*n + ({c}) < {bound}?"
    assert value(told) == str(len(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is the largest three-digit multiple of 17?", "986"),
        ("Find the smallest perfect cube greater than 300.", "343"),
        ("List all two-digit primes whose digit sum is 8.", "17, 53, 71"),
        ("How many four-digit palindromes are there?", "90"),
        ("Find the sum of all two-digit multiples of 11.", "495"),
        ("What is the smallest positive integer with exactly 5 divisors?", "16"),
        ("What is the smallest positive integer n such that 18n is a perfect square?", "2"),
        ("What is the largest integer whose square is less than 300?", "17"),
        ("What is the greatest integer less than sqrt(70)?", "8"),
        ("For how many positive integers n does n divide 48?", "10"),
        ("For how many integers x is x^2 < 40?", "13"),
        ("Is there a prime between 90 and 96?", "False"),
        ("Is 60 divisible by 4 but not by 8?", "True"),
        ("Which numbers between 40 and 60 are prime?", "41, 43, 47, 53, 59"),
        ("What is the sum of the smallest and largest three-digit primes?", "1098"),
        ("what are the first 4 perfect cubes", "1, 8, 27, 64"),
        ("sum of the first 6 multiples of 4", "84"),
        ("Let p be the smallest prime above 60. What is 2p?", "122"),
        ("What is the mean of the primes less than 8?", "17/4"),
        ("How many integers from 1 to 10^9 are divisible by 6 or 10?", "233333333"),
        ("How many 20-digit numbers are even?", "45" + "0" * 18),
    ],
)
def test_goals_and_conditions_compose(text: str, expected: str) -> None:
    """One language of properties, ranges and goals."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many integers are between 4 and 9?", "not understood"),  # with or without the ends
        ("How many integers from 1 to 50 are even or prime and less than 20?", "not understood"),
        ("How many integers from 1 to 50 are not divisible by 3 and 5?", "not understood"),
        ("How many integers are less than 10?", "undefined"),
        ("smallest integer less than 10", "undefined"),
        ("largest prime between 24 and 28", "undefined"),
        ("How many primes are less than 10^14?", "too costly"),
        ("smallest multiple of 6 greater than 20 plus 4", "not understood"),
        ("gcd of 16 and 24 plus 8", "not understood"),
        ("greatest common divisor of 16 and 24 plus 8", "not understood"),
    ],
)
def test_what_is_ambiguous_or_endless_is_declined(text: str, kind: str) -> None:
    """With the reason's kind first."""
    result = answer(text)

    assert isinstance(result, Declined), result
    assert result.reason.startswith(kind), result.reason


@pytest.mark.parametrize(
    "text", ["How many perfect squares are less than 70?", "How many even numbers are less than 9?"]
)
def test_that_numbers_are_positive_is_told_as_an_assumption(text: str) -> None:
    """Where 0 would count as well."""
    result = answer(text)

    assert isinstance(result, Solution)
    assert result.verified is None
    assert "only positive numbers are meant" in result.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write 0.625 as a fraction.", "5/8"),
        ("convert 5/8 to a decimal", "0.625"),
        ("Express 0.(6) as a fraction", "2/3"),
        ("Write 0.41(6) as a fraction", "5/12"),
        ("convert 0.454545... to a fraction", "5/11"),
        ("What is the decimal expansion of 2/7?", "0.(285714)"),
        ("Write 19/4 as a mixed number.", "4 3/4"),
        ("Write 3 2/5 as an improper fraction", "17/5"),
        ("What is the reciprocal of 3/8?", "8/3"),
        ("opposite of -6", "6"),
        ("fourth root of 625", "5"),
        ("What is the multiplicative inverse of 5 modulo 13?", "8"),
        ("Log[3, 81]", "4"),
        ("ModularInverse[5, 13]", "8"),
        ("max(2, 9, -4)", "9"),
        ("Write 3.5 million in scientific notation", "3.5*10**6"),
    ],
)
def test_numbers_in_other_forms(text: str, expected: str) -> None:
    """Fractions, decimals, reciprocals and roots."""
    assert value(text) == expected
