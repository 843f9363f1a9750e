"""What a text leaves open is not settled silently: ties, pronouns, exceptions, times, scope, "either"."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Solution


@pytest.mark.parametrize(
    "text",
    [
        "Ivo is not taller than Una. Is Una taller than Ivo?",
        "Ivo is not older than Una. Is Ivo younger than Una?",
        "If Ivo is older than Una then Pia is older than Kai. Kai is older than Pia. Is Una older than Ivo?",
        "The goat fears the ram. If the goat fears something then it is calm. Is the ram calm?",
        "Everybody but Ivo left. Did Ivo leave?",
        "If Ivo slept then Una left. Ivo will sleep. Did Una leave?",
        "All grey goats and rams are wild. Rolf is a ram. Is Rolf wild?",
        "either a or b. a. Does not b follow?",
        "a iff b iff c. Not a. Not b. Does c follow?",
        "All goats are animals. Who is an animal?",
    ],
)
def test_a_text_that_leaves_it_open_is_declined(text: str) -> None:
    assert not isinstance(answer(text), Solution)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ivo is not taller than Una. Is Ivo taller than Una?", "False"),
        ("Ivo is not taller than Una. Kai is taller than Una. Is Kai taller than Ivo?", "True"),
        ("The goat fears the ram. If something fears the ram then it is calm. Is the goat calm?", "True"),
        ("If Ivo slept then Una left. Ivo slept. Did Una leave?", "True"),
        ("either a or b. Not a. Does b follow?", "True"),
    ],
)
def test_what_is_the_same_either_way_is_answered(text: str, value: str) -> None:
    found = answer(text)
    assert (found.value if isinstance(found, Solution) else None) == value
