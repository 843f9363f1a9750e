"""Phrases that a text can hold, found without looking at the others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.mathematics.language.cursor import Cursor
from orchestra_modules.mathematics.language.pattern import compile_pattern
from orchestra_modules.mathematics.language.phrases import Index, Phrases, PhrasesOfText, Shelf
from orchestra_modules.mathematics.language.tokens import tokenize
from orchestra_modules.mathematics.operation import phrasebook


def phrases(*sources: str) -> Phrases:
    """Phrases of operations that are named as they are."""
    return tuple((compile_pattern(source), source) for source in sources)


SHELF = Shelf(
    phrases(
        "sum of {a} and {b}",
        "sum [of] {a}",
        "(sum|total) of [the] {items:items}",
        "{a} divides {b}",
        "(add|put) {a} (to|with) {b}",
        "{a}",
    ),
    "sum",
)
WORDS = sorted({word for place in range(6) for word in SHELF[place][0].words} | {"x", "7"})


@given(st.frozensets(st.sampled_from(WORDS)))
def test_no_phrase_is_ruled_out_that_the_words_allow(words: frozenset[str]) -> None:
    """And none is left in that needs a word which is not there; the order is kept."""
    allowed = [
        place
        for place in range(6)
        if SHELF[place][0].all_of <= words and all(need & words for need in SHELF[place][0].one_of)
    ]
    assert SHELF.possible(words) == allowed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("gcd of 12 and 18 is 6", {"gcd of {a}", "gcd of {a} and {b}"}),
        ("gcd of 12 is 12", {"gcd of {a}"}),
        ("12, 18", {"{list:terms} [next]"}),
        ("12", set()),
    ],
)
def test_phrases_are_found_by_their_first_word_or_by_the_kind_of_argument(text: str, found: set[str]) -> None:
    """Among those that begin with an argument, only those of which one may stand there."""
    phrasebook()  # the kinds of arguments are entered with the operations
    index = Index({"gcd": phrases("gcd of {a}", "gcd of {a} and {b}"), "#terms": phrases("{list:terms} [next]")})
    here = PhrasesOfText(Cursor(tokenize(text), text)).here(index)
    assert {name for _, name in here} == found
