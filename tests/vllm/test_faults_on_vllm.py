"""A real server that is full, hung, killed and started again: each ends in its own error in time, and then it works.

The time limits here are far under the defaults; where a test waits for an error, `fail_after` bounds it.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, aclosing, contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from orchestra_modules.vllm import Vllm

from orchestra import Orchestra
from orchestra.spec import (
    GenerateRequest,
    Generation,
    OrchestraError,
    Overloaded,
    Rejected,
    StreamBroken,
    Text,
    Turn,
    Unreachable,
)
from orchestra.testing import FakeContext
from orchestra.testing.tiny_model import ENDLESS, PAIRS

pytestmark = pytest.mark.vllm

QUESTION, ANSWER = PAIRS[3]
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "route": {"type": "string", "enum": ["small", "large"]},
        "places": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 9}, "maxItems": 3},
    },
    "required": ["route", "places"],
    "additionalProperties": False,
}


def asked(text: str, **settings: Any) -> GenerateRequest:
    """One user message."""
    return GenerateRequest(messages=(Turn(role="user", text=text),), **settings)


async def generate(module: Vllm, request: GenerateRequest) -> Generation:
    """The generation alone."""
    *_, last = [item async for item in module.run(request, FakeContext())]
    assert isinstance(last, Generation)
    return last


async def works(module: Vllm) -> None:
    """The next query is answered."""
    assert (await generate(module, asked(QUESTION))).text == ANSWER


def run(work: Callable[[], Awaitable[Any]], seconds: float = 90) -> Any:
    """A coroutine function, within a bound."""

    async def bounded() -> Any:
        with anyio.fail_after(seconds):
            return await work()

    return anyio.run(bounded)


@contextmanager
def hung(process: Any) -> Iterator[None]:
    """The engine stopped, while the process that listens goes on."""
    process.signal_engine(signal.SIGSTOP)
    try:
        yield
    finally:
        process.signal_engine(signal.SIGCONT)


def healthy(process: Any) -> bool:
    """What /health says."""
    return httpx.get(f"{process.server.root}/health", timeout=10, trust_env=False).status_code == 200


def test_two_hundred_answers_keep_to_their_schema(server: Any) -> None:
    """Sixteen at a time, hot and cold, from a model that knows no JSON: each is valid, without exception."""
    module = Vllm(url=server.url)
    texts: list[str] = []

    async def some(numbers: range) -> None:
        for number in numbers:
            request = asked(f"Which route, number {number}?", json_schema=SCHEMA, max_tokens=100)
            if number % 2:
                request = request.model_copy(
                    update={"sampling": request.sampling.model_copy(update={"temperature": 1})}
                )
            texts.append((await generate(module, request)).text)

    async def all_of_them() -> None:
        async with anyio.create_task_group() as group:
            for first in range(16):
                group.start_soon(some, range(first, 200, 16))

    run(all_of_them, 240)
    answers = [json.loads(text) for text in texts]
    assert len(answers) == 200
    for answer in answers:
        assert set(answer) == {"route", "places"} and answer["route"] in ("small", "large")
        assert len(answer["places"]) <= 3 and all(0 <= place <= 9 for place in answer["places"])


def make_adapter(folder: Path) -> Path:
    """A LoRA adapter of random weights, large enough to change every answer."""
    import numpy as np
    from safetensors.numpy import save_file

    dice = np.random.default_rng(0)
    weights = {}
    for layer in range(2):
        for name, out in (("q_proj", 128), ("v_proj", 64)):
            prefix = f"base_model.model.model.layers.{layer}.self_attn.{name}"
            weights[f"{prefix}.lora_A.weight"] = dice.normal(size=(4, 128)).astype(np.float32)
            weights[f"{prefix}.lora_B.weight"] = dice.normal(size=(out, 4)).astype(np.float32)
    folder.mkdir()
    save_file(weights, folder / "adapter_model.safetensors")
    settings = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": "core",
        "r": 4,
        "lora_alpha": 16,
        "lora_dropout": 0.0,
        "bias": "none",
        "target_modules": ["q_proj", "v_proj"],
    }
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    return folder


def test_an_adapter_is_loaded_at_run_time_and_answers_in_its_own_way(server: Any, tmp_path: Path) -> None:
    """It is chosen by its examples, it costs more than its base, and the base still answers as it did."""
    adapter = make_adapter(tmp_path / "wild")
    profile = tmp_path / "profile.toml"
    profile.write_text(
        f"""
name = "adapters"
[instances.vllm]
url = "{server.url}"
model = "core"
max_tokens = 30
[instances.wild]
module = "vllm"
url = "{server.url}"
adapter = "{adapter}"
max_tokens = 30
examples = ["Say it wildly: good morning", "Say it wildly: the train is late", "Say it wildly: I am hungry"]
"""
    )
    with Orchestra.from_profile(profile, home=tmp_path / "home") as orchestra:
        wild = orchestra.ask("Say it wildly: good morning")
        assert wild.plan == ("wild",) and wild.usage.completion_tokens > 0
        plain = orchestra.ask(QUESTION)
        assert (plain.plan, plain.text) == (("vllm",), ANSWER)
        adapted, base = (orchestra.ask(QUESTION, modules=[name]) for name in ("wild", "vllm"))
    assert adapted.text != base.text == ANSWER
    listed = httpx.get(f"{server.url}/models", timeout=30, trust_env=False).json()["data"]
    assert {model["id"]: model["parent"] for model in listed} == {"core": None, "wild": "core"}


def test_an_adapter_that_is_not_there_is_rejected(server: Any, tmp_path: Path) -> None:
    """In the server's words, and the base is not the worse for it."""
    (tmp_path / "nothing").mkdir()
    module = Vllm(url=server.url, adapter=str(tmp_path / "nothing"), model="nothing")

    async def ask() -> None:
        with pytest.raises(Rejected, match="No adapter found"):
            await generate(module, asked(QUESTION))

    run(ask)
    run(lambda: works(Vllm(url=server.url, model="core")))


def test_a_server_without_adapters_is_told_how_it_would(fragile: Any) -> None:
    """The hint has the flag and the variable."""

    async def ask() -> OrchestraError:
        with pytest.raises(Rejected) as caught:
            await generate(Vllm(url=fragile.server.url, adapter="poet"), asked(QUESTION))
        return caught.value

    error = run(ask)
    assert "--enable-lora" in error.hint and "VLLM_ALLOW_RUNTIME_LORA_UPDATING=1" in error.hint


def test_a_full_queue_is_overload_and_ends_with_it(fragile: Any) -> None:
    """Endless answers fill it; when they are left, its running requests fall to 0 and the next is answered."""
    module = Vllm(url=fragile.server.url, max_tokens=16000, retries=1)

    async def fill() -> None:
        async with AsyncExitStack() as stack:
            with pytest.raises(Overloaded, match="503"):
                for _ in range(8):  # it takes two; on a busy machine one may be at its limit before the third comes
                    stream: Any = await stack.enter_async_context(aclosing(module.run(asked(ENDLESS), FakeContext())))
                    while not isinstance(await anext(stream), Text):
                        continue
        assert await anyio.to_thread.run_sync(fragile.server.wait_for, "vllm:num_requests_running", 0)
        await works(module)

    run(fill)


def test_an_engine_that_hangs_before_the_first_token_is_overload_though_health_is_well(fragile: Any) -> None:
    """It ends at the first token's limit, and when the engine goes on so does the next query."""
    module = Vllm(url=fragile.server.url, first_token_timeout=2.0, retries=0)

    async def ask() -> None:
        await works(module)
        with hung(fragile):
            with pytest.raises(Overloaded, match="no token within 2 s"):
                await generate(module, asked(QUESTION))
            assert await anyio.to_thread.run_sync(healthy, fragile)
        await works(Vllm(url=fragile.server.url))

    run(ask)


def test_an_engine_that_hangs_within_an_answer_breaks_the_stream(fragile: Any) -> None:
    """At the limit between two pieces; the text that came is not lost to the charge."""
    module, context = Vllm(url=fragile.server.url, between_timeout=2.0, max_tokens=16000), FakeContext()

    async def ask() -> None:
        stopped = False
        stream: Any = module.run(asked(ENDLESS), context)
        try:
            with pytest.raises(StreamBroken, match="fell silent"):
                async with aclosing(stream):
                    async for item in stream:
                        if isinstance(item, Text) and not stopped:
                            stopped = True
                            fragile.signal_engine(signal.SIGSTOP)
            assert await anyio.to_thread.run_sync(healthy, fragile)
        finally:
            fragile.signal_engine(signal.SIGCONT)
        await works(module)

    run(ask)
    assert context.charged > 0


def test_a_hung_server_is_passed_over_for_one_that_is_well(server: Any, fragile: Any) -> None:
    """Whatever /health says: the query is answered elsewhere, before its first byte."""
    module = Vllm(url=fragile.server.url, servers=[server.url], first_token_timeout=2.0, model="core")

    async def ask() -> None:
        await works(module)
        with hung(fragile):
            for number in range(6):
                made = await generate(module, asked(f"Question {number}?", max_tokens=5))
                assert made.usage.completion_tokens > 0

    run(ask)


def test_a_killed_server_breaks_its_stream_and_works_again_when_it_is_back(fragile: Any) -> None:
    """Killed within an answer: the stream breaks. Gone: unreachable, and where. Back: the same instance goes on."""
    module = Vllm(url=fragile.server.url, max_tokens=16000, retries=0)

    async def ask() -> None:
        killed = False
        stream: Any = module.run(asked(ENDLESS), FakeContext())
        with pytest.raises(StreamBroken):
            async with aclosing(stream):
                async for item in stream:
                    if isinstance(item, Text) and not killed:
                        killed = True
                        fragile.kill()
        with pytest.raises(Unreachable, match=fragile.server.url):
            await generate(module, asked(QUESTION))
        await anyio.to_thread.run_sync(fragile.start)
        await works(module)

    run(ask, 400)
