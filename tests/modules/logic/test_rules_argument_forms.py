"""Arguments whose form is to be named, and syllogisms by mood and figure."""

from __future__ import annotations

from itertools import product

import pytest
from orchestra_modules.logic.answering import answer

from orchestra.spec import Declined, Solution

#: the moods that are valid in modern logic, by figure
_VALID = {1: "AAA EAE AII EIO", 2: "EAE AEE EIO AOO", 3: "IAI AII OAO EIO", 4: "AEE IAI EIO"}
#: those that are so where each class has a member
_WITH_MEMBERS = {1: "AAI EAO", 2: "EAO AEO", 3: "AAI EAO", 4: "AEO EAO AAI"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Name the fallacy: If Socrates is a fish, then Socrates swims. Socrates swims. "
            "Therefore Socrates is a fish.",
            "affirming the consequent",
        ),
        (
            "Which rule of inference is used: 'If I have the flu, I have a fever. I do not have a fever. "
            "Therefore I do not have the flu.'",
            "modus tollens",
        ),
        (
            "Identify the argument form: Either we go to the park or we stay home. We do not go to the park. "
            "So we stay home.",
            "disjunctive syllogism",
        ),
        (
            "What kind of fallacy is this: If it rains, the street is wet. It did not rain. "
            "Therefore the street is not wet.",
            "denying the antecedent",
        ),
        ("What type of argument is this: If it rains, it pours. It rains. Therefore it pours.", "modus ponens"),
        (
            "What is the form of the following argument? If it rains, the road is wet. If the road is wet, the game is "
            "cancelled. Therefore if it rains, the game is cancelled.",
            "hypothetical syllogism",
        ),
        (
            "Identify the argument form: Ann sings or Bo dances. Ann sings. So Bo does not dance.",
            "affirming a disjunct",
        ),
        (
            "Which rule of inference is used? If the bell rings, Ann leaves. If the horn sounds, Bo leaves. "
            "The bell rings or the horn sounds. Therefore Ann leaves or Bo leaves.",
            "constructive dilemma",
        ),
    ],
)
def test_the_form_of_an_argument_is_named(text: str, value: str) -> None:
    """The form is found by shape and agrees with the verdict on the argument."""
    found = answer(text)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "Name the fallacy: If it rains, it pours. It rains. Therefore it pours.",
        "Which rule of inference is used? If it rains, it pours. It pours. Therefore it rains.",
        "What fallacy is committed here? All dogs are animals. All cats are animals. Therefore all dogs are cats.",
        "Which rule of grammar is used: If it rains, it pours. It rains. Therefore it pours.",
        "Name the fallacy: If it rains, it pours. It probably pours. Therefore it rains.",
    ],
)
def test_an_argument_of_another_kind_is_not_named(text: str) -> None:
    """A valid form is no fallacy, a fallacy no rule, and a form without a known name has none."""
    assert isinstance(answer(text), Declined)


@pytest.mark.parametrize("figure", [1, 2, 3, 4])
def test_all_moods_of_a_figure_are_judged(figure: int) -> None:
    """Each is valid, not valid, or depends on members."""
    for mood in map("".join, product("AEIO", repeat=3)):
        found = answer(f"Is the syllogism {mood}-{figure} valid?")
        if mood in _WITH_MEMBERS[figure].split():
            assert isinstance(found, Declined), mood
        else:
            assert isinstance(found, Solution), mood
            assert found.value == str(mood in _VALID[figure].split()), mood


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "What is the mood and figure of this syllogism: All M are P. All S are M. Therefore all S are P.",
            "AAA-1",
        ),
        ("Identify the mood and figure: No P are M. Some S are M. So some S are not P.", "EIO-2"),
        ("What is the figure of the syllogism: Some S are M. No P are M. So some S are not P.", "2"),
        (
            "What is the mood of the following syllogism: All dogs are animals. All cats are animals. "
            "Therefore all dogs are cats.",
            "AAA",
        ),
    ],
)
def test_mood_and_figure_are_told(text: str, value: str) -> None:
    """The premise with the predicate of the conclusion counts as the first."""
    found = answer(text)

    assert isinstance(found, Solution)
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "What is the mood and figure of this syllogism: All M are P. All S are Q. Therefore all S are P.",
        "What is the mood and figure of this syllogism: All M are not P. All S are M. Therefore all S are P.",
    ],
)
def test_what_is_no_syllogism_has_no_figure(text: str) -> None:
    """Three terms, each in two sentences, and no "all ... are not"."""
    assert isinstance(answer(text), Declined)
