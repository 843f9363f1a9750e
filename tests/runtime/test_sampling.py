"""An answer that a language model gives by itself, asked for until two agree."""

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
    Declined,
    Event,
    GenerateRequest,
    Generation,
    SolveRequest,
    StepEnded,
    Text,
    TokenUsage,
    Unreachable,
    Warned,
)
from tests.fakes import EvenRouter, add, bare_profile

QUERY = "Ann has 3 apples and buys 4. How many has she?"


class Model:
    """A language model that gives scripted answers, and raises those that are errors."""

    def __init__(self, *answers: str | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[GenerateRequest] = []

    def __call__(self, request: GenerateRequest, context: Context) -> Iterator[Any]:
        context.charge(20)
        self.asked.append(request)
        said = self.answers.pop(0)
        if isinstance(said, Exception):
            raise said
        yield Text(text=said)
        yield Generation(text=said, finish="stop", usage=TokenUsage(prompt_tokens=10, completion_tokens=5))


def declines(request: SolveRequest, context: Context) -> Declined:
    """A solver to which the question's intent belongs, and which cannot read it."""
    context.charge(1)
    return Declined("not for me")


@pytest.fixture
def sampling(even: type[EvenRouter], tmp_path: Path) -> Iterator[Orchestra]:
    """An Orchestra that asks up to three times where there is one right answer."""
    with Orchestra(bare_profile(tmp_path, "[policy]\nsamples = 3\n")) as orchestra:
        add(orchestra, "sums", declines, kind="solver/1")
        yield orchestra


def asked(orc: Orchestra, model: Model, query: str = QUERY, **options: Any) -> tuple[Answer, list[Event]]:
    """What comes of a question with this model."""
    add(orc, "model", model, kind="generator/1", cost=Cost(lower=20, expected=20, upper=20))
    with orc.stream(query, **options) as stream:
        events = list(stream)
    return stream.answer, events


def test_two_that_agree_end_the_asking(sampling: Orchestra) -> None:
    """However they word it; the first wording is given, and the second was drawn by a seed of its own."""
    model = Model("She has 7 apples.", "3 + 4 = 7")
    answer, _ = asked(sampling, model)
    assert (answer.text, answer.finish, answer.confidence) == ("She has 7 apples.", "complete", None)
    assert [request.sampling.seed for request in model.asked] == [None, 1]
    assert answer.usage.completion_tokens == 10


def test_two_outvote_the_first(sampling: Orchestra) -> None:
    """What came first has no more weight."""
    answer, _ = asked(sampling, Model("8", "She has 7.", "Seven."))
    assert answer.text == "She has 7."


def test_what_is_compared_is_not_shown_as_the_answer_before_it_is_one(sampling: Orchestra) -> None:
    """It comes as reasoning, so that nobody reads an answer that is then outvoted."""
    _, events = asked(sampling, Model("8", "She has 7.", "Seven."))
    assert {event.channel for event in events if isinstance(event, Text)} == {"reasoning"}


def test_answers_that_all_differ_are_told_and_doubted(sampling: Orchestra) -> None:
    """The first is given, with little confidence."""
    answer, events = asked(sampling, Model("8", "7", "6"))
    (warning,) = [event.message for event in events if isinstance(event, Warned)]
    assert (answer.text, warning) == ("8", "asked more than once, its answers differ: 8, 7, 6")
    assert answer.confidence is not None and answer.confidence < 0.2


def test_an_answer_with_nothing_to_compare_is_asked_for_once(sampling: Orchestra) -> None:
    """There is nothing that a second could agree with."""
    model = Model("That is hard to say.")
    answer, _ = asked(sampling, model)
    assert (answer.text, answer.confidence, len(model.asked)) == ("That is hard to say.", None, 1)


def test_a_sample_that_fails_votes_for_nothing(sampling: Orchestra) -> None:
    """The others decide."""
    answer, _ = asked(sampling, Model("7", Unreachable("gone"), "Seven apples: 7"))
    assert (answer.text, answer.finish) == ("7", "complete")


def test_a_first_that_fails_ends_the_plan(sampling: Orchestra) -> None:
    """As it does where it is asked once."""
    model = Model(Unreachable("gone"))
    answer, events = asked(sampling, model)
    assert (answer.finish, len(model.asked)) == ("error", 1)
    assert "failed" in [event.outcome for event in events if isinstance(event, StepEnded)]


def test_a_sample_that_cannot_be_paid_is_not_drawn(sampling: Orchestra) -> None:
    """The first stands by itself, and the budget is kept."""
    model = Model("7")
    answer, _ = asked(sampling, model, budget=Budget(35, None))
    assert (answer.text, answer.confidence, len(model.asked)) == ("7", None, 1)
    assert answer.usage.flops <= 35


def test_an_open_request_is_asked_for_once(even: type[EvenRouter], tmp_path: Path) -> None:
    """No solver serves its intent: many answers are right, and it is streamed."""
    with Orchestra(bare_profile(tmp_path, "[policy]\nsamples = 3\n")) as orchestra:
        model = Model("7 apples lay on a tree.")
        answer, events = asked(orchestra, model, "Write about 7 apples.")
    assert (answer.text, len(model.asked)) == ("7 apples lay on a tree.", 1)
    assert {event.channel for event in events if isinstance(event, Text)} == {"answer"}
