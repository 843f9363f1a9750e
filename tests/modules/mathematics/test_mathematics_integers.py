"""Whole numbers from end to end: divisors and multiples, remainders, primes, what kind of number it is."""

from __future__ import annotations

import math

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
        ("gcf of 90 and 126", "18"),
        ("What is the highest common factor of 90, 126 and 45?", "9"),
        ("largest integer that divides both 90 and 126", "18"),
        ("lcm of 8, 9 and 21", "504"),
        ("smallest number divisible by both 14 and 21", "42"),
        ("smallest positive integer divisible by all the integers from 1 to 8", "840"),
        ("common denominator of -5/12 and 7/18", "36"),
        ("gcd of x^2 - 9 and x^2 - 6x + 9", "x - 3"),
        ("remainder when 1000 is divided by 37", "1"),
        ("find the remainder on dividing 85 by 9", "4"),
        ("remainder when x^3 - 2x + 5 is divided by x - 2", "9"),
        ("quotient when 1000 is divided by 37", "27"),
        ("how many times does 8 go into 100", "12"),
        ("quotient and remainder when 100 is divided by 8", "12, 4"),
        ("remainder when 5^(10^12) is divided by 13", "1"),
        ("does 13 divide 1001", "True"),
        ("is 1001 a multiple of 9?", "False"),
        ("is 7 a factor of 84", "True"),
        ("Is 84 evenly divisible by 5?", "False"),
        ("are 27 and 64 coprime", "True"),
        ("is 221 prime", "False"),
        ("is 223 a prime number or not", "True"),
        ("check whether 221 is composite", "True"),
        ("is 1 composite", "False"),
        ("is 97 prime or composite", "prime"),
        ("is 58 even", "True"),
        ("is 196 a perfect square", "True"),
        ("is 200 a square number", "False"),
        ("is 343 a perfect cube", "True"),
        ("is 496 a perfect number", "True"),
        ("is 729 a power of 3", "True"),
        ("is 1331 a palindrome", "True"),
        ("is 36 a triangular number", "True"),
        ("is 35 a fibonacci number", "False"),
        ("prime factors of 1001", "7, 11, 13"),
        ("prime factorisation of 1400", "2**3*5**2*7"),
        ("write 99 as a product of primes", "3**2*11"),
        ("largest prime factor of 1001", "13"),
        ("number of distinct prime factors of 1400", "3"),
        ("list the divisors of 28", "1, 2, 4, 7, 14, 28"),
        ("how many factors does 28 have", "6"),
        ("sum of the proper divisors of 28", "28"),
        ("common factors of 28 and 42", "1, 2, 7, 14"),
        ("euler's totient of 28", "12"),
        ("next prime after 113", "127"),
        ("largest prime less than 127", "113"),
        ("the 30th prime number", "113"),
        ("primes between 90 and 110", "97, 101, 103, 107, 109"),
        ("how many primes are there below 50", "15"),
        ("sum of the first 5 primes", "28"),
        ("how many multiples of 6 are there less than 50", "8"),
        ("lcm of 6 and the next prime after 10", "66"),
        ("Let q be the 4th prime. Is q a divisor of 91?", "True"),
        ("Let a = 9. Is a a factor of 27?", "True"),
        ("Let a = 9. Is 2*a a multiple of 6?", "True"),
        ("Let a = 9. Is 3 a factor of a?", "True"),
        ("Let a = 9. Is a a prime number?", "False"),
        ("Let a = 9. Is a composite?", "True"),
        ("which of these is prime: 33, 37, 39", "37"),
        ("Which of the following is a multiple of 7? (a) 51 (b) 63 (c) 72", "b"),
        ("first four multiples of 9", "9, 18, 27, 36"),
    ],
)
def test_questions_about_whole_numbers_are_answered_and_verified(text: str, value: str) -> None:
    """The value is exact and was confirmed by another road."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("remainder when 7 is divided by 0", "undefined"),
        ("does 0 divide 7", "undefined"),
        ("largest prime less than 2", "undefined"),
        ("is 2.5 prime", "undefined"),
        ("divisors of 0", "undefined"),
        ("lcm of 0 and 5", "undefined"),
        ("how many prime factors does 12 have", "not understood"),
        ("the 10000000th prime", "too costly"),
        ("primes between 2 and 10^9", "too costly"),
        ("is x prime", "not done"),
        ("largest prime factor of 30 plus 4", "not understood"),
        ("common factors of 12 and 18 plus 4", "not understood"),
    ],
)
def test_what_has_no_answer_is_declined_with_its_kind(text: str, part: str) -> None:
    """Undefined, ambiguous and too large questions are told apart."""
    result = answer(text)

    assert isinstance(result, Declined)
    assert result.reason.startswith(part)


def test_negative_remainders_state_their_convention() -> None:
    """Programs differ on the remainder of a negative number, so the one taken is told."""
    solution = solved("remainder when -17 is divided by 5")

    assert solution.value == "3"
    assert any("sign of the divisor" in step for step in solution.steps)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_gcd_and_lcm_agree_with_the_standard_library(a: int, b: int) -> None:
    """Through the whole language."""
    assert solved(f"greatest common divisor of {a} and {b}").value == str(math.gcd(a, b))
    assert solved(f"least common multiple of {a} and {b}").value == str(math.lcm(a, b))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3000))
def test_divisors_and_totients_follow_from_their_definitions(number: int) -> None:
    """All divisors, and how many smaller numbers have none in common."""
    expected = [d for d in range(1, number + 1) if number % d == 0]

    assert solved(f"divisors of {number}").value == ", ".join(map(str, expected))
    assert solved(f"totient of {number}").value == str(sum(math.gcd(i, number) == 1 for i in range(1, number + 1)))
