"""Polynomials: their letters found from roots, remainders, forms and factors, and the names of algebra systems."""

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
        ("For which value of p does x^2 + p*x + 49 have a double root, p > 0?", "14"),
        ("For which t does the equation x^2 - t*x + 36 = 0 have exactly one solution, where t > 0?", "12"),
        ("Find the range of values of k for which x^2 + k*x + 9 = 0 has no real roots", "(-6 < k) & (k < 6)"),
        ("Find the value of k for which x^2 - 10x + k is a perfect square", "25"),
        ("For what value of c is x - 2 a factor of x^3 + c*x - 14?", "3"),
        ("x - 4 is a factor of x^3 - k*x - 8. Find k.", "14"),
        ("When x^3 + a*x + 5 is divided by x - 1 the remainder is 9. Find a.", "3"),
        ("The roots of x^2 + b*x + c = 0 are 4 and -7. Find b and c.", "b = 3, c = -28"),
        ("The polynomial x^3 + a*x^2 - 9x + b has roots 3 and 1. Find a and b.", "a = -1, b = 9"),
        ("Find a and b such that x^2 + a*x + b = (x - 2)(x + 9).", "a = 7, b = -18"),
        ("Write x^2 - 10x + 28 in the form (x - a)^2 + b", "(x - 5)**2 + 3"),
        ("Use the remainder theorem to find the remainder of x^3 - 2x + 6 divided by x - 2.", "10"),
    ],
)
def test_letters_are_found_from_what_is_said_of_a_polynomial(text: str, value: str) -> None:
    """Conditions on roots, factors and remainders become equations for the letters."""
    solution = solved(text)
    assert solution.value == value
    assert solution.verified


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PolynomialRemainder[x^3 + 2, x - 1, x]", "3"),
        ("PolynomialQuotient[x^3 - 1, x - 1, x]", "x**2 + x + 1"),
        ("PolynomialGCD[x^2 - 4, x^2 + 4x + 4]", "x + 2"),
        ("CoefficientList[4 + 5x + 6x^2, x]", "4, 5, 6"),
        ("Resultant[x^2 - 3, x - 2, x]", "1"),
        ("MatrixPower[{{1, 2}, {0, 1}}, 3]", "[[1, 6], [0, 1]]"),
    ],
)
def test_algebra_system_names_are_known(text: str, value: str) -> None:
    """The order of coefficients and the letter at the end are as those systems have them."""
    solution = solved(text)
    assert solution.value == value
    assert solution.verified


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Is (x - 2)^2 equal to x^2 - 4x + 4?", "True"),
        ("Is (m + n)^2 = m^2 + n^2?", "False"),
        ("Are 3x + 6 and 3(x + 2) equivalent?", "True"),
        ("Is sqrt(x^2) equal to x?", "False"),
        ("Which expression equals $(x - 3)^2$? (a) $x^2 - 9$ (b) $x^2 - 6x + 9$ (c) $x^2 + 9$", "b"),
    ],
)
def test_expressions_are_compared_for_all_values_of_their_letters(text: str, value: str) -> None:
    """A difference is shown by values at which it is not 0."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Let u and v be the roots of x^2 - 7x + 4 = 0. Find u^2 + v^2.", "41"),
        ("If p and q are the roots of x^2 + 6x + 2 = 0, find 1/p + 1/q", "-3"),
        ("Find the largest solution of x^2 - 9x + 14 = 0", "7"),
        ("Solve by factoring: x^2 - 3x - 10 = 0", "-2, 5"),
        ("Factor out the greatest common factor of 15x^3 + 20x^2", "5*x**2*(3*x + 4)"),
        ("Take out the common factor of 8a + 12b", "4*(2*a + 3*b)"),
    ],
)
def test_roots_and_factors_are_used_together(text: str, value: str) -> None:
    """Whichever root has which name, and nothing of a common factor is lost."""
    solution = solved(text)
    assert solution.value == value
    assert solution.verified


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Express log_2 40 in terms of log_2 5", "log(5, 2) + 3"),
        ("If log_3 2 = u, express log_3 54 in terms of u", "u + 3"),
    ],
)
def test_logarithms_are_put_in_terms_of_others(text: str, value: str) -> None:
    """The powers of primes settle the factors."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "Express log_2 7 in terms of log_2 5",
        "is x = 3",
        "If p and q are the roots of x^2 - 5x + 6 = 0, find p - q",
        "Find b and c such that x^2 + b*x + c has roots 5",
        "Which expression equals $2x$? (a) $x + x$ (b) $2 x$ (c) $x^2$",
    ],
)
def test_what_is_not_settled_is_declined(text: str) -> None:
    """Several values, none, or two options that fit are no answer."""
    assert isinstance(answer(text), Declined)
