""" "Some ... not" negated, and "nobody but" as "only"."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined, Solution


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("What is the negation of 'Some students did not do the homework'?", "All students did the homework."),
        ("Negate: Some people do not like jazz.", "All people like jazz."),
        ("Negate: Some student did not pass.", "Every student passed."),
        ("Negate: Some cats are not black.", "All cats are black."),
        ("Nobody but members can enter. Tom can enter. Is Tom a member?", "True"),
        ("Nobody but members can enter. Tom is a member. Does it follow that Tom can enter?", "False"),
        ("No one except teachers may park here. Bob may park here. Is Bob a teacher?", "True"),
    ],
)
def test_what_some_do_not_and_none_but_some_do(text: str, value: str) -> None:
    """All of them do; and only they do."""
    found = answer(text)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "Negate: Some students did not read any book.",
        "Negate: All cats are not black.",
        "Nobody but Ada can enter. Tom can enter. Is Tom a member?",
        "Nobody but members can enter. Tom entered. Is Tom a member?",
    ],
)
def test_what_could_be_meant_otherwise_is_declined(text: str) -> None:
    """ "Any" after "not", "all ... not", one who is named, and what is done beside what may be done."""
    assert isinstance(answer(text), Declined)
