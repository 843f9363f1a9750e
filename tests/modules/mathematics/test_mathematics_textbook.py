"""How textbooks write: LaTeX shorthand, the form of the answer as a sentence of its own, counts of what a graph has."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


def value(text: str) -> str:
    """The value of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Evaluate $\left\lceil3\left(6-\frac12\right)\right\rceil$.", "17"),
        (r"$\frac1{4} + \frac 1 2$", "3/4"),
        (r"Simplify $\sqrt2 \cdot \sqrt8$", "4"),
        (r"Compute $\dbinom{5}{3}$.", "10"),
        (r"Compute $\cos 60^\circ$.", "1/2"),
        (r"Compute $\cos 60^{\circ}$.", "1/2"),
        (r"What is $6 \div 0.\overline{6}$?", "9"),
        (r"Express $0.1\overline{7}$ as a common fraction.", "8/45"),
    ],
)
def test_latex_may_be_as_short_as_tex_reads_it(text: str, expected: str) -> None:
    """A digit is an argument, a small circle a degree, a bar a period."""
    assert value(text) == expected


def test_digits_that_tex_would_part_and_no_author_means_are_declined() -> None:
    """One half times three, or a slip."""
    assert isinstance(answer(r"$\frac123$"), Declined)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is 1/3 + 1/6? Express your answer as a common fraction.", "1/2"),
        ("What is sqrt(2)? Give your answer to 3 decimal places.", "1.414"),
        ("What is 1/3? Round your answer to the nearest hundredth.", "0.33"),
        ("What is 12*13? Express your answer in base 2.", "10011100"),
        ("Solve 2x = 7. Give your answer as a mixed number.", "3 1/2"),
        ("Find the roots of x^2 - 2. Express your answer in simplest radical form.", "-sqrt(2), sqrt(2)"),
    ],
)
def test_the_form_of_the_answer_may_be_a_sentence_of_its_own(text: str, expected: str) -> None:
    """It says what a phrase after the question would say."""
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "What is 12*13? Express your answer in French.",
        "What is 3 + 4? Express your answer as a sum of squares.",
        "Find sin(30 degrees). Express your answer in degrees.",
    ],
)
def test_a_form_that_is_not_known_is_not_passed_over(text: str) -> None:
    """The whole is declined."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"How many vertical asymptotes does the graph of $y=\frac{2}{x^2+x-6}$ have?", "2"),
        ("number of inflection points of x^3", "1"),
        ("How many critical points does x^3 - 3x have?", "2"),
        ("How many turning points does y = x^3 have?", "0"),
        ("How many x-intercepts does y = x^2 - 4 have?", "2"),
    ],
)
def test_what_a_graph_has_is_counted(text: str, expected: str) -> None:
    """By finding each."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Find the largest value of $x$ for which $x^2 - 4x + 3 = 0$.", "3"),
        ("smallest x such that x^2 = 9", "-3"),
        ("largest integer x such that x^2 < 9", "2"),
        (r"Find the partial derivative $\frac{\partial}{\partial x} (x^2 y)$", "2*x*y"),
        (r"Find the sum $\sum_{k=1}^{5} k$", "15"),
        (r"Find the determinant $\begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}$", "-2"),
        (r"Find $x$ such that $\log_x 81 = \log_2 16$.", "3"),
        ("Solve x^2 > 4. Express the solution in interval notation.", "(-oo, -2) U (2, oo)"),
        ("the sum of 3 and 4", "7"),
    ],
)
def test_what_is_named_may_be_written_in_signs_too(text: str, expected: str) -> None:
    """The name says again what the sign says; a condition picks among solutions."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Find the value of the infinite geometric series $\frac{1}{3} + \frac{1}{9} + \frac{1}{27} + \cdots$", "1/2"),
        ("Find the sum of all the positive integer divisors of 28.", "56"),
        ("How many positive whole-number divisors does 196 have?", "9"),
        ("Convert the point $(0,3)$ in rectangular coordinates to polar coordinates.", "(3, pi/2)"),
    ],
)
def test_words_that_only_say_what_a_thing_is_may_stand_before_it(text: str, expected: str) -> None:
    """An infinite geometric series, a positive integer divisor, a point in rectangular coordinates."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Find $\int (3x^2 + 2x) \, dx$.", "x**3 + x**2"),
        (r"\int(x+1)dx", "x**2/2 + x"),
        ("integral (x+1)^2 dx", "x**3/3 + x**2 + x"),
        ("integral (x+1) dx from 0 to 1", "3/2"),
        ("integral(x^2, x)", "x**3/3"),
    ],
)
def test_a_bracket_after_the_integral_sign_holds_what_is_integrated(text: str, expected: str) -> None:
    """Where a differential follows; else it holds arguments."""
    assert value(text) == expected


def test_a_differential_in_two_words_is_no_product() -> None:
    """d times x is not what anybody means."""
    assert isinstance(answer("integral (3x^2 + 2x) d x"), Declined)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pi to 30 digits", "3.14159265358979323846264338328"),
        ("1/7 to 5 digits", "0.14286"),
        ("sum 1/n^2, n=1 to infinity", "pi**2/6"),
        ("sum k^2, k = 1 to 10", "385"),
    ],
)
def test_digits_and_ranges_may_be_said_shortly(text: str, expected: str) -> None:
    """As one types them."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is the least common multiple of 35190 and 93?", "1090890"),
        ("What is the greatest common divisor of 2370201 and 5978381?", "6221"),
        ("Simplify d**40/(d/(d**38*d)) assuming d is positive.", "d**78"),
    ],
)
def test_large_numbers_do_not_hide_the_operation(text: str, expected: str) -> None:
    """A description of numbers that would be tried one by one is not the only reading; nor is d a derivative."""
    assert value(text) == expected
