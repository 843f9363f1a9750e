"""Texts typed as into a calculator, in which small words are left out."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("discriminant x^3 - 3x + 1", "81"),
        ("eigenvalues {{2,0},{0,3}}", "2, 3"),
        ("rank [[1,2],[2,4]]", "1"),
        ("rank {{1,2,3},{2,4,6}}", "1"),
        ("trace [[1,2],[3,4]]", "5"),
        ("det [1, 2; 3, 4]", "-2"),
        ("gcd 12, 18", "6"),
        ("gcd 12 18", "6"),
        ("number of divisors 720", "30"),
        ("fibonacci 20", "6765"),
        ("catalan 6", "132"),
        ("factorial 5", "120"),
        ("square root 16", "4"),
        ("absolute value -7", "7"),
        ("conjugate 3+4i", "3 - 4*I"),
        ("min sin x", "-1"),
        ("laplace transform t^2 e^(3t)", "2/(s - 3)**3"),
        ("digit sum 12345", "15"),
        ("standard deviation 2, 4, 4, 4, 5, 5, 7, 9", "2"),
        ("distance (1,2), (3,4)", "2*sqrt(2)"),
        ("slope (1,1), (3,7)", "3"),
        ("midpoint (2,3), (8,-1)", "(5, 1)"),
        ("dot product (1,2), (3,4)", "11"),
        ("union {1,2}, {2,3}", "{1, 2, 3}"),
    ],
)
def test_small_words_may_be_left_out(text: str, value: str) -> None:
    """The name of the operation and its arguments say enough."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert solution.value == value


@pytest.mark.parametrize(
    "text",
    [
        "factorial 5 + 3",
        "square root 16 + 9",
        "remainder 17 5",
        "half 30",
        "sum n",
        "sum 1/n",
        "range 5",
        "derivative x^2 y",
        "area 5",
        "root 66",
        "reciprocal 3, 4",
        "number 5",
        "What is the gcd 12?",
        "What is the slope that has 3 and 4?",
    ],
)
def test_what_is_not_plain_then_is_declined(text: str) -> None:
    """How far an operation reaches, what is meant by a number, what is missing."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("det([1 2; 3 4])", "-2"),
        ("[1 2; 3 4] * [5 6; 7 8]", "[[19, 22], [43, 50]]"),
        ("transpose [1 -2; 3 - 4 5]", "[[1, -1], [-2, 5]]"),
        ("[1,2;3,4]*2", "[[2, 4], [6, 8]]"),
        ("What is the determinant of [1 2; 3 4]?", "-2"),
        ("mean([1 2 3 4])", "5/2"),
        ("sort [3 1 2]", "1, 2, 3"),
        ("norm [3 4]", "5"),
        ("median [1 -2 3]", "1"),
        ("roots([1 -3 2])", "1, 2"),
    ],
)
def test_spaces_part_entries_and_semicolons_rows(text: str, value: str) -> None:
    """A minus before an entry belongs to it; between two spaces it is an operation."""
    solution = answer(text)
    assert isinstance(solution, Solution), solution
    assert solution.value == value


@pytest.mark.parametrize("text", ["[1 2; 3]", "roots of 1, -3, 2", "mean [1 2; 3 4]"])
def test_lists_that_are_no_matrix_or_no_polynomial_are_declined(text: str) -> None:
    """Rows of different lengths; numbers in no brackets; a mean that may be of rows or of all."""
    assert isinstance(answer(text), Declined)
