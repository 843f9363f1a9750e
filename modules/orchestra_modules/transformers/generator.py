"""The module: a grant becomes a token limit, tokens are drawn one by one, and each is on the bill as it is computed.

It runs in a worker of its own: torch and transformers take seconds and hundreds of megabytes to import, a model takes
the interpreter from everything else while it computes, and one that exhausts the memory takes down its own process
only. A query that is given up ends at the next token, and the model stays loaded for the query after.

Not covered: JSON schemas (such requests are declined), several answers at once, a cache of prompts across queries.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from orchestra.budget.flops import max_tokens_within, prefill_flops, request_flops
from orchestra.spec import (
    BudgetExceeded,
    ConfigError,
    Context,
    Cost,
    Cut,
    Declined,
    GenerateRequest,
    Generation,
    LoadError,
    OrchestraError,
    Rejected,
    Text,
    TokenUsage,
    Warned,
)
from orchestra_modules.transformers import hardware, prompt
from orchestra_modules.transformers.folder import ModelFolder, fetch, find
from orchestra_modules.transformers.meter import Meter
from orchestra_modules.transformers.sampling import Sampler
from orchestra_modules.transformers.text import Writer

if TYPE_CHECKING:
    from orchestra_modules.transformers.language_model import LanguageModel

_LIKELY_ANSWER = 200  # tokens
#: Of the model's window, one part in so many is kept for the answer when earlier turns are weighed against it.
_ROOM = 4
_GUESS = 10**12  # FLOPs of an answer by a model that cannot be priced; no bound and no charge rests on it


class Transformers:
    """A generator on a causal language model in this process."""

    def __init__(
        self,
        *,
        model: str | None = None,
        download: bool = False,
        device: str = "auto",
        dtype: str = "auto",
        max_tokens: int = 512,
        threads: int = 0,
        thinking: bool = False,
    ) -> None:
        if not model:
            raise ConfigError("no model is set", hint="set the instance's option `model` to a folder or a hub name")
        self._name = model
        self._download = download
        self._device = hardware.check_form(device)
        self._dtype = dtype
        self._max_tokens = _at_least("max_tokens", max_tokens, 1)
        self._threads = _at_least("threads", threads, 0)
        self._thinking = thinking
        self._found: ModelFolder | None = None
        self._model: LanguageModel | None = None

    def load(self) -> None:
        """Read the model into memory, and fetch it before where that is allowed. LoadError, ConfigError."""
        self._loaded()

    def close(self) -> None:
        """Forget the model."""
        self._model = None

    def check(self) -> None:
        """Look whether the model's files are there. LoadError, ConfigError: what is lacking, and how to get it."""
        try:
            self._folder()
        except LoadError:
            if not self._download:
                raise

    def estimate(self, request: GenerateRequest) -> Cost:
        """Bounds from the text's length, the token limit and the model's config.json; a guess where there is none."""
        try:
            folder = self._folder()
        except OrchestraError:
            # A run fetches the model, or ends at once and says why; until then it must not look free among plans.
            return Cost(expected=_GUESS, upper=None)
        most = min(prompt.most_tokens(request), folder.window)
        likely = min(prompt.likely_tokens(request), most)
        cap = min(request.max_tokens or self._max_tokens, folder.window)
        lower = prefill_flops(folder.shape, min(prompt.least_tokens(request), most))
        upper = request_flops(folder.shape, most, cap)
        expected = request_flops(folder.shape, likely, min(cap, _LIKELY_ANSWER))
        return Cost(lower=lower, expected=min(max(lower, expected), upper), upper=upper)

    def run(self, request: GenerateRequest, context: Context) -> Iterator[Text | Warned | Generation | Declined]:
        """Stream the answer, then give the generation. The charge is made however the run ends."""
        meter: Meter | None = None
        try:
            if request.json_schema is not None:
                yield Declined("it does not keep to a JSON schema; a server does, by the module vllm")
                return
            folder, model = self._folder(), self._loaded()
            meter = Meter(folder.shape)
            sent, tokens = self._fitted(request, folder, model)
            left_out = len(request.messages) - len(sent.messages)
            if left_out:
                yield Warned(message=prompt.too_many(left_out, request, folder.window))
            cap, limit = self._cap(request, folder, len(tokens), context.grant)
            stops = (*request.sampling.stop, *model.stops)
            writer = Writer(model.decode, stops, marks=model.marks, thinking=_opens_a_thought(tokens, model.marks))
            finish: Literal["stop", "length"] = "length"
            for token in model.answer(tokens, Sampler(request.sampling, context.seed), meter, context.check):
                if token in model.ends:
                    finish = "stop"
                    break
                for channel, piece in writer.take(token):
                    yield Text(text=piece, channel=channel)
                if writer.stopped:
                    finish = "stop"
                    break
                if meter.drawn == cap:
                    break
            for channel, piece in writer.rest():
                yield Text(text=piece, channel=channel)
            usage = _usage(len(tokens), meter)
            cut = limit if finish == "length" else None
            yield Generation(
                text=writer.text, finish=finish, usage=usage, model=folder.name, cut=cut, left_out=left_out
            )
        finally:
            if meter is None or not meter.flops:
                context.charge(0, "counted")
            else:
                context.charge(meter.flops, "counted", _usage(len(tokens), meter))

    def _folder(self) -> ModelFolder:
        if self._found is None:
            self._found = find(self._name)
        return self._found

    def _loaded(self) -> LanguageModel:
        if self._model is None:
            from orchestra_modules.transformers.language_model import LanguageModel

            try:
                folder = self._folder()
            except LoadError:
                if not self._download:
                    raise
                fetch(self._name)
                folder = self._folder()
            self._model = LanguageModel(folder, device=self._device, dtype=self._dtype, threads=self._threads)
        return self._model

    def _fitted(
        self, request: GenerateRequest, folder: ModelFolder, model: LanguageModel
    ) -> tuple[GenerateRequest, list[int]]:
        """The request with as many of its earlier turns as leave room for an answer, and its tokens."""
        room = folder.window - min(request.max_tokens or self._max_tokens, folder.window // _ROOM)

        def encoded(left_out: int) -> tuple[GenerateRequest, list[int]]:
            shorter = request.without(left_out)
            return shorter, model.encode(prompt.written(shorter.messages, model.tokenizer, thinking=self._thinking))

        found = encoded(0)
        few, enough = 0, request.exchanges
        if len(found[1]) <= room or not enough:
            return found
        shortest = None
        while enough - few > 1:
            middle = (few + enough) // 2
            if len((found := encoded(middle))[1]) <= room:
                enough, shortest = middle, found
            else:
                few = middle
        return shortest or encoded(enough)

    def _cap(self, request: GenerateRequest, folder: ModelFolder, size: int, grant: int | None) -> tuple[int, Cut]:
        """The tokens that may be drawn: as wanted, as there is room, as paid for; and which of them is the limit.

        Rejected, BudgetExceeded.
        """
        if size >= folder.window:
            raise Rejected(
                f"the prompt is {size} tokens and {folder.name} takes {folder.window}, its answer included",
                hint="ask with less history or evidence, or choose a model with a longer window",
            )
        wanted = request.max_tokens or self._max_tokens
        allowed = [
            (wanted, Cut(limit="max_tokens", value=wanted)),
            (folder.window - size, Cut(limit="window", value=folder.window)),
        ]
        if grant is not None:
            allowed.append((max_tokens_within(folder.shape, size, grant), Cut(limit="grant", value=grant)))
        cap, limit = min(allowed, key=lambda each: each[0])
        if cap < 1:
            raise BudgetExceeded(
                f"a prompt of {size} tokens and one more need {prefill_flops(folder.shape, size):,} FLOP "
                f"and {grant:,} FLOP are granted",
                hint="raise the budget's flops, or ask with less history or evidence",
            )
        return cap, limit


def _usage(size: int, meter: Meter) -> TokenUsage:
    return TokenUsage(prompt_tokens=size, completion_tokens=meter.drawn, cached_tokens=0)


def _opens_a_thought(tokens: list[int], marks: tuple[int, int] | None) -> bool:
    """Whether the prompt, by its template, ends within a thought."""
    return marks is not None and next((token == marks[0] for token in reversed(tokens) if token in marks), False)


def _at_least(name: str, value: int, least: int) -> int:
    if value < least:
        raise ConfigError(f"option {name!r} has value {value}, less than {least}")
    return value
