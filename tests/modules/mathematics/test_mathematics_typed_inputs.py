"""Inputs as people type them into a computer-algebra page: without verbs, with what is wanted behind the thing."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("int_0^1 x^2", "1/3"),
        ("int_1^e ln x dx", "1"),
        ("int_0^1 (x^2 + 3)", "10/3"),
        ("integrate x y dx dy, x=0..1, y=0..2", "1"),
        ("double integral x^2 y dx dy x=0 to 1, y=0 to 3", "3/2"),
        ("integral tan x dx 0 to pi/4", "log(2)/2"),
        ("integrate x^2, x=0..1", "1/3"),
        ("integrate(x^2, 0, 1)", "1/3"),
        ("int 2x", "x**2"),
        ("sum k^2, k=1..n", "n*(n + 1)*(2*n + 1)/6"),
        ("sum k^2 for k=1..10", "385"),
        ("lim 1/x^2 x->0", "oo"),
        ("lim |x|/x x->0", "does not exist"),
        ("limit sin x/x, x->0", "1"),
        ("limit 1/x^2, x=0", "oo"),
        ("lim x->0 1/x^2", "oo"),
        ("lim x->pi/2 tan x", "does not exist"),
    ],
)
def test_bounds_and_points_are_read_where_they_are_typed(text: str, value: str) -> None:
    """At the sign, behind the differential, behind a comma, before or behind what has the limit."""
    _solved(text, value)


@pytest.mark.parametrize(
    "text",
    [
        "int_0^1 x^2 + 3",
        "int 2.7",
        "lim x -> 2 1/2 x",
        "sum 1/n",
        "sum n!",
        "sum of 1/n!, n, 0, 5",
        "sum(a_k, k, 1, 3)",
        "integrate(x, y, z)",
    ],
)
def test_where_an_integral_or_sum_ends_must_be_plain(text: str) -> None:
    """A sum behind bounds, a mixed number or two, no range, terms that are only named."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("91 prime?", "False"),
        ("2^8-1 prime", "False"),
        ("8128 perfect number", "True"),
        ("0.333... as fraction", "1/3"),
        ("1 + sqrt(3) i in polar form", "2*(cos(pi/3) + I*sin(pi/3))"),
        ("1+i in exponential form", "sqrt(2)*exp(I*pi/4)"),
        ("arcsin(1/2) in degrees", "30"),
        ("x^2-5x+6 < 0 interval notation", "(2, 3)"),
        ("3x+5y=1 integer solutions", "x = 2 + 5*t, y = -1 - 3*t"),
        ("2, 4, 8, 16, ... 10th term", "1024"),
        ("{1,2} subset {1,2,3}", "True"),
        ("5 in {1,2,3}", "False"),
        ("10 C 4", "210"),
        ("7 P 2", "42"),
        ("17 div 5", "3"),
        ("slope of 3x + 2y = 6", "-3/2"),
        ("x intercepts x^2 - 4", "-2, 2"),
        ("linear approximation sqrt x at 4", "x/4 + 1"),
        ("normal line y=x^2 at (1,1)", "y = 3/2 - x/2"),
        ("local extrema x^3-3x", "(-1, 2), (1, -2)"),
        ("grad x^2 y + z", "(2*x*y, x**2, 1)"),
        ("curl {y, -x, z}", "(0, 0, -2)"),
        ("div (x^2, y^2, z^2)", "2*x + 2*y + 2*z"),
        ("jacobian {r cos t, r sin t} {r, t}", "[[cos(t), -r*sin(t)], [sin(t), r*cos(t)]]"),
        ("1 kwh in joules", "3600000"),
        ("days in february 2024", "29"),
        ("10 days after feb 25 2024", "2024-03-06"),
        ("days from 2023-05-01 to 2023-12-25", "238"),
        ("days between january 1 2020 and march 15 2021", "439"),
        ("ln x^2 derivative", "2/x"),
        ("sin(x)cos(x) integral", "sin(x)**2/2"),
        ("1/x + 1/(x+1) together", "(2*x + 1)/(x*(x + 1))"),
        ("45° in rad", "pi/4"),
        ("log2 1024", "10"),
        ("cos^-1 0", "pi/2"),
        ("10!/(7! 3!)", "120"),
        ("√(49) + ³√27", "10"),
    ],
)
def test_what_is_wanted_may_stand_behind_the_thing(text: str, value: str) -> None:
    """Properties, forms, notations and places without a verb."""
    _solved(text, value)


@pytest.mark.parametrize(
    "text",
    [
        "2 + 17 div 5", "x in {1,2,3}", "5! 3!", "arcsin(1/2) + 1 in degrees", "log2x", "may 5 people",
        "2 and 3 together", "x y derivative", "12:30 + 2:45", "gcd(3+i, 2)",
    ],
)  # fmt: skip
def test_what_can_be_meant_in_two_ways_is_declined(text: str) -> None:
    """How far an operation reaches, a letter that is not known, a base or a factor."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(n!, n, 1, 3)", "9"),
        ("Sum[n!, {n, 1, 4}]", "33"),
        ("sum(1/n!, n, 0, inf)", "E"),
        ("gamma(5)", "24"),
        ("gamma(5/2)", "3*sqrt(pi)/4"),
        ("gamma(-1/2)", "-2*sqrt(pi)"),
        ("D[E^x,x]", "exp(x)"),
        ("roots([1,-3,2])", "1, 2"),
        ("e^pi > pi^e", "True"),
    ],
)
def test_calls_are_not_taken_for_sums_and_products(text: str, value: str) -> None:
    """A factorial ends no sentence, gamma is a function, a row in square brackets is one of coefficients."""
    _solved(text, value)


@pytest.mark.parametrize(
    "text",
    [
        "beta(2,3)", "mu(30)", "sin pi/2", "ln 1/2", "cos pi/3", "e < pi", "i^2 = -1", "factor x^2+1 mod 5",
        "roots of x^2 - 1 mod 8", "roots(1,-3,2)", "roots of 1, -3, 2", "Pi//N", "gamma(0)", "gamma(x)",
    ],
)  # fmt: skip
def test_signs_that_reach_further_for_some_readers_are_declined(text: str) -> None:
    """Greek letters before brackets, quotients behind bare functions, constants as unknowns, mod behind a sum."""
    assert isinstance(answer(text), Declined)


def _solved(text: str, value: str) -> None:
    result = answer(text)
    assert isinstance(result, Solution), result
    assert result.value == value
