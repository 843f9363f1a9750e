"""Probabilities of events from those of others."""

from __future__ import annotations

from fractions import Fraction

import pytest
from orchestra_modules.mathematics.finding import Finding
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import Slot
from orchestra_modules.mathematics.language.reader import Reader
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.problem import Problem
from orchestra_modules.mathematics.readers.event_laws import EVERYWHERE, chance_of, read_event_laws
from orchestra_modules.mathematics.syntax import Request
from orchestra_modules.mathematics.work import Work
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined


def found(text: str) -> Finding:
    """What a text about events comes to."""
    reader = Reader(Cursor(tokenize(text), text))
    goal = next(read_event_laws(reader, Slot("question", "event_laws")))
    assert isinstance(goal, Request)
    return Work(Problem(goal)).find(goal)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P(A) = 0.5, P(B) = 0.3 and P(A and B) = 0.1. Find P(A or B).", "0.7"),
        ("If P(A) = 2/5 and P(B | A) = 1/4, what is P(A and B)?", "1/10"),
        ("A and B are independent. P(A) = 0.5 and P(B) = 0.2. What is P(A or B)?", "0.6"),
        ("A and B are mutually exclusive, P(A) = 1/6 and P(B) = 1/3. Find P(A or B).", "1/2"),
        ("P(A) = 0.35. Find P(not A).", "0.65"),
        ("P(A) = 1/10, P(B | A) = 4/5, P(B | not A) = 1/5. What is P(A | B)?", "4/13"),
        ("A and B are independent, P(A) = 1/2 and P(A and B) = 1/6. Find P(B).", "1/3"),
    ],
)
def test_laws_of_probability(text: str, value: str) -> None:
    result = found(text)

    assert result.value == value
    assert result.verified is True


def test_what_is_not_settled_is_not_done() -> None:
    with pytest.raises(NotDone, match="does not settle"):
        found("P(A) = 0.5 and P(B) = 0.3. Find P(A or B).")


@pytest.mark.parametrize(
    "text",
    [
        "P(A) = 0.5, P(B) = 0.3 and P(A and B) = 0.4. Find P(A or B).",
        "P(A) = 1.5. Find P(not A).",
        "P(A) = 0.5 and P(not A) = 0.6. Find P(A).",
    ],
)
def test_impossible_probabilities_have_no_answer(text: str) -> None:
    with pytest.raises(Undefined):
        found(text)


def test_other_words_are_not_understood() -> None:
    with pytest.raises(NotUnderstood):
        found("P(A) = 0.5 and A happens often. Find P(not A).")


def test_events_are_sets_of_regions() -> None:
    either, both = chance_of("P(A or B)").event, chance_of("P(A and B)").event

    assert chance_of("P(not (A or B))").event == EVERYWHERE - either
    assert both < either
    assert Fraction(len(both), len(EVERYWHERE)) == Fraction(1, 4)
