"""Sentences that say two things at once, headings for premises and a conclusion, and clauses that bear on no query."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal

ANSWERED = (
    ("Tom is tall, but Kit is not. Is Kit tall?", "False"),
    ("Tom is not tall, but Kit is. Is Kit tall?", "True"),
    ("Tom, not Kit, is tall. Is Kit tall?", "False"),
    ("Tom is not only a cat but also a hunter. All hunters are fast. Is Tom fast?", "True"),
    ("Not a single boy is tall. Tom is a boy. Is Tom tall?", "False"),
    ("Not every boy is tall. Tom is a boy. Is Tom tall?", "Unknown"),
    ("Tom sings although Kit sleeps. Does Kit sleep?", "True"),
    ("Although Kit sleeps, Tom sings. Does Tom sing?", "True"),
    ("Tom is no longer late. Is Tom late?", "False"),
    ("Ada is quiet. Quiet people are smart. Question: Ada is smart. True or False?", "True"),
    ("Premises: If it is Monday, the shop is closed. It is Monday. Conclusion: The shop is closed.", "True"),
    ("Premises: If it is Monday, the shop is closed. The shop is closed. Conclusion: It is Monday.", "False"),
    ("p :- not q. q :- not p. r. ?- r.", "True"),
    ("Some of the boxes are not empty. Are all the boxes empty?", "False"),
    ("Some of the boxes are empty. Are all the boxes empty?", "Unknown"),
    ("Each of the two boys, Tom and Kit, is tall. Is Kit tall?", "True"),
    ("The bear is big. Everything big is slow. Is it true, false or unknown that the bear is slow?", "True"),
)
REFUSED = (
    "Tom is tall, but Kit was not. Is Kit tall?",
    "Tom is tall, but perhaps Kit is not. Is Kit tall?",
    "Tom is not only a cat. Is Tom a cat?",
    "If Tom sings although Kit sleeps, Ann is glad. Does Kit sleep?",
    "Tom sings although nobody listens. Does Tom sing?",
    "Tom is no longer late. Was Tom late?",
    "Tom was late. Tom is no longer late. Is Tom late?",
    "Tom may no longer be late. Is Tom late?",
    "p :- not q. q :- not p. r. ?- p.",
    "Some of the boxes are red. All boxes are heavy. Are all the boxes red?",
    "Each of the three boys, Tom and Kit, is tall. Is Kit tall?",
)


@pytest.mark.parametrize(("text", "expected"), ANSWERED)
def test_both_halves_are_read(text: str, expected: str) -> None:
    """The half that is left out is taken from the other one."""
    finding = answer(split(text))

    assert (finding.value, finding.verified) == (expected, True)


@pytest.mark.parametrize("text", REFUSED)
def test_a_half_that_says_something_else_is_refused(text: str) -> None:
    """Another time, a doubt, a condition over both halves."""
    with pytest.raises(Refusal):
        answer(split(text))
