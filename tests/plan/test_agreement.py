"""What answers come down to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestra.plan.agreement import conclusion

HOW_MANY = "Ann has 3 apples and buys 4. How many has she?"
WHICH = "Which of these is a fruit? (A) a car (B) an apple (C) a stone"


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("Ann has 7 apples.", HOW_MANY, "7"),
        ("3 + 4 = 7", HOW_MANY, "7"),
        ("She has seven.", HOW_MANY, "7"),
        ("The answer is 7, for she had 3 and bought 4.", HOW_MANY, "7"),
        ("**Answer: 7.0** apples", HOW_MANY, "7"),
        ("It costs $1,250.50 in total.", "What does it cost?", "2501/2"),
        ("I am not sure.", HOW_MANY, None),
        ("(B)", WHICH, "B"),
        ("B. An apple grows on a tree.", WHICH, "B"),
        ("A car is no fruit and a stone is none, so the answer is (B) an apple.", WHICH, "B"),
        ("The correct option is B", WHICH, "B"),
        ("It could be (A), but it is (B).", WHICH, "B"),
        ("An apple.", WHICH, None),
        ("The answer is D.", WHICH, None),
        ("Yes, since 7 has no divisor.", "Is 7 a prime number?", "yes"),
        ("It has no divisor, so the answer is yes.", "Is 7 a prime number?", "yes"),
        ("No.", "There are 3 birds. Do all of them fly?", "no"),
        ("It depends.", "Is 7 a prime number?", None),
        ("", HOW_MANY, None),
    ],
)
def test_an_answer_comes_down_to_what_was_asked_for(text: str, question: str, expected: str | None) -> None:
    """An option where there are options, a verdict where one is asked for, else the number it ends in."""
    assert conclusion(text, question) == expected


@pytest.mark.parametrize("other", ["In all there are 7.", "7", "7.00", "seven", "= 7"])
def test_one_number_written_in_other_ways_agrees(other: str) -> None:
    """Digits, words, zeros behind the point."""
    assert conclusion(other, HOW_MANY) == conclusion("Ann has 7 apples.", HOW_MANY)


@given(text=st.text(), question=st.text())
def test_no_text_is_too_strange(text: str, question: str) -> None:
    """Whatever is written, there is a conclusion or none."""
    found = conclusion(text, question)
    assert found is None or found
