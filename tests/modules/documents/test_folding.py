"""Copies among passages that were found."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

np = pytest.importorskip("numpy")

from orchestra_modules.documents.folding import folded, is_copy  # noqa: E402
from orchestra_modules.documents.words import words  # noqa: E402


def order(texts: Sequence[str], same: Sequence[int]) -> list[int]:
    """The order of texts whose vectors are those of the subjects given by number."""
    return folded(np.eye(8, dtype=np.float32)[list(same)], lambda places: [texts[place] for place in places])


def test_copies_come_after_all_the_rest() -> None:
    """The best of them keeps its place, and nothing is lost."""
    texts = ["The gate opens at nine.", "the gate opens at NINE", "A ferry leaves.", "The gate opens at nine!"]
    assert order(texts, [0, 0, 1, 0]) == [0, 2, 1, 3]


def test_texts_that_differ_in_a_number_are_no_copies() -> None:
    """Rows of a table are alike in all but what matters."""
    texts = [f"The parcel of the customer in the north with number {n} was sent on Monday." for n in (17, 18)]
    assert order(texts, [0, 0]) == [0, 1]


def test_texts_that_mean_alike_in_other_words_are_no_copies() -> None:
    """Nearly the same vector is not enough."""
    assert order(["The harbour is closed today.", "Ships cannot land this day."], [0, 0]) == [0, 1]


def test_only_texts_of_near_vectors_are_looked_at() -> None:
    """Most searches find no copies and read no texts for them."""

    def texts(places: Sequence[int]) -> list[str]:
        raise AssertionError(f"asked for {places}")

    assert folded(np.eye(4, dtype=np.float32), texts) == [0, 1, 2, 3]


@given(
    st.lists(st.sampled_from(["gate opens at nine", "Gate opens at nine", "ferry leaves", "ferry left 3"]), max_size=8)
)
def test_every_passage_is_kept_once_and_the_first_stays_first(texts: list[str]) -> None:
    """Whatever is folded."""
    places = order(texts, [0] * len(texts))
    assert sorted(places) == list(range(len(texts)))
    assert places[:1] == [0][: len(texts)]


@given(st.text(), st.text())
def test_being_a_copy_goes_both_ways(one: str, other: str) -> None:
    """And every text is a copy of itself."""
    first, second = frozenset(words(one)), frozenset(words(other))
    assert is_copy(first, second) == is_copy(second, first)
    assert is_copy(first, first)
