"""A problem told in words, written down by a scripted language model and solved: every way it can go."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
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
    Fit,
    GenerateRequest,
    Generation,
    Progress,
    Solution,
    SolveRequest,
    StepEnded,
    StepStarted,
    Text,
    TokenUsage,
    Unreachable,
    Warned,
)
from tests.fakes import DEAR, EvenRouter, Run, add, bare_profile, manifest, module

FORM = {
    "$id": "sums/1",
    "description": "Write the sum.",
    "type": "object",
    "additionalProperties": False,
    "required": ["sum"],
    "properties": {"sum": {"type": "string", "maxLength": 40}},
    "x-needs": "number",
    "x-examples": [{"query": "One and 1?", "problem": {"sum": "1 + 1"}}],
}
QUERY = "Ann has 3 apples and Bob 4. How many are there?"
USAGE = TokenUsage(prompt_tokens=10, completion_tokens=5)
RIGHT = '{"sum": "3 + 4"}'


class Model:
    """A language model that says what is scripted: one text a request for a problem, another for anything else."""

    def __init__(self, *written: Any, answers: str = "about seven", flops: int = 20) -> None:
        self.written = list(written)
        self.answers = answers
        self.flops = flops
        self.asked: list[GenerateRequest] = []

    def __call__(self, request: GenerateRequest, context: Context) -> Iterator[Any]:
        context.charge(self.flops)
        if request.json_schema is None:
            yield Text(text=self.answers)
            yield Generation(text=self.answers, finish="stop", usage=USAGE)
            return
        self.asked.append(request)
        said = self.written.pop(0)
        if isinstance(said, Exception):
            raise said
        text, finish = said if isinstance(said, tuple) else (said, "stop")
        yield Text(text=text)
        yield Generation(text=text, finish=finish, usage=USAGE)


def solver(solved: list[str]) -> Run:
    """Adds up; declines what is no sum, fails its check on "bad", is unsure of "perhaps", and breaks on "break"."""

    def run(request: SolveRequest, context: Context) -> Solution | Declined:
        context.charge(1)
        if request.problem is None:
            return Declined("not a sum")
        assert request.problem.schema_id == "sums/1" and isinstance(request.problem.body, dict)
        text = str(request.problem.body["sum"])
        solved.append(text)
        match text:
            case "bad":
                return Solution(value="0", text="0", verified=False)
            case "perhaps":
                return Solution(value="6", text="6", confidence=0.2)
            case "break":
                raise ValueError("out of paper")
        try:
            value = sum(int(part) for part in text.split("+"))
        except ValueError:
            return Declined(f"{text!r} is no sum")
        return Solution(value=str(value), text=f"It is {value}.", steps=("added",), verified=True, confidence=0.99)

    return run


def furnish(orc: Orchestra, model: Model, cost: Cost | None = DEAR) -> list[str]:
    """Add the solver and the model; what the solver is given is kept."""
    solved: list[str] = []
    add(orc, "sums", solver(solved), kind="solver/1", problem=FORM, cost=Cost(lower=1, expected=10, upper=10))
    add(orc, "model", model, kind="generator/1", cost=cost, capabilities={"schema": True})
    return solved


def asked(orc: Orchestra, query: str = QUERY, **options: Any) -> tuple[Answer, list[Event]]:
    """A query's answer and its events."""
    with orc.stream(query, **options) as stream:
        events = list(stream)
    return stream.answer, events


def outcomes(events: Sequence[Event]) -> list[tuple[str, str, str]]:
    """Who ended in which role and how, in order, without the solver's try at the words themselves."""
    roles = {event.step: event.role for event in events if isinstance(event, StepStarted)}
    ended = [(e.instance, roles[e.step], e.outcome) for e in events if isinstance(e, StepEnded)]
    return [row for row in ended if row != ("sums", "solve", "declined")]


@pytest.fixture
def sampling(even: type[EvenRouter], tmp_path: Path) -> Iterator[Orchestra]:
    """An Orchestra that formalises up to three times."""
    with Orchestra(bare_profile(tmp_path, "[policy]\nsamples = 3\n")) as orchestra:
        yield orchestra


def test_a_problem_is_written_solved_and_verified(orc: Orchestra) -> None:
    """The solver's word on the solution; of the reading only the prior is known, and the answer says who read it."""
    model = Model(RIGHT)
    solved = furnish(orc, model)

    answer, events = asked(orc)

    assert (answer.finish, answer.verified, answer.plan) == ("complete", True, ("model", "sums"))
    assert answer.text == "It is 7. (to the question as model, a language model, read it)"
    assert answer.confidence == 0.8
    assert solved == ["3 + 4"]
    assert outcomes(events) == [("model", "formalise", "accepted"), ("sums", "solve", "accepted")]
    assert answer.solution is not None
    assert answer.solution.steps[0] == 'model, a language model, read the question as {"sum": "3 + 4"}'
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (10, 5)


def test_the_trace_holds_the_problem_and_people_do_not_see_it_as_text(orc: Orchestra) -> None:
    """It comes on the channel of reasoning, and whole once it is read."""
    furnish(orc, Model(RIGHT))
    _, events = asked(orc)
    assert [event.channel for event in events if isinstance(event, Text)] == ["reasoning"]
    (read,) = [event.message for event in events if isinstance(event, Progress)]
    assert read == 'read as: {"schema_id":"sums/1","body":{"sum":"3 + 4"}}'


def test_the_request_holds_the_form_the_example_and_the_question(orc: Orchestra) -> None:
    """All of them from the published form; the schema goes without its notes."""
    model = Model(RIGHT)
    furnish(orc, model)
    asked(orc)
    (request,) = model.asked
    assert request.json_schema == {
        key: value for key, value in FORM.items() if key in ("type", "additionalProperties", "required", "properties")
    }
    system, question = request.messages[0].text, request.messages[-1].text
    assert "Write the sum." in system and 'One and 1?\n{"sum": "1 + 1"}' in system
    assert question == f"Question: {QUERY}"
    assert request.sampling.temperature == 0


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("not json", "it is not JSON"),
        ('{"sum": "3 + 4"', "it is not JSON"),
        ('{"sum": NaN}', "it holds NaN"),
        ('{"sum": "\\ud800"}', "cannot be printed"),
        ('{"total": "3 + 4"}', "it has no 'sum'"),
        ('{"sum": 7}', "sum is 7, not a string"),
        ('{"sum": "3 + 4", "more": 1}', "'more', which there is no place for"),
        (json.dumps({"sum": "1+" * 30}), "sum has 60 characters, not 0 to 40"),
        ("[" * 20_000, "nested too deeply"),
    ],
)
def test_what_is_not_of_the_form_is_sent_back_and_never_solved(orc: Orchestra, wrong: str, complaint: str) -> None:
    """With what is wrong in it; the second try is solved."""
    model = Model(wrong, RIGHT)
    solved = furnish(orc, model)

    answer, events = asked(orc)

    assert (answer.verified, solved) == (True, ["3 + 4"])
    assert [row[2] for row in outcomes(events)] == ["declined", "accepted", "accepted"]
    said = model.asked[1].messages
    assert [turn.role for turn in said] == ["system", "user", "assistant", "user"]
    assert said[2].text == wrong and complaint in said[3].text


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ("three plus four", "'three plus four' is no sum"),
        ("bad", "its check failed"),
        ("break", "out of paper"),
        ("perhaps", "not verified, and confidence 0.20"),
    ],
)
def test_the_solvers_complaint_goes_back_word_for_word(orc: Orchestra, wrong: str, complaint: str) -> None:
    """Declined, not verified, raised, unsure: each is told, and the next try may do better."""
    model = Model(json.dumps({"sum": wrong}), RIGHT)
    solved = furnish(orc, model)

    answer, _ = asked(orc)

    assert (answer.text[:8], answer.verified, solved) == ("It is 7.", True, [wrong, "3 + 4"])
    assert "the solver says: " in model.asked[1].messages[-1].text
    assert complaint in model.asked[1].messages[-1].text


def test_after_the_last_repair_the_model_answers_directly(orc: Orchestra) -> None:
    """Two repairs by default, each charged and in the trace; nothing is said to be verified."""
    model = Model('{"sum": "x"}', '{"sum": "y"}', '{"sum": "z"}')
    solved = furnish(orc, model)

    answer, events = asked(orc)

    assert solved == ["x", "y", "z"]
    assert (answer.text, answer.verified, answer.plan) == ("about seven", None, ("model",))
    assert outcomes(events)[-1] == ("model", "answer", "accepted")
    assert [turn.role for turn in model.asked[2].messages].count("assistant") == 2
    spent = [charge.flops for charge in answer.usage.charges if charge.instance == "model"]
    assert spent == [20, 20, 20, 20]


@pytest.mark.parametrize("repairs", [0, 1])
def test_the_policy_says_how_often_a_problem_is_sent_back(even: type[EvenRouter], tmp_path: Path, repairs: int) -> None:
    """Not at all, or once."""
    model = Model(*['{"sum": "x"}'] * 2)
    with Orchestra(bare_profile(tmp_path, f"[policy]\nrepairs = {repairs}\n")) as orc:
        furnish(orc, model)
        answer, _ = asked(orc)
    assert len(model.asked) == 1 + repairs
    assert answer.text == "about seven"


def test_the_same_problem_written_again_is_not_solved_twice(orc: Orchestra) -> None:
    """Equal steps of a query run once; the model is told the same complaint again."""
    model = Model(*['{"sum": "x"}'] * 3)
    solved = furnish(orc, model)
    answer, _ = asked(orc)
    assert (solved, len(model.asked), answer.text) == (["x"], 3, "about seven")


@pytest.mark.parametrize(
    "said", [Unreachable("no server"), ('{"sum": "3', "length"), "   "], ids=["unreachable", "cut", "blank"]
)
def test_a_model_that_fails_to_write_is_not_asked_again(orc: Orchestra, said: Any) -> None:
    """What it wrote by then is no answer; the next plan runs."""
    model = Model(said)
    solved = furnish(orc, model)
    answer, events = asked(orc)
    assert (answer.text, solved) == ("about seven", [])
    assert not any(isinstance(event, Progress) for event in events)


def test_the_tokens_of_a_problem_that_was_cut_are_counted(orc: Orchestra) -> None:
    """Whatever becomes of a text, it was asked for and paid for."""
    furnish(orc, Model(('{"sum": "3', "length")))
    answer, _ = asked(orc)
    assert answer.text == "about seven"
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (20, 10)


def test_turns_that_were_left_out_of_a_formalised_problem_are_told(orc: Orchestra) -> None:
    """The answer is the solver's, and the question was read without them."""

    def write(request: GenerateRequest, context: Context) -> Generation:
        return Generation(text=RIGHT, finish="stop", usage=USAGE, left_out=4)

    add(orc, "sums", solver([]), kind="solver/1", problem=FORM, cost=Cost(lower=1, expected=10, upper=10))
    add(orc, "model", write, kind="generator/1", cost=DEAR, capabilities={"schema": True})
    answer, _ = asked(orc)
    assert (answer.plan, answer.left_out) == (("model", "sums"), 4)


def test_half_a_problem_is_not_the_best_so_far(orc: Orchestra) -> None:
    """When nothing else can be paid, there is no text rather than broken JSON."""
    furnish(orc, Model(('{"sum": "3', "length"), flops=900), Cost(lower=100, expected=500, upper=900))
    answer, _ = asked(orc, budget=Budget(1000))
    assert (answer.finish, answer.text) == ("budget", "")


def test_a_repair_that_leaves_nothing_for_an_answer_is_not_begun(orc: Orchestra) -> None:
    """After one wrong problem the rest of the budget goes to the direct answer."""
    model = Model('{"sum": "x"}', RIGHT, flops=400)
    furnish(orc, model, Cost(lower=300, expected=350, upper=400))

    answer, events = asked(orc, budget=Budget(900))

    assert len(model.asked) == 1
    assert (answer.text, answer.finish) == ("about seven", "complete")
    assert answer.usage.flops <= 900
    assert [row[:2] for row in outcomes(events)] == [("model", "formalise"), ("model", "answer")]


def test_a_solver_that_does_not_load_is_not_tried_again(orc: Orchestra) -> None:
    """No other problem would fare better."""
    model = Model(RIGHT, RIGHT)

    def fail() -> None:
        raise ImportError("no algebra")

    data = manifest("sums", "solver/1", problem=FORM)
    orc.register(data, module(solver([]), Cost(lower=1, expected=10, upper=10), load=fail))
    add(orc, "model", model, kind="generator/1", cost=DEAR, capabilities={"schema": True})
    answer, _ = asked(orc)
    assert (answer.text, len(model.asked)) == ("about seven", 1)


def test_a_budget_that_ends_at_the_solver_ends_the_plan(orc: Orchestra) -> None:
    """The problem is written, and solving it cannot be paid: no repair would help."""
    model = Model(RIGHT, flops=400)
    add(orc, "sums", solver([]), kind="solver/1", problem=FORM, cost=Cost(lower=800, expected=800, upper=800))
    price = Cost(lower=300, expected=350, upper=400)
    add(orc, "model", model, kind="generator/1", cost=price, capabilities={"schema": True})
    answer, events = asked(orc, budget=Budget(1000), modules=["sums", "model"])
    assert len(model.asked) == 1
    assert ("sums", "solve", "budget") in outcomes(events)
    assert (answer.text, answer.usage.flops <= 1000) == ("about seven", True)


def test_samples_that_agree_end_the_sampling_and_raise_the_confidence(sampling: Orchestra) -> None:
    """Two of three suffice, and the second is drawn at random, by a seed of its own."""
    model = Model(RIGHT, '{"sum": "4 + 3"}')
    furnish(sampling, model)

    answer, _ = asked(sampling)

    assert (answer.verified, answer.confidence) == (True, 0.9)
    first, second = (request.sampling for request in model.asked)
    assert (first.temperature, second.temperature, second.seed) == (0.0, 0.7, 1)


def test_two_samples_outvote_one(sampling: Orchestra) -> None:
    """Whichever came first."""
    furnish(sampling, Model('{"sum": "3 + 5"}', RIGHT, '{"sum": "4 + 3"}'))
    answer, _ = asked(sampling)
    assert answer.solution is not None and answer.solution.value == "7"


def test_samples_that_all_differ_are_not_believed(sampling: Orchestra) -> None:
    """Though each was verified: the values are told, and the next plan runs."""
    furnish(sampling, Model('{"sum": "3 + 5"}', RIGHT, '{"sum": "1 + 1"}'))
    answer, events = asked(sampling)
    assert (answer.text, answer.verified) == ("about seven", None)
    (warning,) = [event.message for event in events if isinstance(event, Warned)]
    assert warning.endswith("their results are 8, 7, 2")


def test_a_sample_that_cannot_be_used_votes_for_nothing(sampling: Orchestra) -> None:
    """It is not sent back either."""
    model = Model(RIGHT, "not json", '{"sum": "4 + 3"}')
    furnish(sampling, model)
    answer, _ = asked(sampling)
    assert (answer.verified, answer.confidence, len(model.asked)) == (True, 0.9, 3)


def test_a_single_usable_sample_stands_by_itself(sampling: Orchestra) -> None:
    """Nothing speaks against it; it is no surer for it."""
    furnish(sampling, Model(RIGHT, "no", "no"))
    answer, _ = asked(sampling)
    assert (answer.verified, answer.confidence) == (True, 0.8)


def test_a_second_sample_that_cannot_be_paid_is_not_drawn(sampling: Orchestra) -> None:
    """The first stands by itself."""
    model = Model(RIGHT, flops=400)
    furnish(sampling, model, Cost(lower=300, expected=350, upper=400))
    answer, _ = asked(sampling, budget=Budget(700))
    assert (answer.verified, answer.confidence, len(model.asked)) == (True, 0.8, 1)


def test_leaving_while_a_problem_is_written_cancels_the_query(orc: Orchestra) -> None:
    """The solver never sees it, and what was spent is told."""

    class Unfinished(Model):
        """Goes on until it is told to stop: the query is not over when its reader leaves."""

        def __call__(self, request: GenerateRequest, context: Context) -> Iterator[Any]:
            written = super().__call__(request, context)
            yield next(written)
            while not context.cancelled:
                time.sleep(0.005)
            yield from written

    model = Unfinished(RIGHT)
    solved = furnish(orc, model)
    with orc.stream(QUERY) as stream:
        for event in stream:
            if isinstance(event, Text):
                break
    answer = stream.answer
    assert (answer.finish, answer.text, solved) == ("cancelled", "", [])


def test_what_is_asked_without_a_number_is_no_sum(orc: Orchestra) -> None:
    """The form says what it needs; no tokens are spent on finding out."""
    model = Model()
    furnish(orc, model)
    answer, _ = asked(orc, "How does one bake bread?")
    assert (answer.text, model.asked) == ("about seven", [])


@pytest.mark.parametrize("missing", ["schema", "form"])
def test_without_a_schema_or_a_form_there_is_nothing_to_formalise(orc: Orchestra, missing: str) -> None:
    """A generator that does not keep to schemas, or a solver that publishes none."""
    model = Model()
    solved: list[str] = []
    add(orc, "sums", solver(solved), kind="solver/1", problem=None if missing == "form" else FORM)
    add(orc, "model", model, kind="generator/1", cost=DEAR, capabilities={"schema": missing != "schema"})
    answer, _ = asked(orc)
    assert (answer.text, model.asked, solved) == ("about seven", [], [])


def test_a_solver_that_takes_the_words_needs_no_model(orc: Orchestra) -> None:
    """The model is not asked at all."""
    model = Model()
    furnish(orc, model)
    verified = Solution(value="7", text="7", verified=True)
    orc.swap("sums", {**orc.manifest("sums").model_dump(), "problem": FORM}, module(lambda r, c: verified))
    answer, _ = asked(orc)
    assert (answer.plan, model.asked) == (("sums",), [])


def test_effort_of_the_policy_reaches_every_request(even: type[EvenRouter], tmp_path: Path) -> None:
    """And nothing is said of it where it is not set."""
    model = Model(RIGHT)
    with Orchestra(bare_profile(tmp_path, '[policy]\neffort = "low"\n')) as orc:
        furnish(orc, model)
        asked(orc)
    assert model.asked[0].sampling.effort == "low"


def test_a_probe_that_turns_the_words_down_does_not_turn_the_problem_down(orc: Orchestra) -> None:
    """It speaks of the text, and the problem is none."""
    model = Model(RIGHT)
    add(
        orc,
        "sums",
        solver([]),
        kind="solver/1",
        problem=FORM,
        probe="tests.runtime.test_formalising:no",
    )
    add(orc, "model", model, kind="generator/1", cost=DEAR, capabilities={"schema": True})
    answer, _ = asked(orc)
    assert (answer.verified, answer.plan) == (True, ("model", "sums"))


def no(text: str) -> Fit:
    """A probe that takes nothing."""
    return Fit(score=0.0, reason="words")
