"""Words meet their other forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.quoter.words import stem, stems


@pytest.mark.parametrize(
    "forms",
    [
        ("register", "registered", "registers"),
        ("bat", "bats"),
        ("city", "cities"),
        ("build", "built", "builds"),
        ("begin", "began", "begun"),
        ("child", "children"),
        ("gospic", "gospi\u0107"),
        ("bridge", "bridges", "bridge's"),
    ],
)
def test_forms_of_a_word_share_their_stem(forms: tuple[str, ...]) -> None:
    """Endings, irregular verbs and plurals, accents."""
    assert len(set(map(stem, forms))) == 1


def test_common_words_do_not_count_but_as_commands() -> None:
    """A slash or a backtick makes a word one that is typed."""
    assert stems("Why is it so?") == frozenset()
    assert "why" in stems("type `why` or /why")


@given(st.text(max_size=40))
def test_any_word_has_a_stem(word: str) -> None:
    """And it is never longer than its plain letters."""
    assert isinstance(stem(word), str)
