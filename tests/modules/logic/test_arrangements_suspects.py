"""Whodunits: the culprit that so many truths leave."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            'Exactly one of Ann, Bob and Cid stole the ring. Ann says: "Bob stole it." Bob says: '
            '"I did not steal it." Cid says: "I did not steal it." Only one of them tells the '
            "truth. Who stole the ring?",
            "Cid",
        ),
        (
            'Exactly one of Gil, Hana and Ivo hid the letter. Gil says: "I did not hide it." Hana '
            'says: "Ivo hid it." Ivo says: "Hana is lying." At least two of them are lying. Who '
            "hid the letter?",
            "Gil",
        ),
    ],
)
def test_the_number_of_liars_gives_the_culprit_away(text: str, value: str) -> None:
    """Every culprit with every way to lie was tried."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Three suspects, Ann, Bob and Cid, are questioned about a broken vase. Exactly one of "
            'them broke it. Ann says, "Cid broke it." Bob says, "I did not break it." Cid says, '
            '"Ann is lying." Exactly one of the three is lying. Who broke the vase?'
        ),
        (
            "Ann, Bob and Cid are suspects. One of them ate the cake. Ann says \"I didn't eat the "
            'cake". Bob says "Ann ate the cake". Cid says "Bob did not eat the cake". Exactly one '
            "of them is lying. Who ate the cake?"
        ),
        (
            'Exactly one of Ann, Bob and Cid broke the vase. Ann says, "Cid broke it." Bob says, '
            '"I did not break it." Cid says, "Ann is lying." Exactly two of them are telling the '
            "truth. Who broke the vase?"
        ),
        (
            "Dora, Emil and Finn are suspects. Exactly one of them painted the wall. Dora says: "
            '"Emil or Finn painted it." Emil says: "Finn is innocent." Finn says: "It was Dora." '
            "Exactly one of them is lying. Who painted the wall?"
        ),
        (
            'Exactly one of Gil, Hana and Ivo hid the letter. Gil says: "Hana hid the letter." '
            'Hana says: "I did not hide the letter." Ivo says: "I did not hide the letter." '
            "Exactly two of them tell the truth. Who hid the letter?"
        ),
    ],
)
def test_what_suspects_leave_open_or_unread_is_declined(text: str) -> None:
    """Nothing is guessed where a word is unknown or two cases remain."""
    with pytest.raises(Refusal):
        answer(split(text))
