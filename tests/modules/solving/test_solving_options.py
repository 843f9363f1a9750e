"""Answers offered beside a question, told from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.solving.options import Option, choose, split
from orchestra_modules.solving.refusal import NotDone


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Which is larger? (a) 3 (b) 5", ["a", "b"]),
        ("Which is larger?\nOptions:\n(A) 3\n(B) 5\n(C) 7", ["A", "B", "C"]),
        ("Pick one.\nOptions:\nA) red\nB) blue", ["A", "B"]),
        ("Pick one.\nA. red\nB. blue", ["A", "B"]),
        ("Valid?\nOptions:\n- valid \n- invalid", ["", ""]),
        ("Is it? Options: yes, no", ["", ""]),
    ],
)
def test_options_are_found_in_the_usual_layouts(text: str, labels: list[str]) -> None:
    """Lines, dashes, and marks inside a line."""
    question = split(text)

    assert [option.label for option in question.options] == labels
    assert question.stem == text[: len(question.stem)]
    assert "ptions" not in question.stem


@pytest.mark.parametrize("text", ["What is (a) + (b) when a = 3?", "What is 2 + 2?", "f(a) = 3", "- 5 + 3", "(a) 3"])
def test_what_only_looks_like_options_stays_in_the_question(text: str) -> None:
    """Brackets around letters belong to formulas too."""
    assert split(text).options == ()
    assert split(text).stem == text


def test_an_option_stands_for_its_label_or_for_its_words() -> None:
    """What an answer says when it chooses one."""
    assert Option("B", "blue").value == "B"
    assert Option("", "blue").value == "blue"


def test_a_result_that_fits_no_option_or_two_is_not_done() -> None:
    """Neither is an answer."""
    options = (Option("A", "3"), Option("B", "3.0"), Option("C", "4"))

    assert choose(options, lambda option: option.text == "4").label == "C"
    with pytest.raises(NotDone, match="none"):
        choose(options, lambda option: option.text == "5")
    with pytest.raises(NotDone, match="A, B"):
        choose(options, lambda option: float(option.text) == 3)


@given(st.text(max_size=80))
def test_any_text_is_parted_without_losing_its_beginning(text: str) -> None:
    """The stem is the front of the text, whatever the text is."""
    assert text.startswith(split(text).stem)
