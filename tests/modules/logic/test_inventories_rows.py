"""Things in a row and things of a colour."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.inventories import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

ROW = "On the wall, you see these objects lined up in a row: a red flag, a white sign, a black bell and a tan hat. "
MAT = "On the mat, there are two red balls, one green ball and three green cubes. "


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (ROW + "What is the color of the object directly to the left of the bell?", "white"),
        (ROW + "What is the color of the left-most object?", "red"),
        (ROW + "What colour is the second object from the right?", "black"),
        (ROW + "What is the color of the object closest to the flag?", "white"),
        (ROW + "What is the color of the object furthest from the bell?", "red"),
        (ROW + "What is the color of the object between the flag and the bell?", "white"),
        (ROW + "How many non-white objects are to the left of the hat?", "2"),
        (ROW + "How many things do you see to the right of the red thing?", "3"),
        (ROW + "What is directly to the right of the sign?", "black bell"),
        (ROW + "What is the colour of the third thing?\nOptions:\n(A) red\n(B) black\n(C) tan", "B"),
        (MAT + "How many green things are there?", "4"),
        (MAT + "If I take away all the balls, how many green objects are left?", "3"),
        (MAT + "If I remove all the green items from the mat, how many balls remain on it?", "2"),
        (MAT + "How many things are neither red nor blue?", "4"),
        (MAT + "How many red or green balls are there?", "3"),
        (MAT + "How many balls are not red?", "1"),
        ("On the bench, there is a red hat and a green scarf. What colour is the scarf?", "green"),
        ("On the bench, there is a red hat and a green scarf. Is the hat green?", "False"),
        (
            "In a row from right to left there are a pink jar and a blue vase. What colour is the first item?",
            "blue",
        ),
    ],
)
def test_a_question_about_things_is_answered_and_checked(text: str, value: str) -> None:
    finding = answer(split(text))

    assert finding.value == value
    assert finding.verified is True


def test_a_place_is_refused_where_no_row_is_told_of() -> None:
    with pytest.raises(NotUnderstood, match="row"):
        answer(split("On the rail, I see a pink cup and a grey jar. What is the color of the left-most item?"))


def test_a_colour_that_is_not_told_is_undefined() -> None:
    with pytest.raises(Undefined, match="cube"):
        answer(split("On the mat, there is a red ball and a cube. What colour is the cube?"))


def test_two_things_that_fit_are_not_chosen_from() -> None:
    with pytest.raises(Undefined, match="2 things"):
        answer(split(ROW + "What is the color of the object to the left of the bell?"))


def test_a_shade_is_not_taken_for_the_plain_colour() -> None:
    with pytest.raises(NotDone, match="dark blue"):
        answer(split("On the mat, there are two dark blue cups and a red cup. How many blue cups are there?"))
