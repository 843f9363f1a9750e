"""How contests word their questions: asides, forms of answers, named roots, sequences, points on curves."""

from __future__ import annotations

import pytest
from orchestra_modules.mathematics.answering import answer

from orchestra.spec import Declined, Solution


def value(text: str) -> str:
    """The value of a question that must be answered."""
    result = answer(text)
    assert isinstance(result, Solution), result
    return result.value


def declined(text: str) -> bool:
    """Whether a text is declined."""
    return isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Find the angle, in degrees, between the vectors $(1,0)$ and $(1,1)$.", "45"),
        ("What is the area, in square units, of a triangle with sides of length 13, 14 and 15?", "84"),
        (r"Find the equation, in slope-intercept form, of the line through $(1,4)$ and $(3,10)$.", "y = 3*x + 1"),
        (r"What is the sum of the coefficients of $(3x - 1)^5$ when expanded?", "32"),
        (r"Find the maximum value of $-3x^2 + 12x - 5$ over all real $x$.", "7"),
        (r"Evaluate $\phi(180)$, where $\phi$ is Euler's totient function.", "48"),
        (r"Solve for all $x$: $x^2 = 9$.", "-3, 3"),
        (r"Evaluate the infinite sum $\sum_{k=1}^{\infty} \frac{1}{3^k}$.", "1/2"),
        (
            r"Find constants $A$ and $B$ such that $\frac{x+7}{x^2-x-2} = \frac{A}{x-2} + \frac{B}{x+1}$ for all "
            r"$x \neq -1, 2$. Give your answer as the ordered pair $(A,B)$.",
            "A = 3, B = -2",
        ),
    ],
)
def test_asides_do_not_keep_a_question_from_being_read(text: str, expected: str) -> None:
    """They are put where they belong, or say what holds anyway."""
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Find the angle, in furlongs, between the vectors (1,0) and (1,1).",
        r"Find $x$ such that $x^2 = 4$ for all $x \neq 2$.",
        "Find the equation, in French, of the line through (1,4) and (3,10).",
    ],
)
def test_an_aside_that_says_something_else_is_not_passed_over(text: str) -> None:
    """Only forms that are known."""
    assert declined(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"What is the $y$-intercept of the line $4x + 7y = 28$? Express your answer as an ordered pair.", "(0, 4)"),
        ("What are the x-intercepts of $y = x^2-4$? Give your answers as ordered pairs.", "(-2, 0), (2, 0)"),
        (r"What is the $y$-intercept of the line $4x + 7y = 28$?", "4"),
        (r"Find all real numbers $x$ satisfying $x^2 - 5x + 6 < 0$. Give your answer in interval notation.", "(2, 3)"),
        (r"What is the domain of $f(x) = \sqrt{x-2}$? Express your answer in interval notation.", "[2, oo)"),
    ],
)
def test_points_and_intervals_may_be_asked_for_in_a_sentence(text: str, expected: str) -> None:
    """Wherever the answer is a point or an interval."""
    assert value(text) == expected


def test_a_number_is_no_point_and_no_interval() -> None:
    """The form must fit what is asked."""
    assert declined("What is 2 + 3? Express your answer as an ordered pair.")
    assert declined("What is 2 + 3? Express your answer in interval notation.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"The roots of $2x^2 - 7x + 4 = 0$ are $r$ and $s$. Find $\frac1r + \frac1s$.", "7/4"),
        (
            r"If $a, b, c$ are the roots of $x^3 - 4x^2 + 5x - 7 = 0$, find $\frac{1}{a}+\frac{1}{b}+\frac{1}{c}$.",
            "5/7",
        ),
        (r"Let $a$, $b$, and $c$ be the roots of $x^3 - 4x^2 + 5x - 7 = 0$. Compute $(1+a)(1+b)(1+c)$.", "17"),
        (r"Find the sum of all values of $x$ such that $|2x-5|=9$.", "5"),
        (r"Find the sum of all distinct roots of $x^3 - 3x + 2 = 0$.", "-1"),
        (r"Find the sum of the real solutions of $x^3 - 1 = 0$.", "1"),
        (r"Let $p(x) = x^3 - 6x^2 + 11x - 6$. Find the sum of the squares of its roots.", "14"),
        (r"Let $f(x) = x^2 - 4x + 7$. Find its minimum value.", "3"),
    ],
)
def test_roots_are_spoken_of_together_and_by_name(text: str, expected: str) -> None:
    """Whichever of them is called which."""
    assert value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        r"If $a, b, c$ are the roots of $x^3 - 4x^2 + 5x - 7 = 0$, find $a^2+b$.",
        "If a and b are the roots of x^3 - 2x + 1 = 0, find a + b.",
        r"Find the sum of all solutions of $(x-1)^2(x+2)=0$.",
        r"Find the sum of all values of $x$ satisfying $x^3 = 8$.",
        r"Find the sum of all values of $x$ such that $x^2 < 4$.",
    ],
)
def test_what_depends_on_the_naming_or_the_counting_of_roots_is_declined(text: str) -> None:
    """Two readers would differ."""
    assert declined(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"A sequence is defined by $a_1 = 2$ and $a_{n+1} = 3a_n - 1$ for $n \ge 1$. Find $a_5$.", "122"),
        (r"The Fibonacci sequence is defined by $F_1 = F_2 = 1$ and $F_n = F_{n-1}+F_{n-2}$. What is $F_{15}$?", "610"),
        (r"The sequence $\{a_n\}$ satisfies $a_0=1$ and $a_{n+1} = 2a_n$ for all $n \ge 0$. Find $a_{10}$.", "1024"),
        (
            "A sequence satisfies $a_1 = 1$ and $a_{n+1} = a_n + 2n$ for all positive integers $n$. What is $a_{20}$?",
            "381",
        ),
    ],
)
def test_a_sentence_may_tell_of_a_sequence(text: str, expected: str) -> None:
    """Its rule, its first terms and from where the rule holds."""
    assert value(text) == expected


def test_a_rule_that_holds_from_a_later_place_is_declined() -> None:
    """The terms before it are not known."""
    assert declined(r"A sequence is defined by $a_1 = 2$ and $a_{n+1} = 3a_n - 1$ for $n \ge 5$. Find $a_5$.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"Two lines $y = 2x + 1$ and $y = -x + 7$ intersect at the point $(a,b)$. What is $a + b$?", "7"),
        (r"What is the value of $k$ if $(3,k)$ lies on the line $2x - y = 1$?", "5"),
        (r"For what value of $m$ are the lines $y = mx + 3$ and $4x - 6y = 9$ perpendicular?", "-3/2"),
        (r"For what value of $k$ are the lines $kx + 2y = 5$ and $3x - 6y = 9$ parallel?", "-1"),
        (r"If $f(x) = x^2 + bx + c$ satisfies $f(1) = 0$ and $f(2) = 3$, what is $f(4)$?", "15"),
        (r"The polynomial $x^3 + ax^2 - 7x + 6$ is divisible by $x - 1$. What is $a$?", "0"),
        (r"How many solutions does $\cos 2x = \frac12$ have on the interval $0 \le x \le 2\pi$?", "4"),
    ],
)
def test_conditions_on_curves_settle_letters(text: str, expected: str) -> None:
    """Points on them, angles between them, values and divisors."""
    assert value(text) == expected


def test_lines_that_coincide_are_not_called_parallel() -> None:
    """Whether they are is a convention."""
    assert declined("For what value of k are the lines kx + 2y = 6 and x + 2y = 6 parallel?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"What is $\frac{5}{8}$ of 72?", "45"),
        (r"The operation $\#$ is defined by $a \# b = \frac{a+b}{a-b}$. What is the value of $7 \# 3$?", "5/2"),
        (r"What is the $100$th digit to the right of the decimal point of $\frac{3}{7}$?", "5"),
        (r"Evaluate $i^{2023} + i^{2024} + i^{2025}$.", "1"),
        (r"Let $f(x) = \frac{2x+1}{x-3}$. Find $f^{-1}(x)$.", "(3*x + 1)/(x - 2)"),
        (r"If $n = 2^4 \cdot 3^5 \cdot 7$, how many perfect squares divide $n$?", "9"),
        (r"Let $N = 12 \cdot 35$. What is the highest power of $2$ that divides $N$?", "4"),
        (r"What is the space diagonal of a rectangular box with dimensions $3 \times 4 \times 12$?", "13"),
        ("What is $1011_2 + 110_2$? Express your answer in base 2.", "10001"),
        ("Find $213_4 - 32_4$.", "121"),
        (r"Find the measure, in degrees, of the supplement of an angle of $37^\circ$.", "143"),
        (r"Solve the system of equations \begin{align*} 3x + 2y &= 16 \\ x - y &= 2 \end{align*}", "x = 4, y = 2"),
        (r"Find the inflection point of $y = x^3 - 6x^2 + 5$.", "(2, -11)"),
        (r"Find the x-coordinate of the inflection point of $y = x^3 - 6x^2 + 5$.", "2"),
    ],
)
def test_notation_of_textbooks_is_read(text: str, expected: str) -> None:
    """Escaped signs, ordinals with a formula, powers of i, inverse functions."""
    assert value(text) == expected


def test_a_letter_of_which_nothing_is_told_has_no_divisors() -> None:
    """What n is must stand before."""
    assert declined("How many perfect squares divide $n$?")


def test_numerals_of_two_bases_and_angles_too_large_are_declined() -> None:
    """In which base the sum would be told is not said, and such an angle has no complement."""
    assert declined("What is $1011_2 + 110_3$?")
    assert declined("What is $1021_2 + 110_2$?")
    assert declined(r"What is the complement of $97^\circ$?")
