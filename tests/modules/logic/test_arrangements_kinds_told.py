"""What the kinds of speakers do, and what is asked of them, told in several ways."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "On an island, knights always tell the truth and knaves always lie. A says: 'B is a knight.' "
            "B says: 'The two of us are of opposite types.' What are A and B?",
            "A is a knave, B is a knave",
        ),
        (
            "Three islanders, each a knight or a knave. A: All of us are knaves. B: Exactly one of us is a knight. "
            "What is C?",
            "knave",
        ),
        (
            "On the island of knights and knaves, Peggy says: 'Zippy is a knave.' "
            "Zippy says: 'I and Peggy are different.' Determine who is what.",
            "Peggy is a knave, Zippy is a knight",
        ),
        (
            "In a village every person either always lies or always tells the truth. John says Bill always lies. "
            "Bill says: John and I are both truth tellers. Who is lying?",
            "Bill",
        ),
        (
            "A says 'I am a knave or B is a knight'. Knights are truthful, knaves always lie. "
            "How many knights are there among A and B?",
            "2",
        ),
        (
            "Red says Blue is a knave. Blue says Green is a knave. Green says Red and Blue are both knaves. "
            "If knights always tell the truth and knaves always lie, who is the knight?",
            "Blue",
        ),
    ],
)
def test_the_kinds_are_told_in_other_words(text: str, value: str) -> None:
    """Who they are follows all the same."""
    found = answer(text)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "Knights always tell the truth, knaves always lie. Ann says: 'Ben is a knave.' Ben says: 'Cid is a knave.' "
        "Cid says: 'Ann and Ben are knaves.' How many knights are there among Ann and Ben?",
        "Knights always tell the truth, knaves always lie. Ann says: 'Ben is a knave.' Ben says: 'Cid is a knave.' "
        "Cid says: 'The two of us are knaves.' What is Ann?",
        "Knights tell the truth, knaves lie. Ann says: 'Ben is a knight.' What is Cid?",
    ],
)
def test_two_of_three_are_not_taken_for_all(text: str) -> None:
    """Neither counted nor spoken of as "the two of us"."""
    assert isinstance(answer(text), Declined)
