"""Derivatives in words, in d/dx and in function notation, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines.arithmetic import evaluate
from orchestra_modules.mathematics.engines.differentiation import derive
from orchestra_modules.mathematics.engines.polynomial import Polynomial
from orchestra_modules.mathematics.engines.polynomial_text import polynomial_text, polynomial_tree
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.syntax import Node, Number, substitute

from orchestra.spec import Declined, Solution

TERMS = st.dictionaries(st.integers(0, 6), st.integers(-9, 9).filter(bool), min_size=1, max_size=4)


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the derivative of 4*m**3 - m?", "12*m**2 - 1"),
        ("differentiate 5t^2 + 3t with respect to t", "10*t + 3"),
        ("derivative with respect to x of a*x^2", "2*a*x"),
        ("third derivative of v**5 wrt v", "60*v**2"),
        ("differentiate u^4 twice", "12*u**2"),
        ("what is the 2nd derivative of x^3", "6*x"),
        ("d/dx sin(3x)", "3*cos(3*x)"),
        ("d^2/dx^2 x^4", "12*x**2"),
        (r"\frac{d}{dx} x^5", "5*x**4"),
        ("d/dx(x^2) + 1", "2*x + 1"),
        ("d/dx (x + 1)(x - 1)", "2*x"),
        (r"\frac{\partial}{\partial x} x^2 y", "2*x*y"),
        (r"\frac{d^2}{dx^2} \sin(x)", "-sin(x)"),
        ("D[x^2 Cos[x], x]", "-x**2*sin(x) + 2*x*cos(x)"),
        ("D[x^6, {x, 2}]", "30*x**4"),
        ("diff(x^3*y^2, x, 2, y)", "12*x*y"),
        ("diff(exp(2*x), x)", "2*exp(2*x)"),
        ("partial derivative of x^2*y^3 with respect to y", "3*x**2*y**2"),
        ("derivative of y = ln(x)", "1/x"),
        ("derivative of f(x) = x^2 + 1 at x = 3", "6"),
        ("Let g(t) = t^3 - t. What is g'(2)?", "11"),
        ("Let g(t) = t^3 - t. Find g''(t).", "6*t"),
        ("If y = x^3 + 2x, find dy/dx", "3*x**2 + 2"),
        ("rate of change of r^2 at r = 5", "10"),
        ("slope of the tangent line to y = x^3 at x = 2", "12"),
        ("slope of the curve y = sqrt(x) at x = 4", "1/4"),
        ("Given x^2 + y^2 = 25, find dy/dx", "-x/y"),
        ("implicitly differentiate x*y = 1", "-y/x"),
        ("gradient of x^2*y + z", "(2*x*y, x**2, 1)"),
        ("Hessian of x^3 + x*y^2", "[[6*x, 2*y], [2*y, 2*x]]"),
        ("divergence of (x*y, y^2, z)", "3*y + 1"),
        ("curl of (-y, x, 0)", "(0, 0, 2)"),
        ("laplacian of x^2 - 3*y^2", "-4"),
        ("directional derivative of x*y at (1, 2) in the direction of (3, 4)", "2"),
    ],
)
def test_derivatives_are_exact_and_confirmed_by_a_second_road(text: str, value: str) -> None:
    """Each notation comes to the same derivative."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_d_dx_before_a_bare_sum_is_an_assumption() -> None:
    """Another reader may take the first term only."""
    solution = solved("d/dx x^2 + 3x")

    assert solution.value == "2*x + 3"
    assert solution.verified is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("differentiate y with respect to x", "not understood"),
        ("derivative of ln(x) at x = 0", "undefined"),
        ("derivative of x*y", "not understood"),
        ("30th derivative of x^2", "too costly"),
        ("derivative of floor(x)", "not done"),
    ],
)
def test_what_has_no_clear_derivative_is_declined(text: str, kind: str) -> None:
    """A letter that may depend on another, a place without a value, and limits."""
    result = answer(text)

    assert isinstance(result, Declined)
    assert result.reason.startswith(kind)


@settings(max_examples=60, deadline=None)
@given(TERMS, TERMS)
def test_the_product_rule_holds_between_derivatives_found(left: dict[int, int], right: dict[int, int]) -> None:
    """(f*g)' = f'*g + f*g' at a point, each side worked out on its own."""
    f, g = _polynomial(left), _polynomial(right)
    at: dict[str, Node] = {"x": Number(Fraction(3, 2))}

    def value(polynomial: Polynomial) -> Fraction:
        return evaluate(substitute(polynomial_tree(polynomial), at))

    def slope(polynomial: Polynomial) -> Fraction:
        return evaluate(substitute(derive(polynomial_tree(polynomial), ("x",)).node, at))

    assert slope(f * g) == slope(f) * value(g) + value(f) * slope(g)


@settings(max_examples=80, deadline=None)
@given(TERMS)
def test_the_text_of_a_polynomial_reads_back_to_it(terms: dict[int, int]) -> None:
    """What is printed is what was meant."""
    polynomial = _polynomial(terms)

    read = parse_expression(polynomial_text(polynomial))

    for at in (Fraction(2), Fraction(-3), Fraction(1, 5)):
        assert evaluate(substitute(read, {"x": Number(at)})) == sum(c * at**e for e, c in terms.items())


def _polynomial(terms: dict[int, int]) -> Polynomial:
    return Polynomial({((("x", e),) if e else ()): Fraction(c) for e, c in terms.items()})
