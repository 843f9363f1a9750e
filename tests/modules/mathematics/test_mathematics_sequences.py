"""Sequences given by their first terms, progressions, series, and numbers known by name."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import sequence_rules

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the next term in 7, 11, 15, 19?", "23"),
        ("What comes next: 2, 5, 10, 17, 26?", "37"),
        ("5, 10, 20, 40, ?", "80"),
        ("what number comes next in the sequence 1, 3, 4, 7, 11, 18", "29"),
        ("next two terms of 81, 27, 9", "3, 1"),
        ("7, 11, 13, 17, 19, what comes next", "23"),
        ("continue the sequence 1, 1, 2, 6, 24, 120, ...", "720"),
        ("find the missing number: 4, 9, _, 19", "14"),
        ("what is the missing term in 5, 15, ?, 135", "45"),
        ("What is the k'th term of 4, 7, 10, 13?", "3*k + 1"),
        ("What is the t'th term of 0, 3, 8, 15, 24?", "t**2 - 1"),
        ("nth term of 9, 5, 1, -3", "13 - 4*n"),
        ("formula for the nth term of 5, 10, 20, 40", "5*2**(n - 1)"),
        ("the 40th term of the sequence 4, 7, 10, 13", "121"),
        ("sum of the first 12 terms of 4, 7, 10, 13", "246"),
        ("common difference of 4, 7, 10", "3"),
        ("common ratio of 5, 10, 20", "2"),
        ("which term of the sequence 4, 7, 10, ... is 61", "20"),
        ("is 62 a term of the sequence 4, 7, 10, ...", "False"),
        ("12th term of the arithmetic sequence with first term 5 and common difference 6", "71"),
        ("sum of the first 6 terms of the geometric sequence with first term 3 and common ratio 2", "189"),
        ("insert 2 arithmetic means between 4 and 19", "9, 14"),
        ("2 + 4 + 6 + ... + 60", "930"),
        ("1 + 1/5 + 1/25 + ...", "5/4"),
        ("1^2 + 2^2 + ... + 12^2", "650"),
        ("1! + 2! + ... + 4!", "33"),
        ("3^1 + 3^2 + ... + 3^4", "120"),
        ("1/(1*2) + 1/(2*3) + ... + 1/(4*5)", "4/5"),
        ("1 - 2 + 3 - 4 + ... + 9", "5"),
        ("1 + 3 + 5 + ... + 17 + 19", "100"),
        ("1 + 2 + 3 + ... + n", "n*(n + 1)/2"),
        ("1 + 1/4 + 1/9 + 1/16 + ...", "pi**2/6"),
        ("What is the 15th Fibonacci number?", "610"),
        ("8th triangular number", "36"),
        ("sum of the first 30 natural numbers", "465"),
        ("sum of the odd numbers from 5 to 25", "165"),
    ],
)
def test_sequences_are_continued_and_verified(text: str, value: str) -> None:
    """The rule gives every term that was given, with one to spare."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_a_rule_without_a_term_to_spare_is_an_assumption() -> None:
    """Three terms always lie on a parabola."""
    solution = solved("What is the next term in 2, 9, 20?")

    assert solution.value == "35"
    assert solution.verified is None


@pytest.mark.parametrize(
    "text",
    [
        "next term in 4, 9",
        "next term of 3, 1, 4, 1, 5",
        "1 + 2 + 4 + 8 + ...",
        "next term in 2, w, 6",
        "1^2 + 2^2 + ... + 10^3",
        "1/2 + 1/6 + ... + 1/90",
        "1 + 2 + 3 + ... + 10 + 12",
    ],
)
def test_terms_without_a_confirmed_rule_are_declined(text: str) -> None:
    """Nothing is guessed."""
    assert isinstance(answer(text), Declined)


_COEFFICIENTS = st.lists(st.fractions(-20, 20, max_denominator=4), min_size=1, max_size=5)


@given(_COEFFICIENTS, st.integers(0, 3))
def test_a_polynomial_is_found_again_from_its_values(coefficients: list[Fraction], spare: int) -> None:
    """From one value more than its degree needs."""
    terms = [sequence_rules.value_at(coefficients, n) for n in range(1, len(coefficients) + 2 + spare)]

    rule = sequence_rules.polynomial_rule(terms)

    assert rule is not None and rule.coefficients is not None
    for n in range(1, 15):
        assert sequence_rules.value_at(rule.coefficients, n) == sequence_rules.value_at(coefficients, n)
    assert rule.following(terms) == sequence_rules.value_at(coefficients, len(terms) + 1)


@settings(max_examples=40, deadline=None)
@given(st.integers(-50, 50), st.integers(-9, 9), st.integers(-5, 5), st.integers(5, 8))
def test_the_term_at_a_place_agrees_with_the_formula(a: int, b: int, c: int, length: int) -> None:
    """Through the whole language, next term and formula."""
    terms = [a + b * n + c * n * n for n in range(1, length + 1)]
    listed = ", ".join(map(str, terms))
    following = length + 1

    assert solved(f"What is the next term in {listed}?").value == str(a + b * following + c * following**2)
