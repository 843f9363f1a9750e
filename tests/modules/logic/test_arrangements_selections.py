"""Selections: who is chosen, who may be, and in how many ways."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "A committee of exactly three people is selected from Ana, Ben, Cleo, Dov and Eva. If "
            "Ana is selected, Ben is not selected. Cleo and Dov cannot both be selected. Eva is "
            "not selected unless Ana is selected. Which of the following could be the committee?\n"
            "(A) Ana, Cleo, Eva\n"
            "(B) Ana, Ben, Eva\n"
            "(C) Cleo, Dov, Ben\n"
            "(D) Ben, Cleo, Eva",
            "A",
        ),
        (
            "Exactly two of Ana, Ben, Cleo and Dov are chosen. If Ana is chosen, then Ben is not "
            "chosen. Cleo is chosen if and only if Dov is chosen. Who is chosen?",
            "Cleo, Dov",
        ),
        (
            "Exactly two of Ana, Ben, Cleo and Dov are invited. Ana and Ben cannot both be "
            "invited. Either Cleo or Dov is invited, but not both. Cleo is invited only if Ana is "
            "invited. If Ben is invited, which of the following must be true?\n"
            "(A) Cleo is invited\n"
            "(B) Dov is invited\n"
            "(C) Ana is invited",
            "B",
        ),
        (
            "A team of exactly two is selected from Uma, Vik, Walt and Xia. If Uma is selected, "
            "then Vik is selected. Walt is not selected. Xia is selected if and only if Vik is "
            "not selected. How many different teams are possible?",
            "1",
        ),
        (
            "Exactly one of Uma, Vik and Walt is chosen. Uma is not chosen. Vik is chosen only if "
            "Walt is chosen. Who is chosen?",
            "Walt",
        ),
        (
            "At least two of Uma, Vik, Walt and Xia are invited. Neither Uma nor Vik is invited. Is Xia invited?",
            "True",
        ),
    ],
)
def test_conditions_on_who_is_chosen_are_combined(text: str, value: str) -> None:
    """Every selection was tried."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Exactly two of Ana, Ben, Cleo and Dov are chosen. If Ana is chosen, then Ben is not "
            "chosen. Cleo is chosen if and only if Dov is chosen. Ana is chosen. Who is chosen?"
        ),
        ("Exactly two of Ana, Ben and Cleo are chosen. Ana or Ben is chosen, but not both. Who is chosen?"),
    ],
)
def test_what_selections_leave_open_or_unread_is_declined(text: str) -> None:
    """Nothing is guessed where a word is unknown or two cases remain."""
    with pytest.raises(Refusal):
        answer(split(text))
