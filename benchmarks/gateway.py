"""What Orchestra costs before a server: `Orchestra.astream`, routing on, beside a bare client of the same server.

`python -m benchmarks.gateway [--vllm] [--rounds N]` writes benchmarks/results/gateway.md. Rounds of the two alternate
in one process, so that a noisy machine disturbs both alike; each round keeps 1, 8 or 32 requests under way. The mock
upstream runs in a process of its own; `--vllm` adds a real vLLM with a small random model on this machine. There the
server competes with its clients for the cores, so a third side shows what any computing before a request costs: the
bare client, after a busy wait.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import gc
import json
import os
import pstats
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from orchestra import Orchestra
from orchestra.plan.bindings import Query, bind
from orchestra.spec import Decided, GenerateRequest, Step, Text
from orchestra.testing.tiny_model import make_tiny_llama

RESULTS = Path(__file__).parent / "results"
CONCURRENCY = (1, 8, 32)
TOKENS = 128
BUSY = 0.003  #: CPU seconds of the busy client, about what a routed request takes before it is sent
PROFILE = """
name = "gateway"
[budget]
flops = "unlimited"
seconds = "unlimited"
[instances.vllm]
url = "{url}"
parameters = 50_000_000
max_tokens = {tokens}
"""
#: Open requests as people make them; with a subject each, none comes twice in a round.
REQUESTS = (
    "Write a short poem about {}.",
    "Tell me a story about {} for my daughter.",
    "Give me three ideas for a party with {} as its theme.",
    "Help me write a letter to my landlord about {}.",
    "What are good names for a shop that sells {}?",
    "Could you draft a friendly email to a colleague who likes {}?",
    "I am tired of {}. What should I do?",
    "Make a slogan for a campaign about {}.",
    "Write a scene in which two old friends argue over {}.",
    "Suggest a title for a novel about {}.",
    "Write a Python function that sorts a list of {} by their name.",
    "Explain {} to a child as you would in a letter.",
)
SUBJECTS = (
    "the sea", "rain", "a quiet street", "old books", "a train at night", "bread", "snow", "gardens", "lost keys",
    "the moon", "bicycles", "honey", "lanterns", "a lighthouse", "winter coats", "wooden toys", "market days",
    "cheese", "ferries", "grandmothers", "clocks", "tea", "bridges", "maps", "sparrows", "paper boats", "neighbours",
    "postcards", "violins", "apple trees",
)  # fmt: skip


@dataclass
class Side:
    """What one side did at one concurrency."""

    tokens: int = 0
    seconds: float = 0.0
    first: list[float] = field(default_factory=list)
    embedded: list[bool] = field(default_factory=list)  # whether the router bought an embedding
    rates: list[float] = field(default_factory=list)  # by round
    medians: list[float] = field(default_factory=list)  # of the seconds to the first token, by round
    worked: float = 0.0  # CPU seconds of this process

    @property
    def cpu(self) -> float:
        """CPU ms of this process for one request: what a busy machine does not disturb."""
        return 1000 * self.worked / len(self.first)

    def after(self, percent: int) -> float:
        """A percentile of the time to the first token, in ms."""
        return 1000 * statistics.quantiles(self.first, n=100, method="inclusive")[percent - 1]


#: A question to the seconds to the first token, how many came, and whether its embedding was bought.
Ask = Callable[[str], Awaitable[tuple[float, int, bool]]]


def question(number: int) -> str:
    """An open request, another one each time for a long while."""
    return REQUESTS[number % len(REQUESTS)].format(SUBJECTS[number // len(REQUESTS) % len(SUBJECTS)])


def messages(text: str) -> list[dict[str, str]]:
    """What Orchestra sends for a question, so that both sides ask for the same work."""
    request = bind("generator", Step(instance="vllm", role="answer"), Query(text=text), {})
    assert isinstance(request, GenerateRequest)
    return [{"role": turn.role, "content": turn.text} for turn in request.messages]


def bare(session: aiohttp.ClientSession, url: str, model: str) -> Ask:
    """A client that does the least: one request, each event read and parsed."""

    async def ask(text: str) -> tuple[float, int, bool]:
        body = {
            "model": model,
            "messages": messages(text),
            "max_tokens": TOKENS,
            "temperature": 0.0,
            "stream": True,
            "stream_options": {"include_usage": True, "continuous_usage_stats": True},
        }
        began, first, tokens = time.perf_counter(), 0.0, 0
        async with session.post(f"{url}/chat/completions", json=body) as response:
            assert response.status == 200, await response.text()
            async for line in response.content:
                if not line.startswith(b"data: {"):
                    continue
                event = json.loads(line[6:])
                if not first and event["choices"] and event["choices"][0]["delta"].get("content"):
                    first = time.perf_counter() - began
                if event.get("usage"):
                    tokens = event["usage"]["completion_tokens"]
        return first, tokens, False

    return ask


def busy(ask: Ask, seconds: float) -> Ask:
    """The same client after so much CPU time of its thread, which counts towards its first token."""

    async def busy_ask(text: str) -> tuple[float, int, bool]:
        began, worked = time.perf_counter(), time.thread_time()
        while time.thread_time() - worked < seconds:
            pass
        waited = time.perf_counter() - began
        first, tokens, embedded = await ask(text)
        return waited + first, tokens, embedded

    return busy_ask


def through(orchestra: Orchestra) -> Ask:
    """The same question to Orchestra, which decides for itself whom to ask."""

    async def ask(text: str) -> tuple[float, int, bool]:
        began, first, embedded = time.perf_counter(), 0.0, False
        stream = orchestra.astream(text)
        async for event in stream:
            if isinstance(event, Decided):
                embedded = len(event.decision.signals) > 1
            if not first and isinstance(event, Text):
                first = time.perf_counter() - began
        answer = stream.answer
        cut = answer.error is not None and answer.error.message.startswith("cut after")  # by max_tokens
        assert answer.plan == ("vllm",) and (cut or answer.error is None), answer
        return first, answer.usage.completion_tokens, embedded

    return ask


async def load(
    ask: Ask, concurrency: int, requests: int, side: Side, questions: Iterator[str], spread: float = 0.0
) -> None:
    """So many requests, `concurrency` at a time, the first of them spread over some seconds: users come so."""
    left = requests

    async def worker() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            first, tokens, embedded = await ask(next(questions))
            side.first.append(first)
            side.embedded.append(embedded)
            side.tokens += tokens

    async def later(seconds: float) -> None:
        await asyncio.sleep(seconds)
        await worker()

    before, known, began, worked = side.tokens, len(side.first), time.perf_counter(), time.process_time()
    await asyncio.gather(*(later(spread * number / concurrency) for number in range(concurrency)))
    seconds = time.perf_counter() - began
    side.worked += time.process_time() - worked
    side.seconds += seconds
    side.rates.append((side.tokens - before) / seconds)
    side.medians.append(statistics.median(side.first[known:]))


async def compare(
    url: str, model: str, rounds: int, waves: int, spread: float, questions: Iterator[str], *, shared: bool = False
) -> tuple[list[str], str]:
    """The rows of one server's table, and what dominates."""
    rows: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "gateway.toml")
        profile.write_text(PROFILE.format(url=url, tokens=TOKENS))
        connector = aiohttp.TCPConnector(limit=0)
        async with (
            Orchestra(profile, home=Path(folder, "home")) as orchestra,
            aiohttp.ClientSession(connector=connector) as session,
        ):
            alone = bare(session, url, model)
            sides: dict[str, Ask] = {"bare": alone, "orchestra": through(orchestra)}
            if shared:
                sides["busy"] = busy(alone, BUSY)
            await orchestra.aroute(
                "What is 2 + 2?"
            )  # solvers read few open questions, and load when they read the first
            for ask in sides.values():  # connections, caches and imports
                await load(ask, 4, 16, Side(), questions)
            for concurrency in CONCURRENCY:
                taken = {name: Side() for name in sides}
                for round in range(rounds):
                    turn = round % len(sides)
                    for name in [*sides, *sides][turn : turn + len(sides)]:
                        gc.collect()
                        requests = max(12, concurrency * waves)
                        await load(sides[name], concurrency, requests, taken[name], questions, spread)
                rows.append(row(concurrency, taken["bare"], taken["orchestra"], taken.get("busy")))
                print(rows[-1], flush=True)
            return rows, await profiled(sides["orchestra"], questions)


def by_round(side: Side, alone: Side) -> str:
    """What a side adds to the median first token of a round: the middle of the rounds, and their quartiles, in ms."""
    added = [1000 * (mine - theirs) for mine, theirs in zip(side.medians, alone.medians, strict=True)]
    low, middle, high = statistics.quantiles(added, n=4, method="inclusive")
    return f"{middle:+.1f} ({low:+.1f} to {high:+.1f})"


def row(concurrency: int, alone: Side, ours: Side, computing: Side | None) -> str:
    """One line: rates, the share kept, and what was added to the first token."""
    rates = [side.tokens / side.seconds for side in (alone, ours)]
    pairs = [mine / theirs for mine, theirs in zip(ours.rates, alone.rates, strict=True)]
    added = [ours.after(percent) - alone.after(percent) for percent in (50, 95)]
    looked = [first for first, embedded in zip(ours.first, ours.embedded, strict=True) if embedded]
    slower = f"{1000 * statistics.median(looked) - alone.after(50):+.2f}" if looked else ""
    return (
        f"| {concurrency} | {len(ours.first)} | {rates[0]:,.0f} | {rates[1]:,.0f} | {rates[1] / rates[0]:.3f} "
        f"| {statistics.median(pairs):.3f} | {alone.after(50):.1f} / {alone.after(95):.1f} "
        f"| {added[0]:+.2f} | {by_round(ours, alone)} | {by_round(computing, alone) if computing else ''} "
        f"| {added[1]:+.2f} | {len(looked) / len(ours.first):.2f}, {slower} "
        f"| {1000 * (min(ours.first) - min(alone.first)):+.2f} "
        f"| {alone.cpu:.2f} / {ours.cpu:.2f} |"
    )


HEAD = (
    "| under way | requests a side | bare tok/s | Orchestra tok/s | kept | kept, median round "
    "| bare first token p50 / p95 ms | added p50 ms "
    "| added p50, of rounds (quartiles) | busy client's added p50, of rounds "
    "| added p95 ms | share with an embedding, added p50 of those "
    "| added to the fastest, ms | CPU ms a request, bare / Orchestra |\n|" + "---|" * 14
)


async def profiled(ask: Ask, questions: Iterator[str]) -> str:
    """Where the client's process spends its time at 32 requests under way, by own time."""
    profiler = cProfile.Profile()
    profiler.enable()
    await load(ask, 32, 96, Side(), questions)
    profiler.disable()
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    whole = sum(own for _, _, own, _, _ in stats.values())
    waiting = sum(own for (_, _, name), (_, _, own, _, _) in stats.items() if "poll" in name)
    busy = whole - waiting
    lines = ["| share of busy time | calls | where |", "|---|---|---|"]
    ranked = sorted(stats.items(), key=lambda item: -item[1][2])
    for (file, line, name), (_, calls, own, _, _) in [entry for entry in ranked if "poll" not in entry[0][2]][:14]:
        place = "/".join(Path(file).parts[-2:])
        where = name if file == "~" else f"{place}:{line} {name}"
        lines.append(f"| {own / busy:.1%} | {calls:,} | `{where}` |")
    return "\n".join([*lines, "", f"Busy {busy:.2f} s of {whole:.2f} s, profiler's own cost included."])


@contextmanager
def mock(first: float, gap: float) -> Iterator[str]:
    """The mock upstream in a process of its own; its address."""
    arguments = ["--tokens", str(TOKENS), "--first", str(first), "--gap", str(gap)]
    command = [sys.executable, "-m", "benchmarks.mock_upstream", *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdin is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        process.stdin.close()


def made_up_model(folder: Path) -> Path:
    """A Llama of 42 M parameters, random, which writes words without end: only they are ever the likeliest token."""
    import torch

    transformers: Any = import_module("transformers")  # untyped in places
    make_tiny_llama(folder, steps=1)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    torch.manual_seed(0)
    shape = {"hidden_size": 512, "intermediate_size": 1376, "num_hidden_layers": 14, "num_attention_heads": 8}
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer),
        max_position_embeddings=1024,
        eos_token_id=tokenizer.eos_token_id,
        tie_word_embeddings=False,
        **shape,
    )
    model = transformers.LlamaForCausalLM(config).to(torch.bfloat16)
    words = {n for n in range(len(tokenizer)) if tokenizer.decode([n]).strip().isalpha()}
    with torch.no_grad():  # a row of zeros has the score 0, and of many others some score is above it
        model.lm_head.weight[[n for n in range(len(tokenizer)) if n not in words]] = 0
    model.save_pretrained(folder)
    return folder


@contextmanager
def vllm(folder: Path) -> Iterator[str]:
    """A real vLLM with a small model; its address."""
    model = made_up_model(folder / "model")
    port = 8197
    command = [sys.executable, "-m", "vllm.entrypoints.openai.api_server", "--model", str(model)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--served-model-name", "core", "--max-model-len", "1024"]
    command += ["--enforce-eager", "--kv-cache-memory-bytes", str(2**28), "--enable-prompt-tokens-details"]
    environ = {**os.environ, "HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1"}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environ, cwd=folder, start_new_session=True)
    try:
        for _ in range(600):
            time.sleep(0.5)
            assert process.poll() is None, (folder / "log").read_text()[-3000:]
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5)
                break
            except (urllib.error.URLError, OSError):
                continue
        keep_off(process.pid)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def keep_off(group: int) -> None:
    """Leave the cores that the server's worker has bound itself to: who shares them is starved at random."""
    listed = subprocess.run(["ps", "-eo", "pid=,pgid="], capture_output=True, text=True, check=True).stdout
    pairs = (tuple(map(int, line.split())) for line in listed.splitlines())
    bound = [os.sched_getaffinity(pid) for pid, of in pairs if of == group]
    if others := os.sched_getaffinity(0) - min(bound, key=len):
        os.sched_setaffinity(0, others)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--vllm", action="store_true")
    parser.add_argument("--only", choices=["paced", "unpaced", "vllm"])
    arguments = parser.parse_args()
    parts: list[str] = []

    def measure(title: str, url: str, model: str, waves: int, spread: float, *, shared: bool = False) -> None:
        print(f"\n{title}\n{HEAD}", flush=True)
        questions = map(question, count())
        rows, profile = asyncio.run(compare(url, model, arguments.rounds, waves, spread, questions, shared=shared))
        print(profile, flush=True)
        dominates = f"What dominates, at 32 under way:\n\n{profile}\n"
        parts.append(f"## {title}\n\n{HEAD}\n" + "\n".join(rows) + f"\n\n{dominates}")

    if arguments.only in (None, "paced"):
        with mock(0.05, 0.01) as url:
            measure("Mock upstream, 50 ms to the first token, 100 tokens/s a stream", url, "mock", 2, 1.3)
    if arguments.only in (None, "unpaced"):
        with mock(0.0, 0.0) as url:
            measure("Mock upstream, without pause", url, "mock", 8, 0.0)
    if arguments.vllm or arguments.only == "vllm":
        with tempfile.TemporaryDirectory() as folder, vllm(Path(folder)) as url:
            measure("vLLM on this machine, a Llama of 42 M parameters", url, "core", 3, 0.5, shared=True)
    if arguments.only is None:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "gateway.md").write_text(report(parts), encoding="utf-8")


def report(parts: list[str]) -> str:
    """The whole page."""
    return (
        "# What Orchestra costs before a server\n\n"
        "`python -m benchmarks.gateway`: `Orchestra.astream` with routing and traces on, beside a bare aiohttp client "
        f"that parses every event, {TOKENS} tokens an answer, rounds alternating in one process. Client and server "
        "share this machine's cores, so read shares and differences. Without a pause a server takes no time of its "
        "own: that table shows what a request costs here, and no share of any server. Before vLLM a third side does "
        f"{1000 * BUSY:.0f} ms of CPU work before each bare request, no more: what it adds is the price of any "
        "work there. "
        f"Load of the machine when this was written: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores.\n\n"
        "Others, as published: LiteLLM's proxy keeps 0.56 of requests/s before gpt-oss-120b (litellm#21046); Ray Serve "
        "LLM 0.88 at 32 under way (ray#59681).\n\n" + "\n".join(parts)
    )


if __name__ == "__main__":
    main()
