"""Equations, systems and inequalities: which solutions are given, which are left out, and what is declined."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import roots
from orchestra_modules.mathematics.engines.factoring import factored
from orchestra_modules.mathematics.engines.identity import agree_at_points
from orchestra_modules.mathematics.engines.polynomial import from_coefficients
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_tree

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Solve 4(w - 3) = w + 9 for w.", "7"),
        ("solve(z^2 = 49, z)", "-7, 7"),
        ("solve sqrt(y + 6) = y", "3"),
        ("solve |2x - 5| = 9", "-2, 7"),
        ("solve 1/(x - 2) + 1/(x + 2) = 0", "0"),
        ("solve (x^2 - 4)/(x - 2) = 0", "-2"),
        ("solve x^2 + 6x + 10 = 0", "-3 - I, -3 + I"),
        ("solve x^2 + 1 = 0 over the reals", "no solution"),
        ("Find the positive integer n such that n^2 - n - 20 = 0", "5"),
        ("solve k^2 = 16 given k < 0", "-4"),
        ("a + b = 9, a - b = 1", "a = 5, b = 4"),
        ("x_1 + x_2 = 3, x_1 - x_2 = 1", "x_1 = 2, x_2 = 1"),
        ("x + y = 7 and x^2 + y^2 = 25", "x = 3, y = 4; x = 4, y = 3"),
        ("x + y = 2, x + y = 3", "no solution"),
        ("solve p*q = r for q", "r/p"),
        ("For what values of m does x^2 + m*x + 25 = 0 have equal roots?", "-10, 10"),
        ("Is x = 4 a solution of x^2 - 16 = 0?", "True"),
        ("How many real roots does x^3 - 4x have?", "3"),
        ("sum of the roots of 3x^2 - 12x + 1 = 0", "4"),
    ],
)
def test_equations_are_solved_and_verified(text: str, value: str) -> None:
    """Every solution is there, and nothing that does not satisfy the equation."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("solve 3^x + 9^x = 90", "2"),
        ("solve cos(x) = 0", "pi*n + pi/2"),
        ("solve 2 sin(x) = 1 on the interval [0, pi]", "pi/6, 5*pi/6"),
        ("solve ln(x) + ln(x - 3) = ln(10)", "5"),
    ],
)
def test_other_equations_rest_on_computer_algebra_and_say_so(text: str, value: str) -> None:
    """That no solution is missing is not proved, and the answer is not called verified."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("solve 5x - 2 > 8", "x > 2"),
        ("solve 7 - x >= 4", "x <= 3"),
        ("solve x^2 < 16", "(-4 < x) & (x < 4)"),
        ("solve x^2 >= 5", "(x <= -sqrt(5)) | (x >= sqrt(5))"),
        ("solve |x + 1| < 3", "(-4 < x) & (x < 2)"),
        ("solve (x - 3)/(x + 1) <= 0", "(-1 < x) & (x <= 3)"),
        ("solve 2 < 3x - 1 <= 11", "(1 < x) & (x <= 4)"),
        ("solve x^2 <= 0", "x = 0"),
        ("solve x^2 > 0", "(x < 0) | (x > 0)"),
        ("solve x^2 + 1 < 0", "no solution"),
        ("solve x^2 + 1 > 0", "every real number"),
        ("Solve x^2 - 9 > 0 and give the answer in interval notation", "(-oo, -3) U (3, oo)"),
        ("How many integers satisfy 2 < x <= 9?", "7"),
    ],
)
def test_inequalities_are_solved_with_their_ends(text: str, value: str) -> None:
    """Open and closed ends, points alone and gaps come out right."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_a_system_that_leaves_an_unknown_open_is_declined() -> None:
    """What the equations do not settle is named."""
    result = answer("Solve x + y + z = 3, x - z = 1 for y.")

    assert isinstance(result, Declined)
    assert "infinitely many" in result.reason


_LINEAR = st.tuples(st.integers(1, 12), st.integers(-40, 40))


@settings(max_examples=60)
@given(st.lists(_LINEAR, min_size=1, max_size=5), st.integers(1, 9))
def test_rational_roots_are_all_found(factors: list[tuple[int, int]], scale: int) -> None:
    """The roots of a product of linear factors are what went in, each as often as it stands there."""
    coefficients = [Fraction(scale)]
    for q, p in factors:
        shifted = [Fraction(0), *coefficients]
        coefficients = [q * high - p * low for high, low in zip(shifted, [*coefficients, Fraction(0)], strict=True)]
    found = roots.split(from_coefficients("x", dict(enumerate(coefficients))))
    expected: dict[Fraction, int] = {}
    for q, p in factors:
        expected[Fraction(p, q)] = expected.get(Fraction(p, q), 0) + 1

    assert dict(found.linear) == expected
    assert not found.rest


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-30, 30), min_size=2, max_size=6))
def test_factors_multiply_back(values: list[int]) -> None:
    """The product is the polynomial, whatever its factors are."""
    assume(values[-1])
    polynomial = from_coefficients("x", {place: Fraction(value) for place, value in enumerate(values)})

    assert agree_at_points(factored(polynomial).tree, polynomial_tree(polynomial))


_HOLDS: dict[str, Callable[[int], bool]] = {
    "<": lambda value: value < 0,
    "<=": lambda value: value <= 0,
    ">": lambda value: value > 0,
    ">=": lambda value: value >= 0,
}


@settings(max_examples=40, deadline=None)
@given(st.integers(-9, 9), st.integers(-9, 9), st.sampled_from(sorted(_HOLDS)))
def test_quadratic_inequalities_hold_where_they_are_said_to(a: int, b: int, sign: str) -> None:
    """As many whole numbers between two bounds are solutions as satisfy the inequality when tried one by one."""
    count = solved(f"How many integers satisfy (x - ({a}))*(x - ({b})) {sign} 0 and -20 <= x <= 20?")

    assert count.value == str(sum(_HOLDS[sign]((x - a) * (x - b)) for x in range(-20, 21)))
