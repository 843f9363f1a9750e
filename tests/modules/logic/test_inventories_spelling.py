"""The letters of words, and lists as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.inventories import answer, spelling
from orchestra_modules.logic.inventories.spelling import Ask, SpellingProblem, solve
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal, Undefined


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("How often does the letter e appear in 'wherever'?", "3"),
        ("How many o's are in 'monsoon'?", "3"),
        ("How many vowels does 'lantern' have?", "2"),
        ("How many consonants are in 'lantern'?", "5"),
        ("Is 'rotor' a palindrome?", "True"),
        ("Is 'motor' a palindrome?", "False"),
        ("Are 'stale' and 'least' anagrams?", "True"),
        ("What position is the letter k in the alphabet?", "11"),
        ("Reverse the list: fig, nut, oat", "oat, nut, fig"),
        ("Remove the duplicates from the list 8, 8, 2, 8", "8, 2"),
        ("Which items appear more than once in the list oat, nut, oat?", "oat"),
    ],
)
def test_words_and_lists(text: str, value: str) -> None:
    found = answer(split(text))
    assert (found.value, found.verified) == (value, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("How many letters are in the word 'lantern'?", "7"),
        ("How many different letters are in the word 'lantern'?", "6"),
        ("Spell 'lantern' backwards.", "nretnal"),
        ("What is the fourth letter of the word 'lantern'?", "t"),
        ("What is the second to last letter of 'lantern'?", "r"),
        ("Does 'lantern' start with 'lan'?", "True"),
        ("How many items in the list 'oat, nut, oat, fig' are different?", "3"),
        ("What is the third item in the list: mat, lid, pan, cup?", "pan"),
        ("How many numbers are in the list 4, 4, 9?", "3"),
        ("Is nut in the list oat, nut, fig?", "True"),
    ],
)
def test_what_is_read_off_in_one_way_is_not_called_checked(text: str, value: str) -> None:
    found = answer(split(text))
    assert (found.value, found.verified) == (value, None)


def test_a_wrong_list_of_vowels_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "VOWELS", "aeiu")
    assert answer(split("How many vowels does 'tomato' have?")).verified is False


@pytest.mark.parametrize(
    "text",
    [
        "How many letters are in English?",
        "How many letters are in it?",
        "Spell it backwards.",
        "How many letters are in the word 'lantern' and the word 'lamp'?",
        "How many letters of the word 'lantern' are not vowels?",
        "Is the word a palindrome?",
        "How many words in the list 'oat, nut, oat' are short?",
        "Reverse the list [1, 2, 3) twice",
        "Remove the duplicates from the list Oat, oat, nut",
    ],
)
def test_what_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


def test_a_place_past_the_end_is_undefined() -> None:
    with pytest.raises(Undefined, match="3 letters"):
        answer(split("What is the ninth letter of the word 'oat'?"))


@given(st.text(alphabet="abcde", min_size=1, max_size=12), st.sampled_from([a for a in Ask if a is not Ask.POSITION]))
def test_both_roads_agree(word: str, ask: Ask) -> None:
    try:
        found = solve(SpellingProblem(word, ask, "a", 1))
    except Undefined:
        return
    assert found.verified is not False


@given(st.text(alphabet="'list of word a,b how many letters?", max_size=60))
def test_any_text_is_answered_or_refused(text: str) -> None:
    try:
        answer(split(text))
    except Refusal:
        return
