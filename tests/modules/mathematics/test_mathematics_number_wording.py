"""Numbers and simple operations in the words that people use for them."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution

SOLVED = [
    ("What do you get if you multiply 15 by itself?", "225"),
    ("What do you get when you add 3 to 4?", "7"),
    ("sum: 4, 9, 16", "29"),
    ("take 8 away from 21", "13"),
    ("How much is a dozen times 4?", "48"),
    ("half a dozen plus 2", "8"),
    ("five and a half times two", "11"),
    ("What is 30 divided by half?", "60"),
    ("divide 30 in half", "15"),
    ("split 30 into two equal parts", "15"),
    ("What is the positive difference between 3 and 8?", "5"),
    ("What is half the difference between 10 and 4?", "3"),
    ("half the square root of 64", "4"),
    ("What is one less than a million?", "999999"),
    ("What is the sum of the odd numbers in 3, 4, 7, 10?", "10"),
    ("What is the sum of the even numbers in -2, 4, 3, 10?", "12"),
    ("mean of the even numbers among 1, 2, 4, 7, 9", "3"),
    ("How many of the numbers 3, 5, 8, 9 are not odd?", "1"),
    ("How many of these are prime: 2, 9, 11?", "2"),
    ("Which are larger than 3: 1, 4, 5?", "4, 5"),
    ("Which is the largest number less than 10 among 4, 9, 12?", "9"),
    ("Are both 7 and 9 prime?", "False"),
    ("Are 7 and 11 prime?", "True"),
    ("What is the largest divisor of 45 other than 45?", "15"),
    ("What is the sum of the primes below 10 except 2 and 3?", "12"),
    ("How many primes are there between 11 and 19, both excluded?", "2"),
    ("Find every divisor of 18 that is greater than 4.", "6, 9, 18"),
    ("Which number between 20 and 30 is a perfect square?", "25"),
    ("Find the two-digit number whose tens digit is 4 and whose digits sum to 11.", "47"),
    ("What is the probability that a randomly chosen divisor of 12 is even?", "2/3"),
    ("How many 4-digit numbers have no repeated digit?", "4536"),
    ("50 is 20% less than what number?", "62.5"),
    ("What percent of 80 is 20% of 40?", "10"),
    ("What is 20% less than 20% of 100?", "16"),
    ("Decrease 100 by 10% twice.", "81"),
    ("Increase 100 by 10% 3 times", "133.1"),
    ("25 out of 40 as a percentage", "62.5"),
    ("Divide 100 in the ratio 3:1 and give the larger part.", "75"),
    ("ratio 15:25 simplified", "3:5"),
    ("90 minutes in hours and minutes", "1 hour 30 minutes"),
    ("How many weeks and days are 30 days?", "4 weeks 2 days"),
    ("How many 250 ml glasses fill a 2 litre jug?", "8"),
    ("How many minutes are in 2 hours and a half?", "150"),
    ("How many quarter hours are there in 2 hours?", "8"),
    ("10 kg to lb rounded to 2 decimals", "22.05"),
    ("How much more is 20% of 50 than 10% of 60?", "4"),
    ("How much smaller is -3 than 4?", "7"),
    ("How many times as large as 4 is 12?", "3"),
    ("How much is 3 more than 4?", "7"),
    ("How many Sundays are there in May 2022?", "5"),
    ("days between 2024-01-01 and 2024-03-01", "60"),
    ("weekday 2024-01-01", "Monday"),
    ("How many weekdays are there from Monday 3 June 2024 to Friday 14 June 2024, both included?", "10"),
    ("How many 2-element subsets does {a, b, c, d} have?", "6"),
    ("How many subsets of a set with 5 elements have exactly 2 elements?", "10"),
    ("How many non-empty subsets does a set of 4 elements have?", "15"),
    ("Exercise 4. Evaluate 3^4 - 1.", "80"),
    ("1) 5 + 6", "11"),
    ("Q: What is 8 squared?", "64"),
    ("pls simplify 4x + 3x", "7*x"),
    ("Is sqrt(2) rational?", "False"),
    ("Is 3 + 2*sqrt(2) irrational?", "True"),
    ("True or false: the square root of 2 is rational.", "False"),
    ("Are 7 and 9 twin primes?", "False"),
    ("What is the exponent of 2 in the prime factorization of 96?", "5"),
    ("What fraction of 60 is 25?", "5/12"),
    ("How many halves are in 4?", "8"),
    ("What is the numerator of 12/18 in lowest terms?", "2"),
    ("What number is halfway between 4 and 10?", "7"),
    ("What is 2 plus 3 all squared?", "25"),
    ("Sort -3, 2, -1 by absolute value.", "-1, 2, -3"),
    ("gcd 12 18", "6"),
    ("median 3 9 4", "4"),
    ("mean {1, 2, 3}", "2"),
    ("divisors 18", "1, 2, 3, 6, 9, 18"),
    ("prime factorization 100", "2**2*5**2"),
    ("What is 17 (mod 5)?", "2"),
    ("What are the first and last digits of 7432?", "7, 2"),
    ("Find the sum and the product of 4 and 5.", "9, 20"),
    ("mean, median and mode of 1, 2, 2, 3", "2, 2, 2"),
    ("difference between the largest and the smallest of 8, -3, 14, 6", "17"),
    ("Round down 8.97 to an integer", "8"),
    ("Which digit stands in the ten thousands place of 7,654,321?", "5"),
    ("MCMXCIX in arabic numerals", "1999"),
    ("What is the sum of the prime factors of 12 counted with multiplicity?", "7"),
    ("0b1011 + 0b11", "14"),
    ("How many dozens are 60 eggs?", "5"),
]
DECLINED = [
    "half 30",
    "half the sum of 3 and 5 plus 2",
    "two times the sum of 3 and 5 plus 2",
    "the sum of five and a half",
    "a dozen eggs",
    "multiply 3 by itself twice",
    "add 3 and 4 to 5",
    "What is the sum of the odd numbers in 3, 4, 3, 10?",
    "What is the sum of the even numbers in 2.5, 4, 3, 10?",
    "What is the sum of all integers from 1 to 10 except the first?",
    "What is the largest divisor of 45 other than itself?",
    "Which number between 10 and 20 is prime?",
    "Find the largest x such that 3x < 50.",
    "How much more is 5 than 10?",
    "How many weekdays are there from Tuesday 3 June 2024 to Friday 14 June 2024, both included?",
    "How many Sundays are there in May?",
    "How many subsets of a set with 5 elements have at least 2 elements?",
    "4. 5 + 6",
    "Is sqrt(2) + sqrt(3) rational?",
    "Is x rational?",
    "gcd 12 180",
    "Sort -3, 2, 3 by absolute value.",
    "How many dozens are 62 eggs?",
    "sum and mean of 2, 4 plus 3",
    "0b19 + 1",
    "What is the numerator of 12/18?",
    "How many 300 ml glasses fill a 2 litre jug?",
    "How many days and weeks are 30 days?",
    "2 hours and a half of 3",
]


@pytest.mark.parametrize(("text", "value"), SOLVED)
def test_everyday_words_for_numbers_are_understood(text: str, value: str) -> None:
    """And the result is checked."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize("text", DECLINED)
def test_what_may_be_meant_in_two_ways_is_declined(text: str) -> None:
    """How far words reach, and what they are said of."""
    assert isinstance(answer(text), Declined)
