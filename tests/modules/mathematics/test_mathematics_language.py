"""The language of questions, end to end: definitions across sentences, cases, operators, options, readings."""

from __future__ import annotations

import json

import pytest
from orchestra_modules.mathematics.answering import answer, answer_formal
from orchestra_modules.mathematics.language.sentences import read
from orchestra_modules.mathematics.operation import faults
from orchestra_modules.mathematics.problem import SCHEMA_ID
from orchestra_modules.solving.options import split

from orchestra.spec import Declined, Solution


def value(text: str) -> str:
    """The verified value of a text."""
    found = answer(text)
    assert isinstance(found, Solution), found
    assert found.verified is True, found
    return found.value


def reason(text: str) -> str:
    """The reason for which a text is declined."""
    found = answer(text)
    assert isinstance(found, Declined), found
    return found.reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let h be 3*4. Let k = h - 2. What is h*k?", "120"),
        ("Suppose 2*u + v = 11, u - v = 1. Suppose w = u + 4. What is w*v?", "24"),
        ("Let p(t) = t**2 - 1. Let q be p(3). Suppose q*r = 40. What is r?", "5"),
        ("Let g(y) be the derivative of y**3. What is g(2)?", "12"),
        ("Let m(x) = 2*x. Let n(x) = x + 1. Calculate m(n(z)).", "2*z + 2"),
        ("x is -4. What is (3x - 5) + x?", "-21"),
        ("If a = 3 and b = 4, what is a + b?", "7"),
        ("What is a*b for a = 2, b = 5?", "10"),
        ("x + y = 10 and x*y = 21, find x^2 + y^2", "58"),
        ("Find x such that 2x = 6", "3"),
        ("Let n be a positive integer such that n^2 = 16. Find n.", "4"),
        ("What is the remainder when the gcd of 48 and 36 is divided by 5?", "2"),
        ("Find the tens digit of the product of 17 and 23.", "9"),
        ("Let f(x) = x^2 if x > 0 and -x otherwise. Find f(-3) + f(2).", "7"),
        (r"Let f(x) = \begin{cases} x^2 & x > 0 \\ -x & x \le 0 \end{cases}. What is f(-3)?", "3"),
        ("Let f(n) = n/2 if n is even and 3n + 1 if n is odd. What is f(f(7))?", "11"),
        ("f(n) = f(n-1) + f(n-2), f(1) = 1, f(2) = 1. What is f(10)?", "55"),
        ("a_n = a_{n-1} + 3, a_1 = 2. Find a_10", "29"),
        ("Let a # b = a^2 - b. What is 3 # 4?", "5"),
        ("Define the operation * by a * b = a + 2b. Find 3 * 4", "11"),
        ("f(x) = 2x, g(x) = x+1. Find (f ∘ g)(3)", "8"),
        ("Let p(x) = ax^2 + 3x - 1. If p(2) = 13, what is a?", "2"),
        ("Could you tell me what 9 times 14 is?", "126"),
        ("two thirds of 12", "8"),
        ("What is 2 1/2 times 4?", "10"),
        ("1,250 + 3,750", "5000"),
        ("what is $5 + $3", "8"),
    ],
)
def test_meaning_is_composed_across_sentences_and_operations(text: str, expected: str) -> None:
    """Definitions, conditions and operations inside operations."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which is the nearest to 2?  (a) 9  (b) 3  (c) -4", "b"),
        ("Let k = 5. Which is the biggest value?  (a) 2  (b) k  (c) -7", "b"),
        ("What is 2^6?\nOptions:\nA) 32\nB) 64", "B"),
        ("Is 2^31 - 1 prime? Options: yes, no", "yes"),
        ("Expand (x+1)^2. (a) x^2+1 (b) x^2+2x+1", "b"),
    ],
)
def test_options_are_chosen_by_value(text: str, expected: str) -> None:
    """By its label where it has one, else by its words."""
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("What is 2 + 2?\nOptions:\nA) 3\nB) 5", "none of the options"),
        ("What is 1/2?\nOptions:\nA) 0.5\nB) 2/4", "more than one option"),
        ("Let x = 3. Suppose x = 4. What is x?", "contradict"),
        ("plot sin(x)", "plotting"),
        ("1/2x", "ambiguous"),
        ("What is q + 3?", "nothing is"),
    ],
)
def test_what_cannot_be_settled_is_declined_with_its_reason(text: str, part: str) -> None:
    """The reason says what was missing or in doubt."""
    assert part in reason(text)


def test_every_phrase_of_the_catalogue_is_sound() -> None:
    """No phrase has an argument that its operation does not take, or of a kind that nobody reads."""
    assert faults() == []


@pytest.mark.parametrize(
    "text",
    [
        "Let f(x) = x^2 + k. Suppose 3*k = 6. What is f(2)?",
        "Sort 3, 1/2 and -4 in descending order.",
        "What is the third derivative of x^5 with respect to x?",
        "Which is the nearest to 2?  (a) 9  (b) 3",
        "Solve x^2 < 4 for x",
        "Let n be a positive integer such that n^2 = 16. Find n.",
        "Convert 3 km to m",
    ],
)
def test_a_problem_survives_the_way_through_json(text: str) -> None:
    """The formal problem is data: written out and read in, it has the same solution."""
    body = json.loads(json.dumps(read(split(text)).as_json()))
    told, formal = answer(text), answer_formal(SCHEMA_ID, body)

    assert isinstance(told, Solution)
    assert isinstance(formal, Solution), formal
    assert formal.value == told.value


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ({}, "no goal"),
        ([], "must be an object"),
        ({"goal": {"op": "launch"}}, "no operation 'launch'"),
        ({"goal": {"op": "remainder", "a": "7"}}, "lacks its argument b"),
        ({"goal": {"op": "remainder", "a": "7", "b": "2", "c": "1"}}, "no argument c"),
        ({"goal": "2 +"}, "ends too early"),
        ({"goal": "__import__('os')"}, "not understood"),
        ({"goal": "x", "why": 1}, "no key why"),
    ],
)
def test_a_malformed_problem_is_declined_by_name(body: object, part: str) -> None:
    """Whoever wrote it can see what to change."""
    found = answer_formal(SCHEMA_ID, body)  # type: ignore[arg-type]

    assert isinstance(found, Declined)
    assert part in found.reason


def test_a_problem_of_another_schema_is_declined() -> None:
    """A solver takes its own form only."""
    assert isinstance(answer_formal("someone/else/1", {"goal": "2"}), Declined)
