"""Texts that look like others: a denial before a mode, a heading that asks for more, a stranger, one of a kind."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined


@pytest.mark.parametrize(
    "text",
    [
        "Ivo is taller than Max. Ute is taller than Max. Which is not possible?\n(a) Max is the tallest\n"
        "(b) Ivo is the tallest",
        "How many satisfying assignments has this cnf:\np cnf 2 1\n1 2 0",
        "Is this formula satisfiable with x1 false:\np cnf 1 1\n1 0",
        "Ann is free from 2pm to 5pm and Bob is free from 4pm to 6pm. When are Ann and Cal both free?",
        "Ann is free from 2pm to 5pm. Ann is busy. Bob is free from 4pm to 6pm. When are both free?",
        "A cat is on the mat. Tom is a cat. Therefore Tom is on the mat.",
        "All A are B. Therefore all non-B are non-A.",
        "Tom is a small elephant. All elephants are animals. Therefore Tom is a small animal.",
        "Dodos are extinct. Tom is a dodo. Therefore Tom is extinct.",
        "Only p of p and q is true. Is q true?",
    ],
)
def test_what_would_be_left_out_is_declined(text: str) -> None:
    """Rather than answered without it."""
    assert isinstance(answer(text), Declined)
