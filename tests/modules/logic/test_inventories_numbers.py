"""Intervals of numbers, words by a letter, words of a sentence, holders of things, and times to choose from."""

from __future__ import annotations

import pytest
from orchestra_modules.logic.inventories import answer
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import Refusal

HOURS = "The shop is open from 9am to 5pm. "
ANSWERED = (
    ("How many integers lie in the interval (2, 7]?", "5"),
    ("How many integers lie in (2.5, 7.5)?", "5"),
    ("Which integers are in both [2, 6] and (4, 9)?", "5, 6"),
    ("Which integers are in (2, 3)?", "none"),
    ("Is (1, 4) contained in [1, 4]?", "True"),
    ("Is [1, 4] contained in (1, 4]?", "False"),
    ("How long is the interval [3, 11]?", "8"),
    ("Sort these words by their last letter: cab, fad, sea", "sea, cab, fad"),
    ("Sort by second letter: bat, ace, owl", "bat, ace, owl"),
    ("Sort these words alphabetically and give only the first: plum, fig, kiwi", "fig"),
    ("Sort the numbers as words alphabetically: one, two, three", "one, three, two"),
    ("How many words are in the sentence 'the cat sat down'?", "4"),
    ("A box has 3 pens, 2 pencils and 5 crayons. How many things are in the box?", "10"),
    ("A box has 3 pens. A bag has 2 pencils. How many things are in the box?", "3"),
    ("There are 6 cups and 2 plates. How many more cups than plates are there?", "4"),
    ("I have 6 red cups, 3 blue cups and 2 plates. How many fewer plates than cups do I have?", "7"),
    ("Check whether the parentheses match: (a + (b * c))", "True"),
    ("Check whether the brackets are balanced: f(x[1]) + g(y]", "False"),
    ("I have three bananas, a chair and two grapes, but no pears. How many fruits do I have?", "5"),
    (f"{HOURS}At which of these times is it closed?\n(a) 10am\n(b) 4:30pm\n(c) 6pm", "c"),
    ("Ann is free from 2pm to 5pm and Bob is free from 4pm to 6pm. When are both free?", "4pm to 5pm"),
)
REFUSED = (
    "How many even integers lie in (2, 7]?",
    "How many integers do not lie in (2, 7]?",
    "How many integers lie in the open interval (2, 7]?",
    "Which integers are in [2, 6] but not in (4, 9)?",
    "Is [3, 2] contained in (1, 4)?",
    "Sort these words by their last letter: cab, fad, sea, tea",
    "Sort these words by their fifth letter: cab, fad, sea",
    "Sort these words by their last letter in reverse: cab, fad, sea",
    "Sort the numbers as words in descending order: one, two, three",
    "How many words are in the sentence 'it is a well-known fact'?",
    "A box has 3 pens. How many things are in the bag?",
    "There are 6 cups and 2 plates. How many more plates than cups are there?",
    "There are 6 cups and 2 plates. How many more cups are there?",
    "There are 6 cups and 2 plates. How many more cups than plates do I need?",
    "Check whether the parentheses match: (a < b) and (c > d)",
    "A box has 3 bags. A bag has 2 pencils. How many things are in the box?",
    "I have three bananas, but not two pears. How many fruits do I have?",
    f"{HOURS}At which of these times is it open?\n(a) 10am\n(b) 4:30pm\n(c) 6pm",
    f"{HOURS}At which of these times is it closed?\n(a) 5pm\n(b) 4:30pm\n(c) 6pm",
    f"{HOURS}At which of these times is it not closed?\n(a) 8am\n(b) 4:30pm\n(c) 6pm",
)


@pytest.mark.parametrize(("text", "expected"), ANSWERED)
def test_it_is_answered(text: str, expected: str) -> None:
    """Nothing that is counted or measured fails its check."""
    finding = answer(split(text))

    assert finding.value == expected
    assert finding.verified is not False


@pytest.mark.parametrize("text", REFUSED)
def test_what_adds_a_condition_or_ties_is_refused(text: str) -> None:
    """No word that changes the meaning is passed over."""
    with pytest.raises(Refusal):
        answer(split(text))
