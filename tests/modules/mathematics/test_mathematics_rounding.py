"""Rounding, from end to end: places, figures, units, roots and constants."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import enclosure
from orchestra_modules.mathematics.language.slots import parse_expression

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("round 8.2749 to 2 decimal places", "8.27"),
        ("What is -0.0028713 rounded to four dps?", "-0.0029"),
        ("round -0.00002 to 3 dp", "0"),
        ("8.2749 correct to one decimal place", "8.3"),
        ("round 48271 to the nearest hundred", "48300"),
        ("round 48271 to the nearest ten thousand", "50000"),
        ("What is 6283185 rounded to the nearest one hundred thousand?", "6300000"),
        ("round 48271 to the nearest 1000", "48000"),
        ("round 48271 to 2 significant figures", "48000"),
        ("round 0.0078126 to 3 s.f.", "0.00781"),
        ("round 8.2749 to the nearest hundredth", "8.27"),
        ("round 23 to the nearest 5", "25"),
        ("round 2.3 to the nearest half", "2.5"),
        ("round 8.2 up", "9"),
        ("round 8.7 down to the nearest integer", "8"),
        ("truncate 8.2799 to 2 decimal places", "8.27"),
        ("nearest integer to 22/3", "7"),
        ("sqrt(10) to 4 decimal places", "3.1623"),
        ("pi to 6 decimal places", "3.141593"),
        ("cube root of 5000 to the nearest integer", "17"),
        ("What is the sixth root of 48000 to the nearest integer?", "6"),
        ("What is 5000 to the power of 1/3, to the nearest integer?", "17"),
        ("floor of -2.5", "-3"),
        ("ceiling of 7/3", "3"),
        ("integer part of 7.9", "7"),
        ("fractional part of 7.25", "0.25"),
        ("Let h = 20/7. What is h rounded to 3 decimal places?", "2.857"),
    ],
)
def test_numbers_are_rounded_and_verified(text: str, value: str) -> None:
    """The distance to the result, or the powers of the bounds, confirm it."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


@pytest.mark.parametrize(
    ("text", "value"), [("round 6.5 to the nearest integer", "7"), ("round -250 to the nearest 100", "-300")]
)
def test_halves_go_away_from_zero_and_that_is_told(text: str, value: str) -> None:
    """The convention is stated where it decides."""
    solution = solved(text)

    assert solution.value == value
    assert any("halves are rounded away from zero" in step for step in solution.steps)


def test_an_unknown_is_not_rounded() -> None:
    """A name without a value has no decimal places."""
    assert isinstance(answer("round w to 2 decimal places"), Declined)


@settings(max_examples=50, deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 8), st.integers(0, 5))
def test_rounded_decimals_are_within_half_a_unit(digits: int, places: int, wanted: int) -> None:
    """No multiple of the unit is nearer."""
    number = Fraction(digits, 10**places)
    shown = (
        f"{'-' if digits < 0 else ''}{abs(digits) // 10**places}.{str(abs(digits) % 10**places).rjust(places, '0')}0"
    )

    found = Fraction(solved(f"round {shown} to {wanted} decimal places").value)

    assert abs(found - number) * 2 <= Fraction(1, 10**wanted)
    assert (found * 10**wanted).denominator == 1


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 10**12), st.integers(2, 9))
def test_roots_to_the_nearest_integer_satisfy_the_integer_inequalities(number: int, degree: int) -> None:
    """(2r - 1)^k <= 2^k n <= (2r + 1)^k."""
    names = ["", "", "square", "cube", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]

    found = int(solved(f"{names[degree]} root of {number} to the nearest integer").value)

    assert (2 * found - 1) ** degree <= 2**degree * number <= (2 * found + 1) ** degree


@given(st.integers(1, 10**6), st.integers(10, 60))
def test_enclosures_hold_the_square_root(number: int, digits: int) -> None:
    """The squares of the ends lie on either side."""
    low, high = enclosure.enclosure(parse_expression(f"sqrt({number})"), digits)

    assert low**2 <= number <= high**2
    assert high - low < Fraction(1, 10 ** (digits - 5))


@pytest.mark.parametrize(
    ("left", "right", "sign"),
    [
        ("sqrt(2)*sqrt(3)", "sqrt(6)", 0),
        ("sqrt(2) + sqrt(3)", "sqrt(5 + 2*sqrt(6))", 0),
        ("sqrt(2) + sqrt(3)", "sqrt(10)", -1),
        ("pi", "355/113", -1),
        ("ln(2)", "0.693147180559945309417232121458", 1),
        ("cbrt(-9)", "-2.08", -1),
    ],
)
def test_real_numbers_are_compared_with_certainty(left: str, right: str, sign: int) -> None:
    """Equality is proved, and an order is certified by enclosures."""
    order = enclosure.compare(parse_expression(left), parse_expression(right))

    assert order.sign == sign
    assert order.verified


def test_a_step_at_an_edge_needs_a_proof_of_equality() -> None:
    """sqrt(2)*sqrt(8) is 4, which no enclosure alone can show."""
    assert enclosure.step(parse_expression("sqrt(2)*sqrt(8)"), math.floor) == (4, False)
