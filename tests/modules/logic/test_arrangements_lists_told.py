"""Where the list of things stands in a sentence, and a claim behind a colon."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Six talks F, G, H, J, K, L are scheduled one per slot in slots 1 to 6. F is earlier than G. H is in slot "
            "3. J is immediately after H. K is in slot 6. L is later than G. In which slot is G?",
            "2",
        ),
        (
            "In how many ways can A, B, C, D be arranged in a row so that A is somewhere to the left of B and C is "
            "next to D?",
            "6",
        ),
        (
            "A store sells three fruits: the kiwis are cheaper than the plums, and the plums are less expensive than "
            "the mangoes. Which fruit is the most expensive?",
            "mangoes",
        ),
        (
            "Five people A, B, C, D, E sit in a row of five seats. C sits in the middle. A and B sit at the two ends. "
            "D sits next to A. Who sits next to B?",
            "E",
        ),
        (
            "There are three houses in a row, painted red, blue and green. The blue house is immediately to the left "
            "of the green one. The red house is not the first house. Which house is in the middle?",
            "green",
        ),
        (
            "Exactly two of P, Q, R, S will be hired. If P is hired then Q is hired. R and Q are not both hired. "
            "If S is not hired then R is hired. Which two could be hired? (A) P and Q (B) R and S (C) Q and R "
            "(D) P and S",
            "B",
        ),
    ],
)
def test_the_list_is_found_and_the_answer_follows(text: str, value: str) -> None:
    """Behind a noun in the plural, before "be", behind "painted"."""
    found = answer(text)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "Six talks F, G, H, J, K are scheduled. F is earlier than G. G is earlier than H. Which talk is the first?",
        "A store sells four fruits: the kiwis are cheaper than the plums, and the plums are less expensive than the "
        "mangoes. Which fruit is the most expensive?",
    ],
)
def test_a_list_that_falls_short_is_not_answered(text: str) -> None:
    """More things are announced than are named."""
    assert isinstance(answer(text), Declined)
