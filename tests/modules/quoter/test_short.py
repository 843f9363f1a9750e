"""Short answers are taken out where one stands clear, and verdicts where they are stated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.quoter.question import parse
from orchestra_modules.quoter.short import short_answer, verdict


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Who painted the ceiling?", "The ceiling was painted by Ada van der Meer after the fire.", "Ada van der Meer"),
        ("When was the treaty signed?", "The treaty was signed on 12 May 1921 in a railway carriage.", "12 May 1921"),
        ("In what year was it signed?", "It was signed on 12 May 1921 in a railway carriage.", "1921"),
        ("When was the church built?", "The church was built in the 15th century by monks.", "15th century"),
        ("How many rooms are there?", "In 1999 there were 45 rooms and two halls.", "45"),
        ("How long does the tour take?", "With 20 guests the tour takes 45 minutes in all.", "45 minutes"),
        ("How much did it cost?", "It cost about $3.5 million when it was new.", "$3.5 million"),
        ("Where is the archive kept?", "The archive is kept in Basel for safety.", "Basel"),
    ],
)
def test_the_answer_is_taken_out_as_it_stands(question: str, sentence: str, answer: str) -> None:
    """Names, dates, numbers with what they count, places."""
    assert short_answer(parse(question), sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who sang?", "On that evening Anna Bell and Carl Dorn sang."),
        ("Why did it fall?", "It fell in 1912 because the wood was old."),
        ("When was the mine opened in 1987?", "The mine was opened by the king in 1987."),
        ("Who built the tower?", "The tower was built by masons."),
        ("Where is it kept?", "It is kept in a box under the stairs."),
    ],
)
def test_where_nothing_stands_clear_there_is_none(question: str, sentence: str) -> None:
    """Two that fit alike, another type, or only what the question said itself."""
    assert short_answer(parse(question), sentence) == ""


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("Did the bridge fall?", "The bridge fell in a storm.", "Yes"),
        ("Is a bat a bird?", "A bat is not a bird.", "No"),
        ("Is a bat a bird?", "Some say that a bat is a bird.", ""),
        ("Did Rome defeat Carthage?", "Carthage defeated Rome.", ""),
        ("Is the museum free?", "The museum is large.", ""),
        ("When did the bridge fall?", "The bridge fell in 1912.", ""),
    ],
)
def test_a_verdict_needs_the_whole_claim_in_order(question: str, sentence: str, answer: str) -> None:
    """Without hedges, and never where no yes or no was asked for."""
    assert verdict(parse(question), sentence) == answer


@given(
    st.sampled_from(["Who built it?", "When?", "How many boxes?", "Where is it?", "Is it so?"]), st.text(max_size=120)
)
def test_a_short_answer_is_a_part_of_its_sentence(question: str, sentence: str) -> None:
    """Whatever the sentence."""
    assert short_answer(parse(question), sentence) in sentence
    assert verdict(parse(question), sentence) in {"Yes", "No", ""}
