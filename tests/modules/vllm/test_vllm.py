"""The vllm module against a scripted endpoint: what it asks, streams, charges and raises.

The endpoint is a stand-in; tests/vllm asks the same of a real server.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import anyio
import pytest
from orchestra_modules import vllm as package
from orchestra_modules.vllm import Vllm, errors, managed

from orchestra.budget.flops import DecoderConfig, prefill_flops, request_flops
from orchestra.spec import (
    BudgetExceeded,
    ConfigError,
    Cut,
    DeadlineExceeded,
    GenerateRequest,
    Generation,
    OrchestraError,
    Overloaded,
    Progress,
    Rejected,
    Sampling,
    StreamBroken,
    Text,
    TokenUsage,
    Turn,
    Unreachable,
    Warned,
    read_manifest,
)
from orchestra.testing import FakeContext, violations
from orchestra.testing.endpoint import Drop, FakeEndpoint, Raw, Script, Stall, Think

CONFIG = {
    "model_type": "llama",
    "hidden_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 96,
    "vocab_size": 300,
}
SHAPE = DecoderConfig.from_hf(CONFIG)
ASK = GenerateRequest(messages=(Turn(role="user", text="write me a poem"),))
PROMPT = 8  # tokens of ASK as the stand-in counts: four words, and four for the message


@pytest.fixture
def architecture(tmp_path: Path) -> str:
    """A folder with the config.json of a small Llama."""
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    return str(tmp_path)


async def _run(module: Vllm, request: GenerateRequest, context: FakeContext) -> tuple[list[Any], Generation]:
    items = [item async for item in module.run(request, context)]
    assert isinstance(items[-1], Generation)
    return items[:-1], items[-1]


def ask(
    server: FakeEndpoint, context: FakeContext, request: GenerateRequest = ASK, **options: Any
) -> tuple[list[Any], Generation]:
    """Load the module, run one request to its end, give events and generation."""
    module = Vllm(url=server.url, **options)
    module.load()
    return anyio.run(_run, module, request, context)


def texts(events: list[Any], channel: str = "answer") -> list[str]:
    """The pieces of text of one channel."""
    return [event.text for event in events if isinstance(event, Text) and event.channel == channel]


# --- streaming and the request ----------------------------------------------------------------


def test_pieces_are_streamed_and_the_generation_comes_last(architecture: str) -> None:
    """Text and reasoning come on their channels; the generation holds the answer's text and the server's usage."""
    with FakeEndpoint([Script(Think("hm"), "Roses", " are", " red.")]) as server:
        events, made = ask(server, FakeContext(), architecture=architecture)
    assert "".join(texts(events)) == "Roses are red."  # pieces that came in one packet are one event
    assert texts(events, "reasoning") == ["hm"]
    assert (made.text, made.finish, made.model) == ("Roses are red.", "stop", "fake")
    assert (made.usage.prompt_tokens, made.usage.completion_tokens) == (PROMPT, 4)


def test_the_request_says_what_was_asked(architecture: str) -> None:
    """Messages, sampling, schema and limit reach the server in its own words."""
    request = GenerateRequest(
        messages=(Turn(role="system", text="be brief"), Turn(role="user", text="hello")),
        json_schema={"type": "object"},
        max_tokens=9,
        sampling=Sampling(temperature=0.5, top_p=0.9, stop=("END",)),
    )
    with FakeEndpoint() as server:
        ask(server, FakeContext(seed=7 + (1 << 62)), request, architecture=architecture)
        (body,) = server.chats
    assert body["messages"] == [{"role": "system", "content": "be brief"}, {"role": "user", "content": "hello"}]
    assert (body["max_tokens"], body["temperature"], body["top_p"], body["stop"]) == (9, 0.5, 0.9, ["END"])
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert body["stream"] and body["stream_options"]["include_usage"]
    assert body["seed"] == 7, "the query's seed, in the 31 bits that every server takes"


def test_a_greedy_request_sends_no_seed_and_a_stated_seed_wins() -> None:
    """A seed means something only where tokens are drawn by chance."""
    with FakeEndpoint() as server:
        ask(server, FakeContext())
        stated = ASK.model_copy(update={"sampling": Sampling(seed=3)})
        ask(server, FakeContext(), stated)
        first, second = server.chats
    assert "seed" not in first
    assert second["seed"] == 3


def test_text_may_hold_any_line_separator() -> None:
    """Events end at a line feed; what Unicode also calls a line's end is text."""
    with FakeEndpoint([Script("a\u2028b\x85c\x0bd")]) as server:
        _, made = ask(server, FakeContext())
    assert made.text == "a\u2028b\x85c\x0bd"


def test_comments_and_other_fields_of_the_stream_are_skipped() -> None:
    """Keep-alive comments and event names carry no answer."""
    with FakeEndpoint([Script(Raw(": ping"), Raw("event: message"), "fine")]) as server:
        _, made = ask(server, FakeContext())
    assert made.text == "fine"


def test_an_answer_cut_at_the_limit_has_finish_length() -> None:
    """The server's reason is the generation's."""
    with FakeEndpoint([Script(*"abcdef")]) as server:
        _, made = ask(server, FakeContext(), ASK.model_copy(update={"max_tokens": 3}))
    assert (made.text, made.finish) == ("abc", "length")


def test_a_cut_names_the_limit_that_made_it(architecture: str) -> None:
    """What was asked for, the model's window, what was granted, or a server that stops before: each with its value."""
    long = Script(*"abcdefghijklmnopqrstuvwxyz")
    with FakeEndpoint([long], max_model_len=PROMPT + 9) as server:
        _, asked = ask(server, FakeContext(), max_tokens=3)
        _, room = ask(server, FakeContext())
        grant = request_flops(SHAPE, PROMPT, 5)
        _, paid = ask(server, FakeContext(grant=grant), architecture=architecture)
        server.script(Script("a", "b", finish="length"))
        _, stopped = ask(server, FakeContext())

    assert (asked.usage.completion_tokens, asked.cut) == (3, Cut(limit="max_tokens", value=3))
    assert (room.usage.completion_tokens, room.cut) == (9, Cut(limit="window", value=PROMPT + 9))
    assert (paid.usage.completion_tokens, paid.cut) == (5, Cut(limit="grant", value=grant))
    assert (stopped.usage.completion_tokens, stopped.cut) == (2, Cut(limit="window", value=PROMPT + 9))


def test_an_answer_that_ended_by_itself_has_no_cut() -> None:
    """Though it has as many tokens as it may have."""
    with FakeEndpoint([Script(*"abc")]) as server:
        _, made = ask(server, FakeContext(), max_tokens=3)
    assert (made.finish, made.cut) == ("stop", None)


def test_a_server_that_goes_past_the_limit_is_cut() -> None:
    """Some servers know another name for the limit; the grant holds all the same, within a piece."""
    with FakeEndpoint([Script(*"abcdefgh", Stall(), ignores_limit=True)]) as server:
        _, made = ask(server, FakeContext(), ASK.model_copy(update={"max_tokens": 3}))
        assert server.wait_for_leaving()
    assert (made.text, made.finish) == ("abcd", "length")


def test_the_model_named_is_asked_for_and_else_the_first_served() -> None:
    """An empty option means whatever the server serves."""
    with FakeEndpoint(models=[{"id": "one"}, {"id": "two"}]) as server:
        ask(server, FakeContext())
        ask(server, FakeContext(), model="two")
        ask(server, FakeContext(), model="unlisted")
        assert [body["model"] for body in server.chats] == ["one", "two", "unlisted"]


def test_a_server_without_a_list_needs_a_model_named() -> None:
    """The error names the option."""
    with FakeEndpoint(models=()) as server:
        with pytest.raises(Rejected, match="`model`"):
            ask(server, FakeContext())
        _, made = ask(server, FakeContext(), model="mine")
    assert made.model == "mine"


@contextmanager
def website(status: int, kind: str, body: str) -> Iterator[str]:
    """A server on this machine that gives every request the same answer; give its address."""

    class Says(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Says) as served:
        thread = threading.Thread(target=served.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{served.server_address[1]}"
        served.shutdown()
        thread.join()


PAGE = "<!DOCTYPE HTML>\n<html><head><title>Error response</title></head><body>Nothing here.</body></html>"


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [(404, PAGE, "404, 'Error response'"), (200, PAGE, "200, 'Error response'"), (200, "[1]", "200, '[1]'")],
)
@pytest.mark.parametrize("path", ["", "/v1"])
def test_what_is_no_openai_compatible_server_is_told_as_that(status: int, body: str, answer: str, path: str) -> None:
    """With what was asked and what came of it; an address without /v1 most likely lacks just that."""
    with website(status, "text/html", body) as root, pytest.raises(Rejected) as caught:
        anyio.run(_run, Vllm(url=root + path, retries=0), ASK, FakeContext())
    assert f"no OpenAI-compatible server: GET {root}{path}/models got {answer}" in caught.value.message
    assert (f"set the instance's option `url` to {root}/v1" in caught.value.hint) == (path == "")


@pytest.mark.parametrize("status", [404, 501])
def test_what_has_no_route_to_talk_is_no_such_server_either(status: int) -> None:
    """Where a model is named, its list is not needed, and so the first word comes with the chat."""
    with website(status, "text/html", PAGE) as root, pytest.raises(Rejected) as caught:
        anyio.run(_run, Vllm(url=root, model="mine", parameters=1, retries=0), ASK, FakeContext())
    asked = f"POST {root}/chat/completions got {status}, 'Error response'"
    assert f"no OpenAI-compatible server: {asked}" in caught.value.message


# --- FLOPs ------------------------------------------------------------------------------------


def test_a_charge_is_exact_where_the_server_tells_its_cache(architecture: str) -> None:
    """Prompt, answer and cached tokens of the usage go through the formula: counted."""
    usage: dict[str, Any] = {
        "prompt_tokens": 50,
        "completion_tokens": 7,
        "prompt_tokens_details": {"cached_tokens": 32},
    }
    context = FakeContext()
    with FakeEndpoint([Script("poem", usage=usage)]) as server:
        _, made = ask(server, context, architecture=architecture)
    assert context.charges == [(request_flops(SHAPE, 50, 7, 32), "counted")]
    assert made.usage.cached_tokens == 32


def test_an_untold_cache_is_charged_as_no_hit(architecture: str) -> None:
    """The upper end of the interval, and marked modelled."""
    context = FakeContext()
    with FakeEndpoint([Script("a", "b")]) as server:
        ask(server, context, architecture=architecture)
    assert context.charges == [(request_flops(SHAPE, PROMPT, 2), "modelled")]


def test_parameters_price_tokens_as_declared() -> None:
    """Two FLOP a parameter and token."""
    context = FakeContext(grant=10**9)
    with FakeEndpoint([Script("a", "b")]) as server:
        ask(server, context, parameters=1000)
    assert context.charges == [(2 * 1000 * (PROMPT + 2), "declared")]


def test_without_a_price_a_cap_is_refused_before_the_call() -> None:
    """The error names the options; nothing is asked and nothing is charged."""
    context = FakeContext(grant=10**12)
    with FakeEndpoint() as server:
        with pytest.raises(ConfigError, match=r"`architecture`.*`parameters`"):
            ask(server, context)
        assert server.chats == []
    assert context.charged == 0


def test_without_a_price_and_without_a_cap_it_runs_and_says_so() -> None:
    """Unknown FLOPs are charged as a declared zero, with a word to the user."""
    context = FakeContext()
    with FakeEndpoint() as server:
        events, made = ask(server, context)
    assert made.finish == "stop"
    assert context.charges == [(0, "declared")]
    assert any(isinstance(event, Progress) and "unknown" in event.message for event in events)


def test_a_server_on_this_machine_tells_where_its_model_lies(architecture: str) -> None:
    """vLLM's `root` is read for the architecture, and that is said."""
    context = FakeContext(grant=10**12)
    with FakeEndpoint([Script("a")], root=architecture) as server:
        events, _ = ask(server, context)
    assert context.charges == [(request_flops(SHAPE, PROMPT, 1), "modelled")]
    assert any(isinstance(event, Progress) and architecture in event.message for event in events)


def test_no_usage_is_charged_no_less_than_the_text_can_have(architecture: str) -> None:
    """A byte a token at most, and the prompt's bound: modelled."""
    context = FakeContext()
    with FakeEndpoint([Script("abcdef", usage=None)], vllm=False) as server:
        _, made = ask(server, context, architecture=architecture)
    ((flops, method),) = context.charges
    assert flops >= request_flops(SHAPE, PROMPT, 6)
    assert method == "modelled"
    assert made.usage.completion_tokens == 7


def test_a_grant_lowers_the_token_limit(architecture: str) -> None:
    """The limit is what the grant pays for with the prompt as the server counts it, and the charge stays within."""
    grant = request_flops(SHAPE, PROMPT, 5)
    context = FakeContext(grant=grant)
    with FakeEndpoint([Script(*"abcdefgh")]) as server:
        _, made = ask(server, context, architecture=architecture)
        assert server.chats[0]["max_tokens"] == 5
    assert (made.text, made.finish) == ("abcde", "length")
    assert context.charges == [(grant, "modelled")]


def test_a_server_that_cannot_count_gets_a_limit_from_the_bound(architecture: str) -> None:
    """Without a tokenizer the prompt is bounded from above, so the limit is lower and never too high."""
    context = FakeContext(grant=request_flops(SHAPE, 200, 5))
    with FakeEndpoint([Script(*"abcdefgh")], vllm=False) as server:
        ask(server, context, architecture=architecture)
        limit = server.chats[0]["max_tokens"]
    assert context.grant is not None
    assert limit >= 1 and request_flops(SHAPE, PROMPT, limit) <= context.grant


def test_a_grant_too_small_for_the_prompt_is_refused_before_the_call(architecture: str) -> None:
    """The error names what is needed; the chat is never sent and nothing is charged."""
    context = FakeContext(grant=request_flops(SHAPE, PROMPT, 1) - 1)
    with FakeEndpoint() as server:
        with pytest.raises(BudgetExceeded, match="8 tokens"):
            ask(server, context, architecture=architecture)
        assert server.chats == []
    assert context.charged == 0


def test_the_limit_leaves_room_for_the_prompt(architecture: str) -> None:
    """Prompt and answer together fit the model's length."""
    with FakeEndpoint(max_model_len=20) as server:
        ask(server, FakeContext(), architecture=architecture)
        assert server.chats[0]["max_tokens"] == 20 - PROMPT


def test_a_prompt_longer_than_the_model_is_rejected_before_the_call() -> None:
    """The error says both numbers and what to do."""
    with FakeEndpoint(max_model_len=PROMPT) as server:
        with pytest.raises(Rejected, match=r"8 tokens.*8") as caught:
            ask(server, FakeContext())
        assert server.chats == []
    assert "max-model-len" in caught.value.hint


def conversation(*texts: str) -> GenerateRequest:
    """A system's message, earlier turns, and a question."""
    roles: list[Any] = ["system", *("user", "assistant") * len(texts)]
    turns = tuple(Turn(role=role, text=text) for role, text in zip(roles, texts, strict=False))
    return GenerateRequest(messages=turns, earlier=len(texts) - 1)


# 5 tokens each, as the stand-in counts: a word, and four for the message.
TALK = conversation("be", "q1", "a1", "q2", "a2", "q3", "a3", "now")


@pytest.mark.parametrize(
    ("window", "sent"),
    [
        (60, ["be", "q1", "a1", "q2", "a2", "q3", "a3", "now"]),
        (52, ["be", "q2", "a2", "q3", "a3", "now"]),
        (40, ["be", "q2", "a2", "q3", "a3", "now"]),
        (38, ["be", "q3", "a3", "now"]),
        (25, ["be", "now"]),
        (12, ["be", "now"]),
    ],
)
def test_earlier_turns_that_the_window_does_not_hold_are_left_out(window: int, sent: list[str]) -> None:
    """Whole exchanges, the oldest first, as few as leave a quarter of the window for the answer; with a warning."""
    with FakeEndpoint(max_model_len=window) as server:
        events, made = ask(server, FakeContext(), TALK)
        (body,) = server.chats

    assert [message["content"] for message in body["messages"]] == sent
    left = len(TALK.messages) - len(sent)
    assert made.left_out == left
    assert made.usage.prompt_tokens == 5 * len(sent)
    warned = [event.message for event in events if isinstance(event, Warned)]
    assert len(warned) == (left > 0)
    assert all(f"{left} of 6 earlier turns" in message and f"{window} tokens" in message for message in warned)
    told = [type(event) for event in events if isinstance(event, Warned | Text)]
    assert told[: len(warned)] == [Warned] * len(warned)  # before the answer


def test_messages_that_are_no_earlier_turns_are_never_left_out() -> None:
    """They were given as they are to be sent."""
    with FakeEndpoint(max_model_len=39) as server:
        with pytest.raises(Rejected, match="the prompt is 40 tokens"):
            ask(server, FakeContext(), TALK.model_copy(update={"earlier": 0}))
        assert server.chats == []


def test_a_question_too_long_by_itself_is_refused_with_both_numbers() -> None:
    """No earlier turn is to blame then, and the error says so."""
    asked = conversation("be", "q1", "a1", "word " * 30)
    with FakeEndpoint(max_model_len=20) as server:
        with pytest.raises(Rejected, match=r"even without the earlier turns the prompt is 39 tokens.*20") as caught:
            ask(server, FakeContext(), asked)
        assert server.chats == []
    assert "something shorter" in caught.value.hint


def test_where_tokens_cannot_be_counted_earlier_turns_are_left_out_by_their_length() -> None:
    """Some servers tell their model's window and count no prompt."""
    asked = conversation("be", "q" * 400, "a" * 400, "q2", "a2", "now")
    listed: list[dict[str, Any]] = [{"id": "m", "max_model_len": 120}]
    with FakeEndpoint(vllm=False, models=listed) as server:
        _, made = ask(server, FakeContext(), asked)
        (body,) = server.chats
    assert [message["content"] for message in body["messages"]] == ["be", "q2", "a2", "now"]
    assert made.left_out == 2


@pytest.mark.parametrize("words", [1, 40, 400])
def test_an_estimate_holds_the_real_cost(architecture: str, words: int) -> None:
    """Unloaded and with no server, lower <= real <= upper."""
    request = GenerateRequest(messages=(Turn(role="user", text="word " * words),), max_tokens=12)
    context = FakeContext()
    with FakeEndpoint([Script(*"abcdef")]) as server:
        cost = Vllm(url=server.url, architecture=architecture).estimate(request)
        ask(server, context, request, architecture=architecture)
        assert len(server.chats) == 1
    assert cost.upper is not None
    assert cost.lower <= cost.expected <= cost.upper
    assert cost.lower <= context.charges[0][0] <= cost.upper


def test_an_estimate_without_a_price_has_no_upper_bound() -> None:
    """It does not ask the server to find one."""
    assert Vllm(url="http://127.0.0.1:9/v1").estimate(ASK).upper is None


# --- ending early -----------------------------------------------------------------------------


async def _leave_after(module: Vllm, context: FakeContext, pieces: int) -> None:
    async with aclosing(_generator(module, context)) as items:
        seen = 0
        async for item in items:
            seen += len(item.text) if isinstance(item, Text) else 0
            if seen == pieces:
                return


def _generator(module: Vllm, context: FakeContext) -> Any:
    return module.run(ASK, context)


def test_leaving_the_stream_frees_the_server_and_charges_what_was_drawn(architecture: str) -> None:
    """The connection closes at once; the prompt and the pieces seen are charged."""
    context = FakeContext(grant=request_flops(SHAPE, PROMPT, 50))
    with FakeEndpoint([Script("a", "b", Stall())]) as server:
        anyio.run(_leave_after, Vllm(url=server.url, architecture=architecture), context, 2)
        assert server.wait_for_leaving()
    assert context.charges == [(request_flops(SHAPE, PROMPT, 2), "modelled")]
    assert context.tokens == [TokenUsage(prompt_tokens=PROMPT, completion_tokens=2)]


def test_the_tokens_of_a_prompt_that_nobody_counted_are_not_guessed() -> None:
    """Left early, a server that tells its usage at the end alone has told nothing: pieces are all that is known."""
    context = FakeContext()
    with FakeEndpoint([Script("a", "b", Stall())], vllm=False) as server:
        anyio.run(_leave_after, Vllm(url=server.url), context, 2)
        assert server.wait_for_leaving()
    assert context.tokens == [TokenUsage(prompt_tokens=0, completion_tokens=2)]


def test_the_tokens_of_an_answer_come_with_its_charge() -> None:
    """Where tokens have no price too."""
    context = FakeContext()
    with FakeEndpoint([Script("a", "b")]) as server:
        _, made = ask(server, context)
    assert context.charges == [(0, "declared")]
    assert context.tokens == [made.usage]


def test_the_tokens_of_a_request_that_was_sent_in_vain_are_told(architecture: str) -> None:
    """A server that gave nothing may have read the prompt; its tokens are on the bill as its FLOPs are."""
    context = FakeContext(grant=request_flops(SHAPE, PROMPT, 50))
    silent = [Script(Stall(headers=True))]
    with FakeEndpoint(silent) as one, FakeEndpoint(silent) as other:
        module = Vllm(url=one.url, servers=[other.url], architecture=architecture, first_token_timeout=1.0)

        async def run() -> None:
            async with anyio.create_task_group() as group:
                group.start_soon(_run, module, ASK, context)
                while not (one.chats or other.chats):
                    await anyio.sleep(0.01)
                (other if one.chats else one).script(Script("a"))

        anyio.run(run)
        assert len(one.chats) == len(other.chats) == 1
    assert context.tokens == [TokenUsage(prompt_tokens=2 * PROMPT, completion_tokens=1)]


async def _cancel_when(module: Vllm, context: FakeContext, ready: Callable[[], Awaitable[object]]) -> None:
    async with anyio.create_task_group() as group:

        async def consume() -> None:
            async with aclosing(_generator(module, context)) as items:
                async for _ in items:
                    pass

        group.start_soon(consume)
        await ready()
        group.cancel_scope.cancel()


def _asked(server: FakeEndpoint) -> Callable[[], Awaitable[object]]:
    async def asked() -> None:
        while not server.chats:
            await anyio.sleep(0.01)

    return asked


@pytest.mark.parametrize("script", [Script(Stall(headers=True)), Script(Stall()), Script(Think("a"), Stall())])
def test_cancelling_frees_the_server_and_charges_the_prompt(architecture: str, script: Script) -> None:
    """At any point of a call: what the server may have computed is charged, once."""
    context = FakeContext(grant=request_flops(SHAPE, PROMPT, 50))
    with FakeEndpoint([script]) as server:
        anyio.run(_cancel_when, Vllm(url=server.url, architecture=architecture), context, _asked(server))
        assert server.wait_for_leaving()
    ((flops, method),) = context.charges
    assert prefill_flops(SHAPE, PROMPT) <= flops <= request_flops(SHAPE, PROMPT, 1)
    assert method == "modelled"


# --- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "error", "kind", "hint"),
    [
        (400, "This model's maximum context length is 1024 tokens. However", Rejected, "max-model-len"),
        (400, "Grammar error", Rejected, "as it stands"),
        (401, "no", Rejected, "api_key_env"),
        (404, "The model `x` does not exist.", Rejected, "fake"),
        (429, "slow down", Overloaded, "wait"),
        (503, "The engine is currently busy", Overloaded, "wait"),
        (500, "EngineCore encountered an issue.", Unreachable, "log"),
    ],
)
def test_a_refusal_becomes_its_error(
    architecture: str, status: int, error: str, kind: type[OrchestraError], hint: str
) -> None:
    """The class says what happened, the message repeats the server's, the hint says what to do; nothing is charged."""
    context = FakeContext()
    with FakeEndpoint([Script(status=status, error=error)]) as server, pytest.raises(kind) as caught:
        ask(server, context, architecture=architecture, retries=0)
    assert error in caught.value.message
    assert hint in caught.value.hint
    assert context.charges == [(0, "counted")]


def test_a_refusal_inside_the_stream_is_a_refusal(architecture: str) -> None:
    """A server may begin to stream before it looks at the request; nothing was computed and nothing is charged."""
    context = FakeContext()
    event = Raw('data: {"error": {"message": "Unsupported type", "type": "BadRequestError", "code": 400}}')
    with FakeEndpoint([Script(event)]) as server, pytest.raises(Rejected, match="Unsupported type"):
        ask(server, context, architecture=architecture)
    assert context.charges == [(0, "counted")]


@pytest.mark.parametrize(
    ("script", "names"),
    [
        (Script("a", Raw('data: {"error": {"message": "EngineCore died", "code": 500}}')), "EngineCore died"),
        (Script("a", Raw('data: {"error": "plain words"}')), "plain words"),
        (Script("a", finish=None), "without a finish reason"),
        (Script("a", Raw("data: {broken")), "no JSON"),
        (Script("a", Raw("data: []")), "no object"),
        (Script("a", Drop()), "broke off"),
        (Script("a", finish="tool_calls"), "tool_calls"),
    ],
)
def test_a_broken_stream_is_an_error_and_what_came_is_charged(architecture: str, script: Script, names: str) -> None:
    """HTTP status 200 proves nothing; the piece that came is paid for."""
    context = FakeContext(grant=request_flops(SHAPE, PROMPT, 50))
    with FakeEndpoint([script]) as server, pytest.raises(StreamBroken, match=names):
        ask(server, context, architecture=architecture)
    ((flops, _),) = context.charges
    assert flops >= prefill_flops(SHAPE, PROMPT)
    (tokens,) = context.tokens
    assert tokens is not None
    assert (tokens.prompt_tokens, tokens.completion_tokens >= 1) == (PROMPT, True)


def test_no_server_is_unreachable_and_says_where() -> None:
    """The error names the address and the option."""
    with FakeEndpoint() as gone:
        url = gone.url
    context = FakeContext()
    with pytest.raises(Unreachable, match=url) as caught:
        anyio.run(_run, Vllm(url=url, retries=0), ASK, context)
    assert "url" in caught.value.hint
    assert context.charges == [(0, "declared")]


def test_a_busy_server_is_asked_again_before_the_first_byte() -> None:
    """503 is no answer yet."""
    with FakeEndpoint([Script(status=503, error="busy"), Script("now")]) as server:
        _, made = ask(server, FakeContext())
        assert len(server.chats) == 2
    assert made.text == "now"


def test_a_refusal_is_not_asked_again() -> None:
    """400 would be 400 again, and a stream once begun is never repeated."""
    with FakeEndpoint([Script(status=400, error="bad")]) as server:
        with pytest.raises(Rejected):
            ask(server, FakeContext())
        assert len(server.chats) == 1
        server.script(Script("a", Drop()))
        with pytest.raises(StreamBroken):
            ask(server, FakeContext())
        assert len(server.chats) == 2


def test_a_model_that_changed_is_found_at_the_next_query() -> None:
    """What was learnt of a server is forgotten when it fails."""

    async def twice(module: Vllm) -> None:
        with pytest.raises(Rejected):
            await _run(module, ASK, FakeContext())
        await _run(module, ASK, FakeContext())

    with FakeEndpoint([Script(status=404, error="gone"), Script("fine")]) as server:
        anyio.run(twice, Vllm(url=server.url))
        assert [seen.path for seen in server.requests].count("/v1/models") == 2


@pytest.mark.parametrize(
    ("script", "options", "kind", "names"),
    [
        (Script(Stall(headers=True)), {"first_token_timeout": 0.4}, Overloaded, "first_token_timeout"),
        (Script(Stall()), {"first_token_timeout": 0.4}, Overloaded, "first_token_timeout"),
        (Script("", Stall()), {"first_token_timeout": 0.4}, Overloaded, "first_token_timeout"),
        (Script("a", Stall()), {"between_timeout": 0.4}, StreamBroken, "between_timeout"),
        (Script("a", Stall()), {"total_timeout": 0.6}, DeadlineExceeded, "total_timeout"),
    ],
)
def test_silence_ends_at_its_own_limit(
    script: Script, options: dict[str, Any], kind: type[OrchestraError], names: str
) -> None:
    """Each limit names the option that raises it, and the server is freed."""
    with FakeEndpoint([script]) as server:
        with pytest.raises(kind, match=names):
            ask(server, FakeContext(), **options)
        assert server.wait_for_leaving()


def test_the_querys_deadline_holds_too() -> None:
    """It is told from the module's own limit."""
    with FakeEndpoint([Script("a", Stall())]) as server, pytest.raises(DeadlineExceeded, match="budget's seconds"):
        ask(server, FakeContext(seconds=0.3))


# --- options ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["", "localhost:8000", "ftp://host/v1", "http://", "http://host:port/v1", "http://h/?a=b"]
)
def test_what_is_no_address_is_refused_at_once(url: str) -> None:
    """The error names the option or the value, with an example."""
    with pytest.raises(ConfigError, match="http://127"):
        Vllm(url=url)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    """Addresses stand in errors and logs, so no secret may be in one."""
    with pytest.raises(ConfigError, match="api_key_env") as caught:
        Vllm(url="http://me:s3cret@host/v1")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("option", [{"max_tokens": 0}, {"parameters": -1}, {"retries": -1}])
def test_a_number_out_of_range_is_refused(option: dict[str, int]) -> None:
    """The error names the option."""
    with pytest.raises(ConfigError, match=next(iter(option))):
        Vllm(url="http://127.0.0.1:1/v1", **option)  # type: ignore[arg-type]


def test_an_architecture_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """A missing file, a broken one and an unknown model are each said."""
    with pytest.raises(ConfigError, match="cannot be read"):
        Vllm(url="http://h/v1", architecture=str(tmp_path / "nothing"))
    (tmp_path / "config.json").write_text("[]")
    with pytest.raises(ConfigError, match="not a model"):
        Vllm(url="http://h/v1", architecture=str(tmp_path))
    (tmp_path / "config.json").write_text('{"model_type": "mamba"}')
    with pytest.raises(ConfigError, match="mamba"):
        Vllm(url="http://h/v1", architecture=str(tmp_path / "config.json"))


def test_the_key_is_sent_and_never_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Even a server that repeats it in its refusal does not bring it into an error or a log."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("SOME_KEY", "s3cr3t-key")
    with FakeEndpoint([Script(status=401, error="bad key s3cr3t-key")]) as server:
        with pytest.raises(Rejected) as caught:
            ask(server, FakeContext(), api_key_env="SOME_KEY")
        assert server.requests[-1].headers["authorization"] == "Bearer s3cr3t-key"
    assert "s3cr3t" not in str(caught.value) + caplog.text


def test_a_key_that_is_refused_is_told_from_one_that_is_wanted() -> None:
    """What to do differs."""
    body = b'{"error": {"message": "Incorrect API key provided: s3cret"}}'
    refused, wanted = (errors.refused(401, body, url="http://x/v1", secret=key) for key in ("s3cret", ""))
    assert "is refused" in refused.hint and "s3cret" not in refused.message
    assert "is refused" not in wanted.hint and "api_key_env" in wanted.hint


def test_a_key_that_is_not_there_is_said_at_load(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable."""
    monkeypatch.delenv("SOME_KEY", raising=False)
    with pytest.raises(ConfigError, match="SOME_KEY"):
        Vllm(url="http://127.0.0.1:1/v1", api_key_env="SOME_KEY").load()


def test_the_manifest_and_the_module_have_the_same_options() -> None:
    """Every option documented is one the module takes, with the same default."""
    manifest = read_manifest(Path(package.__file__).parent / "module.toml")
    defaults = {key: option.default for key, option in manifest.config.items()}
    assert defaults == {**(Vllm.__init__.__kwdefaults__ or {}), "servers": [], **managed.DEFAULTS}
    assert manifest.serves[0] == "open"


def test_the_module_conforms() -> None:
    """The kit that every module is held to finds nothing."""
    manifest = Path(package.__file__).parent / "module.toml"
    with FakeEndpoint([Script("a", "b")]) as server:
        assert violations(manifest, None, [ASK], url=server.url, parameters=1000) == []


def test_proxies_of_the_environment_do_not_stand_before_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loopback server is asked directly."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with FakeEndpoint([Script("direct")]) as server:
        _, made = ask(server, FakeContext())
    assert made.text == "direct"


def test_runs_at_once_do_not_touch_each_other(architecture: str) -> None:
    """One instance, many queries: each gets its own answer and its own charge."""

    async def many(module: Vllm, contexts: list[FakeContext]) -> list[Generation]:
        made: list[Generation] = []

        async def one(context: FakeContext) -> None:
            made.append((await _run(module, ASK, context))[1])

        async with anyio.create_task_group() as group:
            for context in contexts:
                group.start_soon(one, context)
        return made

    contexts = [FakeContext() for _ in range(8)]
    with FakeEndpoint([Script("a", "b")]) as server:
        made = anyio.run(many, Vllm(url=server.url, architecture=architecture), contexts)
    assert [one.text for one in made] == ["ab"] * 8
    assert [context.charges for context in contexts] == [[(request_flops(SHAPE, PROMPT, 2), "modelled")]] * 8
