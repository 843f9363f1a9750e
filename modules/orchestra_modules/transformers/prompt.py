"""The conversation as text for the model, and bounds on its tokens where no tokenizer is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from orchestra.spec import GenerateRequest, Rejected, Turn

#: What a model without a chat template must not write on with: the next line of the person it talks to.
PLAIN_STOPS = ("\nUser:", "\nSystem:")

#: Tokens a chat template may add: to every message, and once (some templates open with instructions of their own).
_PER_TURN, _ONCE = 16, 128
_NAMES = {"system": "System", "user": "User", "assistant": "Assistant"}


def written(turns: Sequence[Turn], tokenizer: Any, *, thinking: bool) -> str:
    """The prompt, by the tokenizer's chat template where it has one, else as a plain dialogue. Rejected."""
    if not turns:
        raise Rejected("there is no message to answer", hint="send at least one")
    messages = [{"role": turn.role, "content": _clean(turn.text)} for turn in turns]
    if not getattr(tokenizer, "chat_template", None):
        return _plain(messages)
    try:
        return _templated(messages, tokenizer, thinking)
    except Exception as first:  # a template is a program of the model's author, and raises what it likes
        try:
            return _templated(_folded(messages), tokenizer, thinking)
        except Exception:
            raise Rejected(
                f"the model's chat template refuses these messages: {first}",
                hint="some want user and assistant to take turns, beginning with the user",
            ) from first


def _templated(messages: list[dict[str, str]], tokenizer: Any, thinking: bool) -> str:
    text: str = tokenizer.apply_chat_template(
        messages, tokenize=False, add_generation_prompt=True, enable_thinking=thinking
    )
    return text


def _folded(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """Instructions at the head of the first message: some templates know no system."""
    told = [message["content"] for message in messages if message["role"] == "system"]
    rest = [message for message in messages if message["role"] != "system"]
    if not rest:
        return [{"role": "user", "content": "\n\n".join(told)}]
    return [{**rest[0], "content": "\n\n".join([*told, rest[0]["content"]])}, *rest[1:]]


def _plain(messages: list[dict[str, str]]) -> str:
    return "\n".join([*(f"{_NAMES[message['role']]}: {message['content']}" for message in messages), "Assistant:"])


def _clean(text: str) -> str:
    """Without what no tokenizer can read, such as half a surrogate pair."""
    return text.encode("utf-8", "replace").decode("utf-8")


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
    return 1 + sum(len(turn.text) // 4 + _PER_TURN // 2 for turn in request.messages)


def most_tokens(request: GenerateRequest) -> int:
    """A bound from above for tokenizers that fall back on bytes, and templates no longer than is allowed for."""
    return _ONCE + sum(len(turn.text.encode("utf-8", "replace")) + _PER_TURN for turn in request.messages)
