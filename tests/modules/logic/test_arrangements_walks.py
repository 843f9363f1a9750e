"""Walks: steps and turns, compass and floors, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.logic.arrangements import walks
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Walk 3 km north, then 4 km east. How far are you from the starting point?", "5"),
        ("Walk 2 miles north. Walk 2 miles east. How far are you from where you started?", "2*sqrt(2)"),
        (
            (
                "Take 2 steps forward. Turn left. Take 2 steps. Turn left. Take 2 steps. "
                "Turn left. Take 2 steps. Do you return to the start?"
            ),
            "True",
        ),
        ("Always face forward. Take 4 paces left. Take 3 paces right. Do you end up where you started?", "False"),
        (
            "Sara faces north. She turns 90 degrees clockwise. Then she turns 180 degrees. Which way is she facing?",
            "West",
        ),
        (
            "John walks 10 m south, turns left and walks 20 m, then turns left and "
            "walks 10 m. In which direction is he from the "
            "starting point?",
            "East",
        ),
        ("Facing south, take 3 steps forward, turn right, take 3 steps. In which direction is the start?", "Northeast"),
        ("Go up 3 floors. Go down 2 floors. Are you back where you started?", "False"),
        ("Walk north for 3 km. Then walk west for 4 km. How far did you walk in total?", "7"),
        (
            "If you walk 5 steps forward, turn around, and walk 5 steps forward, are you back at the starting point?",
            "True",
        ),
    ],
)
def test_a_walk_is_followed(text: str, value: str) -> None:
    """Sums and complex numbers agree."""
    finding = walks.answer(split(text))
    assert (finding.value, finding.verified) == (value, True)


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(["forward", "backward", "left", "right"])), min_size=1, max_size=8
    )
)
@settings(deadline=None, max_examples=40)
def test_a_walk_returns_exactly_if_its_steps_cancel(steps: list[tuple[int, str]]) -> None:
    """Nobody turns, so only the sums count."""
    total = {
        way: sum(length for length, told in steps if told == way) for way in ("forward", "backward", "left", "right")
    }
    text = " ".join(f"Take {length} step{'s' * (length > 1)} {way}." for length, way in steps)
    finding = walks.answer(
        split(f"Always face forward. {text} Do you return to the starting point?\nOptions:\n- Yes\n- No")
    )
    returns = total["forward"] == total["backward"] and total["left"] == total["right"]
    assert finding.value == ("Yes" if returns else "No")


@pytest.mark.parametrize(
    "text",
    [
        "Take 5 steps forward. Do not turn left. Take 5 steps. Do you return to the starting point?",
        "Take 5 steps forward. Turn slightly left. Take 5 steps. Do you return to the starting point?",
        "Take 5 steps forward. Turn left or right. Take 5 steps. Do you return to the starting point?",
        "Walk 3 km north. Repeat this twice. How far are you from the start?",
        "Walk for 3 hours north. How far are you from the start?",
        "Walk north-east for 5 km. Walk 3 km west. How far are you from the start?",
        "Take 5 steps forward. Turn left. Which direction are you facing?",
        "Take 2 steps. Face north. Take 2 steps. Do you return to the starting point?",
    ],
)
def test_unclear_instructions_are_refused(text: str) -> None:
    """A turn that is not of this language, a start that is not told, two units."""
    with pytest.raises(Refusal):
        walks.answer(split(text))
