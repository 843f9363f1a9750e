"""Splitting: every passage stands verbatim in its text, nothing is lost, and headings become titles."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from orchestra_modules.documents.sentences import sentences
from orchestra_modules.documents.source import Markup
from orchestra_modules.documents.split import split, weight

PIECES = st.sampled_from(
    [
        "# Title\n",
        "## Part\n\n",
        "Some words here. ",
        "Dr. Smith e.g. said no. ",
        "\n\n",
        "\n",
        "```\ncode(1)\n\n# no heading\n```\n",
        "~~~",
        "- item one\n",
        "| a | b |\n",
        "x" * 300,
        "\u4f60\u597d\u3002\u518d\u89c1\u3002",
        "\r\n",
        "\t",
        "\u2028",
        "1234567890 " * 30,
        "word " * 200,
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=12).map("".join))


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, markdown=st.booleans(), limit=st.integers(min_value=5, max_value=250))
def test_passages_are_verbatim_in_order_within_the_limit_and_lose_nothing(
    text: str, markdown: bool, limit: int
) -> None:
    """All that is not a heading's is in exactly one passage."""
    chunks = split(text, markup="markdown" if markdown else "plain", title="T", limit=limit)
    for chunk in chunks:
        passage = text[chunk.start : chunk.end]
        assert passage == passage.strip() != ""
        assert weight(passage) <= limit or len(passage) <= 2 or passage.startswith("#")
        assert chunk.line == 1 + text.count("\n", 0, chunk.start)
        for start, end in chunk.sentences:
            assert 0 <= start < end <= len(passage)
    assert all(one.end <= two.start for one, two in pairwise(chunks))
    kept = set[int]().union(*(range(chunk.start, chunk.end) for chunk in chunks))
    titles = " ".join(chunk.title for chunk in chunks)
    lost = "".join(letter if place not in kept else "\n" for place, letter in enumerate(text))
    for piece in lost.split("\n"):
        words = piece.strip().strip("#").strip()
        assert not words or (markdown and piece.lstrip().startswith("#") and words in titles)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_sentences_are_in_order_and_lose_nothing(text: str) -> None:
    """Between sentences there is white space only."""
    found = sentences(text)
    edges = [0, *(edge for pair in found for edge in pair), len(text)]
    assert all(one <= two for one, two in pairwise(edges))
    assert all(not text[one:two].strip() for one, two in list(pairwise(edges))[::2])


def shown(text: str) -> list[str]:
    """The sentences themselves."""
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_where_a_reader_would_end_them() -> None:
    """Not after abbreviations and initials; also in small letters, spaced punctuation, lists and Chinese."""
    assert shown("Dr. J. Smith came. He left at 5 p.m. on Monday! Why? See no. 5.") == [
        "Dr. J. Smith came.",
        "He left at 5 p.m. on Monday!",
        "Why?",
        "See no. 5.",
    ]
    assert shown("The answer is no. Then it ended.") == ["The answer is no.", "Then it ended."]
    assert shown("it rained . nobody came .") == ["it rained .", "nobody came ."]
    assert shown("Version 1.5 is out. Get it.") == ["Version 1.5 is out.", "Get it."]
    assert shown("Do this:\n\n- first\n- second\n") == ["Do this:", "- first", "- second"]
    assert shown("\u4f60\u597d\u3002\u518d\u89c1\u3002") == ["\u4f60\u597d\u3002", "\u518d\u89c1\u3002"]
    assert shown("Run it:\n\n```\na = 1. b\n\nc\n```\n") == ["Run it:", "```\na = 1. b\n\nc\n```"]


def test_titles_are_the_path_of_headings() -> None:
    """A heading inside code is none, and one with nothing under it is kept as a passage."""
    text = "# Top\n\nIntro.\n\n## One\n\nFirst.\n\n```\n# not a heading\n```\n\n## Two\n\n# Last\n\nEnd.\n"
    chunks = split(text, markup="markdown")
    assert [(chunk.title, text[chunk.start : chunk.end].split("\n")[0]) for chunk in chunks] == [
        ("Top", "Intro."),
        ("Top > One", "First."),
        ("Top > Two", "## Two"),
        ("Last", "End."),
    ]


def test_the_estimate_of_tokens_runs_high_on_prose_and_is_not_fooled_by_other_scripts() -> None:
    """A word is at least a token, and so is every sign of a script without spaces."""
    prose = "The estimate of tokens is a matter of letters, words and signs, and it must not run low."
    assert weight(prose) >= 1.1 * len(re.findall(r"\w+|[^\w\s]", prose))
    assert weight("\u4f60\u597d" * 10) == 20


@settings(max_examples=300, deadline=None)
@given(text=TEXTS, markup=st.sampled_from(["plain", "markdown", "rst", "code"]), limit=st.integers(8, 250))
def test_whatever_the_markup_passages_and_their_titles_fit_the_limit(text: str, markup: Markup, limit: int) -> None:
    """Also with a long title of the document, and no passage crosses the place where a block and a page end."""
    for chunk in split(text, markup=markup, title="A rather long title of a book", limit=limit):
        passage = text[chunk.start : chunk.end]
        assert passage.strip() and weight(passage) + weight(chunk.title) <= limit + 1
        assert chunk.line == 1 + text.count("\n", 0, chunk.start)
        edges = [0, *(edge for pair in chunk.sentences for edge in pair), len(passage)]
        assert all(one <= two for one, two in pairwise(edges))
        assert all(not passage[one:two].strip() for one, two in list(pairwise(edges))[::2])


def test_a_table_or_code_that_fits_is_never_cut_though_its_block_is_too_long() -> None:
    """What stands before it is cut instead; a table too long by itself is cut between rows."""
    words = "A sentence of some words that goes on for a while. " * 8
    table = "| Part | Price |\n|---|---|\n" + "".join(f"| bolt {number} | {number} |\n" for number in range(12))
    code = "```\n" + "".join(f"x{number} = {number}\n\n" for number in range(12)) + "```\n"
    for kept in (table, code):
        text = f"{words}\n{kept}{words}"
        assert any(kept.strip() in text[chunk.start : chunk.end] for chunk in split(text, markup="markdown", limit=120))
    rows = "".join(f"| bolt {number} | {number} |\n" for number in range(200))
    for chunk in split(rows, markup="markdown", limit=60):
        passage = rows[chunk.start : chunk.end]
        assert passage.startswith("| bolt") and passage.endswith("|")


def test_no_passage_crosses_a_break() -> None:
    """Where a page ends, a passage ends."""
    text = "One page.\n\nNext page."
    assert [text[chunk.start : chunk.end] for chunk in split(text)] == [text]
    assert [text[chunk.start : chunk.end] for chunk in split(text, breaks=(11,))] == ["One page.", "Next page."]


def test_a_heading_too_long_to_stand_over_a_passage_is_text() -> None:
    """None of its words is lost."""
    heading = " ".join(f"word{number}" for number in range(150))
    chunks = split(f"# {heading}\n\nText.\n", markup="markdown", limit=60)
    assert sum(weight(f"# {heading}\n\nText.\n"[chunk.start : chunk.end]) for chunk in chunks) >= weight(heading)
    assert all(chunk.title == "" for chunk in chunks)
