"""Calculus as it is typed into computer-algebra systems and set in LaTeX, and what is said about bound letters."""

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
        ("D[t^5, {t, 2}]", "20*t**3"),
        ("Integrate[u v, {u, 0, 2}, {v, 0, u}]", "2"),
        ("NIntegrate[x^2, {x, 0, 2}]", "2.666666667"),
        ("Limit[Sin[2 x]/x, x -> 0]", "2"),
        ("Sum[1/3^k, {k, 0, Infinity}]", "3/2"),
        ("DSolve[{y'[x] == 2 y[x], y[0] == 5}, y[x], x]", "5*exp(2*x)"),
        ("dsolve(y' = 4*x, y(0) = 3)", "2*x**2 + 3"),
        ("FunctionDomain[Sqrt[x - 2], x]", "Interval(2, oo)"),
        ("FunctionRange[x^2 - 1, x, y]", "Interval(-1, oo)"),
    ],
)
def test_function_notation_is_read(text: str, value: str) -> None:
    """Every argument counts, the conditions behind an equation too."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (r"\int \frac{3\,dx}{x}", "3*log(x)"),
        (r"\int_0^1 \int_0^1 \int_0^2 xyz \, dx \, dy \, dz", "1/2"),
        (r"\iint_{[0,2]\times[0,1]} x y \, dA", "1"),
        (r"\frac{d}{dx} x^4 \Big|_{x=1}", "4"),
        (r"\frac{\partial f}{\partial x} where f(x,y) = x^3 y", "3*x**2*y"),
        ("Evaluate the integral: ∫(4x+1)dx", "2*x**2 + x"),
        ("lim t->0+ 3/t", "oo"),
        ("lim t->0- 3/t", "-oo"),
    ],
)
def test_textbook_notation_is_read(text: str, value: str) -> None:
    """Signs with their bounds, points at the foot of a bar, sides of a limit."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("double integral of x*y for x from 0 to 2 and y from 0 to 3", "9"),
        ("double integral of x + y over [0, 1] x [0, 4]", "10"),
        ("double integral of x*y over 0 <= x <= 2, 0 <= y <= x", "2"),
        ("Integrate x*y for y from 0 to x and x from 0 to 2", "2"),
    ],
)
def test_bounds_of_several_letters_are_told_in_words(text: str, value: str) -> None:
    """The letter whose bounds hold another is integrated over first, wherever it stands."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum of k from 1 to 20 where k is prime", "77"),
        ("sum of k^2 from k = 1 to 6 where k is even", "56"),
        ("sum of k from 1 to 12 where k > 9", "33"),
        ("limit of 4/n as n -> oo where n is a positive integer", "0"),
        ("If x = 2, what is d/dx (x^4)?", "32"),
    ],
)
def test_what_is_said_of_a_bound_letter_is_used(text: str, value: str) -> None:
    """A condition is no decoration."""
    assert solved(text).value == value


@pytest.mark.parametrize(
    "text",
    [
        "sum of k from 1 to N where k is prime",
        "product of k from 1 to 10 where k is odd",
        "limit of (-1)^n as n -> oo where n is even",
        "What is the range of f(x) = x^2 where x is an integer?",
        "Let x = 3. What is the integral of x^2 dx?",
        "Let x = 3. What is the derivative of x^2?",
        "lim x->0 + 1/x",
        "Is n^2 + n even?",
        r"\iint x y \, dx \, dy",
        "double integral of x*y for x from 0 to y and y from 0 to x",
        "find the slope of the tangent to y = x^2 at (3, 8)",
    ],
)
def test_what_cannot_be_used_is_not_left_out(text: str) -> None:
    """Declined rather than answered without it."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Does the series 1/n^3 converge?", "True"),
        ("Does the series sum 5/n diverge?", "True"),
        ("Is the series 1 + 1/2 + 1/3 + ... convergent?", "False"),
        (r"Does the series \sum_{n=1}^{\infty} \frac{(-1)^n}{n} converge?", "True"),
        ("does the sequence 3/n converge?", "True"),
        ("Find the limit of the sequence a_n = (4n+1)/(n+3)", "4"),
        ("Does the limit of 2/x as x -> 0 exist?", "False"),
        ("Is f(x) = |x - 1| differentiable at x = 1?", "False"),
        ("Is f(x) = x^3 differentiable at x = 1?", "True"),
        ("Where is 1/(x^2 - 9) discontinuous?", "-3, 3"),
        ("Is f(x) = x^5 - x odd?", "True"),
        ("Let h(x) = x^4. Is h odd?", "False"),
        ("What is the radius of convergence of sum x^n / n!?", "oo"),
        ("use L'Hopital's rule to find the limit of (e^x - 1)/(2x) as x -> 0", "1/2"),
        ("Let f(x) = 5x - 1. Find f^{-1}(9).", "2"),
        ("Find y'' if y = x^5", "20*x**3"),
        ("Given x = t^2, y = t^4, find dy/dx", "2*t**2"),
        ("Find dy/dx by implicit differentiation if x^2 - y^2 = 7", "x/y"),
        ("linearization of f(x) = x^2 at a = 3", "6*x - 9"),
        ("1*2*3*...*6", "720"),
        ("2*4*6*...*8", "384"),
    ],
)
def test_what_calculus_sheets_ask_is_answered_and_proved(text: str, value: str) -> None:
    """Yes and no, values and expressions."""
    solution = solved(text)

    assert (solution.value, solution.verified) == (value, True)


def test_even_powers_are_summed_with_a_proof() -> None:
    """Euler's formula is a second road to the sum."""
    solution = solved("sum of 1/n^4 from n=1 to infinity")

    assert (solution.value, solution.verified) == ("pi**4/90", True)
