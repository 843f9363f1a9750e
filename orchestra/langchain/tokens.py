"""What tokens of a chat model cost, how many a text may have, and how many a run took.

There is no tokenizer here. A run is counted by what the model reports; where it reports nothing, by the bytes of the
text, four a token, which is an estimate and charged as declared.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.messages import AIMessage

from orchestra.budget.flops import DecoderConfig, max_tokens_within, parameter_flops, prefill_flops, request_flops
from orchestra.spec import ConfigError, Method, TokenUsage, Turn

BYTES_A_TOKEN = 4
_MOST_BYTES_A_TOKEN = 8  # text with more bytes than this a token is hardly met
_MESSAGE, _TEMPLATE = 16, 96  # tokens that a chat template may add: to a message, and once


@dataclass(frozen=True, kw_only=True)
class Price:
    """Exact from an architecture, or two FLOP a parameter and token."""

    architecture: DecoderConfig | None = None
    parameters: int = 0

    def flops(self, prompt: int, output: int, cached: int = 0) -> int:
        """FLOPs of a request; with no output, of reading the prompt."""
        prompt = max(1, prompt)  # whatever a model reports, something was read
        if self.architecture is None:
            return parameter_flops(self.parameters, prompt + output)
        if output == 0:
            return prefill_flops(self.architecture, prompt, cached)
        return request_flops(self.architecture, prompt, output, cached)

    def output_within(self, prompt: int, grant: int) -> int:
        """The most tokens a grant pays for after the prompt; 0 where that alone is too much."""
        if self.architecture is None:
            return max(0, grant // parameter_flops(self.parameters, 1) - prompt)
        return max_tokens_within(self.architecture, prompt, grant)


def price(architecture: str | Path | None, parameters: int) -> Price | None:
    """The price from a config.json (or the folder it is in), else from the parameters, else none. ConfigError."""
    if parameters < 0:
        raise ConfigError(f"parameters={parameters} is less than 0")
    if not architecture:
        return Price(parameters=parameters) if parameters else None
    path = Path(architecture).expanduser()
    file = path / "config.json" if path.is_dir() else path
    try:
        config = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        hint = "give the model's config.json or its folder, or `parameters`"
        raise ConfigError(f"architecture {str(file)!r} cannot be read: {error}", hint=hint) from error
    if not isinstance(config, dict):
        raise ConfigError(f"architecture {str(file)!r} is not a model's config.json")
    return Price(architecture=DecoderConfig.from_hf(config))


def least(turns: Sequence[Turn]) -> int:
    """Fewer tokens than a prompt is likely to have."""
    return 1 + sum(_bytes(turn.text) for turn in turns) // _MOST_BYTES_A_TOKEN


def likely(turns: Sequence[Turn]) -> int:
    """About as many tokens as a prompt has."""
    return 1 + sum(_tokens(_bytes(turn.text)) + _MESSAGE // 2 for turn in turns)


def most(turns: Sequence[Turn]) -> int:
    """More tokens than a prompt can have with a byte-level tokenizer and a usual template."""
    return _TEMPLATE + sum(_bytes(turn.text) + _MESSAGE for turn in turns)


class Tally:
    """The tokens of one run: as the model reports them, else estimated; `cap` is what it was asked to keep to."""

    def __init__(self, prompt: int) -> None:
        self.cap = 0
        self.begun = False
        self.reported = False
        self._prompt = prompt
        self._output = 0
        self._cached: int | None = None
        self._bytes = 0

    def take(self, message: AIMessage, text: str) -> None:
        """Count one piece and its text, thoughts included; LangChain's rule is that the usage of pieces adds up."""
        self.begun = True
        self._bytes += _bytes(text)
        usage = message.usage_metadata
        if not usage:
            return
        if not self.reported:
            self._prompt, self.reported = 0, True
        self._prompt += usage["input_tokens"]
        self._output += usage["output_tokens"]
        cached = usage.get("input_token_details", {}).get("cache_read")
        if cached is not None:
            self._cached = (self._cached or 0) + cached

    @property
    def over(self) -> bool:
        """Whether the model goes on beyond what it was asked for, as one does that knows no such limit."""
        return max(self._output, self._bytes // _MOST_BYTES_A_TOKEN) > self.cap

    @property
    def usage(self) -> TokenUsage:
        """The tokens so far. A run left early may have reported less output than was received."""
        seen = _tokens(self._bytes)
        output = self._output if self._output else seen if self.over else min(seen, self.cap)
        cached = None if self._cached is None else min(self._cached, self._prompt)
        return TokenUsage(prompt_tokens=self._prompt, completion_tokens=output, cached_tokens=cached)

    def charge(self, price: Price) -> tuple[int, Method]:
        """FLOPs, and how they were found: counted only where every number is the model's own."""
        usage = self.usage
        flops = price.flops(usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens or 0)
        if price.architecture is None or not self._output:
            return flops, "declared"
        return flops, "modelled" if usage.cached_tokens is None else "counted"


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _tokens(size: int) -> int:
    return -(-size // BYTES_A_TOKEN)
