"""Premises and a statement under headings are judged with the verdicts that the text names."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Premises:\nAll kangaroos are mammals.\nNo mammal lays eggs.\nSkippy is a kangaroo.\n"
            "Conclusion: Skippy lays eggs.\nIs the conclusion True, False or Uncertain?",
            "False",
        ),
        (
            "Based on the premises, is the conclusion true, false or unknown? Premises: Every athlete trains daily. "
            "Some athletes are vegetarians. Nina is an athlete. Conclusion: Nina is a vegetarian.",
            "Unknown",
        ),
        (
            "Facts: Harry is a wizard. Ron is a wizard. Rules: Every wizard owns a wand. Nobody who owns a wand is a "
            "muggle. Statement: Ron is a muggle. (True / False / Unknown)",
            "False",
        ),
        (
            "Premises: No one who is lazy wins prizes. Either Tina is lazy or Tina is unlucky. Tina wins prizes. "
            "Hypothesis: Tina is unlucky. Label as entailment, contradiction or neutral.",
            "Entailment",
        ),
        (
            "Premises: All cats are animals. Tom is an animal. Hypothesis: Tom is a cat. "
            "Entailment, contradiction, or neutral?",
            "Neutral",
        ),
        (
            "Premise 1: Every owl is wise.\nPremise 2: Nora is an owl.\nConclusion: Nora is wise.\nTrue or false?",
            "True",
        ),
    ],
)
def test_a_statement_under_headings_is_judged(text: str, value: str) -> None:
    """The verdict is told in the words that the text offers."""
    found = answer(text)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "Premises: All cats are animals. Conclusion: Tom is a cat. Conclusion: Tom is a dog. True or false?",
        "Premises: All cats are animals. Is Tom one? Conclusion: Tom is a cat. True or false?",
        "Premises: Most cats are animals. Tom is a cat. Conclusion: Tom is an animal. True or false?",
    ],
)
def test_two_statements_or_what_is_hedged_are_not_judged(text: str) -> None:
    """One statement, and nothing that holds only mostly."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("No mammal lays eggs. Skippy is a mammal. Does Skippy lay eggs?", "False"),
        ("No mammal eats grass. Skippy is a mammal. Does Skippy eat grass?", "False"),
        ("No dog owners bark. Tom is a dog owner. Does Tom bark?", "False"),
        ("Some students passed. All who passed are happy. Does it follow that some students are happy?", "True"),
        ("Hot planets have no ice. Mercury is a hot planet. Does Mercury have ice?", "False"),
        ("Tom likes no dogs. Rex is a dog. Does Tom like Rex?", "False"),
        ("This ring is gold. All gold things shine. Does this ring shine?", "True"),
        ("Some men are poets. All poets are dreamers. Is it valid to infer that some men are dreamers?", "True"),
        (
            "Being a square is sufficient for being a rectangle. This figure is not a rectangle. "
            "Does it follow that this figure is not a square?",
            "True",
        ),
    ],
)
def test_subjects_and_objects_with_no_and_all(text: str, value: str) -> None:
    """Where the verb stands after "no", what "has no" denies, "all who", "this", and other words for following."""
    found = answer(text)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (value, True)
