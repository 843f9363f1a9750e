"""Things added and taken, rows told as rows, opening hours, and groups in a class."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.inventories import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined

ROW = "On the bench, I see a row of things: a white mug, a green mug, a blue hat. "


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A jar holds nine nuts. Two more nuts are added and four are taken out. How many nuts are in the jar?", "7"),
        ("Una has 6 coins. She loses 2 coins and finds 5 more. How many coins does Una have?", "9"),
        ("I had eight stamps and sold three. How many stamps do I have now?", "5"),
        (ROW + "What colour is the rightmost thing?", "blue"),
        (ROW + "How many mugs are to the left of the hat?", "2"),
        (ROW + "Is there a red mug?", "False"),
        (ROW + "Are all the mugs white?", "False"),
        ("The pool is open from 7am to 8pm. Is it open at 6:30am?", "False"),
        ("The pool is open from 7am to 8pm except from 1pm to 2pm. Is the pool closed at 1:30pm?", "True"),
        ("Lecture A runs from 1pm to 3pm and lecture B from 3pm to 4pm. Do they overlap?", "False"),
        ("I am in a meeting from 8:00 to 9:30 and from 10:15 to 12:00. When am I free between 8:00 and 12:00?",
         "09:30 to 10:15"),
        ("In a club of 40, 22 play chess, 19 play darts and 9 play both. How many play neither?", "8"),
        ("Is the string [()]{} a balanced sequence of brackets?", "True"),
    ],
)  # fmt: skip
def test_everyday_inventories(text: str, value: str) -> None:
    found = answer(split(text))
    assert (found.value.lstrip("0"), found.verified) == (value.lstrip("0"), True)


@pytest.mark.parametrize(
    "text",
    [
        "Una has 6 coins. Igor loses 2 coins. How many coins does Una have?",
        "Una has 6 coins. She finds 2 stamps. How many coins does Una have?",
        "Una has 6 coins. She might lose 2 coins. How many coins does Una have?",
        "A jar holds nine nuts. Two are taken out of the box. How many nuts are in the jar?",
        "The pool is open from 7am to 8pm on weekdays. Is it open at 9am?",
        "The pool is open from 7am to 8pm. Is the library open at 9am?",
    ],
)
def test_changes_to_something_else_are_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


def test_more_cannot_be_taken_than_there_are() -> None:
    with pytest.raises(Undefined, match="3 are taken"):
        answer(split("A jar holds two nuts. Three are taken out. How many nuts are in the jar?"))


def test_the_minute_of_closing_is_undefined() -> None:
    with pytest.raises(Undefined, match="minute"):
        answer(split("The pool is open from 7am to 8pm. Is it open at 8pm?"))


def test_a_sort_that_is_not_spoken_of_is_not_denied() -> None:
    with pytest.raises(NotDone, match="lamp"):
        answer(split(ROW + "Is there a lamp?"))
