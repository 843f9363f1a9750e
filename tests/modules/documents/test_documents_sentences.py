"""Sentences in text of every sort: abbreviations, initials, numbers, small letters, spaced marks, lists, code."""

from __future__ import annotations

import pytest
from orchestra_modules.documents.sentences import code_sentences, sentences


def shown(text: str) -> list[str]:
    """The sentences themselves."""
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Army left.|He lived in the U.S.|She did not.",
        "He came at 5 p.m. on Monday, e.g. by train.|At 6 p.m. he left.",
        "Apple Inc. was founded by S. Jobs, S. Wozniak et al. (1976).|The rest is known.",
        "J. R. R. Tolkien wrote it.|Dr. A. B. Smith did not, cf. No. 5 and Fig. 3.",
        "Take vitamin C.|The dose is 3.5 mg, approx. 2.1 grains.|See pp. 5 ff. and Vol. II of it.",
        "See https://a.b/c.d?e=f.g, www.example.com and node.js.|Then go on.",
        "Well... maybe not.|He said \u201cWhy?\u201d and left.|\u201cGo!\u201d she cried.|Nobody went\u2026 so far.",
        "This is it .|The next one .|Is it ?|Yes !",
        "this is it .|the next one .|nobody came .",
        "dr . smith came to no . 5 .|he left .",
        "i went to Paris yesterday.|then we left for home.|it was very good.|nobody came along.",
        "wait . . . what is this .|The end .",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str) -> None:
    """The bars are where the cuts belong."""
    assert shown(text.replace("|", " ")) == text.split("|")


def test_items_and_rows_are_sentences_with_their_marks() -> None:
    """Numbers and letters of a list are no sentences of their own; a table's rule stays with its head."""
    assert shown("1. First. More.\n2. Second\n(a) third\n\u2022 fourth") == [
        "1. First.",
        "More.",
        "2. Second",
        "(a) third",
        "\u2022 fourth",
    ]
    assert shown("| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |") == ["| A | B |\n|---|---|", "| 1 | 2 |", "| 3 | 4 |"]


def test_code_is_cut_at_empty_lines_alone() -> None:
    """Marks in it are no marks."""
    text = "a = 1. # no. Yes\nb = 2\n\n- c\n"
    assert [text[start:end] for start, end in code_sentences(text)] == ["a = 1. # no. Yes\nb = 2", "- c"]


def test_long_runs_of_marks_are_one_mark() -> None:
    """As in a table of contents, or in a file that is not what it seems."""
    assert len(sentences("." * 100_000)) == 1
    assert shown("Contents ........ 5") == ["Contents ........ 5"]
