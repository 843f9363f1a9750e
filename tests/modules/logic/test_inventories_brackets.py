"""Brackets: closing, balance, depth; against a reference and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from orchestra_modules.logic.inventories import answer
from orchestra_modules.logic.inventories.brackets import CLOSING, Ask, BracketProblem, solve
from orchestra_modules.solving.options import split
from orchestra_modules.solving.refusal import NotUnderstood, Refusal, Undefined


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Close the brackets: { [ (", ") ] }"),
        ("Please finish the sequence: [ { } (", ") ]"),
        ("Complete the sequence so that all brackets are closed: < [ ]", ">"),
        ("Which brackets are missing? ([{", "}])"),
        ("How many closing brackets are missing in ((([?", "4"),
        ("Is ((]) balanced?", "False"),
        ('Is "([]{})" balanced?', "True"),
        ("Check whether the brackets are balanced: {[}]", "False"),
        ("What is the nesting depth of (([]))()?", "3"),
        ("How deeply nested is [[()]]?", "3"),
    ],
)
def test_a_question_about_brackets_is_answered_and_checked(text: str, value: str) -> None:
    finding = answer(split(text))

    assert finding.value == value
    assert finding.verified is True


def test_a_sequence_that_clashes_is_reported_and_not_completed() -> None:
    with pytest.raises(Undefined, match=r"bracket 3 is \]"):
        answer(split("Close the brackets: [ ( ]"))


@pytest.mark.parametrize(
    "text",
    [
        "Do not close the brackets: [ (",
        "Close the brackets with your favourite colour: [ (",
        "Close the brackets: [ ( and then ( <",
        "Expand (x + 1)(x - 1)",
    ],
)
def test_what_is_not_fully_understood_is_refused(text: str) -> None:
    with pytest.raises(NotUnderstood):
        answer(split(text))


_BALANCED = st.recursive(
    st.just(""),
    lambda inner: st.tuples(st.sampled_from(sorted(CLOSING)), inner, inner).map(
        lambda parts: f"{parts[0]}{parts[1]}{CLOSING[parts[0]]}{parts[2]}"
    ),
    max_leaves=20,
)


@given(_BALANCED.filter(bool), st.data())
def test_the_completion_of_a_prefix_makes_it_balanced(sequence: str, data: st.DataObject) -> None:
    prefix = sequence[: data.draw(st.integers(1, len(sequence)))]

    finding = solve(BracketProblem(prefix, spaced=False, ask=Ask.COMPLETE))

    whole = prefix + (finding.value if finding.value != "none" else "")
    assert solve(BracketProblem(whole, spaced=False, ask=Ask.BALANCED)).value == "True"
    assert finding.verified is True


@given(st.text(alphabet="()[]{}<>", min_size=1, max_size=40))
def test_any_sequence_has_a_verified_verdict(sequence: str) -> None:
    assert solve(BracketProblem(sequence, spaced=False, ask=Ask.BALANCED)).verified is True


@given(st.text(max_size=120))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    try:
        answer(split(text))
    except Refusal as refusal:
        assert refusal.reason
