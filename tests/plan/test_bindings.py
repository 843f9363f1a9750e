"""The requests that steps become, prompts included."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from orchestra.plan.bindings import Draft, Query, bind
from orchestra.spec import (
    Evidence,
    GenerateRequest,
    Problem,
    ProblemForm,
    ReadRequest,
    Sampling,
    Solution,
    SolveRequest,
    Step,
    Turn,
)
from orchestra.spec.form import Worked
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


FORM = ProblemForm(
    schema_id="sums/1",
    json_schema={
        "type": "object",
        "additionalProperties": False,
        "properties": {"sum": {"type": "string", "maxLength": 9, "description": "the sum"}},
    },
    notes="Use plus.",
    examples=(Worked(query="One and two?", problem={"sum": "1 + 2"}),),
)


def test_the_prompt_to_formalise_is_made_of_the_form() -> None:
    """Its notes, its example and its schema; nothing in it is of one solver."""
    query = replace(QUERY, forms={"sums/1": FORM})
    made = bind("generator", Step(instance="x", role="formalise", form="sums/1"), query, {})
    assert isinstance(made, GenerateRequest)
    system, *_, last = made.messages
    assert "Use plus." in system.text and 'One and two?\n{"sum": "1 + 2"}' in system.text
    assert (last.text, made.messages[1:3]) == (f"Question: {QUERY.text}", HISTORY)
    assert made.json_schema == {
        "type": "object",
        "additionalProperties": False,
        "properties": {"sum": {"type": "string", "maxLength": 9}},
    }


def test_a_problem_goes_to_the_solver_as_it_is() -> None:
    """Without the words, which it might read otherwise."""
    problem = Problem(schema_id="sums/1", body={"sum": "1 + 2"})
    assert request("solver", "solve", "formalise", formalise=problem) == SolveRequest(problem=problem)


def test_drafts_are_sent_back_with_the_complaint() -> None:
    """As the assistant's own words, one after the other."""
    step = Step(instance="x", role="answer")
    drafts = (Draft(text="first", complaint="too short."), Draft(text="second", complaint="too long"))
    made = bind("generator", step, QUERY, {}, drafts=drafts)
    assert isinstance(made, GenerateRequest)
    assert [turn.text for turn in made.messages[-4:]] == [
        "first",
        "That cannot be used: too short. Write it again, corrected, and nothing else.",
        "second",
        "That cannot be used: too long. Write it again, corrected, and nothing else.",
    ]


def test_samples_differ_in_their_seed_and_effort_is_passed_on() -> None:
    """The first is drawn as ever; what is not set is not said."""
    step = Step(instance="x", role="answer")
    first, third = (bind("generator", step, QUERY, {}, sample=sample) for sample in (0, 2))
    thinking = bind("generator", step, replace(QUERY, effort="high"), {})
    assert isinstance(first, GenerateRequest) and isinstance(third, GenerateRequest)
    assert isinstance(thinking, GenerateRequest)
    assert first.sampling == Sampling()
    assert (third.sampling.temperature, third.sampling.seed) == (0.7, 2)
    assert thinking.sampling == Sampling(effort="high")
