"""Numbers and polynomials that algebra systems know by name, and continued fractions."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("LucasL[5]", "11"),
        ("fibonacci(10) + lucas(5)", "66"),
        ("HarmonicNumber[4]", "25/12"),
        ("stirling2(5,2)", "15"),
        ("BernoulliB[10]", "5/66"),
        ("bernoulli(4)", "-1/30"),
        ("zeta(4)", "pi**4/90"),
        ("zeta(2)*6", "pi**2"),
        ("zeta(-1)", "-1/12"),
        ("multinomial(2,3)", "10"),
        ("derangements of 5", "44"),
        ("factorial2(7)", "105"),
        ("primitive root mod 17", "3"),
        ("legendre symbol (5/11)", "1"),
        ("JacobiSymbol[2,5]", "-1"),
        ("PowerMod[5,-1,7]", "3"),
        ("atan2(-1,-1)", "-3*pi/4"),
        ("sign(-3)", "-1"),
        ("numer(6/8)", "3"),
        ("denom(6/8)", "4"),
        ("surd(-8,3)", "-2"),
        ("CoprimeQ[8,15]", "True"),
        ("fix(-2.7)", "-2"),
        ("gcd(x^4-1, x^6-1)", "x**2 - 1"),
        ("lcm(x^2-1, x+1)", "x**2 - 1"),
        ("ContinuedFraction[47/17]", "2, 1, 3, 4"),
        ("continued fraction of sqrt(7)", "[2; (1, 1, 1, 4)]"),
        ("LegendreP[3,x]", "5*x**3/2 - 3*x/2"),
        ("chebyshev T_3(x)", "4*x**3 - 3*x"),
        ("ChebyshevU[3,x]", "8*x**3 - 4*x"),
        ("HermiteH[3,x]", "8*x**3 - 12*x"),
        ("LaguerreL[2,x]", "x**2/2 - 2*x + 1"),
        ("cyclotomic polynomial 12", "x**4 - x**2 + 1"),
        ("minimal polynomial of sqrt(2)+sqrt(3)", "x**4 - 10*x**2 + 1"),
        ("interpolating polynomial {1,4,9,16}", "x**2"),
        ("interpolate (0,1), (1,3), (2,7)", "x**2 + x + 1"),
    ],
)
def test_named_numbers_and_polynomials_are_found_by_two_roads(text: str, value: str) -> None:
    """Each is confirmed by another formula."""
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
    assert result.verified


@pytest.mark.parametrize(
    "text",
    [
        "bernoulli(1)", "zeta(1)", "zeta(3)", "primitive root mod 8", "legendre symbol (5/12)", "LegendreP[400,x]",
        "continued fraction of pi", "minimal polynomial of pi", "minimal polynomial of [[1, 2], [3, 4]]",
        "interpolate (0,1), (0,3)", "multinomial(3)",
    ],
)  # fmt: skip
def test_what_has_no_value_or_two_conventions_is_declined(text: str) -> None:
    """The first Bernoulli number has two signs; no root, no end, no function through two points above each other."""
    assert isinstance(answer(text), Declined)
