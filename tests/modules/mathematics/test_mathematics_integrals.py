"""Antiderivatives, definite and improper integrals, and what they measure."""

from __future__ import annotations

from fractions import Fraction

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
        ("integrate 6t^2", "2*t**3"),
        ("antiderivative of cos(4x)", "sin(4*x)/4"),
        ("∫ x³ dx", "x**4/4"),
        (r"\int \frac{1}{x} dx", "log(x)"),
        (r"\int_0^2 3x^2 \, dx", "8"),
        (r"\int_{0}^{\pi} \sin(x) dx", "2"),
        ("integral of 2x from 1 to 4", "15"),
        ("integrate x^2 between x = 0 and x = 3", "9"),
        ("Integrate[x^3, {x, 0, 2}]", "4"),
        ("Integrate[x*y, {x, 0, 2}, {y, 0, 1}]", "1"),
        ("integrate(exp(x), (x, 0, 1))", "-1 + E"),
        ("int(x^4, x = 0..1)", "1/5"),
        ("integral of |x - 2| from 0 to 3", "5/2"),
        ("integrate k*x with respect to x", "k*x**2/2"),
        ("integrate e^(a*x) with respect to x", "exp(a*x)/a"),
        ("integral of 1/x^3 from 1 to infinity", "1/2"),
        ("integral of 1/(1 + x^2) from -oo to oo", "pi"),
        ("integral of ln(x) from 0 to 1", "-1"),
        ("integral of 1/sqrt(x) from 0 to 9", "6"),
        ("integral of 1/x from 1 to e", "1"),
        ("integral of x*exp(-x) from 0 to oo", "1"),
        ("does the integral of 1/x from 1 to infinity converge?", "False"),
        ("does the integral of 1/x^4 from 1 to infinity converge?", "True"),
        ("area under the curve y = x^2 from 0 to 6", "72"),
        ("area between y = x^2 and y = 3x", "9/2"),
        ("area under sin(x) from 0 to 2pi", "4"),
        ("average rate of change of x^3 from 1 to 3", "13"),
        ("average value of x^3 on [0, 2]", "2"),
        ("arc length of y = x^(3/2) from 0 to 4", "-8/27 + 80*sqrt(10)/27"),
        ("volume of the solid formed by rotating y = x about the x-axis from 0 to 3", "9*pi"),
    ],
)
def test_integrals_are_exact_and_proved(text: str, value: str) -> None:
    """Differentiated back exactly, with nothing breaking off between the bounds."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_an_integral_known_only_numerically_is_not_called_verified() -> None:
    """There is no elementary antiderivative to differentiate back."""
    solution = solved("integrate e^(-x^2) from -infinity to infinity")

    assert solution.value == "sqrt(pi)"
    assert solution.verified is None


def test_the_constant_of_integration_is_told_and_not_part_of_the_value() -> None:
    """The value stays an expression that can be used further."""
    solution = solved("integrate 8w^3")

    assert solution.value == "2*w**4"
    assert solution.text.endswith("+ C")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("integrate 1/x from -1 to 1", "undefined"),
        ("integrate 1/x^2 from -2 to 3", "undefined"),
        ("integrate x^x", "not done"),
        ("integrate p*q", "not understood"),
        ("integral of tan(x) from 0 to pi", "undefined"),
    ],
)
def test_an_integral_over_a_pole_or_without_a_variable_is_declined(text: str, kind: str) -> None:
    """A value put in at the bounds alone would be wrong over a pole."""
    result = answer(text)

    assert isinstance(result, Declined)
    assert result.reason.startswith(kind)


@settings(max_examples=30, deadline=None)
@given(st.integers(-5, 5), st.integers(-5, 5), st.integers(0, 6), st.integers(-9, 9).filter(bool))
def test_integrals_over_neighbouring_stretches_add_up(low: int, high: int, power: int, factor: int) -> None:
    """From low to high, and on to 7, is from low to 7."""

    def integral(start: int, end: int) -> Fraction:
        return Fraction(solved(f"integrate {factor}*x^{power} from {start} to {end}").value)

    assert integral(low, high) + integral(high, 7) == integral(low, 7)
