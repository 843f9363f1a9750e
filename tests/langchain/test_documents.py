"""Documents as passages and passages as Documents."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.documents import Document

from orchestra.langchain.documents import as_document, as_passage, as_passages, as_text, matches
from orchestra.spec import Passage, Span

JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)


def document(text: str = "A text.", id: str | None = None, **metadata: Any) -> Document:
    """A document with this metadata."""
    return Document(page_content=text, id=id, metadata=metadata)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (document(id="own", source="a.txt"), "own"),
        (document(id="own", document_id="named"), "named"),
        (document(source="a.txt"), "a.txt"),
        (Document(page_content="x", metadata={"id": 7, "source": "a.txt"}), "7"),
    ],
    ids=["its id", "a document_id", "its source", "an id among the metadata"],
)
def test_a_passage_is_named_after_what_the_document_says(given: Document, expected: str) -> None:
    """In this order, so that rankings by document can be made."""
    assert as_passage(given, None, "none").document_id == expected


def test_a_document_without_a_name_gets_one_that_stays() -> None:
    """It follows from the text: the same in every search, another for another text."""
    first, again, other = (as_passage(document(text), None, "none").document_id for text in ("one", "one", "two"))

    assert first == again != other


def test_a_passage_stands_where_its_splitter_says() -> None:
    """start_index, line and page_label are what LangChain's splitters and loaders write."""
    passage = as_passage(document("abcd", start_index=10, line=3, page=0, page_label="1"), None, "none")

    assert passage.span == Span(start=10, end=14, line=3, page=1)


@pytest.mark.parametrize(
    "metadata", [{}, {"start_index": -1}, {"start_index": "x"}, {"start_index": True}, {"page": 4}]
)
def test_a_place_that_is_not_told_is_not_invented(metadata: dict[str, Any]) -> None:
    """Offsets then count in the stored document itself; `page` alone may count from 0 or from 1."""
    assert as_passage(document("abcd", **metadata), None, "none").span == Span(start=0, end=4)


@pytest.mark.parametrize("score", [None, math.nan, math.inf])
def test_a_score_that_is_none_is_said_to_be_none(score: float | None) -> None:
    """The number must be there; the metadata says that it means nothing."""
    passage = as_passage(document(), score, "raw")

    assert (passage.score, passage.metadata["score_kind"]) == (0.0, "none")


def test_a_score_is_kept_with_its_kind() -> None:
    """A distance is not turned into anything."""
    passage = as_passage(document(), 17.5, "raw")

    assert (passage.score, passage.metadata["score_kind"]) == (17.5, "raw")


def test_metadata_becomes_text() -> None:
    """Strings as they are, the rest as JSON, so that filters can be compared."""
    passage = as_passage(document(lang="en", year=1889, tags=["a"], draft=False), None, "none")

    assert passage.metadata == {"lang": "en", "year": "1889", "tags": '["a"]', "draft": "false", "score_kind": "none"}


def test_empty_and_repeated_documents_are_left_out() -> None:
    """Stores hold both; an empty text holds no answer, and a repetition none more."""
    found = [document("", id="a"), document(" \n"), document("x", id="b"), document("x", id="b"), document("y", id="b")]

    passages = as_passages([(each, None) for each in found], "none")

    assert [(passage.document_id, passage.text) for passage in passages] == [("b", "x"), ("b", "y")]


def test_filters_match_as_text_and_only_what_is_there() -> None:
    """A missing key is no match for any value."""
    assert matches(document(year=1889), {"year": "1889"})
    assert not matches(document(year=1889), {"year": "1890"})
    assert not matches(document(), {"year": "null"})


def test_a_document_says_where_its_passage_stands() -> None:
    """What a citation needs is in the metadata."""
    passage = Passage(
        document_id="d",
        source="a.pdf",
        text="abcd",
        span=Span(start=10, end=14, line=3, page=2),
        score=0.5,
        title="A",
        index="notes",
        metadata={"lang": "en"},
    )

    made = as_document(passage)

    assert (made.id, made.page_content) == ("d#10-14", "abcd")
    assert made.metadata == {
        "lang": "en",
        "document_id": "d",
        "source": "a.pdf",
        "score": 0.5,
        "start_index": 10,
        "title": "A",
        "index": "notes",
        "line": 3,
        "page": 2,
        "page_label": "2",
    }


def test_a_passage_comes_back_from_its_document() -> None:
    """Two Orchestras can be joined by LangChain without losing the place."""
    passage = Passage(
        document_id="d", source="a.pdf", text="abcd", span=Span(start=10, end=14, line=3, page=2), score=0.5, title="A"
    )

    back = as_passage(as_document(passage), passage.score, "raw")

    assert back.model_copy(update={"metadata": {}}) == passage


@given(
    st.text(),
    st.dictionaries(st.sampled_from(["source", "id", "start_index", "title", "page_label", "other"]), JSON),
    st.none() | st.floats(),
)
def test_any_document_makes_a_passage_that_survives_json(text: str, metadata: dict[str, Any], score: float) -> None:
    """Metadata of a foreign store can be anything."""
    for passage in as_passages([(Document(page_content=text, metadata=metadata), score)], "raw"):
        assert Passage.model_validate_json(passage.model_dump_json()) == passage


def test_what_is_no_json_is_written_as_text() -> None:
    """Loaders put dates and paths among the metadata."""
    assert as_text({1}) == '"{1}"'
