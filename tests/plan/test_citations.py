"""Answers held against the passages that they cite."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orchestra.plan.citations import check_citations, sentences
from tests.fakes import passage

PASSAGES = (
    passage("The Eiffel Tower was finished in 1889 and stands 330 metres tall in Paris.", title="Eiffel Tower"),
    passage("Gustave Eiffel was a French engineer born in Dijon in 1832.", title="Gustave Eiffel"),
    passage("The Louvre is the most visited museum in the world.", title="Louvre"),
)
QUESTION = "How tall is the Eiffel Tower, and who built it?"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The tower stands 330 metres tall [1]. Its engineer, Gustave Eiffel, was born in Dijon [2].", (1, 2)),
        ("Gustave Eiffel was a French engineer. [2] The tower was finished in 1889. [1]", (2, 1)),
        ("In short:\n- It stands 330 metres tall [1]\n- It was completed in 1889 [1].", (1,)),
        ("The engineer was born in Dijon, and the tower stands in Paris [1, 2].", (1, 2)),
        ("Eiffel was born in Dijon and finished the tower in 1889 [1][2].", (1, 2)),
        ("The Louvre, a museum, is visited most [1-3].", (1, 2, 3)),
        ("What a question! The tower is 330 metres tall [1].", (1,)),
    ],
)
def test_a_right_answer_has_no_faults(text: str, numbers: tuple[int, ...]) -> None:
    """And its passages come in the order in which it cites them."""
    found = check_citations(text, PASSAGES, QUESTION)
    assert (found.faults, found.numbers) == ((), numbers)
    assert found.backed == 1.0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("The tower stands 320 metres tall [1].", "[1] does not hold the number 320"),
        ("The tower stands three hundred metres tall [1].", "does not hold the number three hundred"),
        ("It stands 330 metres tall [2].", "[2] does not hold the number 330, but [1] does"),
        ("It stands 330 metres tall [7].", "there is no passage [7]"),
        ("It stands 330 metres tall [0].", "there is no passage [0]"),
        ("It stands 330 metres tall.", "no passage is cited for: It stands 330 metres tall."),
        ("It is in Lyon [3].", "[3] does not name Lyon"),
        ("Tickets are sold out every weekend because of school trips [3].", "[3] does not bear out"),
    ],
)
def test_seeded_errors_are_told(text: str, fault: str) -> None:
    """A changed number, a wrong passage, an invented mark, no mark, a name, a claim from nowhere."""
    found = check_citations(text, PASSAGES, QUESTION)
    assert any(fault in told for told in found.faults)
    assert found.backed == 0.0


def test_a_passage_that_bears_it_out_much_better_is_named() -> None:
    """Though the one cited holds half of it."""
    pages = (passage("Red foxes hunt mice at night in open fields."), passage("Red foxes hunt mice."))
    found = check_citations("Red foxes hunt mice at night in open fields [2].", pages, "")
    assert found.faults == ("[1] bears this out, not [2]: Red foxes hunt mice at night in open fields.",)


def test_the_share_of_claims_that_are_borne_out_is_told() -> None:
    """One of two."""
    found = check_citations("It stands 330 metres tall [1]. It was finished in 1900 [1].", PASSAGES, QUESTION)
    assert (found.backed, found.numbers, len(found.faults)) == (0.5, (1,), 1)


@pytest.mark.parametrize(
    "text",
    [
        "The passages do not hold the answer.",
        "The provided passages don't mention this.",
        "There is no information about that.",
        "This cannot be answered from what is given.",
    ],
)
def test_a_model_that_finds_no_answer_there_says_so(text: str) -> None:
    """That is no fault, and no answer."""
    found = check_citations(text, PASSAGES, QUESTION)
    assert found.absent and found.faults == ()


def test_an_answer_with_citations_is_one_whatever_it_leaves_open() -> None:
    """Half an answer is more than none."""
    found = check_citations(
        "The tower stands 330 metres tall [1]. The passages do not say who painted it.", PASSAGES, QUESTION
    )
    assert not found.absent and found.numbers == (1,)


def test_a_mark_after_the_full_stop_belongs_to_the_sentence_before() -> None:
    """Abbreviations end none."""
    assert sentences("It is tall. [1] It is old [2]. Dr. Who came. [3]") == [
        "It is tall. [1]",
        "It is old [2].",
        "Dr. Who came. [3]",
    ]


@given(st.text(alphabet="Aab1 .[]2,-\n?3", max_size=60))
def test_any_text_can_be_checked(text: str) -> None:
    """The numbers cited are of passages that exist."""
    found = check_citations(text, PASSAGES, QUESTION)
    assert set(found.numbers) <= {1, 2, 3}
    assert 0.0 <= found.backed <= 1.0
