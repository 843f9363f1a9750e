"""The value of an expression: rational, a sum of roots, an angle's function, with unknowns, at every solution."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import angles, surds
from orchestra_modules.mathematics.engines.numeric import numeric
from orchestra_modules.mathematics.syntax import Call, Constant, Node, Number, Product, Sum

from orchestra.spec import Declined, Solution

_SMALL = st.fractions(min_value=-9, max_value=9, max_denominator=6)


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7 - 3*(2 - 5)", "16"),
        ("sqrt(75) - sqrt(12)", "3*sqrt(3)"),
        ("(sqrt(7) + 2)^2", "4*sqrt(7) + 11"),
        ("1/(sqrt(5) - 2)", "2 + sqrt(5)"),
        ("sqrt(7 + 4 sqrt(3))", "sqrt(3) + 2"),
        ("sin(pi/3)", "sqrt(3)/2"),
        ("cos(45°)", "sqrt(2)/2"),
        ("tan(pi/12)", "2 - sqrt(3)"),
        ("log_9(27)", "3/2"),
        ("If p + q = 7 and p*q = 10, what is p^2 + q^2?", "29"),
        ("Given that m - 4 = 9, what is 2m?", "26"),
        ("If u^2 = 9, what is u + 1?", "-2, 4"),
    ],
)
def test_values_are_exact_and_verified(text: str, value: str) -> None:
    """The value comes in its usual form, confirmed by another road."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_a_bare_expression_is_told_in_several_forms() -> None:
    """The value is the normal form; the text tells factors, zeros and the derivative too."""
    solution = solved("t^2 - 7t + 12")

    assert solution.value == "t**2 - 7*t + 12"
    assert "(t - 4)*(t - 3)" in solution.text
    assert "zeros: 3, 4" in solution.text
    assert "2*t - 7" in solution.text


def test_an_undefined_angle_is_declined() -> None:
    """The tangent has no value at a right angle."""
    result = answer("tan(pi/2)")

    assert isinstance(result, Declined)
    assert result.reason.startswith("undefined")


@st.composite
def sums_of_roots(draw: st.DrawFn) -> tuple[Node, surds.Surd]:
    """A sum of multiples of roots, as a tree and as a surd."""
    parts = draw(st.lists(st.tuples(_SMALL, st.integers(1, 60)), min_size=1, max_size=4))
    nodes = [Product((Number(c), Call("sqrt", (Number(Fraction(n)),)))) for c, n in parts]
    total = surds.rational(Fraction(0))
    for c, n in parts:
        total = total + surds.rational(c) * surds.root_of(Fraction(n))
    return (nodes[0] if len(nodes) == 1 else Sum(tuple(nodes))), total


@given(sums_of_roots(), sums_of_roots())
def test_sums_of_roots_multiply_like_numbers(left: tuple[Node, surds.Surd], right: tuple[Node, surds.Surd]) -> None:
    """The exact product is as large as the product of the sizes."""
    exact = (left[1] * right[1]).approximate()

    assert math.isclose(exact, left[1].approximate() * right[1].approximate(), rel_tol=1e-9, abs_tol=1e-7)
    assert surds.surd(left[0]).terms == left[1].terms


@given(sums_of_roots())
def test_the_inverse_of_a_sum_of_roots_gives_one(pair: tuple[Node, surds.Surd]) -> None:
    """A sum of roots times its inverse is exactly 1."""
    found = pair[1]

    if found.terms:
        assert (found * found.inverse()).value == 1


@given(st.integers(-40, 40), st.sampled_from([1, 2, 3, 4, 5, 6, 12]))
def test_tabled_angles_agree_with_numbers(above: int, below: int) -> None:
    """Exact cosines and sines are as large as the library says."""
    angle = Number(Fraction(above, below))
    for name, table in (("cos", angles.cosine), ("sin", angles.sine)):
        terms = table(angle.value)
        if terms is not None:
            exact = float(numeric(Call(name, (Product((angle, Constant("pi"))),)), 30))
            assert math.isclose(surds.Surd(terms).approximate(), exact, abs_tol=1e-12)
