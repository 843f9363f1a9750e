"""What the module `transformers` makes of a model's speed, beside the library's own `generate` on the same model.

`python -m benchmarks.local_model [--rounds N] [--tokens N]` writes benchmarks/results/local_model.md. A random Llama of
some 30 million parameters is made on the spot. Every round asks each prompt of each runner in turn, so that a noisy
machine disturbs all alike: read the ratios, which are medians over answers to one prompt in one round. It says nothing
of any model's answers.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import anyio
import orchestra_modules.transformers as package
from orchestra_modules.transformers.folder import find
from orchestra_modules.transformers.language_model import LanguageModel

from orchestra.budget.ledger import Ledger
from orchestra.config import Limits
from orchestra.runtime.instance import Instance
from orchestra.runtime.scope import Scope
from orchestra.spec import Budget, GenerateRequest, Generation, ModuleEvent, Text, Turn, read_manifest
from orchestra.testing.tiny_model import make_tiny_llama

RESULTS = Path(__file__).parent / "results"
PROMPTS = (
    "Write a short poem about the sea.",
    "Describe a house by the river to a friend who has never seen it, room by room. " * 4,
    "List what to take along on a walk. " * 16,
)
FIRSTS = 40  # first tokens timed, of the shortest prompt


@dataclass
class Taken:
    """One answer: its tokens, the seconds of all of them, and of the first."""

    tokens: int
    seconds: float
    first: float | None = None

    @property
    def rate(self) -> float:
        """Tokens a second, the prompt's time included."""
        return self.tokens / self.seconds


Run = Callable[[str, int], Awaitable[Taken]]


@dataclass
class Runner:
    """A way to have a prompt answered, and what its answers took."""

    name: str
    run: Run
    taken: list[Taken] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)


def make_model(folder: Path) -> Path:
    """A random Llama with the tiny model's tokenizer; no answer of it ends by itself but by chance."""
    import torch

    transformers: Any = import_module("transformers")
    make_tiny_llama(folder, steps=1)
    config = transformers.AutoConfig.from_pretrained(folder)
    config.update({"hidden_size": 512, "intermediate_size": 1536, "num_hidden_layers": 10, "num_attention_heads": 8})
    config.update({"num_key_value_heads": 2, "head_dim": 64})
    torch.manual_seed(0)
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def by_generate(model: LanguageModel) -> Run:
    """The library's own loop."""
    import torch

    async def run(text: str, tokens: int) -> Taken:
        ids = torch.tensor([prompt_ids(model, text)])
        began = time.perf_counter()
        done = model._model.generate(
            ids, attention_mask=torch.ones_like(ids), do_sample=False, max_new_tokens=tokens, min_new_tokens=tokens
        )
        return Taken(done.shape[1] - ids.shape[1], time.perf_counter() - began)

    return run


def prompt_ids(model: LanguageModel, text: str) -> list[int]:
    """A prompt by the chat template."""
    messages = [{"role": "user", "content": text}]
    return model.encode(model.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True))


def by_instance(instance: Instance) -> Run:
    """The module as the runtime calls it."""

    async def run(text: str, tokens: int) -> Taken:
        request = GenerateRequest(messages=(Turn(role="user", text=text),), max_tokens=tokens)
        scope = Scope(uuid.uuid4().hex, Ledger(Budget()), lambda kind: None)
        first: list[float] = []

        async def emit(event: ModuleEvent) -> None:
            if isinstance(event, Text) and not first:
                first.append(time.perf_counter())

        began = time.perf_counter()
        result = await scope.call(instance, request, emit=emit)
        seconds = time.perf_counter() - began
        assert isinstance(result, Generation)
        return Taken(result.usage.completion_tokens, seconds, first[0] - began if first else None)

    return run


async def measure(folder: Path, dtype: str, rounds: int, tokens: int, threads: int) -> list[Runner]:
    """Every runner's answers, interleaved, after one round to warm up."""
    manifest = read_manifest(Path(package.__file__).parent / "module.toml")
    options = manifest.options({"model": str(folder), "dtype": dtype, "threads": threads, "device": "cpu"})
    limiter = anyio.CapacityLimiter(4)
    limits = Limits(memory_bytes=16 * 2**30)
    here = manifest.model_copy(update={"isolation": "inline"})
    inline = Instance(here, "inline", options, limits=limits, threads=limiter)
    process = Instance(manifest, "process", options, limits=limits, threads=limiter)
    library = LanguageModel(find(str(folder)), device="cpu", dtype=dtype, threads=threads)
    runners = [
        Runner("`generate` of transformers", by_generate(library)),
        Runner("the module, in the same process", by_instance(inline)),
        Runner("the module, in its worker", by_instance(process)),
    ]
    try:
        for number in range(rounds + 1):
            for text in PROMPTS:
                for runner in runners:
                    taken = await runner.run(text, tokens)
                    if number:
                        runner.taken.append(taken)
        for _ in range(FIRSTS):
            for runner in runners[1:]:
                runner.firsts.append((await runner.run(PROMPTS[0], 1)).first or 0.0)
    finally:
        await inline.close()
        await process.close()
    return runners


def table(found: dict[str, list[Runner]]) -> str:
    """The figures as Markdown: each rate with its ratio to the library's, and the times to a first token."""
    rows = ["| number format | runner | tokens/s | ratio (quartiles) | first token, ms |", "|---|---|---|---|---|"]
    for dtype, runners in found.items():
        for runner in runners:
            rate = statistics.median(each.rate for each in runner.taken)
            ratios = [own.rate / theirs.rate for own, theirs in zip(runner.taken, runners[0].taken, strict=True)]
            first = f"{1000 * statistics.median(runner.firsts):.1f}" if runner.firsts else ""
            rows.append(f"| {dtype} | {runner.name} | {rate:.1f} | {spread(ratios, '.2f')} | {first} |")
    return "\n".join(rows) + "\n"


def added(found: dict[str, list[Runner]]) -> str:
    """What the worker adds to the time to the first token, pair by pair."""
    lines = []
    for dtype, (_, inline, process) in found.items():
        gaps = [1000 * (far - near) for near, far in zip(inline.firsts, process.firsts, strict=True)]
        lines.append(f"- {dtype}: the worker adds {spread(gaps, '.1f')} ms to the first token.")
    return "\n".join(lines) + "\n"


def spread(values: list[float], form: str) -> str:
    """The median, and the quartiles."""
    low, middle, high = statistics.quantiles(values, n=4)
    return f"{middle:{form}} ({low:{form}} to {high:{form}})"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tokens", type=int, default=32)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = make_model(Path(name))
        found = {
            dtype: anyio.run(measure, folder, dtype, args.rounds, args.tokens, args.threads)
            for dtype in ("float32", "bfloat16")
        }
    about = f"{args.rounds} rounds of {len(PROMPTS)} prompts, {args.tokens} tokens each, {args.threads} thread(s).\n"
    text = f"# A model in process, beside the library's own loop\n\n{about}\n{table(found)}\n{added(found)}"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "local_model.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
