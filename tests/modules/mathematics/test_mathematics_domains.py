"""Points at which a function has no value, equations that lose their degree, sums that hold under a condition."""

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
    "text",
    [
        "derivative of t^3/t at t = 0",
        "derivative of ln(x) at x = -3",
        "derivative of sqrt(x) at x = -9",
        "derivative of arccos(x) at x = 4",
        "equation of the tangent line to y = (x^2 - 9)/(x - 3) at x = 3",
        "equation of the tangent to y = ln(x) at x = -2",
        "Is f(x) = x^4 one-to-one at x = 2?",
        "asymptotes of f(x) = 1/(x - 4) at x = 4",
        r"\int_5^5 1/(x - 5) dx",
        r"Solve \sqrt{x-9} = \sqrt{1-x}",
        "percent change from -20 to 30",
    ],
)
def test_what_has_no_value_or_no_agreed_meaning_is_declined(text: str) -> None:
    """A form in which a factor has cancelled, or a complex branch, is no ground for an answer."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Is f(x) = (x^2 - 4)/(x - 2) continuous at x = 2?", "False"),
        ("Is f(x) = 1/(x + 1) continuous at x = -1?", "False"),
        ("Is f(x) = x^2 + 1 continuous at x = 5?", "True"),
        ("Is f(x) = x^2 + 1 continuous?", "True"),
        ("derivative of ln(x) at x = 4", "1/4"),
        ("derivative of (x^2 - 1)/(x - 1) at x = 3", "1"),
        ("percent change from 20 to 30", "50"),
        (r"Solve \sqrt{x+7} = x + 1", "2"),
    ],
)
def test_points_of_the_domain_are_answered(text: str, value: str) -> None:
    """The same questions where the function has a value."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "For what values of k does kx^2 + 6x + 1 = 0 have exactly one solution?",
        "For what values of m does (m - 3)x^2 + 2x + 5 = 0 have real roots?",
    ],
)
def test_an_equation_that_may_lose_its_square_is_declined(text: str) -> None:
    """Without its square the equation meets the condition too, and nothing says whether that counts."""
    result = answer(text)
    assert isinstance(result, Declined)
    assert "loses its square" in result.reason


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("For what values of k does the quadratic equation kx^2 + 6x + 1 = 0 have exactly one solution?", "9"),
        ("For what values of k does kx^2 + 6x + 1 = 0 have exactly one solution, k > 0?", "9"),
        ("For what values of k does kx^2 + 6x + 1 = 0 have equal roots?", "9"),
    ],
)
def test_an_equation_said_to_be_quadratic_is_answered(text: str, value: str) -> None:
    """The word, a condition, or a double root rules the linear equation out."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    ("text", "condition"),
    [(r"\sum_{n=0}^{\infty} (3y)^n", "|3*y| < 1"), (r"\sum_{k=0}^n q^k", "q != 1")],
)
def test_a_geometric_sum_in_letters_tells_its_condition(text: str, condition: str) -> None:
    """The closed form does not hold for every value of the ratio, so it is not called verified."""
    result = solved(text)
    assert result.text.endswith(f"where {condition}")
    assert not result.verified


def test_logarithms_are_joined_for_positive_letters_only() -> None:
    """The rule does not hold on the complex branches, so what it holds for is told."""
    assert solved("simplify ln(a) + ln(b)").text.endswith("for positive a, b")


def test_a_negative_power_before_mod_is_declined() -> None:
    """It may be a fraction or an inverse among the remainders."""
    assert isinstance(answer("4^-1 mod 11"), Declined)
    assert solved("7.5 mod 2").value == "1.5"


def test_absolute_values_of_letters_for_complex_numbers_tell_that_they_are_taken_as_real() -> None:
    """The modulus of a complex number would give a circle."""
    assert solved("solve |z| = 6").text.endswith("(real solutions only)")
