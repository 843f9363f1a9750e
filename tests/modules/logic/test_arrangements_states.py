"""States that change: switches, doors, coins, holders and numbers, and places left for others."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.logic.arrangements.states.story import Alters, Becomes, Flips, Story
from orchestra_modules.logic.arrangements.states.tracing import solve
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The heater is off. Nora presses the button five times. Is the heater on?", "True"),
        ("The heater is on. Nora turns off the heater. Is the heater still on?", "False"),
        ("The heater is on. The heater is switched off. Is it on or off?", "off"),
        ("The gate is closed. Someone opens the gate. Is the gate closed?", "False"),
        ("The gate is open. Igor did not close it. Is the gate open?", "True"),
        ("The gate is open. Igor closes it and then opens it again. Is the gate open now?", "True"),
        ("A bucket is empty. Una fills the bucket. Is the bucket empty?", "False"),
        ("The trunk is locked. Igor unlocks the trunk. Is the trunk locked?", "False"),
        ("A token is tails up. Una flips the token. Igor doesn't flip the token. Is the token tails up?", "False"),
        ("Una has the ticket. Una hands the ticket to Igor. Does Una still have the ticket?", "False"),
        ("Una has the ticket. Igor takes it from Una and passes it to Olga. Who has the ticket now?", "Olga"),
        ("Una has the ticket. Una lends it to Igor. Igor gives it back to Una. Does Igor have the ticket?", "False"),
        ("The number on the card is 8. Una halves it. Igor adds 5 to it. What is the number on the card?", "9"),
        ("The number on the card is 8. Una multiplies it by 3. Is the number on the card 11?", "False"),
        ("Una is in the cellar. Una walks to the attic. Is Una in the cellar?", "False"),
        ("Una is in the cellar. Una walks to the attic. Where is Una?", "attic"),
        (
            "The pear is in the green bowl. Igor moves the pear to the white bowl. Is the pear in the green bowl?",
            "False",
        ),
    ],
)
def test_the_final_state_is_told(text: str, value: str) -> None:
    found = answer(split(text))
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "The gate is open. Igor tries to close the gate. Is the gate open?",
        "The gate is open. Igor almost closes the gate. Is the gate open?",
        "The gate is open. Igor will close the gate. Is the gate open?",
        "The gate is open. If Igor closes the gate, Una is sad. Is the gate open?",
        "The gate is open. Nobody closes the gate. Is the gate open?",
        "The gate is open. Igor closes the window. Is the gate open?",
        "The gate is open. Igor locks the gate. Is the gate open?",
        "The gate is open. Igor flips the gate. Is the gate open?",
        "Una has the ticket. Una gives Igor a copy of the ticket. Who has the ticket?",
        "The gate is open. The gate is closed. Is the gate open?",
        "A penny is heads up. Una tosses the penny. Is the penny heads up?",
        "Una is glad. Then Una becomes angry. Is Una glad?",
        "The heater is on. Una turns off the heater for an hour. Is the heater on?",
        "Una is in the cellar. Una is in the attic. Where is Una?",
    ],
)
def test_events_that_are_not_understood_are_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


def test_who_gives_away_what_another_has_contradicts_the_story() -> None:
    with pytest.raises(NotDone, match="given away by Igor"):
        answer(split("Una has the ticket. Igor hands the ticket to Olga. Does Olga have the ticket?"))


def test_a_room_of_a_building_is_not_outside_it() -> None:
    with pytest.raises(NotDone, match="not told"):
        answer(split("Una is in the house. Una walks to the attic. Is Una in the house?"))


@given(st.lists(st.one_of(st.sampled_from(["on", "off"]), st.integers(0, 9)), max_size=12))
def test_both_roads_agree_on_switches(told: list[str | int]) -> None:
    events = tuple(Becomes("x", each) if isinstance(each, str) else Flips("x", ("on", "off"), each) for each in told)
    assert solve(Story((("x", "on"),), events, "x", "state"), ()).verified


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-9, 9)), max_size=8), st.integers(-9, 9))
def test_both_roads_agree_on_numbers(told: list[tuple[int, int]], first: int) -> None:
    events = tuple(Alters("x", Fraction(a), Fraction(b)) for a, b in told)
    assert solve(Story((("x", Fraction(first)),), events, "x", "number"), ()).verified


@given(st.text(alphabet="Una the gate is open. closes it? not", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        answer(split(text))
    except Refusal:
        return
