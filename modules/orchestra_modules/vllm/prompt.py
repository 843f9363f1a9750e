"""A request of the contract as the server's JSON, and bounds on its tokens where no tokenizer is at hand."""

from __future__ import annotations

from typing import Any

from orchestra.spec import GenerateRequest

#: Tokens a chat template may add: to every message, and once (some templates open with instructions of their own).
_PER_MESSAGE, _ONCE = 16, 96


def messages(request: GenerateRequest) -> list[dict[str, str]]:
    """The conversation in the server's form."""
    return [{"role": turn.role, "content": turn.text} for turn in request.messages]


def body(request: GenerateRequest, model: str, *, max_tokens: int, seed: int, vllm: bool) -> dict[str, Any]:
    """The JSON of a streamed chat completion."""
    sampling = request.sampling
    made: dict[str, Any] = {
        "model": model,
        "messages": messages(request),
        "max_tokens": max_tokens,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if vllm:  # tokens are then known at every piece, so that an answer cut short is charged as it was
        made["stream_options"]["continuous_usage_stats"] = True
    if sampling.stop:
        made["stop"] = list(sampling.stop)
    if sampling.effort is not None:
        made["reasoning_effort"] = sampling.effort
    if sampling.seed is not None or sampling.temperature > 0:
        made["seed"] = sampling.seed if sampling.seed is not None else seed & 0x7FFFFFFF  # some servers take 31 bits
    if request.json_schema is not None:
        schema = {"name": "answer", "schema": request.json_schema, "strict": True}
        made["response_format"] = {"type": "json_schema", "json_schema": schema}
    return made


def too_many(left_out: int, request: GenerateRequest, window: int | None) -> str:
    """What is told when so many of the earlier turns are not sent."""
    turns = sum(turn.role != "system" for turn in request.messages[: request.earlier])
    size = "" if window is None else f" of {window:,} tokens"
    return f"the oldest {left_out} of {turns} earlier turns are left out: the model's window{size} has no room for them"


def least_tokens(request: GenerateRequest) -> int:
    """Fewer tokens than the prompt is likely to have: eight characters a token, and no template."""
    return 1 + sum(len(turn.text) for turn in request.messages) // 8


def likely_tokens(request: GenerateRequest) -> int:
    """About as many as English text has."""
    return sum(len(turn.text) // 4 + _PER_MESSAGE // 2 for turn in request.messages) + 1


def most_tokens(request: GenerateRequest) -> int:
    """A bound from above for byte-level tokenizers: a byte a token, and a template no longer than is allowed for."""
    return sum(len(turn.text.encode("utf-8", "replace")) + _PER_MESSAGE for turn in request.messages) + _ONCE
