"""Lists of words: order, places, lengths, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.inventories import answer
from orchestra_modules.logic.inventories.words import Key, Want, WordProblem, solve
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotDone, NotUnderstood, Undefined


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Sort these words alphabetically: pear, fig, Apple", "Apple, fig, pear"),
        ("Arrange in alphabetical order: nut bolt screw", "bolt nut screw"),
        ("Sort banana, cherry and apple alphabetically.", "apple, banana, cherry"),
        ("Put the following words in reverse alphabetical order: tulip rose lily", "tulip rose lily"),
        ("Order the words from Z to A: lake, river, pond", "river, pond, lake"),
        ("Sort the words by length: elephant cat mouse", "cat mouse elephant"),
        ("Sort these words from longest to shortest: bee, giraffe, horse", "giraffe, horse, bee"),
        ("Which word comes first alphabetically: kiwi, grape, mango?", "grape"),
        ("Which of these words comes last in the dictionary: plum, peach, pear?", "plum"),
        ("What is the third word in alphabetical order? List: delta alpha gamma beta", "delta"),
        ("If you sort the words alphabetically, which word comes second? Words: fox, ant, cat", "cat"),
        ("Which is the longest word: sun, planet, star?", "planet"),
        ("Reverse the list: red, green, blue", "blue, green, red"),
        ("Sort the letters of the word 'basket' alphabetically.", "abekst"),
        ("Is apple before banana in the dictionary?", "True"),
        ("Does zebra come before yak alphabetically?", "False"),
        ("Which word comes first alphabetically?\nList: oak elm ash\nOptions:\n(A) oak\n(B) elm\n(C) ash", "C"),
    ],
)
def test_a_request_about_words_is_answered_and_checked(text: str, value: str) -> None:
    finding = answer(split(text))

    assert finding.value == value
    assert finding.verified is True


def test_a_number_of_words_is_read_off() -> None:
    finding = answer(split("How many words are in this list: oak, elm, ash"))

    assert (finding.value, finding.verified) == ("3", None)


@pytest.mark.parametrize(
    "text",
    [
        "Sort 3, 1, 2 in ascending order",
        "Sort by the second vowel: ab, ba",
        "Sort the words alphabetically but keep the first: pear, fig",
        "Which word is not the longest: sun, planet, star?",
        "Which comes first: pear or fig?",
    ],
)
def test_what_is_not_fully_understood_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


def test_an_order_that_depends_on_spaces_is_declined_with_both_readings() -> None:
    with pytest.raises(NotDone, match="sea urchin"):
        answer(split("Sort these words alphabetically: seal, sea urchin, seat"))


def test_two_longest_words_are_not_chosen_from() -> None:
    with pytest.raises(Undefined, match="equally long"):
        answer(split("Which is the longest word: lamp, desk, ox?"))


@given(st.lists(st.text(alphabet="abcXYZ", min_size=1, max_size=6), min_size=1, max_size=30), st.booleans())
def test_sorting_is_stable_and_found_again_by_ranks(items: list[str], descending: bool) -> None:
    finding = solve(WordProblem(tuple(items), " ", Key.ALPHABET, Want.LIST, descending))

    assert finding.value.split(" ") == sorted(items, key=str.casefold, reverse=descending)
    assert finding.verified is True
