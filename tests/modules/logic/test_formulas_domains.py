"""Formulas about the things of a domain that is listed: their value, and what is refused."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.formulas import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Let the domain be {1, 2, 3}. Is ∀x ∃y (x + y = 4) true?", "True"),
        ("Over the domain {0, 1, 2, 3}, determine the truth value of ∃x ∀y (x ≤ y).", "True"),
        ("The universe of discourse is {-2, -1, 0, 1, 2}. True or false: ∀x (x² ≥ x)", "True"),
        ("The universe of discourse is {-2, -1, 0, 1, 2}. True or false: ∀x (x³ ≥ x)", "False"),
        ("Let the domain be {1, 2, 3}. Is ∀x (x^2 - 2*x + 1 >= 0 ∧ ¬(x > 3)) true?", "True"),
        ("Let the domain be {1, 2, 3}. Is ∃x (2x = 6) true?", "True"),
        ("Let the domain be D = {a, b} with R = {(a, a), (a, b)}. Is ∀x∃y R(x, y) true?", "False"),
        ("Domain {1,2,3}, R = {(1,2),(2,3),(3,1)}. Is ∀x∃y R(x,y) true?", "True"),
        ("Domain {1,2,3}, P = {1,2}, Q = {2,3}. Is ∀x (P(x) → Q(x)) true?", "False"),
        (r"Let the domain be $\{1, 2\}$. Is $\exists x\, (x + x = 4)$ true?", "True"),
    ],
)
def test_the_things_of_a_domain_are_tried(text: str, value: str) -> None:
    """Every thing is tried for every variable, and comparisons are worked out twice."""
    found = answer(split(text))
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "Let the domain be {1, 2}. Is ∃x P(x) true?",
        "Let the domain be {1, 2}. Is ∃x (x > z) true?",
        "Let the domain be {1, 2}. Is ∃x (-x < 1) true?",
        "Let the domain be {1, 2}. Is ∃x ((x + 1)x = 2) true?",
        "Let the domain be {1, 2}. Is ∃x (x/2 = 1) true?",
        "Let the domain be {1, 2}. Is ∃x (x mod 2 = 1) true?",
        "Let the domain be {1, 2}. Is ∃x (x < 2.5) true?",
        "Let the domain be {1, 2}. Is ∃x ∃y (1 < x < y) true?",
        "Let the domain be {1, 2}. Is ∃x (x = 2) false?",
        "Let the domain be {1, 1}. Is ∃x (x = 2) true?",
        "Domain {1, 2}, R = {(1, 3)}. Is ∀x∃y R(x, y) true?",
        "Domain {1, 2}, R = {(1, 2)}. Is ∀x R(x) true?",
        "Domain: the integers. What is the truth value of ∀n ∃m (n² < m)?",
    ],
)
def test_what_is_not_given_or_not_a_sum_is_refused(text: str) -> None:
    """Near misses are not answered."""
    with pytest.raises(NotUnderstood):
        answer(split(text))
