"""The requests that steps become, prompts included."""

from __future__ import annotations

from typing import Any

import pytest

from orchestra.plan.bindings import Query, bind
from orchestra.spec import Evidence, GenerateRequest, ReadRequest, Solution, SolveRequest, Step, Turn
from tests.fakes import passage

HISTORY = (Turn(role="user", text="hello"), Turn(role="assistant", text="hi"))
QUERY = Query(text="why is the sky blue?", history=HISTORY, indexes=("guide",), k=3)
EVIDENCE = Evidence(
    passages=(passage("Blue light scatters.", title="Light"), passage("Red does not.", source="red.txt"))
)


def request(kind: str, role: Any, *inputs: Any, **results: Any) -> Any:
    """What a step of this kind and role is asked."""
    found: Any = results
    return bind(kind, Step(instance="x", role=role, inputs=inputs), QUERY, found)


@pytest.mark.parametrize(
    ("kind", "role", "results"),
    [
        ("solver", "solve", {}),
        ("expert", "answer", {}),
        ("retriever", "retrieve", {}),
        ("reader", "read", {"retrieve": EVIDENCE}),
    ],
)
def test_whoever_takes_a_query_gets_its_text_and_the_history(kind: str, role: str, results: dict[str, Any]) -> None:
    """Every request that takes a query takes history."""
    made = request(kind, role, *results, **results)
    assert (made.query, made.history) == (QUERY.text, HISTORY)


def test_a_search_names_the_query_s_indexes_and_number_of_passages() -> None:
    """As the caller or the profile set them."""
    made = request("retriever", "retrieve")
    assert (made.indexes, made.k) == (("guide",), 3)


def test_a_reader_gets_the_evidence_as_it_was_found() -> None:
    """Nothing is dropped on the way."""
    made = request("reader", "read", "retrieve", retrieve=EVIDENCE)
    assert isinstance(made, ReadRequest)
    assert made.evidence == EVIDENCE


def test_a_generator_is_asked_after_a_system_message_and_the_history() -> None:
    """The question comes last, as it was put."""
    made = request("generator", "answer")
    assert isinstance(made, GenerateRequest)
    assert [turn.role for turn in made.messages] == ["system", "user", "assistant", "user"]
    assert made.messages[1:3] == HISTORY
    assert made.messages[-1].text == QUERY.text


def test_the_prompt_over_evidence_numbers_every_passage_from_one() -> None:
    """So that the citations in the answer can be followed."""
    text = request("generator", "answer", "retrieve", retrieve=EVIDENCE).messages[-1].text
    first, second = text.index("[1] Light (sky.txt)\nBlue light scatters."), text.index("[2] (red.txt)\nRed does not.")
    assert first < second < text.index(f"Question: {QUERY.text}")


def test_the_prompt_to_explain_holds_the_solution_and_its_steps() -> None:
    """A generator explains, it does not solve again."""
    solution = Solution(value="4", text="2 + 2 = 4", steps=("add", "check"))
    text = request("generator", "explain", "solve", solve=solution).messages[-1].text
    assert "2 + 2 = 4" in text and "add\ncheck" in text and QUERY.text in text


def test_there_is_no_conversion_but_those_in_the_table() -> None:
    """A solver does not read evidence."""
    with pytest.raises(KeyError):
        request("solver", "solve", "retrieve", retrieve=EVIDENCE)
    assert isinstance(request("solver", "solve"), SolveRequest)
