"""What a question is taken to fix."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.quoter.question import asks_for_making, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who built it?", "person"),
        ("In what year was it built?", "date"),
        ("When did it open?", "date"),
        ("When rock folds, what forms?", "any"),
        ("How many rooms are there?", "number"),
        ("Where is it kept?", "place"),
        ("Why did it fall?", "reason"),
        ("How do I reset it?", "steps"),
        ("Is the museum open?", "verdict"),
        ("Is it true that bats fly?", "verdict"),
        ("Is it a bat or a bird?", "any"),
        ("What is an intent?", "definition"),
        ("What does escrow mean?", "definition"),
        ("What does /why do?", "any"),
        ("Can you tell me when it opens? It is the one on the hill.", "any"),
        ("old bridge history", "any"),
    ],
)
def test_the_type_of_the_answer_follows_from_the_words_that_ask(text: str, expected: str) -> None:
    """Whatever politeness stands around them."""
    assert parse(text).expected == expected


def test_a_frame_asks_nothing_and_background_counts_half() -> None:
    """What is wanted is the bridge's builder; the cousins are company."""
    question = parse("My cousins love bridges. I would like to know who built the arch?")
    assert question.asking == "who built the arch?"
    assert question.terms["arch"] > question.terms["cousin"]
    assert "like" not in question.terms


def test_a_comparison_is_two_questions() -> None:
    """Each without the words of the other side, both with what is compared."""
    one, other = parse("Compare the price of apples and pears").parts()
    assert "appl" in one.terms
    assert "pear" not in one.terms
    assert "pear" in other.terms
    assert "appl" not in other.terms


def test_a_question_repeated_is_an_echo_and_keywords_are_not() -> None:
    """A heading that asks does not answer; keywords may stand in the answer."""
    assert parse("When does the museum open?").echoed("FAQ: When does the museum open? Read on.")
    assert not parse("museum opens").echoed("The museum opens at nine.")


def test_a_command_counts_although_it_is_a_common_word() -> None:
    """Spelled out as one types it."""
    assert "why" in parse("What does /why show?").terms


@given(st.text(max_size=200))
def test_any_text_can_be_taken_apart(text: str) -> None:
    """Fixed terms are terms, weights are positive, and there is something to answer for each part."""
    question = parse(text)
    assert question.fixed <= question.terms.keys() or question.sides
    assert all(weight > 0 for weight in question.terms.values())
    assert len(question.parts()) in {1, 2}
    assert isinstance(asks_for_making(text), bool)
