"""Walks with diagonals, degrees, floors and mixed units."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Ann walks 3 km north, then 4 km east. How far is she from the start, and in which direction?",
            "5 km northeast",
        ),
        (
            "A man walks 5 km southwest and then 5 km northeast. Is he back at the start?",
            "True",
        ),
        (
            "A ship sails 10 miles northeast and then 10 miles southeast. How far is it from where it started?",
            "10*sqrt(2)",
        ),
        (
            "Face north. Turn right 45 degrees. Turn right 45 degrees. Which direction are you facing?",
            "East",
        ),
        (
            "Ben faces north. He turns 135 degrees clockwise. Which direction is he facing?",
            "Southeast",
        ),
        (
            "Ben faces north. He turns 30 degrees clockwise, then 60 degrees clockwise. Which direction is he facing?",
            "East",
        ),
        (
            "Ann walks 1 km north and then 500 metres south. How far is she from where she started?",
            "500 metres",
        ),
        (
            "A lift starts on floor 3. It goes up 4 floors, then down 2 floors. Which floor is it on now?",
            "5",
        ),
        (
            "A robot walks 10 steps forward, turns left, walks 5 steps forward, turns left twice "
            "and walks 5 steps forward. Does it return to its starting point?",
            "False",
        ),
        (
            "Turn right twice. Walk 4 steps. Turn around. Walk 4 steps. Are you back at the start?",
            "True",
        ),
        (
            "Walk 2 blocks east. Walk 2 blocks north. Walk 2 blocks west. Walk 2 blocks south. Do "
            "you end where you started?",
            "True",
        ),
        (
            "Ann walks 6 m north, turns right, and walks 8 m. How far is she from the start in a straight line?",
            "10",
        ),
        (
            "A drone flies 6 km northwest, then 8 km northeast. How far is it from its starting point?",
            "10",
        ),
        (
            "A drone flies 2 km east, then 2 km southwest. In which direction is it from its starting point?",
            "Southeast",
        ),
        (
            "Stand facing south. Turn 45 degrees to the left. Which direction are you facing?",
            "Southeast",
        ),
        (
            "Iris walks 2 miles east and 1 mile west. How far and in which direction is she from her starting point?",
            "1 mile east",
        ),
        (
            "The lift is on floor 7. It goes down 3 floors. Then it goes up 5 floors. Which floor is it on?",
            "9",
        ),
    ],
)
def test_diagonals_degrees_floors_and_units_are_added_up(text: str, value: str) -> None:
    """Vectors and cyclotomic numbers agree."""
    finding = answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        ("Tom starts on the ground floor. He climbs 5 floors, then goes down 2 floors. Which floor is he on?"),
        ("Ola walks 3 km south. Then he walks 3 km northeast. How far is he from the start?"),
    ],
)
def test_what_walks_leave_open_or_unread_is_declined(text: str) -> None:
    """Nothing is guessed where a word is unknown or two cases remain."""
    with pytest.raises(Refusal):
        answer(split(text))
