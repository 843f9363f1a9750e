"""Where a sentence contradicts what a question takes as given, and where it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.quoter.conflict import conflict
from orchestra_modules.quoter.question import parse


@pytest.mark.parametrize(
    ("question", "sentence", "part"),
    [
        ("When did the mine close in 1990?", "The mine closed in 1987.", "1987"),
        ("How many of the 118 clubs meet weekly?", "Of the 400 clubs ten meet weekly.", "400"),
        ("Who sailed the South Sea?", "Cook's rivals sailed the North Sea.", "north"),
        ("What do public schools charge?", "In 2008 private schools charged a fee.", "private"),
        ("Which animals do not hunt at night?", "Owls hunt at night.", "not so"),
        ("What are non-metallic parts made of?", "Metallic parts are made of iron.", "non"),
        ("What did Paul Weber sell?", "Anna Weber sold the machines.", "Anna"),
        ("Who defeated Rome?", "Carthage was defeated by Rome.", "rome"),
        ("Which town surrounds Ulm?", "Ulm surrounds the village of Au.", "ulm"),
        ("How many rooms does the hotel have?", "The hotel has large rooms.", "number"),
        ("When was Ada born?", "Ada was an author.", "date"),
        ("Is the mill in Uddevalla?", "The mill stands by the river.", "Uddevalla"),
    ],
)
def test_a_contradiction_is_told(question: str, sentence: str, part: str) -> None:
    """In words that name what differs."""
    assert part in conflict(parse(question), sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("When did the mine close?", "The mine closed in 1987."),
        ("Who defeated Carthage?", "Carthage was defeated by Rome."),
        ("Who defeated Carthage?", "Rome defeated Carthage."),
        ("Who did Rome defeat?", "Rome defeated Carthage."),
        ("Which animals do not hunt at night?", "Bats never hunt at night."),
        ("What is not equal to one?", "Two is unequal to one."),
        ("Is it true that owls hunt?", "Owls do not hunt."),
        ("What did Anna Weber sell?", "Anna Maria Weber sold the machines."),
        ("Who is Ms Kucuk Yilmaz?", "Ms K\u00fc\u00e7\u00fck Yilmaz is a judge."),
        ("Is the mill in Sweden?", "The Swedish mill stands by the river."),
        ("How high is the tall tower?", "The short road leads to the tower, which is 90 m high."),
        ("", ""),
    ],
)
def test_agreement_and_silence_are_no_contradiction(question: str, sentence: str) -> None:
    """Passive and active, other spellings, and opposites that belong to something else."""
    assert conflict(parse(question), sentence) == ""


def test_what_stands_around_the_sentence_is_not_missing() -> None:
    """The year of the paragraph is the year of its sentences."""
    question = parse("What was built in 1874?")
    assert conflict(question, "A bridge of 1860 was copied.", "In 1874 much was built.") == ""
    assert conflict(question, "A bridge was built in 1860.") != ""


def test_a_name_that_is_said_anywhere_in_what_was_found_is_not_missing() -> None:
    """Beside the sentence, or in another passage."""
    question, sentence = parse("Is the mill in Uddevalla?"), "The mill stands by the river."
    assert conflict(question, sentence, "Uddevalla has one.") == ""
    assert conflict(question, sentence, "", "The sights of Uddevalla.") == ""
    assert conflict(question, sentence, "The mill.", "The river.") != ""


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared(question: str, sentence: str) -> None:
    """Without error, and alike each time."""
    parsed = parse(question)
    assert conflict(parsed, sentence, question) == conflict(parsed, sentence, question)
