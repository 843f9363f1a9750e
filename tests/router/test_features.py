"""How a text is read: what does not change it, and what stays bounded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestra.router.features import BUCKETS, HEAD, KNOWN_WORDS, SHAPE, TAIL, cap, features, most_buckets, normalise


@given(st.text(max_size=500))
@settings(max_examples=200, deadline=None)
def test_any_text_has_finite_features_within_bounds(text: str) -> None:
    """Buckets are in range and no more than the length allows; the shape is finite."""
    read = features(text)
    assert len(read.buckets) <= most_buckets(text)
    assert all(0 <= bucket < BUCKETS for bucket in read.buckets.tolist())
    assert all(0 <= word < KNOWN_WORDS for word in read.words.tolist())
    assert read.shape.shape == (len(SHAPE),)
    assert np.isfinite(read.shape).all()


@pytest.mark.parametrize("other", ["who wrote hamlet", "WHO WROTE HAMLET?", "  who  wrote\nhamlet ?? "])
def test_case_marks_and_white_space_leave_the_words_alone(other: str) -> None:
    """The same question typed another way falls in the same buckets."""
    assert features(other).buckets.tolist() == features("Who wrote Hamlet?").buckets.tolist()


def test_figures_are_masked() -> None:
    """Which numbers stand in a text says nothing of its intent."""
    assert normalise("add 12,345.6 and 7") == normalise("add 3 and 99")


def test_only_the_ends_of_a_long_text_are_read() -> None:
    """The cost of reading is bounded, and the request, at either end, is kept."""
    text = "START " + "x" * 100_000 + " END"
    assert len(cap(text)) == HEAD + TAIL + 1
    assert cap(text).startswith("START")
    assert cap(text).endswith("END")
