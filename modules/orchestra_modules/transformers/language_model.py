"""A loaded model: text to tokens, tokens to text, and the next token, one at a time.

Weights are read from safetensors alone and no code of the model's folder is run. Knows nothing of budgets, messages or
stop strings. Not covered: several prompts at once, quantised weights, adapters, models over several devices.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from orchestra.spec import LoadError, RunError
from orchestra_modules.transformers import hardware
from orchestra_modules.transformers.folder import ModelFolder
from orchestra_modules.transformers.meter import Meter
from orchestra_modules.transformers.prompt import PLAIN_STOPS
from orchestra_modules.transformers.sampling import Sampler

if TYPE_CHECKING:
    from torch import Tensor

#: Tokens of a prompt that go through at once: a run that is given up ends after as many, and their memory is bounded.
_AT_ONCE = {"cpu": 128}
_AT_ONCE_ELSEWHERE = 1024
_MEMORY_SIGNS = ("allocate memory", "out of memory", "failed to map segment")
_MEMORY_HINT = "choose a smaller model or prompt, or raise memory_bytes under [limits] in the profile"


class LanguageModel:
    """A model and its tokenizer in memory."""

    def __init__(self, folder: ModelFolder, *, device: str, dtype: str, threads: int) -> None:
        with _no_memory(LoadError, f"the model {folder.name} does not fit"):
            torch, transformers = _libraries()
            if threads:
                torch.set_num_threads(threads)
            self._device = hardware.device(device)
            with _quiet():
                self.tokenizer, self._model = _open(transformers, folder, hardware.dtype(dtype, self._device))
                self._model.to(self._device).eval()
        self.ends = _ends(self.tokenizer, self._model)
        self.marks = _marks(self.tokenizer)
        self._templated = bool(getattr(self.tokenizer, "chat_template", None))
        self.stops = () if self._templated else PLAIN_STOPS
        self._at_once = _AT_ONCE.get(self._device, _AT_ONCE_ELSEWHERE)

    def encode(self, text: str) -> list[int]:
        """The tokens of a prompt; a tokenizer without a chat template adds the signs its model begins with."""
        ids: list[int] = self.tokenizer(text, add_special_tokens=not self._templated)["input_ids"]
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        """The text of tokens, without special ones."""
        text: str = self.tokenizer.decode(list(ids), skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return text

    def answer(self, prompt: Sequence[int], sampler: Sampler, meter: Meter, check: Callable[[], None]) -> Iterator[int]:
        """Token after token, without end; `check` is called before each pass through the model and may raise."""
        cache: Any = None
        *parts, new = [prompt[at : at + self._at_once] for at in range(0, len(prompt), self._at_once)]
        with _no_memory(RunError, "the conversation does not fit"):
            for part in parts:
                check()
                cache = self._read(part, cache)
                meter.read(len(part))
            while True:
                check()
                logits, cache = self._next(new, cache)
                meter.draw(len(new))
                token = sampler.draw(logits)
                yield token
                new = [token]

    def _read(self, tokens: Sequence[int], cache: Any) -> Any:
        """Through the layers, without the head: no token is drawn from these."""
        return self._forward(self._model.base_model, tokens, cache).past_key_values

    def _next(self, tokens: Sequence[int], cache: Any) -> tuple[Tensor, Any]:
        output = self._forward(self._model, tokens, cache, logits_to_keep=1)
        return output.logits[0, -1], output.past_key_values

    def _forward(self, model: Any, tokens: Sequence[int], cache: Any, **more: Any) -> Any:
        import torch

        # Entered for each pass: a mode must not be left open where a generator yields.
        with torch.inference_mode():
            ids = torch.tensor([list(tokens)], device=self._device)
            return model(input_ids=ids, past_key_values=cache, use_cache=True, **more)


def _libraries() -> tuple[Any, Any]:
    try:
        return import_module("torch"), import_module("transformers")  # absolute: not this package
    except ModuleNotFoundError as error:
        raise LoadError(
            f"{error.name} is not installed", hint="`pip install 'orchestra[cpu]'` brings what a local model needs"
        ) from error


def _open(transformers: Any, folder: ModelFolder, dtype: Any) -> tuple[Any, Any]:
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(str(folder.path), local_files_only=True)
        model = transformers.AutoModelForCausalLM.from_pretrained(
            str(folder.path), dtype=dtype, local_files_only=True, use_safetensors=True
        )
    except Exception as error:  # a damaged folder fails in many ways
        if _is_memory(error):
            raise
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise LoadError(f"{folder.path} did not load: {reason}", hint="fetch the model again") from error
    return tokenizer, model


def _ends(tokenizer: Any, model: Any) -> frozenset[int]:
    """The tokens that end an answer: the tokenizer's, and those of the model's generation settings."""
    stated = getattr(model.generation_config, "eos_token_id", None)
    found = [tokenizer.eos_token_id, *(stated if isinstance(stated, list) else [stated])]
    return frozenset(id for id in found if id is not None)


def _marks(tokenizer: Any) -> tuple[int, int] | None:
    """The tokens that open and close a thought, where the tokenizer has them."""
    vocabulary = tokenizer.get_added_vocab()
    pair = vocabulary.get("<think>"), vocabulary.get("</think>")
    return None if None in pair else pair


@contextmanager
def _quiet() -> Iterator[None]:
    """Without progress bars and advice, which would be drawn over the chat."""
    chatter: Any = import_module("transformers.utils.logging")
    bar, level = chatter.is_progress_bar_enabled(), chatter.get_verbosity()
    chatter.disable_progress_bar()
    chatter.set_verbosity_error()
    try:
        yield
    finally:
        chatter.set_verbosity(level)
        if bar:
            chatter.enable_progress_bar()


@contextmanager
def _no_memory(kind: type[LoadError] | type[RunError], what: str) -> Iterator[None]:
    """Tell a want of memory, which comes as one of many errors, in words."""
    try:
        yield
    except Exception as error:
        if not _is_memory(error):
            raise
        raise kind(f"{what} into the memory there is", hint=_MEMORY_HINT) from error


def _is_memory(error: BaseException) -> bool:
    """By its words: torch raises a RuntimeError like any other, and a library that cannot be mapped an ImportError."""
    return isinstance(error, MemoryError) or any(sign in str(error) for sign in _MEMORY_SIGNS)
