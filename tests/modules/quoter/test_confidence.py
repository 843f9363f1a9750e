"""The arithmetic of confidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.quoter.confidence import near, shares, there


@given(st.lists(st.floats(-500, 500), min_size=1, max_size=20))
def test_shares_add_up_to_one_and_keep_the_order(strengths: list[float]) -> None:
    """However far apart the strengths are."""
    parts = shares(strengths)
    assert sum(parts) == pytest.approx(1.0)
    assert parts[strengths.index(max(strengths))] == max(parts)


def test_an_answer_is_likelier_there_the_nearer_something_comes_up_to_a_point() -> None:
    """And unlikelier where it contradicts the question."""
    assert there(0.3, conflict=False) < there(0.45, conflict=False) < there(0.5, conflict=False)
    assert there(near(0.5, 0.0), conflict=False) == there(near(0.9, 0.0), conflict=False)
    assert there(near(0.9, 1.0), conflict=True) < 0.5


def test_all_the_words_make_up_for_a_far_meaning_in_part() -> None:
    """Not enough to be accepted, enough to be kept."""
    assert 0.2 < there(near(0.1, 1.0), conflict=False) < 0.7
    assert there(near(0.1, 0.0), conflict=False) < 0.01


def test_no_sentence_has_no_share() -> None:
    """Nothing to divide."""
    assert shares([]) == []
