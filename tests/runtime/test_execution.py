"""One query from decision to answer: which plans run, what is said of them, and what they cost."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import anyio
import pytest

from orchestra import Budget, Orchestra
from orchestra.runtime.context import seed_of
from orchestra.spec import (
    Answer,
    Answered,
    Charged,
    Citation,
    Context,
    Cost,
    Cut,
    DeadlineExceeded,
    Decided,
    Declined,
    EmbedRequest,
    Event,
    Evidence,
    EvidenceFound,
    GenerateRequest,
    Generation,
    Progress,
    ReadRequest,
    Reply,
    RetrieveRequest,
    Solution,
    SolveRequest,
    Span,
    StepEnded,
    StepStarted,
    Text,
    TokenUsage,
    Unreachable,
    Warned,
)
from tests.fakes import CHEAP, DEAR, Run, add, embed, manifest, module, passage, retrieve, says

USAGE = TokenUsage(prompt_tokens=11, completion_tokens=7)


def asked(orc: Orchestra, query: str = "anything", **options: Any) -> tuple[Answer, list[Event]]:
    """A query's answer and its events."""
    with orc.stream(query, **options) as stream:
        events = list(stream)
    return stream.answer, events


def outcomes(events: list[Event]) -> list[tuple[str, str]]:
    """Who ended how, in order."""
    return [(event.instance, event.outcome) for event in events if isinstance(event, StepEnded)]


# --- the four forms of run --------------------------------------------------------------------------------------


def function(request: Any, context: Context) -> Reply:
    """Gives its result at once."""
    context.charge(5)
    return Reply(text="forty-two")


async def coroutine(request: Any, context: Context) -> Reply:
    """Gives its result on the loop."""
    return function(request, context)


def generator(request: Any, context: Context) -> Iterator[Any]:
    """Talks first."""
    yield Progress(message="thinking", fraction=0.5)
    yield Text(text="forty-")
    yield function(request, context)


async def agenerator(request: Any, context: Context) -> AsyncIterator[Any]:
    """Talks first, on the loop."""
    for item in generator(request, context):
        yield item


def promises(request: Any, context: Context) -> Any:
    """A plain function that hands a coroutine back."""
    return coroutine(request, context)


def defers(request: Any, context: Context) -> Any:
    """A plain function that hands an async generator back."""
    return agenerator(request, context)


def shape(event: Event) -> dict[str, Any]:
    """An event without what differs from query to query."""
    data = event.model_dump(mode="json", exclude={"query_id", "at", "seconds"})
    for part in ("charge", "answer", "decision"):
        data.pop(part, None)
    return data


@pytest.mark.parametrize(("quiet", "talking"), [(coroutine, agenerator), (promises, defers)])
def test_the_forms_of_run_give_equal_answers_and_events(orc: Orchestra, quiet: Run, talking: Run) -> None:
    """Whichever an author writes, nobody can tell."""
    told: list[list[dict[str, Any]]] = []
    for number, run in enumerate((function, quiet, generator, talking)):
        add(orc, f"x{number}", run)
        answer, events = asked(orc, modules=[f"x{number}"])
        assert (answer.text, answer.finish, answer.usage.flops) == ("forty-two", "complete", 15)
        told.append([{**shape(event), "instance": ""} for event in events])
    assert told[0] == told[1]
    assert told[2] == told[3]
    assert [event["type"] for event in told[2]] == [
        *("charge", "decision", "step_started", "progress", "text", "charge", "step_ended", "answer")
    ]


def twice(request: Any, context: Context) -> Iterator[Any]:
    """Two results."""
    yield Reply(text="one")
    yield Reply(text="two")


async def atwice(request: Any, context: Context) -> AsyncIterator[Any]:
    """Two results, on the loop."""
    yield Reply(text="one")
    yield Text(text="two")


def never(request: Any, context: Context) -> Iterator[Any]:
    """No result."""
    yield Progress(message="nothing yet")


async def anever(request: Any, context: Context) -> AsyncIterator[Any]:
    """No result, on the loop."""
    yield Progress(message="nothing yet")


def wrong(request: Any, context: Context) -> Solution:
    """What no expert gives."""
    return Solution(value="1", text="1")


def foreign(request: Any, context: Context) -> str:
    """What is no message at all."""
    return "text"


def nothing(request: Any, context: Context) -> None:
    """What forgetful functions give."""


def broken_text(request: Any, context: Context) -> Reply:
    """Half a surrogate pair, which cannot be stored or sent."""
    return Reply(text="\ud800")


def broken_event(request: Any, context: Context) -> Iterator[Any]:
    """The same in an event."""
    yield Text(text="\ud800")
    yield Reply(text="fine")


@pytest.mark.parametrize("run", [twice, atwice, never, anever, wrong, foreign, nothing, broken_text, broken_event])
def test_what_is_not_exactly_one_result_of_the_kind_is_a_result_error(orc: Orchestra, run: Run) -> None:
    """Named after the module, and said in the answer."""
    add(orc, "bad", run)
    answer = orc.ask("anything")
    assert (answer.finish, answer.text) == ("error", "")
    assert answer.error is not None
    assert (answer.error.type, answer.error.instance, answer.error.version) == ("ResultError", "bad", "1.2.3")


def raises(error: BaseException) -> Run:
    """A module that raises."""

    def run(request: Any, context: Context) -> Reply:
        raise error

    return run


def araises(error: BaseException) -> Run:
    """A module that raises on the loop."""

    async def run(request: Any, context: Context) -> Reply:
        raise error

    return run


def finally_raises(request: Any, context: Context) -> Iterator[Any]:
    """Fails while it cleans up."""
    try:
        yield Progress(message="about to fail")
        raise ValueError("first")
    finally:
        raise KeyError("second")


@pytest.mark.parametrize("form", [raises, araises])
@pytest.mark.parametrize(
    ("error", "type"),
    [
        (ZeroDivisionError("oh"), "RunError"),
        (StopIteration("oh"), "RunError"),
        (SystemExit("oh"), "RunError"),
        (TimeoutError("oh"), "RunError"),
        (Unreachable("oh", hint="start it"), "Unreachable"),
    ],
)
def test_a_module_that_raises_fails_and_the_next_plan_runs(
    orc: Orchestra, form: Callable[[BaseException], Run], error: BaseException, type: str
) -> None:
    """Errors of the tree keep their type, others become RunError, and none of them ends the runtime."""
    add(orc, "bad", form(error))
    alone = orc.ask("anything")
    assert alone.finish == "error"
    assert alone.error is not None and (alone.error.type, alone.error.instance) == (type, "bad")
    assert "oh" in alone.error.message or "StopIteration" in alone.error.message
    add(orc, "good", says("fine"), cost=DEAR)
    answer, events = asked(orc)
    assert (answer.text, answer.finish, answer.error) == ("fine", "complete", None)
    assert outcomes(events) == [("bad", "failed"), ("good", "accepted")]


def test_an_error_while_cleaning_up_is_an_error_like_any_other(orc: Orchestra) -> None:
    """A `finally` may fail too."""
    add(orc, "bad", finally_raises)
    answer = orc.ask("anything")
    assert answer.error is not None and "second" in answer.error.message


def test_a_module_that_cancels_itself_is_at_fault_and_the_query_goes_on(orc: Orchestra) -> None:
    """Only who asked may cancel a query."""
    add(orc, "bad", araises(asyncio.CancelledError()))
    add(orc, "good", says("fine"), cost=DEAR)
    assert orc.ask("anything").text == "fine"


# --- from plan to plan ------------------------------------------------------------------------------------------


def test_a_module_that_declines_makes_room_for_the_next_plan(orc: Orchestra) -> None:
    """Declining is no error."""
    add(orc, "shy", lambda request, context: Declined("not for me"))
    add(orc, "bold", says("fine"), cost=DEAR)
    answer, events = asked(orc)
    assert (answer.text, answer.plan) == ("fine", ("bold",))
    assert outcomes(events) == [("shy", "declined"), ("bold", "accepted")]


def test_when_every_module_declines_the_answer_says_why(orc: Orchestra) -> None:
    """Each with its own reason, and what would help."""
    add(orc, "shy", lambda request, context: Declined("not for me"))
    add(orc, "coy", lambda request, context: Declined("nor me"))
    answer = orc.ask("anything")
    assert (answer.finish, answer.text) == ("declined", "")
    assert answer.error is not None
    assert "shy: not for me" in answer.error.message and "coy: nor me" in answer.error.message
    assert "ORCHESTRA_VLLM_URL" in answer.error.hint


def test_no_module_at_all_is_a_decline(orc: Orchestra) -> None:
    """An empty house answers too."""
    answer = orc.ask("anything")
    assert answer.finish == "declined"
    assert answer.error is not None and "no module takes this query" in answer.error.message


def test_a_result_under_the_threshold_is_kept_for_when_the_money_is_gone(orc: Orchestra) -> None:
    """The best so far, and said to be that."""
    add(orc, "unsure", says("maybe", confidence=0.3))
    add(orc, "surer", says("perhaps", confidence=0.5), cost=Cost(lower=1, expected=200, upper=1000))
    add(orc, "dear", says("certainly"), cost=DEAR)
    answer = orc.ask("anything", budget=Budget(10_000))
    assert (answer.text, answer.finish, answer.confidence, answer.plan) == ("perhaps", "budget", 0.5, ("surer",))
    assert answer.error is not None and answer.error.type == "BudgetExceeded"


def solve(request: SolveRequest, context: Context) -> Solution:
    """A proof."""
    context.charge(1)
    return Solution(value="4", text="It is 4.", steps=("add",), verified=True, confidence=0.99)


def test_a_verified_solution_is_the_answer_without_a_generator(orc: Orchestra) -> None:
    """With its proof."""
    add(orc, "sums", solve, kind="solver/1")
    answer = orc.ask("2 + 2")
    assert (answer.text, answer.verified, answer.confidence, answer.plan) == ("It is 4.", True, 0.99, ("sums",))
    assert answer.solution is not None and answer.solution.steps == ("add",)


def test_a_solution_whose_check_failed_is_a_failure(orc: Orchestra) -> None:
    """It is not even the best so far."""
    add(orc, "sums", lambda r, c: Solution(value="5", text="5", verified=False), kind="solver/1")
    answer = orc.ask("2 + 2")
    assert (answer.finish, answer.text) == ("error", "")


def generate(text: str, finish: Any = "stop") -> Run:
    """A language model that says one thing."""

    def run(request: GenerateRequest, context: Context) -> Iterator[Any]:
        context.charge(20)
        yield Text(text=text)
        yield Generation(text=text, finish=finish, usage=USAGE)

    return run


def test_asked_to_explain_a_generator_tells_the_solution_and_the_proof_stays(orc: Orchestra) -> None:
    """Both instances made the answer, and the tokens are counted."""
    add(orc, "sums", solve, kind="solver/1")
    add(orc, "model", generate("Because 2 + 2 = 4."), kind="generator/1", cost=DEAR)
    answer = orc.ask("2 + 2", explain=True)
    assert (answer.text, answer.plan, answer.verified) == ("Because 2 + 2 = 4.", ("sums", "model"), None)
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (11, 7)
    assert answer.solution is not None


def test_a_solution_stands_when_it_cannot_be_explained(orc: Orchestra) -> None:
    """With a warning in the events."""
    add(orc, "sums", solve, kind="solver/1")
    add(orc, "model", raises(Unreachable("no server")), kind="generator/1", cost=DEAR)
    answer, events = asked(orc, "2 + 2", explain=True)
    assert (answer.text, answer.finish, answer.plan) == ("It is 4.", "complete", ("sums",))
    assert any(isinstance(event, Warned) and "no server" in event.message for event in events)


def test_a_generation_that_was_cut_is_not_accepted(orc: Orchestra) -> None:
    """It is the best so far, when nothing else is left to try."""
    add(orc, "model", generate("half a sent", "length"), kind="generator/1")
    answer = orc.ask("write")
    assert (answer.text, answer.finish) == ("half a sent", "budget")


def test_tokens_are_counted_once_and_those_of_failed_runs_too(orc: Orchestra) -> None:
    """They come with the charge, or with the result where a module tells them there alone."""

    def fail(request: GenerateRequest, context: Context) -> Generation:
        context.charge(1, "counted", TokenUsage(prompt_tokens=100, completion_tokens=50))
        raise Unreachable("gone")

    def write(request: GenerateRequest, context: Context) -> Generation:
        usage = TokenUsage(prompt_tokens=11, completion_tokens=7)
        context.charge(1, "counted", usage)
        return Generation(text="done", finish="stop", usage=usage)

    add(orc, "first", fail, kind="generator/1", cost=CHEAP)
    add(orc, "second", write, kind="generator/1", cost=DEAR)
    answer = orc.ask("write")
    assert (answer.text, answer.plan) == ("done", ("second",))
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (111, 57)


def test_a_generator_that_wrote_nothing_is_not_blamed_on_the_budget(orc: Orchestra) -> None:
    """It ended by itself, with budget left."""
    add(orc, "model", generate(" "), kind="generator/1")
    answer = orc.ask("write")
    assert (answer.finish, answer.text, answer.cut) == ("declined", "", None)
    assert answer.error is not None and "it wrote nothing" in answer.error.message


def test_turns_that_a_generator_left_out_are_told_by_the_answer(orc: Orchestra) -> None:
    """By an event as well, which the module gives itself; the request says which messages are earlier turns."""
    seen: list[GenerateRequest] = []

    def write(request: GenerateRequest, context: Context) -> Iterator[Warned | Generation]:
        seen.append(request)
        yield Warned(message="2 left out")
        yield Generation(text="done", finish="stop", usage=USAGE, left_out=2)

    add(orc, "model", write, kind="generator/1")
    history = [{"role": "user", "text": "a"}, {"role": "assistant", "text": "b"}]
    answer, events = asked(orc, "write", history=history)
    assert (answer.text, answer.left_out) == ("done", 2)
    assert [(e.message, e.instance) for e in events if isinstance(e, Warned)] == [("2 left out", "model")]
    (request,) = seen
    assert [turn.role for turn in request.without(request.exchanges).messages] == ["system", "user"]


@pytest.mark.parametrize("limit", ["grant", "max_tokens", "window"])
def test_an_answer_that_was_cut_says_by_which_limit(
    limit: Literal["grant", "max_tokens", "window"], orc: Orchestra
) -> None:
    """Under the outcome and the type of error that cut answers always had; the instance and the remedy are named."""
    cut = Cut(limit=limit, value=7)

    def write(request: GenerateRequest, context: Context) -> Generation:
        usage = TokenUsage(prompt_tokens=11, completion_tokens=7)
        return Generation(text="", finish="length", usage=usage, cut=cut)

    add(orc, "model", write, kind="generator/1")
    answer = orc.ask("write")
    assert (answer.finish, answer.cut) == ("budget", cut)
    assert answer.error is not None
    assert (answer.error.type, answer.error.instance) == ("BudgetExceeded", "model")
    assert answer.error.message.startswith("cut after 7 tokens: ")
    assert answer.error.hint


def quote(request: ReadRequest, context: Context) -> Reply:
    """Quotes the first passage."""
    context.charge(2)
    first = request.evidence.passages[0]
    cited = Citation(document_id=first.document_id, source=first.source, span=Span(start=0, end=3), text="The")
    return Reply(text=first.text, citations=(cited,), confidence=0.9)


def test_evidence_is_read_and_the_answer_cites_it(orc: Orchestra) -> None:
    """The passages are shown as soon as they are found."""
    add(orc, "books", retrieve, kind="retriever/1")
    add(orc, "quoter", quote, kind="reader/1")
    answer, events = asked(orc, "why?")
    assert (answer.text, answer.plan) == ("The sky is blue.", ("books", "quoter"))
    assert [citation.text for citation in answer.evidence] == ["The"]
    assert [event.evidence.passages for event in events if isinstance(event, EvidenceFound)] == [(passage(),)]


def test_steps_that_are_equal_run_once(orc: Orchestra) -> None:
    """The evidence of a plan that failed serves the next one."""
    searches: list[RetrieveRequest] = []

    def search(request: RetrieveRequest, context: Context) -> Evidence:
        searches.append(request)
        return retrieve(request, context)

    add(orc, "books", search, kind="retriever/1")
    add(orc, "quoter", lambda request, context: Declined("nothing fits"), kind="reader/1")
    add(orc, "model", generate("blue"), kind="generator/1", cost=DEAR)
    answer, events = asked(orc, "why?", modules=["books", "quoter", "model"])
    assert answer.finish == "complete"
    assert len(searches) == 1
    assert [name for name, _ in outcomes(events)].count("books") == 1


def test_a_search_that_finds_nothing_declines(orc: Orchestra) -> None:
    """Nothing is read out of no evidence."""
    add(orc, "books", lambda request, context: Evidence(), kind="retriever/1")
    add(orc, "quoter", quote, kind="reader/1")
    answer, events = asked(orc, "why?")
    assert answer.finish == "declined"
    assert outcomes(events) == [("books", "declined")]


# --- events -----------------------------------------------------------------------------------------------------


def test_every_event_is_stamped_and_the_answer_is_the_last(orc: Orchestra) -> None:
    """Numbers without gaps, one query id, a time, and who made it in which version."""
    add(orc, "bad", raises(ValueError()))
    add(orc, "good", generator, cost=DEAR)
    answer, events = asked(orc)
    assert [event.seq for event in events] == list(range(len(events)))
    assert {event.query_id for event in events} == {answer.id}
    assert all(event.at is not None and event.at.tzinfo is not None for event in events)
    assert [type(event) for event in events].count(Answered) == 1
    last = events[-1]
    assert isinstance(last, Answered) and last.answer == answer
    of_steps = [event for event in events if event.step]
    assert {event.instance for event in of_steps} == {"bad", "good"}
    assert all(event.version == "1.2.3" for event in of_steps)
    assert len({event.step for event in of_steps}) == 2


def test_a_module_cannot_forge_a_stamp(orc: Orchestra) -> None:
    """The runtime fills it, whatever was there."""

    def run(request: Any, context: Context) -> Iterator[Any]:
        yield Text(text="a", seq=99, query_id="mine", instance="another", step="7", version="9")
        yield Reply(text="a")

    add(orc, "forger", run)
    answer, events = asked(orc)
    (text,) = [event for event in events if isinstance(event, Text)]
    assert (text.query_id, text.instance, text.version) == (answer.id, "forger", "1.2.3")
    assert text.seq == events.index(text)


def test_every_charge_is_told_before_its_step_ends_and_adds_up_to_the_bill(orc: Orchestra) -> None:
    """Failed attempts included."""

    def run(request: Any, context: Context) -> Reply:
        context.charge(30)
        context.charge(12.5, "modelled")
        raise ValueError("too bad")

    add(orc, "bad", run)
    add(orc, "good", says("fine", 4), cost=DEAR)
    answer, events = asked(orc)
    told = [event.charge for event in events if isinstance(event, Charged)]
    assert tuple(told) == answer.usage.charges
    assert [(charge.instance, charge.flops, charge.method) for charge in told] == [
        ("router", 10, "counted"),
        ("bad", 30, "counted"),
        ("bad", 13, "modelled"),
        ("good", 4, "counted"),
    ]
    assert answer.usage.flops == 57
    ends = [number for number, event in enumerate(events) if isinstance(event, StepEnded)]
    assert all(ends[0] > number for number, event in enumerate(events) if event.instance == "bad" and number != ends[0])


def test_a_step_says_its_quote_and_its_grant_when_it_starts(orc: Orchestra) -> None:
    """What it may spend is the smaller of its upper bound and what is left."""
    add(orc, "small", says("x"))
    _, events = asked(orc, budget=Budget(500))
    (started,) = [event for event in events if isinstance(event, StepStarted)]
    # An "index" module cannot be limited, so its upper bound has to fit.
    assert started.quote == CHEAP
    _, events = asked(orc, budget=Budget(5000))
    (started,) = [event for event in events if isinstance(event, StepStarted)]
    assert started.grant == 1000


def test_the_decision_is_told_before_any_step(orc: Orchestra) -> None:
    """And holds the plans in the order they run."""
    add(orc, "dear", says("dear"), cost=DEAR)
    add(orc, "cheap", lambda request, context: Declined("no"))
    _, events = asked(orc)
    (decided,) = [event for event in events if isinstance(event, Decided)]
    assert [plan.instances for plan in decided.decision.plans] == [("cheap",), ("dear",)]
    assert events.index(decided) < min(n for n, event in enumerate(events) if isinstance(event, StepStarted))


# --- embeddings -------------------------------------------------------------------------------------------------


def test_a_query_s_embedding_is_computed_and_charged_once(orc: Orchestra, even: Any) -> None:
    """Router and retriever share it."""
    calls: list[tuple[str, ...]] = []
    even.embeds = True

    def count(request: EmbedRequest, context: Context) -> Any:
        calls.append(request.texts)
        return embed(request, context)

    def search(request: RetrieveRequest, context: Context) -> Evidence:
        vectors = context.used["embedder"].run(EmbedRequest(texts=(request.query, "other", request.query)))
        assert vectors.numpy().tolist() == [[1, 4], [1, 5], [1, 4]]  # type: ignore[union-attr]
        return retrieve(request, context)

    add(orc, "vec", count, kind="embedder/1")
    add(orc, "books", search, kind="retriever/1", uses=["embedder/1"])
    add(orc, "quoter", quote, kind="reader/1")
    answer = orc.ask("why?")
    assert answer.finish == "complete"
    assert calls == [("why?",), ("other",)]
    assert [charge.flops for charge in answer.usage.charges if charge.instance == "vec"] == [7, 7]


def test_documents_are_embedded_as_often_as_asked_and_no_text_is_no_error(orc: Orchestra) -> None:
    """Only queries are remembered."""
    calls: list[EmbedRequest] = []

    def count(request: EmbedRequest, context: Context) -> Any:
        calls.append(request)
        return embed(request, context)

    async def run(request: Any, context: Context) -> Reply:
        used = context.used["embedder"]
        for purpose in ("document", "document", "query"):
            await used.arun(EmbedRequest(texts=("a",) if purpose == "document" else (), purpose=purpose))
        return Reply(text=used.instance)

    add(orc, "vec", count, kind="embedder/1")
    add(orc, "user", run, uses=["embedder/1"])
    assert orc.ask("anything").text == "vec"
    assert len(calls) == 3


def test_an_embedder_that_fails_costs_a_signal_and_not_the_answer(orc: Orchestra, even: Any) -> None:
    """It is said what was skipped, and the rest goes on."""
    even.embeds = True
    add(orc, "vec", raises(RuntimeError("no weights")), kind="embedder/1")
    add(orc, "good", says("fine"))
    answer, events = asked(orc)
    assert answer.text == "fine"
    assert any(isinstance(event, Warned) and "no weights" in event.message for event in events)


def test_no_embedding_is_bought_where_no_plan_turns_on_it(orc: Orchestra, even: Any) -> None:
    """With one module named there is one plan, whatever is believed of the query."""
    even.embeds = True
    calls: list[tuple[str, ...]] = []

    def count(request: EmbedRequest, context: Context) -> Any:
        calls.append(request.texts)
        return embed(request, context)

    add(orc, "vec", count, kind="embedder/1")
    add(orc, "good", says("fine"))
    assert orc.ask("anything", modules=["good"]).text == "fine"
    assert calls == []
    assert orc.ask("anything").text == "fine"
    assert calls == [("anything",)]


def test_an_orchestra_that_closes_while_a_module_waits_for_another_has_nothing_to_report(
    orc: Orchestra, caplog: pytest.LogCaptureFixture
) -> None:
    """As when a person stops an index in the making: the loop ends with no error that nobody heard."""
    waiting = threading.Event()
    ended: list[BaseException] = []

    async def embed_forever(request: EmbedRequest, context: Context) -> Any:
        waiting.set()
        await asyncio.Event().wait()

    def use(request: Any, context: Context) -> Reply:
        try:
            context.used["embedder"].run(EmbedRequest(texts=("a",)))
        except BaseException as error:
            ended.append(error)
            raise
        return Reply(text="unreachable")

    add(orc, "vec", embed_forever, kind="embedder/1")
    add(orc, "user", use, uses=["embedder/1"])
    asking = threading.Thread(target=lambda: orc.ask("anything", modules=["user"]))
    asking.start()
    assert waiting.wait(10)
    orc.close()
    asking.join(10)
    gc.collect()
    assert not [record for record in caplog.records if record.name == "asyncio"]
    assert not any(isinstance(error, asyncio.CancelledError) for error in ended)


def test_a_module_whose_used_kind_is_missing_fails_by_name(orc: Orchestra) -> None:
    """With what to do about it."""
    add(orc, "user", says("x"), uses=["embedder/1"])
    answer = orc.ask("anything")
    assert answer.error is not None and "user uses a embedder/1" in answer.error.message


# --- context ----------------------------------------------------------------------------------------------------


def test_the_context_names_the_query_and_seeds_by_it(orc: Orchestra) -> None:
    """A run can be repeated from its trace."""
    seen: list[Context] = []

    def run(request: Any, context: Context) -> Reply:
        seen.append(context)
        return Reply(text=str(context.seed))

    add(orc, "seer", run)
    answer = orc.ask("anything")
    assert seen[0].query_id == answer.id
    assert answer.text == str(seed_of(answer.id))
    assert 0 <= seed_of(answer.id) < 2**63
    assert seed_of("a") == seed_of("a") != seed_of("b")


def test_the_scratch_folder_is_shared_by_a_query_s_steps_and_removed_after(orc: Orchestra) -> None:
    """Nothing is left behind."""
    folders: list[Path] = []

    def run(request: Any, context: Context) -> Any:
        folders.append(context.scratch)
        (context.scratch / f"file{len(folders)}").touch()
        if len(folders) == 1:
            return Declined("look")
        return Reply(text=str(len(list(context.scratch.iterdir()))))

    add(orc, "one", run)
    add(orc, "two", run, cost=DEAR)
    assert orc.ask("anything").text == "2"
    assert folders[0] == folders[1]
    assert not folders[0].exists()


def test_a_charge_after_the_run_has_ended_is_ignored(orc: Orchestra) -> None:
    """The bill was written by then."""
    seen: list[Context] = []

    def run(request: Any, context: Context) -> Reply:
        seen.append(context)
        context.charge(5)
        return Reply(text="done")

    add(orc, "late", run)
    answer = orc.ask("anything")
    seen[0].charge(1000)
    assert answer.usage.flops == 15
    assert seen[0].cancelled


# --- cost models ------------------------------------------------------------------------------------------------


def free(request: Any, context: Context) -> Reply:
    """Charges nothing."""
    return Reply(text="free")


def test_a_run_under_cpu_time_is_measured_by_the_runtime(orc: Orchestra) -> None:
    """Whatever it charges itself."""
    orc.register(manifest("solver", cost={"model": "cpu-time"}), module(free, cost=None))
    answer = orc.ask("anything")
    (charge,) = [charge for charge in answer.usage.charges if charge.instance == "solver"]
    assert charge.method == "cpu-time"
    assert charge.flops == pytest.approx(charge.seconds * 1e9, abs=1)


def test_a_declared_price_is_quoted_and_charged(orc: Orchestra) -> None:
    """From the manifest, without asking the module."""
    orc.register(manifest("fixed", cost={"model": "declared", "flops": 321}), module(free, cost=None))
    answer, events = asked(orc)
    assert [(c.flops, c.method) for c in answer.usage.charges if c.instance == "fixed"] == [(321, "declared")]
    (started,) = [event for event in events if isinstance(event, StepStarted)]
    assert started.quote == Cost(lower=321, expected=321, upper=321)


@pytest.mark.parametrize(("cost", "flops"), [(CHEAP, 1000), (Cost(lower=1, expected=70), 70)])
def test_a_run_that_charges_nothing_is_charged_its_upper_bound(orc: Orchestra, cost: Cost, flops: int) -> None:
    """Or what it expected, when it stated no bound."""
    add(orc, "lazy", free, cost=cost)
    answer = orc.ask("anything", budget=Budget())
    assert [(c.flops, c.method) for c in answer.usage.charges if c.instance == "lazy"] == [(flops, "modelled")]


def test_a_run_that_failed_before_it_charged_is_charged_all_the_same(orc: Orchestra) -> None:
    """Failing is not free."""
    add(orc, "bad", raises(ValueError("oh")))
    assert orc.ask("anything").usage.flops == 10 + 1000


@pytest.mark.parametrize("charge", [float("nan"), -1.0, float("inf")])
def test_a_charge_that_is_no_amount_fails_the_step(orc: Orchestra, charge: float) -> None:
    """The module is at fault."""
    add(orc, "bad", says("x", charge))
    answer = orc.ask("anything")
    assert answer.error is not None and answer.error.type == "RunError"


@pytest.mark.parametrize("estimate", [lambda request: 5, lambda request: 1 // 0], ids=["no cost", "raises"])
def test_an_estimate_that_fails_does_not_fail_the_query(orc: Orchestra, estimate: Any) -> None:
    """The module may still be right, where the budget does not ask for a bound."""
    orc.register(
        manifest("odd"), lambda: type("Odd", (), {"estimate": staticmethod(estimate), "run": staticmethod(free)})()
    )
    assert orc.ask("anything", budget=Budget()).text == "free"


def test_what_a_generator_wrote_before_the_time_was_up_is_kept(orc: Orchestra) -> None:
    """As the best so far, and the answer says that the budget ran out."""

    async def stall(request: GenerateRequest, context: Context) -> AsyncIterator[Any]:
        context.charge(20)
        yield Text(text="The first half")
        await anyio.sleep_forever()

    add(orc, "model", stall, kind="generator/1", cost=DEAR)

    answer = orc.ask("anything", budget=Budget(seconds=0.2))

    assert (answer.finish, answer.text, answer.plan) == ("budget", "The first half", ("model",))
    assert answer.error is not None
    assert "seconds" in answer.error.hint, "the clock stopped it, not the FLOPs"


def test_a_time_limit_of_a_module_s_own_is_no_shortage_of_budget(orc: Orchestra) -> None:
    """A server that stalls is told as such, also where no upper bound is known."""

    async def stall(request: GenerateRequest, context: Context) -> Generation:
        raise DeadlineExceeded("the server sent nothing for 30 s", hint="look at the server")

    add(orc, "model", stall, kind="generator/1", cost=Cost(lower=1, expected=1))

    answer = orc.ask("anything")

    assert answer.finish == "error"
    assert answer.error is not None
    assert (answer.error.type, answer.error.hint) == ("DeadlineExceeded", "look at the server")
