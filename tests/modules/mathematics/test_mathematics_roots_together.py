"""Roots of a polynomial together or in part, coefficients together, matrices that can be inverted, bare commands."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the sum of the squares of the roots of x^2 - 7x + 12?", "25"),
        ("sum of the cubes of the roots of x^2 - 3x + 2", "9"),
        ("sum of the reciprocals of the roots of x^2 - 5x + 6 = 0", "5/6"),
        ("Find the average of the roots of x^2 - 6x + 2.", "3"),
        ("What is the sum of the coefficients of (3x - 1)^4?", "16"),
        ("Find the irrational roots of (x^2 - 3)(x - 1).", "-sqrt(3), sqrt(3)"),
        ("Find the nonzero roots of x^3 - 9x.", "-3, 3"),
        ("Find the odd root of (x - 3)(x - 4).", "3"),
        ("Find the roots of x^2 - 9 smaller than 1.", "-3"),
        ("How many roots does x^3 - 8 have over the reals?", "1"),
        ("How many positive roots does x^3 - x have over the reals?", "1"),
        ("Factor x^2 + 4 over the complex numbers", "(x - 2*I)*(x + 2*I)"),
        ("Factor x^2 - 3 over the reals", "(x - sqrt(3))*(x + sqrt(3))"),
        ("Which of 1, 2 and 5 are roots of x^2 - 6x + 5?", "1, 5"),
        ("multiply x + 3 by x - 3", "x**2 - 9"),
        ("rem(x^3, x^2 - 1, x)", "x"),
        ("mul(k, k = 1..4)", "24"),
        ("sum k=1 to 4 of k^2", "30"),
        ("What is the limit of (1 + 3/n)^n as n grows without bound?", "exp(3)"),
        ("x satisfies 2x = 10. What is x?", "5"),
        ("roots x^2 - 9", "-3, 3"),
        ("x^2 + 4x + 4 factor", "(x + 2)**2"),
        ("int x^2 dx from 0 to 3", "9"),
        ("derivative x^2 sin x", "x**2*cos(x) + 2*x*sin(x)"),
        ("Is [[1, 2], [2, 4]] invertible?", "False"),
        ("Is [[1, 2], [2, 4]] singular?", "True"),
        ("inverse {{2, 0}, {0, 4}}", "[[1/2, 0], [0, 1/4]]"),
        ("What is the center and radius of x^2 + y^2 - 2x = 8?", "(1, 0), 3"),
        ("Find f(1) and f(2) if f(x) = x^2 + 1.", "2, 5"),
    ],
)
def test_questions_about_polynomials_and_matrices_are_answered(text: str, value: str) -> None:
    """Every value is checked by another road."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The first term of an arithmetic sequence is 7 and the common difference is 3. What is the 20th term?", "64"),
        (
            "An arithmetic progression has first term 1 and difference 2. Find the sum of its first 9 terms.",
            "81",
        ),
        ("A geometric sequence has first term 3 and ratio 2. What is its fifth term?", "48"),
        ("The third term of an arithmetic sequence is 9 and the sixth is 21. What is the first term?", "1"),
        ("What is the 4th term of the sequence a_n = 3n^2 - 1?", "47"),
        ("What is the sum of the first 3 terms of a_n = n^2?", "14"),
        ("a_n = 4n - 1. Which term equals 27?", "7"),
    ],
)
def test_sequences_told_in_sentences_are_answered(text: str, value: str) -> None:
    """By first term and step, by two terms, or by a formula."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        "sum of the squares of the roots of x^2 - 2x + 1",
        "Find the roots of x^2 - 4 not greater than 1.",
        "A geometric sequence has first term 5 and common difference 2. What is its sixth term?",
        "10th term of the arithmetic sequence with first term 2 and common ratio 5",
        "a_n = 3n - 2. Which term equals 26?",
        "rem(x^3, y, x)",
        "Which of 1, 2 and 3 is not a root of x^2 - x - 2?",
        "multiply x + 2 by x - 2 and add 1",
    ],
)
def test_what_is_not_settled_is_declined(text: str) -> None:
    """Roots that occur twice, a negation, a step of the wrong kind, a value that is no term."""
    assert isinstance(answer(text), Declined)
