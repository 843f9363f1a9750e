"""The grammar: tokens, expressions, and what is refused rather than guessed."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.mathematics.language.cursor import words
from orchestra_modules.mathematics.language.sentences import read as read_question
from orchestra_modules.mathematics.language.slots import parse_expression
from orchestra_modules.mathematics.problem import Problem
from orchestra_modules.mathematics.syntax import (
    Call,
    Constant,
    Name,
    Negative,
    Node,
    Number,
    Power,
    Product,
    Request,
    Sum,
    show,
)
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal, TooCostly


def parse(text: str) -> Node:
    """The expression that a whole text is."""
    return parse_expression(text)


def read(text: str) -> Problem:
    """The formal problem that a text tells."""
    return read_question(split(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2+3*4", "2 + 3*4"),
        ("2x", "2*x"),
        ("3(x+1)", "3*(x + 1)"),
        ("x sin(x)", "x*sin(x)"),
        ("(x+1)(x-1)", "(x + 1)*(x - 1)"),
        ("-2^2", "-2**2"),
        ("2^3^2", "2**(3**2)"),
        ("2**-3", "2**(-3)"),
        ("5 - -3", "5 - -3"),
        ("3 × 4 ÷ 2 − 1", "3*4/2 - 1"),  # noqa: RUF001
        ("x² + 2·x", "x**2 + 2*x"),
        ("√(x+1)", "sqrt(x + 1)"),
        ("√16", "sqrt(16)"),
        (r"\frac{x+1}{2}", "(x + 1)/2"),
        (r"\frac{1}{2}x", "(1/2)*x"),
        (r"\sqrt[3]{8}", "root(8, 3)"),
        (r"\left(x+1\right)^{2}", "(x + 1)**2"),
        (r"$2 \cdot \pi$", "2*pi"),
        (r"\sin x", "sin(x)"),
        ("sin 2x", "sin(2*x)"),
        ("sin^2 x", "sin(x)**2"),
        ("sin^-1(x)", "asin(x)"),
        ("log_2(8)", "log(8, 2)"),
        ("log10(100)", "log(100, 10)"),
        ("|x - 3|", "abs(x - 3)"),
        ("5!", "factorial(5)"),
        ("arcsin(x)", "asin(x)"),
        ("3 plus 4 times 2", "3 + 4*2"),
        ("twenty-five plus three", "25 + 3"),
        ("15% of 240", "15*240/100"),
        ("the square root of 16", "sqrt(16)"),
        ("1,000,000 / 4", "1000000/4"),
        ("3 x 4", "3*4"),
        ("1.50 + .5", "1.5 + 0.5"),
        ("2 to the power of 10", "2**10"),
        ("7 choose 2", "binomial(7, 2)"),
        ("17 mod 5", "mod(17, 5)"),
        ("2xy", "2*x*y"),
    ],
)
def test_notation_is_read_with_the_usual_precedence(text: str, shown: str) -> None:
    """Plain, Unicode, LaTeX and spoken notation come to the same trees."""
    assert show(parse(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "1/2x",
        "1/2 x",
        "6/2(1+2)",
        "sin x y",
        "e^2x",
        "2^3x",
        "2 3",
        "x2",
        "f(x)",
        "g(2)",
        "2e-3",
        "1-800-555-0100",
        "average of 10 and 20%",
        "the mean of 2 and 4 times 3",
        "12/31/2024",
        "2024-12-31",
        "007 + 1",
        "1,00 + 1",
        "5 + 10%",
        "20% of 50 + 10",
        "square root of 16 plus 9",
        "2x 3",
        "|x",
        "5 * (3 + 2",
        "(3 + 2]",
    ],
)
def test_notation_with_two_readings_is_refused(text: str) -> None:
    """A silent choice could be wrong, so none is made."""
    with pytest.raises(NotUnderstood):
        read(text)


@pytest.mark.parametrize(
    "text",
    [
        "what is the capital of France",
        "who is 2 years older",
        "what is love",
        "is it 5",
        "what is 5 m long",
        "I have 3 apples and eat 2",
        "Natalia sold 48 clips in April and half as many in May. How many clips did she sell?",
        "what is 2 and 3",
        "write a poem about 2+2",
        "2+2 hello",
        "solve it",
        "the the 2",
        "你好 2+2",
        "a",
        "what is pi",
        "what is 911",
        "5 apples + 3 apples",
    ],
)
def test_a_word_without_a_place_is_refused(text: str) -> None:
    """Every word is used or the text is declined; letters of words never become products."""
    with pytest.raises(NotUnderstood):
        read(text)


def test_a_refusal_names_the_word_and_its_place() -> None:
    """Whoever asked can see what was not understood."""
    with pytest.raises(NotUnderstood, match=r"'bananas' at position 13"):
        read("what is 2+2 bananas")


@pytest.mark.parametrize(
    "text",
    [
        "what is 2+2",
        "What's 2+2?",
        "please calculate 2+2",
        "Can you compute 2+2 please?",
        "2+2=",
        "2+2=?",
        "find the value of 2+2.",
        "hey, could you tell me what is 2+2, thanks!",
        "What does 2+2 equal?",
        "HOW MUCH IS 2+2",
    ],
)
def test_politeness_does_not_change_the_problem(text: str) -> None:
    """Openings and closings are fillers."""
    goal = read(text).goal

    assert isinstance(goal, Request)
    assert (goal.operation, show(goal.arguments[0][1])) == ("value", "2 + 2")


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("solve 3x - 7 = 11 for x", "solve"),
        ("x + y = 5, x - y = 1", "solve"),
        ("d/dx x^3", "derivative"),
        (r"\frac{d}{dx} x^3", "derivative"),
        ("2nd derivative of t^4 wrt t", "derivative"),
        ("D[t^4, t]", "derivative"),
        ("∫ x² dx", "integral"),
        (r"\int_0^1 x^2 dx", "integral"),
        ("limit of 1/x as x -> 0+", "limit"),
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "limit"),
        ("is 17 a prime number?", "is_prime"),
        ("Is 121 a factor of 989780?", "divides"),
        ("30 is what percent of 120", "what_percent"),
        ("what is the remainder when 17 is divided by 5?", "remainder"),
    ],
)
def test_many_phrasings_ask_for_one_operation(text: str, operation: str) -> None:
    """Words, notation and calls of algebra systems come to the same catalogue."""
    goal = read(text).goal

    assert isinstance(goal, Request)
    assert goal.operation == operation


def test_definitions_are_kept_and_what_is_known_is_told_from_what_is_sought() -> None:
    """Let defines; relations with something unknown constrain it."""
    problem = read("Let f(x) = x^2 + k. Suppose 3*k = 6. What is f(2)?")

    assert [(d.name, d.parameters) for d in problem.definitions] == [("f", ("x",))]
    assert [show(group) for group in problem.constraints] == ["3*k = 6"]
    assert show(problem.goal) == "value(expression: f(2))"


@pytest.mark.parametrize(
    "text",
    ["Let a = 3. Let a = 4. What is a?", "Let f(x) = x. Let f(x) = 2x. What is f(1)?"],
)
def test_redefining_a_name_is_an_error(text: str) -> None:
    """Which of the two was meant is not for the solver to choose."""
    with pytest.raises(Refusal, match="defined twice"):
        read(text)


@pytest.mark.parametrize("text", ["What is 2 + 2? What is 3 + 3?", "a", "x, y", "what is 911", "10"])
def test_a_text_that_asks_nothing_or_two_things_is_refused(text: str) -> None:
    """One question, one answer."""
    with pytest.raises(NotUnderstood):
        read(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """The reader raises nothing but its own errors."""
    with suppress(Refusal):
        read(text)


_PIECES = st.sampled_from(
    words(
        "x y e i 2 3.5 10 + - * / ^ ( ) [ ] { } | ! % , = < sin cos sqrt log of the derivative d/dx integrate from to "
        "limit as -> solve for what is prime and plus percent \\frac \\int _ ² √ π dx x->0 0.5e3 1,000 mod choose root"
    )
)


@settings(max_examples=300)
@given(st.lists(_PIECES, max_size=25), st.sampled_from(["", " "]))
def test_any_mixture_of_known_pieces_is_read_or_refused(pieces: list[str], gap: str) -> None:
    """Texts close to mathematics raise nothing but the reader's own errors either."""
    with suppress(Refusal):
        read(gap.join(pieces))


_LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.integers(0, 99).map(lambda n: Number(Fraction(n))),
    st.sampled_from(["x", "y", "z"]).map(Name),
    st.just(Constant("pi")),
)


def _branches(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        inner.map(Negative),
        several.map(Sum),
        st.tuples(several, st.lists(inner, max_size=2).map(tuple)).map(lambda parts: Product(*parts)),
        st.tuples(inner, inner).map(lambda parts: Power(*parts)),
        st.tuples(st.sampled_from(["sin", "sqrt", "ln"]), inner).map(lambda parts: Call(parts[0], (parts[1],))),
    )


@given(st.recursive(_LEAVES, _branches, max_leaves=12))
def test_what_is_shown_reads_back_to_the_same_text(node: Node) -> None:
    """The text form loses nothing that the text form shows."""
    try:
        again = parse(show(node))
    except TooCostly:
        return

    assert show(again) == show(parse(show(again)))
    assert show(again) == show(node)
