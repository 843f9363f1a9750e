"""Explanations and answers from passages: what is wrong in them is sent back once, then told or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orchestra import Budget, Orchestra
from orchestra.spec import (
    Answer,
    Context,
    Cost,
    Event,
    Evidence,
    GenerateRequest,
    Generation,
    RetrieveRequest,
    Solution,
    SolveRequest,
    StepEnded,
    Text,
    TokenUsage,
    Unreachable,
    Warned,
)
from tests.fakes import DEAR, EvenRouter, add, bare_profile, passage

USAGE = TokenUsage(prompt_tokens=10, completion_tokens=5)
QUERY = "How tall is the tower, and when was it finished?"
PASSAGES = (
    passage("The river is 120 kilometres long and flows through Lyon.", document_id="d1", source="river.txt"),
    passage("The tower was finished in 1889 and stands 330 metres tall.", document_id="d2", source="tower.txt"),
    passage("The museum opened its doors in 1793.", document_id="d3", source="museum.txt"),
)
GOOD = "The tower stands 330 metres tall [2]. It was finished in 1889 [2]."


class Model:
    """A language model that says one text after the other, then fails."""

    def __init__(self, *texts: str, flops: int = 20) -> None:
        self.texts = list(texts)
        self.flops = flops
        self.asked: list[GenerateRequest] = []

    def __call__(self, request: GenerateRequest, context: Context) -> Iterator[Any]:
        self.asked.append(request)
        if not self.texts:
            raise Unreachable("no server")
        context.charge(self.flops)
        text = self.texts.pop(0)
        yield Text(text=text)
        yield Generation(text=text, finish="stop", usage=USAGE)


def asked(orc: Orchestra, query: str, **options: Any) -> tuple[Answer, list[Event]]:
    """A query's answer and its events."""
    with orc.stream(query, **options) as stream:
        events = list(stream)
    return stream.answer, events


def warnings(events: list[Event]) -> list[str]:
    """What a person is warned of."""
    return [event.message for event in events if isinstance(event, Warned)]


def model_steps(events: list[Event]) -> list[str]:
    """How the model's steps ended."""
    return [event.outcome for event in events if isinstance(event, StepEnded) and event.instance == "model"]


# --- explanations -----------------------------------------------------------------------------------------------


def solve(request: SolveRequest, context: Context) -> Solution:
    """A proof."""
    return Solution(value="12", text="It is 12.", steps=("3*4 = 12",), verified=True, confidence=0.99)


def explained(orc: Orchestra, model: Model, **options: Any) -> tuple[Answer, list[Event]]:
    """The answer to 3 * 4, explained."""
    add(orc, "sums", solve, kind="solver/1", cost=Cost(lower=1, expected=10, upper=10))
    add(orc, "model", model, kind="generator/1", cost=options.pop("cost", DEAR))
    return asked(orc, "What is 3 * 4?", explain=True, **options)


def test_an_explanation_that_keeps_to_the_solution_is_the_answer(orc: Orchestra) -> None:
    """Asked for once."""
    model = Model("Three times four: 3 * 4 = 12.")
    answer, events = explained(orc, model)
    assert (answer.text, answer.plan, len(model.asked)) == ("Three times four: 3 * 4 = 12.", ("sums", "model"), 1)
    assert warnings(events) == []


def test_a_wrong_explanation_is_sent_back_once(orc: Orchestra) -> None:
    """With what is wrong in it; consumers are told that the first text is not the answer."""
    model = Model("3 * 4 = 13, so 12.", "3 * 4 = 12.")
    answer, events = explained(orc, model)
    assert (answer.text, answer.finish) == ("3 * 4 = 12.", "complete")
    assert model_steps(events) == ["declined", "accepted"]
    assert model.asked[1].messages[-2].text == "3 * 4 = 13, so 12."
    assert "3 * 4 = 13, which does not hold" in model.asked[1].messages[-1].text


def test_an_explanation_wrong_twice_is_dropped_and_the_solution_stands(orc: Orchestra) -> None:
    """With a warning that says why."""
    answer, events = explained(orc, Model("It is 13.", "It is 14."))
    assert (answer.text, answer.verified, answer.plan) == ("It is 12.", True, ("sums",))
    (warning,) = warnings(events)
    assert warning.startswith("no explanation: ") and "14" in warning


def test_an_explanation_that_cannot_be_written_again_is_dropped(orc: Orchestra) -> None:
    """The server went away in between."""
    answer, events = explained(orc, Model("It is 13."))
    assert (answer.text, answer.verified) == ("It is 12.", True)
    assert "13" in warnings(events)[0]


def test_an_explanation_is_not_sent_back_where_that_cannot_be_paid(orc: Orchestra) -> None:
    """The budget is kept."""
    model = Model("It is 13.", "3 * 4 = 12.", flops=400)
    answer, _ = explained(orc, model, cost=Cost(lower=300, expected=350, upper=400), budget=Budget(700))
    assert (answer.text, len(model.asked), answer.usage.flops <= 700) == ("It is 12.", 1, True)


# --- answers from passages --------------------------------------------------------------------------------------


def search(request: RetrieveRequest, context: Context) -> Evidence:
    """Three passages."""
    context.charge(3)
    return Evidence(passages=PASSAGES)


def cited(orc: Orchestra, model: Model, **options: Any) -> tuple[Answer, list[Event]]:
    """The answer from the passages; the model is not asked without them."""
    add(orc, "books", search, kind="retriever/1", intents=["factual"])
    add(orc, "model", model, kind="generator/1", intents=["factual"], cost=options.pop("cost", DEAR))
    return asked(orc, QUERY, **options)


@pytest.fixture
def passages_first(even: type[EvenRouter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Orchestra]:
    """An Orchestra that tries the passages before the model by itself."""
    monkeypatch.setattr("orchestra.plan.planner._worth", lambda plan: (len(plan.steps), 0.0))
    with Orchestra(bare_profile(tmp_path)) as orchestra:
        yield orchestra


def test_only_the_passages_that_are_cited_are_the_evidence(passages_first: Orchestra) -> None:
    """Under the numbers that the text has for them; nothing is said of confidence."""
    answer, events = cited(passages_first, Model(GOOD))
    assert (answer.text, answer.finish, answer.confidence) == (GOOD, "complete", None)
    assert [(citation.source, citation.label) for citation in answer.evidence] == [("tower.txt", "2")]
    assert warnings(events) == []


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("The tower stands 350 metres tall [2].", "[2] does not hold the number 350"),
        ("The tower stands 330 metres tall [1].", "[1] does not hold the number 330, but [2] does"),
        ("The tower stands 330 metres tall [7].", "there is no passage [7]"),
        ("The tower stands 330 metres tall.", "no passage is cited"),
        ("The tower was painted by Monet every summer [2].", "[2] does not name Monet"),
    ],
)
def test_a_wrong_citation_is_sent_back_once(passages_first: Orchestra, wrong: str, complaint: str) -> None:
    """And the corrected text is the answer."""
    model = Model(wrong, GOOD)
    answer, events = cited(passages_first, model)
    assert (answer.text, answer.confidence) == (GOOD, None)
    assert complaint in model.asked[1].messages[-1].text
    assert model_steps(events) == ["declined", "accepted"]


def test_an_answer_mostly_borne_out_is_kept_with_its_faults_told(passages_first: Orchestra) -> None:
    """With low confidence, the share of what holds in it."""
    half = "The tower stands 330 metres tall [2]. It was finished in 1901 [2]."
    answer, events = cited(passages_first, Model(half, half))
    assert (answer.text, answer.finish, answer.confidence) == (half, "complete", 0.25)
    assert warnings(events) == ["not borne out: [2] does not hold the number 1901"]
    assert model_steps(events) == ["declined", "accepted"]


def test_an_answer_that_nothing_bears_out_is_not_accepted(passages_first: Orchestra) -> None:
    """The next plan is tried."""
    answer, events = cited(
        passages_first, Model("It is 400 metres tall [1].", "It is 500 metres tall [1].", "No idea.")
    )
    assert (answer.text, answer.evidence) == ("No idea.", ())
    assert model_steps(events) == ["declined", "declined", "accepted"]


def test_the_policy_decides_how_much_must_be_borne_out(
    even: type[EvenRouter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it, here."""
    monkeypatch.setattr("orchestra.plan.planner._worth", lambda plan: (len(plan.steps), 0.0))
    half = "The tower stands 330 metres tall [2]. It was finished in 1901 [2]."
    with Orchestra(bare_profile(tmp_path, "[accept]\ncited = 1.0\n")) as orc:
        answer, _ = cited(orc, Model(half, half, "No idea."))
    assert answer.text == "No idea."


def test_passages_without_the_answer_decline_the_plan(passages_first: Orchestra) -> None:
    """The model said so; it is asked by itself then."""
    answer, events = cited(passages_first, Model("The passages do not hold the answer.", "By heart: 330 metres."))
    assert (answer.text, answer.plan) == ("By heart: 330 metres.", ("model",))
    assert model_steps(events) == ["declined", "accepted"]


def test_a_first_text_is_weighed_when_it_cannot_be_written_again(passages_first: Orchestra) -> None:
    """The server went away in between, and half of it holds."""
    half = "The tower stands 330 metres tall [2]. It was finished in 1901 [2]."
    answer, events = cited(passages_first, Model(half))
    assert (answer.text, answer.confidence) == (half, 0.25)
    assert warnings(events) == ["not borne out: [2] does not hold the number 1901"]
