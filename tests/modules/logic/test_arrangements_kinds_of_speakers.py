"""Truth-tellers: renamed kinds, spies, reports of reports."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "On an island live knights, knaves and spies. Knights always tell the truth, knaves "
            "always lie, and spies can either lie or tell the truth. You meet Ann, Bob and Cid, "
            'one of whom is a knight, one a knave and one a spy. Ann says: "I am a knight." Bob '
            'says: "Ann is telling the truth." Cid says: "I am a spy." Who is the spy?',
            "Bob",
        ),
        (
            "A very odd village is inhabited only by saints and sinners. Saints always tell the "
            "truth, and sinners always lie. You meet two villagers: Zoe and Olly. Zoe says that "
            "Olly is not a saint. Olly says that Olly is a saint if and only if Zoe is a sinner. "
            "Who is a saint and who is a sinner?",
            "Zoe is a sinner, Olly is a saint",
        ),
        (
            "A very special island is inhabited only by knights and knaves. Knights always tell "
            "the truth, and knaves always lie. You meet 3 inhabitants: Mara, Otis, and Penny. "
            'Mara remarked, "Otis is not a knave". According to Otis, "Penny is a knave and Mara '
            'is a knave". Penny told you that if Mara is a knight then Otis is a knight. So who '
            "is a knight and who is a knave?",
            "Mara is a knave, Otis is a knave, Penny is a knight",
        ),
        (
            "Knights always tell the truth and knaves always lie. Ann says that Bob says that Cid "
            "is a knave. Bob is a knight. Cid is a knight. What is Ann?",
            "knave",
        ),
        (
            'Knights always tell the truth and knaves always lie. Uma says: "Vik and I are '
            'different." Vik says: "Uma is a knight." What is Uma?',
            "knave",
        ),
        (
            "Angels always tell the truth and demons always lie. Uma says that Vik is a demon. "
            "Vik says that both Uma and Walt are angels. Walt says that Vik is an angel. Who is "
            "an angel?",
            "Uma",
        ),
        (
            "Knights always tell the truth, knaves always lie, and spies may do either. Ann, Bob "
            'and Cid are a knight, a knave and a spy in some order. Ann says: "Cid is a knave." '
            'Bob says: "Ann is a knight." Cid says: "I am the spy." Who is the spy?',
            "Bob",
        ),
    ],
)
def test_other_kinds_and_reported_speech_are_read(text: str, value: str) -> None:
    """Both roads agree on the value."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        (
            "On an island every inhabitant is either a knight, who always tells the truth, or a "
            "knave, who always lies. Ann says that Bob is a knave or Cid is a knight. Bob says "
            "that Ann is a knight if and only if Cid is a knave. Cid says that at most one of us "
            "is a knight. Is Ann a knight?"
        ),
        ("Ann tells the truth. Bob says that Ann says that Cid lies. Cid says that Bob lies. Does Cid tell the truth?"),
        (
            'Ann, Bob and Cid each make a statement. Ann says, "Bob or Cid tells the truth." Bob '
            'says "Ann lies." Cid says "Ann and Bob both lie". Who tells the truth?'
        ),
        (
            'Knights always tell the truth and knaves always lie. Uma says: "At most one of us is '
            'a knave." Vik says: "Uma is a knave." Walt says: "Exactly two of us are knaves." How '
            "many knights are there?"
        ),
    ],
)
def test_what_liars_leave_open_or_unread_is_declined(text: str) -> None:
    """Nothing is guessed where a word is unknown or two cases remain."""
    with pytest.raises(Refusal):
        answer(split(text))
