"""Forms of expressions, their coefficients, and what is asked about matrices, vectors and complex numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.answering import answer
from orchestra_modules.mathematics.engines import matrix
from orchestra_modules.mathematics.syntax import Listing, Number

from orchestra.spec import Declined, Solution


def solved(text: str) -> Solution:
    """The solution of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("simplify 5a - 2b + 3b - 4a", "a + b"),
        ("Simplify (y**3*y**(1/2))**(2/7) assuming y is positive", "y"),
        ("Simplify (w**(3/5)/w)**4 assuming w is positive.", "w**(-8/5)"),
        ("expand (3x - 1)(x + 2)", "3*x**2 + 5*x - 2"),
        ("Factorise 8y^2 - 2y - 3", "(2*y + 1)*(4*y - 3)"),
        ("Factor 3/5*v**2 - 12/5.", "3*(v - 2)*(v + 2)/5"),
        ("factor m^2 - 4n^2", "(m - 2*n)*(m + 2*n)"),
        ("factor x^2 + x + 1", "x**2 + x + 1"),
        ("Collect the terms in 4*k - 9 + 2*k - 1.", "6*k - 10"),
        ("Express 3*(z - 2) + z**2 as a*z**2 + b*z + c and give b.", "3"),
        ("Write x^2 - 8x + 3 in the form (x - p)^2 + q and find q", "-13"),
        ("coefficient of y^2 in (2y - 3)^4", "216"),
        ("constant term of (x - 2/x)^4", "24"),
        ("degree of 4t^3 - t^7", "7"),
        ("complete the square: x^2 - 10x + 1", "(x - 5)**2 - 24"),
        ("discriminant of 2x^2 + 3x - 5", "49"),
        ("partial fractions of 1/(x^2 - 4)", "-1/(4*(x + 2)) + 1/(4*(x - 2))"),
        ("write 1/a + 1/b as a single fraction", "(a + b)/(a*b)"),
        ("rationalise the denominator of 6/sqrt(3)", "2*sqrt(3)"),
        ("write ln(a) + 3 ln(b) as a single logarithm", "log(a*b**3)"),
        ("modulus of the complex number 8 - 15i", "17"),
        ("conjugate of 4 + 7i", "4 - 7*I"),
        ("argument of the complex number -1 + i", "3*pi/4"),
        ("cube roots of unity", "-1/2 - sqrt(3)*I/2, -1/2 + sqrt(3)*I/2, 1"),
        ("det([[3, 1], [5, 2]])", "1"),
        ("inverse of [[2, 1], [5, 3]]", "[[3, -1], [-5, 2]]"),
        ("eigenvalues of [[4, 1], [2, 3]]", "2, 5"),
        ("[[1, 0], [2, 1]] * [[3, 1], [0, 2]]", "[[3, 1], [6, 4]]"),
        ("rank of [[1, 2], [3, 6]]", "1"),
        ("trace of [[7, 2], [1, -3]]", "4"),
        ("dot product of (2, -1, 3) and (1, 4, 2)", "4"),
        ("cross product of (1, 2, 0) and (0, 1, 1)", "(2, -1, 1)"),
        ("angle between (1, 1) and (0, 3)", "pi/4"),
        ("distance between the points (2, 1) and (5, 5)", "5"),
        ("midpoint of (0, 4) and (6, -2)", "(3, 1)"),
        ("area of the triangle with vertices (0, 0), (6, 0) and (0, 5)", "15"),
        ("are (2, 3) and (-3, 2) perpendicular", "True"),
    ],
)
def test_forms_are_exact_and_verified(text: str, value: str) -> None:
    """The form is the usual one, and another road confirms it."""
    solution = solved(text)

    assert solution.value == value
    assert solution.verified is True


def test_a_singular_matrix_has_no_inverse() -> None:
    """A determinant of 0 is told as the reason."""
    result = answer("inverse of [[1, 2], [2, 4]]")

    assert isinstance(result, Declined)
    assert "determinant is 0" in result.reason


def test_matrices_of_different_shapes_are_not_added() -> None:
    """A sum that is not defined has no value."""
    result = answer("[[1, 2], [3, 4]] + [[1, 2, 3]]")

    assert isinstance(result, Declined)
    assert result.reason.startswith("undefined")


_ROWS = st.lists(st.lists(st.integers(-6, 6), min_size=2, max_size=2), min_size=2, max_size=2)


def tree(rows: list[list[int]]) -> Listing:
    """A matrix as it is read."""
    return Listing(tuple(Listing(tuple(Number(Fraction(v)) for v in row), "vector") for row in rows), "vector")


@settings(max_examples=30, deadline=None)
@given(_ROWS, _ROWS)
def test_determinants_multiply(left: list[list[int]], right: list[list[int]]) -> None:
    """The determinant of a product is the product of the determinants."""
    a, b = (matrix.square_of(tree(rows)).matrix for rows in (left, right))

    assert (a * b).det() == a.det() * b.det()
