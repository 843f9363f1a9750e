"""The module on a tiny model in this process: what it writes, counts, charges, refuses, and when it stops."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from orchestra_modules.transformers import Transformers

from orchestra.budget.flops import DecoderConfig, max_tokens_within, prefill_flops, request_flops
from orchestra.spec import (
    BudgetExceeded,
    ConfigError,
    DeadlineExceeded,
    Declined,
    GenerateRequest,
    Generation,
    LoadError,
    Rejected,
    RunError,
    Sampling,
    Text,
    Turn,
    Warned,
)
from orchestra.testing import FakeContext
from orchestra.testing.tiny_model import ENDLESS, PAIRS

QUESTION, ANSWER = PAIRS[3]
Make = Callable[..., Transformers]


@pytest.fixture(scope="module")
def module(tiny_llama: Path, one_thread: Any) -> Transformers:
    """The module, loaded once; it keeps nothing from run to run."""
    made = Transformers(model=str(tiny_llama), dtype="float32")
    made.load()
    return made


@pytest.fixture(scope="module")
def shape(tiny_llama: Path) -> DecoderConfig:
    """The model's shape, from its own config.json."""
    return DecoderConfig.from_hf(json.loads((tiny_llama / "config.json").read_text()))


@pytest.fixture(scope="module")
def library(tiny_llama: Path, one_thread: Any) -> tuple[Any, Any]:
    """The library's own tokenizer and model, for comparison."""
    transformers = pytest.importorskip("transformers")
    model = transformers.AutoModelForCausalLM.from_pretrained(tiny_llama, dtype=one_thread.float32)
    return transformers.AutoTokenizer.from_pretrained(tiny_llama), model


def asked(*texts: str, **options: Any) -> GenerateRequest:
    """A request: turns of user and assistant in turn."""
    roles = ("user", "assistant") * len(texts)
    return GenerateRequest(messages=tuple(Turn(role=r, text=t) for r, t in zip(roles, texts, strict=False)), **options)  # type: ignore[arg-type]


def ran(module: Transformers, request: GenerateRequest, context: FakeContext | None = None) -> tuple[list[Text], Any]:
    """The pieces of text, and the result."""
    *events, result = module.run(request, context or FakeContext())
    texts = [event for event in events if isinstance(event, Text)]
    assert len(texts) == len(events)
    return texts, result


def prompt_of(tokenizer: Any, request: GenerateRequest) -> list[int]:
    """The prompt's tokens, by the tokenizer's own template."""
    messages = [{"role": turn.role, "content": turn.text} for turn in request.messages]
    ids: list[int] = tokenizer.apply_chat_template(messages, add_generation_prompt=True)["input_ids"]
    return ids


@pytest.mark.parametrize(
    "texts",
    [(QUESTION,), ("Hello!",), (ENDLESS,), ("What is 7 times 3?", "21.", "And a name for a cat?"), ("river " * 200,)],
    ids=["known", "short", "endless", "history", "longer than one pass"],
)
def test_a_greedy_answer_is_the_librarys_own(module: Transformers, library: tuple[Any, Any], texts: Any) -> None:
    """Token for token, and the pieces joined are the text; counts are the tokenizer's."""
    tokenizer, model = library
    request = asked(*texts, max_tokens=40)
    pieces, result = ran(module, request)

    ids = prompt_of(tokenizer, request)
    batch = pytest.importorskip("torch").tensor([ids])
    own = model.generate(batch, attention_mask=batch * 0 + 1, do_sample=False, max_new_tokens=40)[0, len(ids) :]
    assert result.text == tokenizer.decode(own, skip_special_tokens=True)
    assert "".join(piece.text for piece in pieces) == result.text
    assert (result.usage.prompt_tokens, result.usage.completion_tokens) == (len(ids), len(own))
    assert result.finish == ("stop" if own[-1] == tokenizer.eos_token_id else "length")


def test_text_comes_token_by_token_and_the_charge_is_the_formulas(module: Transformers, shape: DecoderConfig) -> None:
    """More than a few pieces, and one charge that is integer equal to the request's formula."""
    context = FakeContext()
    pieces, result = ran(module, asked(QUESTION), context)
    assert result.text == ANSWER and result.finish == "stop" and len(pieces) > 10
    flops = request_flops(shape, result.usage.prompt_tokens, result.usage.completion_tokens)
    assert context.charges == [(flops, "counted")]


@pytest.mark.parametrize("how", ["cancelled", "deadline", "closed"])
def test_a_run_that_is_given_up_ends_within_one_token(module: Transformers, shape: DecoderConfig, how: str) -> None:
    """What was computed is charged to the token, and nothing after it is."""
    context = FakeContext(seconds=60)
    prompt = ran(module, asked(ENDLESS, max_tokens=1))[1].usage.prompt_tokens
    run: Any = module.run(asked(ENDLESS), context)
    for _ in range(5):
        next(run)
    if how == "closed":
        run.close()
    else:
        context.cancelled, context.seconds = how == "cancelled", 0 if how == "deadline" else 60
        with pytest.raises(DeadlineExceeded):
            next(run)
    assert context.charges == [(request_flops(shape, prompt, 5), "counted")]


def test_a_long_prompt_is_given_up_midway(module: Transformers, shape: DecoderConfig) -> None:
    """It goes through in parts, and no more of them are computed once the query is cancelled."""

    class Twice(FakeContext):
        asked = 0

        def check(self) -> None:
            self.asked += 1
            self.cancelled = self.asked > 2
            super().check()

    context = Twice()
    with pytest.raises(DeadlineExceeded):
        ran(module, asked("river " * 800), context)
    assert 0 < context.charged < prefill_flops(shape, 400)


def test_a_grant_is_never_exceeded_and_used_to_the_last_token(module: Transformers, shape: DecoderConfig) -> None:
    """The most tokens that it pays for, by the closed form, and not one more."""
    size = ran(module, asked(ENDLESS, max_tokens=1))[1].usage.prompt_tokens
    for grant in range(prefill_flops(shape, size), request_flops(shape, size, 30), 3_000_001):
        context = FakeContext(grant=grant)
        _, result = ran(module, asked(ENDLESS), context)
        assert context.charged <= grant
        assert (result.usage.completion_tokens, result.finish) == (max_tokens_within(shape, size, grant), "length")


def test_a_grant_too_small_for_one_token_is_refused_before_any_work(module: Transformers) -> None:
    """With both numbers in the message, and nothing charged."""
    context = FakeContext(grant=1000)
    with pytest.raises(BudgetExceeded, match="and 1,000 FLOP are granted"):
        ran(module, asked(QUESTION), context)
    assert context.charges == [(0, "counted")]


def test_one_seed_gives_one_text_and_others_others(module: Transformers) -> None:
    """The context's seed, and the request's before it."""

    def drawn(seed: int, own: int | None = None) -> str:
        request = asked("river house light", max_tokens=30, sampling=Sampling(temperature=3.0, seed=own))
        return str(ran(module, request, FakeContext(seed=seed))[1].text)

    assert drawn(1) == drawn(1)
    assert len({drawn(seed) for seed in range(4)}) == 4
    assert drawn(1, own=7) == drawn(2, own=7)
    assert drawn(1, own=-(2**80)) == drawn(2, own=-(2**80))


@pytest.mark.parametrize("sampling", [Sampling(temperature=1e-320), Sampling(temperature=5.0, top_p=1e-9)])
def test_sampling_at_its_narrowest_is_greedy(module: Transformers, sampling: Sampling) -> None:
    """No temperature is so low that it divides by nothing, and some token always stays."""
    assert ran(module, asked(QUESTION, sampling=sampling))[1].text == ANSWER


def test_a_stop_string_ends_the_answer_before_it(module: Transformers) -> None:
    """Though it spans tokens; what was drawn for it is counted."""
    pieces, result = ran(module, asked(QUESTION, sampling=Sampling(stop=("nowhere", "is blue"))))
    assert (result.text, result.finish) == ("The sea is wide, the sea ", "stop")
    assert "".join(piece.text for piece in pieces) == result.text


def test_one_token_is_an_answer_cut_short(module: Transformers) -> None:
    """The least that can be asked for."""
    _, result = ran(module, asked(QUESTION, max_tokens=1))
    assert (result.usage.completion_tokens, result.finish) == (1, "length")


def test_a_prompt_over_the_window_is_rejected_with_both_numbers(module: Transformers) -> None:
    """Before any work, and nothing charged."""
    context = FakeContext()
    with pytest.raises(Rejected, match=r"the prompt is \d{4} tokens and llama takes 1024"):
        ran(module, asked("river " * 2000), context)
    assert context.charges == [(0, "counted")]


def test_a_prompt_just_under_the_window_is_answered_with_what_room_is_left(module: Transformers) -> None:
    """The window holds the answer too."""
    sizes = [ran(module, asked("a" * n, max_tokens=1))[1].usage.prompt_tokens for n in (50, 51)]
    assert [b - a for a, b in pairwise(sizes)] == [1]
    _, result = ran(module, asked("a" * (50 + 1020 - sizes[0])))
    assert (result.usage.prompt_tokens, result.usage.completion_tokens <= 4) == (1020, True)


def test_earlier_turns_that_the_window_does_not_hold_are_left_out(module: Transformers) -> None:
    """The oldest exchange, and no more than that; with a warning, and with their number."""
    first, second = "river " * 900, "river " * 20
    whole = asked(first, "yes", second, "no", QUESTION, earlier=4, max_tokens=200)
    least = ran(module, asked(second, "no", QUESTION, max_tokens=1))[1].usage.prompt_tokens

    warned, *_, result = module.run(whole, FakeContext())

    assert isinstance(warned, Warned)
    assert "the oldest 2 of 4 earlier turns" in warned.message
    assert "1,024 tokens" in warned.message
    assert isinstance(result, Generation)
    assert (result.left_out, result.usage.prompt_tokens) == (2, least)


def test_no_message_at_all_is_rejected(module: Transformers) -> None:
    """There is nothing to answer."""
    context = FakeContext()
    with pytest.raises(Rejected, match="no message"):
        ran(module, GenerateRequest(messages=()), context)
    assert context.charges == [(0, "counted")]


def test_a_schema_is_declined_and_costs_nothing(module: Transformers) -> None:
    """As the manifest says: it is not kept to, and so not promised."""
    context = FakeContext()
    pieces, result = ran(module, asked(QUESTION, json_schema={"type": "object"}), context)
    assert isinstance(result, Declined) and not pieces and context.charges == [(0, "counted")]


@pytest.mark.parametrize("text", ["", "☃ 🎉 Ünïcödé 中文", "\ud800 half", "<|end|><|user|>", "\x00", "\n" * 50])
def test_odd_text_is_answered_like_any_other(module: Transformers, text: str) -> None:
    """Within the quote, and with text that can be sent."""
    request = asked(text, max_tokens=5)
    context = FakeContext()
    _, result = ran(module, request, context)
    assert isinstance(result, Generation)
    upper = module.estimate(request).upper
    assert upper is not None and context.charged <= upper
    result.model_dump_json()


def test_a_model_without_a_chat_template_is_talked_to_in_plain_lines(tiny_llama: Path, tmp_path: Path) -> None:
    """Named lines, and it is stopped where it would write the next of the person's."""
    folder = tmp_path / "plain"
    folder.mkdir()
    for file in tiny_llama.iterdir():
        if file.name != "chat_template.jinja":
            (folder / file.name).symlink_to(file)
    module = Transformers(model=str(folder), dtype="float32")
    _, plain = ran(module, asked(QUESTION, max_tokens=1))
    lines = len(module._loaded().encode(f"User: {QUESTION}\nAssistant:"))
    assert plain.usage.prompt_tokens == lines
    assert module._loaded().stops == ("\nUser:", "\nSystem:")


def test_closing_twice_and_running_after_is_harmless(tiny_llama: Path) -> None:
    """What was given back is read again when it is needed."""
    module = Transformers(model=str(tiny_llama), dtype="float32")
    module.close()
    assert ran(module, asked(QUESTION))[1].text == ANSWER
    module.close()
    module.close()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"model": ""}, "no model is set"),
        ({"max_tokens": 0}, "'max_tokens' has value 0"),
        ({"threads": -1}, "'threads' has value -1"),
        ({"device": "gpu"}, "'device' has value 'gpu'"),
    ],
)
def test_an_option_that_means_nothing_is_refused(options: dict[str, Any], words: str) -> None:
    """When the module is made, with the value."""
    with pytest.raises(ConfigError, match=words):
        Transformers(**{"model": "some/model", **options})


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 4096 bytes"),
        RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        ImportError("libtorch_cpu.so: failed to map segment from shared object"),
    ],
)
def test_a_want_of_memory_is_told_in_words(
    module: Transformers, tiny_llama: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Whatever the error it shows as, at load and in a run, with what to change."""
    transformers = pytest.importorskip("transformers")

    def fails(*args: Any, **options: Any) -> Any:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(transformers.AutoModelForCausalLM, "from_pretrained", fails)
        with pytest.raises(LoadError, match="does not fit into the memory there is") as load:
            Transformers(model=str(tiny_llama)).load()
    monkeypatch.setattr(module._loaded(), "_forward", fails)
    context = FakeContext()
    with pytest.raises(RunError, match="does not fit into the memory there is") as run:
        ran(module, asked(QUESTION), context)
    assert all("memory_bytes" in caught.value.hint for caught in (load, run))
    assert context.charges == [(0, "counted")]


def test_a_device_that_is_not_there_is_refused_at_load(tiny_llama: Path) -> None:
    """With what there is."""
    with pytest.raises(ConfigError, match="'cuda:99', and torch sees"):
        Transformers(model=str(tiny_llama), device="cuda:99").load()
