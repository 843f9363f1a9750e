"""What changes in time: a state beside an event, the past beside the present, words such as "later" and "no longer"."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.rules import answer, read
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood

CHANGED = (
    "The window is shut. Paul has opened the window. Is the window shut?",
    "The gate is open. Someone closes the gate. Is the gate open?",
    "The bucket is full. Una empties the bucket. Is the bucket full?",
    "Olaf has the ring. Olaf gives the ring to Petra. Does Olaf have the ring?",
    "Olaf has the ring. Olaf gives the ring to Petra. Does Petra have the ring?",
    "The coin is in the tin. Olaf puts the coin into the purse. Is the coin in the tin?",
    "Olaf is in the cellar. Olaf went to the attic. Who is in the cellar?",
    "The fan is on. I press the button 3 times. Is the fan on?",
    "Petra is cheerful. Then Petra becomes angry. Is Petra cheerful?",
    "Petra is cheerful. Later Petra is angry. Is Petra cheerful?",
    "The tub is full. The tub leaks. Is the tub full?",
    "Una is a member. Una was expelled. Is Una a member?",
    "The egg is in the nest. A fox ate the egg. Is the egg in the nest?",
    "Olaf is no longer late and still sings. Is Olaf late?",
    "Olaf used to be a baker. Is Olaf a baker?",
)
OTHER_TIMES = (
    "Una was a nurse. Is Una a nurse?",
    "Una owned a kiln. Does Una own a kiln?",
    "Una will be late. Is Una late?",
    "Una is late. Will Una be late?",
)
TIMELESS = (
    ("If Olaf leaves, the hall is empty. Olaf leaves. Is the hall empty?", "True"),
    ("If someone opens the box, they are curious. Olaf opens the box. Is Olaf curious?", "True"),
    ("Everyone who buys a map is lost. Olaf is tall. Olaf buys a map. Is Olaf lost?", "True"),
    ("The cat eats the mouse. The cat is round. All round things are kind. Is the cat kind?", "True"),
    ("Una was a nurse. All nurses are kind. Was Una a nurse?", "True"),
    ("If it rained, the match will be moved. It rained. Will the match be moved?", "True"),
)


@pytest.mark.parametrize("text", CHANGED)
def test_a_state_beside_an_event_is_not_taken_to_last(text: str) -> None:
    """Which event ends which state is not known, so nothing is answered."""
    with pytest.raises(NotUnderstood, match="change"):
        read(split(text))


@pytest.mark.parametrize("text", OTHER_TIMES)
def test_what_is_told_of_one_time_is_no_answer_about_another(text: str) -> None:
    """Neither the past nor the future is the present."""
    with pytest.raises(NotUnderstood, match="another time"):
        read(split(text))


@pytest.mark.parametrize(("text", "expected"), TIMELESS)
def test_rules_about_events_are_still_read(text: str, expected: str) -> None:
    """A verb that a rule speaks of tells a case of the rule, not a change."""
    assert answer(split(text)).value == expected
