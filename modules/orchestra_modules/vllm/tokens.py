"""A prompt's tokens counted from the model's own files, where a server on this machine has no route for it.

Exact where the folder has a tokenizer.json and a chat template, and tokenizers and jinja2 are installed; else silent.
"""

from __future__ import annotations

import json
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import anyio.to_thread


class LocalTokens:
    """Reads the folder when it is first asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder if folder.is_dir() else folder.parent

    async def count(self, messages: list[dict[str, str]]) -> int | None:
        """The tokens of a conversation with its template; none where they cannot be told."""
        return await anyio.to_thread.run_sync(partial(self._count, messages))

    def _count(self, messages: list[dict[str, str]]) -> int | None:
        if self._parts is None:
            return None
        tokenizer, template, named = self._parts
        try:
            text = template.render(messages=messages, add_generation_prompt=True, **named)
        except Exception:  # whatever a template may raise, a refusal of its own included
            return None
        return len(tokenizer.encode(text, add_special_tokens=False).ids) or None

    @cached_property
    def _parts(self) -> tuple[Any, Any, dict[str, str]] | None:
        try:
            from jinja2.sandbox import ImmutableSandboxedEnvironment
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
            settings = json.loads((self._folder / "tokenizer_config.json").read_text(encoding="utf-8"))
            own = self._folder / "chat_template.jinja"
            written = own.read_text(encoding="utf-8") if own.is_file() else settings["chat_template"]
            environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
            template = environment.from_string(written)
        except Exception:  # tokenizers raises plain ones, over files that are not there too
            return None
        named = {key: _content(settings.get(key)) for key in ("bos_token", "eos_token", "pad_token", "unk_token")}
        return tokenizer, template, named


def _content(token: Any) -> str:
    return str(token.get("content", "")) if isinstance(token, dict) else str(token or "")
