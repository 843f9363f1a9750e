"""Numbers of orders, and claims that say less than they seem to."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.arrangements import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In how many ways can Una, Igor, Olga and Piet queue up if Una and Igor must be next to each other?", "12"),
        ("In how many ways can Una, Igor, Olga and Piet sit around a round table if Una and Igor are adjacent?", "4"),
        ("How many orders of P, Q and R are there in which P comes before R?", "3"),
        ("How many orders of P, Q, R and S are there?", "24"),
        ("Una is taller than Igor. Igor is taller than Olga. Who is not the tallest and not the shortest?", "Igor"),
        ("Una was faster than Igor. Who was faster, Una or Igor?", "Una"),
    ],
)
def test_all_that_is_asked_counts(text: str, value: str) -> None:
    found = answer(split(text))
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    "text",
    [
        "In how many ways can Una, Igor and Olga sit in a row on three of five chairs if Una is first?",
        "In how many ways can Una and five others stand in a line if Una is first?",
        "Una was faster than Igor. Is Una faster than Igor?",
        "Una is faster than Igor. Was Una faster than Igor?",
        "Una seems faster than Igor. Is Una faster than Igor?",
        "Una appears younger than Igor. Who is younger?",
        "Una hardly beat Igor. Who won?",
    ],
)
def test_a_claim_that_says_less_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "Una walks 4 km west, then 6 km east and 1 km north. Where is she relative to the start?",
            "1 km north and 2 km east",
        ),
        ("Among Una, Igor and Olga, Una is the oldest and Olga is not the youngest. Who is the youngest?", "Igor"),
        (
            "Four guests, Una, Igor, Olga and Piet, sit at a round table. Una sits opposite Piet. "
            "Who sits opposite Igor?",
            "Olga",
        ),
        (
            "Una, Igor and Olga each own a different pet: a cat, a dog or a fish. Una does not own the cat or "
            "the dog. Igor does not own the cat. Who owns the cat?",
            "Olga",
        ),
        ("A lift starts on floor 9, goes down 4 floors and up 2 floors. On which floor is it?", "7"),
        (
            "Una is dancing with Igor and Olga is dancing with Piet. Una and Olga switch partners. "
            "Who is Olga dancing with?",
            "Igor",
        ),
        (
            "Exactly one of three suspects, Una, Igor and Olga, is guilty. Una says: 'Igor did it.' Igor says: 'I did "
            "not do it.' Olga says: 'I did not do it.' Exactly one of them tells the truth. Who is guilty?",
            "Olga",
        ),
    ],
)
def test_everyday_puzzles(text: str, value: str) -> None:
    assert answer(split(text)).value == value


def test_a_long_list_is_refused_at_once() -> None:
    """The ways to part a sentence at its commas double with each; 40 would take days."""
    text = "Una is 3 years older than " + ", ".join(f"a{i} b" for i in range(40)) + ". How old is Una?"
    with pytest.raises(NotUnderstood):
        answer(split(text))
